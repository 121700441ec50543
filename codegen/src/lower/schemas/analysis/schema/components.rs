//! Components: which schemas belong to which component, and in which order the components are typed.

use std::collections::BTreeMap;

use super::inheritance::bases;
use super::keywords::effects_of;
use super::{Operand, keywords_of, reference_chain};
use crate::openapi::{Applies, Document, Role, SchemaId};
use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};

/// The components of a document, by index.
#[derive(Debug)]
pub(crate) struct Components<'d> {
    document: &'d Document,
    /// The component that defines each schema.
    index: HashMap<SchemaId, usize>,
    /// The schema that each component defines.
    schemas: Vec<SchemaId>,
    /// The order in which the components are typed.
    order: Vec<usize>,
}

impl<'d> Components<'d> {
    pub(super) fn of(document: &'d Document) -> Self {
        let mut index = HashMap::new();
        for (at, id) in document.components.values().enumerate() {
            index.entry(*id).or_insert(at);
        }
        let mut enclosing = BTreeMap::new();
        for (at, component) in document.components.values().enumerate() {
            enclose(document, &mut enclosing, *component, at);
        }
        // A schema that no component encloses, because it is written in another file or in a position that is not typed,
        // belongs to the first component that refers to it.
        for (at, id) in document.components.values().enumerate() {
            let outside = only_reference(document, *id).filter(|target| !enclosing.contains_key(target));
            if let Some(target) = outside {
                index.entry(target).or_insert(at);
                enclose(document, &mut enclosing, target, at);
            }
        }
        let defined = |(at, id): (usize, &SchemaId)| {
            only_reference(document, *id).filter(|target| index.get(target) == Some(&at)).unwrap_or(*id)
        };
        let schemas = document.components.values().enumerate().map(defined).collect();
        Self { document, schemas, order: order(document, &enclosing), index }
    }

    /// The index of the component that defines a schema.
    pub(crate) fn index(&self, id: SchemaId) -> Option<usize> {
        self.index.get(&id).copied()
    }

    /// All schemas that are defined by a component, with its index.
    pub(crate) fn schemas(&self) -> impl Iterator<Item = (SchemaId, usize)> {
        self.index.iter().map(|(id, index)| (*id, *index))
    }

    /// The components in the order in which they are typed: index, name, and the schema that each defines.
    pub(crate) fn in_order(&self) -> impl Iterator<Item = (usize, &'d str, SchemaId)> {
        self.order.iter().filter_map(|index| {
            let (name, _) = self.document.components.get_index(*index)?;
            Some((*index, name.as_str(), *self.schemas.get(*index)?))
        })
    }

    /// The name of the component that defines a schema.
    pub(crate) fn name(&self, id: SchemaId) -> Option<&'d str> {
        self.document.components.get_index(self.index(id)?).map(|(name, _)| name.as_str())
    }

    /// Whether an operand is a component.
    pub(crate) fn contains(&self, operand: &Operand) -> bool {
        self.of_operand(operand).is_some()
    }

    /// The component that an operand is.
    pub(crate) fn of_operand(&self, operand: &Operand) -> Option<SchemaId> {
        match operand {
            Operand::Schema(id, _) if self.index(*id).is_some() => Some(*id),
            _ => None,
        }
    }
}

/// The last schema of a chain of references, if the schemas before it say nothing else.
fn only_reference(document: &Document, id: SchemaId) -> Option<SchemaId> {
    let target = reference_chain(document, id).last().filter(|target| *target != id)?;
    let is_reference = |id: SchemaId| {
        keywords_of(document, id)
            .is_some_and(|keywords| !effects_of(keywords).shapes_type && keywords.all_of.is_empty())
    };
    reference_chain(document, id).take_while(|id| *id != target).all(is_reference).then_some(target)
}

/// The components, by index, in an order in which a component comes after those that it extends or refers into. Inline
/// schemas are then defined as parts of the component in which they are written.
fn order(document: &Document, enclosing: &BTreeMap<SchemaId, usize>) -> Vec<usize> {
    let index: HashMap<SchemaId, usize> = document.components.values().enumerate().map(|(at, id)| (*id, at)).collect();
    let mut before: Vec<Vec<usize>> = Vec::with_capacity(document.components.len());
    for component in document.components.values() {
        before.push(bases(document, *component).iter().filter_map(|base| index.get(base).copied()).collect());
    }
    for (id, component) in enclosing {
        let Some(target) = keywords_of(document, *id).and_then(|keywords| keywords.reference) else { continue };
        if let (false, Some(other)) = (index.contains_key(&target), enclosing.get(&target))
            && other != component
            && let Some(before) = before.get_mut(*component)
        {
            before.push(*other);
        }
    }
    let mut done = HashSet::new();
    let mut order = Vec::with_capacity(before.len());
    let mut stack: Vec<(usize, bool)> = (0..before.len()).rev().map(|at| (at, false)).collect();
    let mut entered = HashSet::new();
    while let Some((at, ready)) = stack.pop() {
        if ready {
            if done.insert(at) {
                order.push(at);
            }
        } else if entered.insert(at) {
            stack.push((at, true));
            stack.extend(before.get(at).into_iter().flatten().rev().map(|other| (*other, false)));
        }
    }
    order
}

/// Assigns a schema and the schemas written inside it to a component, except those that another component encloses.
fn enclose(document: &Document, enclosing: &mut BTreeMap<SchemaId, usize>, schema: SchemaId, component: usize) {
    let mut stack = vec![schema];
    while let Some(id) = stack.pop() {
        if enclosing.contains_key(&id) {
            continue;
        }
        enclosing.insert(id, component);
        if let Some(keywords) = keywords_of(document, id) {
            let typed = keywords.children_by(|role| role.is_written_inside() && is_typed(role));
            stack.extend(typed.map(|(_, id)| id));
        }
    }
}

/// Whether a subschema contributes to the type of the schema in which it is written. Other subschemas are only validated or
/// noted.
fn is_typed(role: Role) -> bool {
    match role.applies() {
        Applies::Extending | Applies::Choosing | Applies::Conditionally | Applies::ToMembers => true,
        Applies::ToItems => role != Role::UnevaluatedItems,
        Applies::Testing | Applies::ToNames | Applies::ToSomeItem | Applies::ToContent | Applies::ToNothing => false,
    }
}
