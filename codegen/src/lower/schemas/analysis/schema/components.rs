//! Components: which schemas belong to which component, and in which order the components are typed. Schemas outside
//! `components.schemas` that references name count as components, too.

use std::collections::BTreeMap;

use super::inheritance::bases;
use super::keywords::effects_of;
use super::referenced::referenced_schemas;
use super::{Operand, keywords_of, reference_chain};
use crate::ir::ReferencedName;
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
    /// The names of the schemas that are not in `components.schemas`. Their indices follow those of the components.
    referenced: Vec<ReferencedName>,
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
        let mut schemas: Vec<SchemaId> = document.components.values().enumerate().map(defined).collect();
        let adds_nothing = |id: SchemaId| index.contains_key(&id) || only_reference(document, id).is_some();
        let (ids, referenced): (Vec<_>, Vec<_>) = referenced_schemas(document, adds_nothing).into_iter().unzip();
        for id in &ids {
            index.insert(*id, schemas.len());
            schemas.push(*id);
        }
        for id in ids {
            if let Some(at) = index.get(&id) {
                // The schema may be written inside another one.
                enclosing.remove(&id);
                enclose(document, &mut enclosing, id, *at);
            }
        }
        let roots: Vec<SchemaId> = document
            .components
            .values()
            .chain(schemas.get(document.components.len()..).unwrap_or_default())
            .copied()
            .collect();
        Self { document, order: order(document, &roots, &enclosing), schemas, referenced, index }
    }

    /// The index of the component that defines a schema.
    pub(crate) fn index(&self, id: SchemaId) -> Option<usize> {
        self.index.get(&id).copied()
    }

    /// All schemas that are defined by a component, with its index.
    pub(crate) fn schemas(&self) -> impl Iterator<Item = (SchemaId, usize)> {
        self.index.iter().map(|(id, index)| (*id, *index))
    }

    /// The components in the order in which they are typed: index, name in the settings, and the schema that each defines.
    pub(crate) fn in_order(&self) -> impl Iterator<Item = (usize, &str, SchemaId)> {
        self.order.iter().filter_map(|index| {
            let name = match self.referenced_at(*index) {
                Some(referenced) => referenced.in_settings.as_str(),
                None => self.document.components.get_index(*index)?.0.as_str(),
            };
            Some((*index, name, *self.schemas.get(*index)?))
        })
    }

    /// The schemas that are not in `components.schemas`, and their names.
    pub(crate) fn referenced(&self) -> impl Iterator<Item = (SchemaId, &ReferencedName)> {
        let ids = self.schemas.get(self.document.components.len()..).unwrap_or_default();
        ids.iter().copied().zip(&self.referenced)
    }

    /// The schemas whose documentation a component has: the schema that it refers to, if no other component defines that one, and its
    /// own.
    pub(crate) fn documented(&self, id: SchemaId) -> Vec<SchemaId> {
        let defined = self.index(id).and_then(|at| self.schemas.get(at).copied());
        defined.into_iter().filter(|defined| *defined != id).chain([id]).collect()
    }

    fn referenced_at(&self, index: usize) -> Option<&ReferencedName> {
        self.referenced.get(index.checked_sub(self.document.components.len())?)
    }

    /// The name of the component that defines a schema.
    pub(crate) fn name(&self, id: SchemaId) -> Option<&str> {
        let referenced = self.referenced_at(self.index(id)?).map(|referenced| referenced.name.as_str());
        referenced.or_else(|| self.key(id))
    }

    /// The key of a schema in the `components.schemas` that contains it, in any file.
    pub(crate) fn key_in_file(&self, id: SchemaId) -> Option<&str> {
        let referenced = self.referenced_at(self.index(id)?);
        let in_components = |referenced: &&ReferencedName| {
            let pointer =
                referenced.place.split_once('#').and_then(|(_, pointer)| pointer.strip_prefix("/components/schemas/"));
            pointer.is_some_and(|rest| !rest.contains('/'))
        };
        referenced.filter(in_components).map(|referenced| referenced.name.as_str()).or_else(|| self.key(id))
    }

    /// The key in `components.schemas` of the component that defines a schema.
    pub(crate) fn key(&self, id: SchemaId) -> Option<&'d str> {
        self.document.components.get_index(self.index(id)?).map(|(name, _)| name.as_str())
    }

    /// The name in the settings of the component that defines a schema.
    pub(crate) fn name_in_settings(&self, id: SchemaId) -> Option<&str> {
        let referenced = self.referenced_at(self.index(id)?).map(|referenced| referenced.in_settings.as_str());
        referenced.or_else(|| self.key(id))
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
fn order(document: &Document, components: &[SchemaId], enclosing: &BTreeMap<SchemaId, usize>) -> Vec<usize> {
    let index: HashMap<SchemaId, usize> = components.iter().enumerate().map(|(at, id)| (*id, at)).collect();
    let mut before: Vec<Vec<usize>> = Vec::with_capacity(components.len());
    for component in components {
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
