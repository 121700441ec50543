//! Creates definitions, records which definition or operation owns each, and queues the work of building their shapes.

use std::collections::BTreeMap;

use super::union::UnionPlan;
use super::{TypeBuilder, TypingState, docs_of};
use crate::diag::SourceLocation;
use crate::ir::{Docs, NameSource, Object, Shape, Type, TypeDef, TypeId, TypePart};
use crate::lower::schemas::SchemaUse;
use crate::lower::schemas::analysis::resolution::{self, ResolvedSchema};
use crate::lower::schemas::analysis::schema::{Intersection, Operand};
use crate::openapi::SchemaId;

/// The definitions that exist so far.
#[derive(Debug, Default)]
pub(super) struct Definitions {
    /// All definitions; the components come first, in their order.
    types: Vec<TypeDef>,
    /// The intersection of each definition.
    intersections: BTreeMap<TypeId, Intersection>,
}

impl Definitions {
    /// Adds a definition. Its body is set later.
    pub(super) fn add(&mut self, name: NameSource, docs: Docs, place: SourceLocation) -> TypeId {
        let id = TypeId(self.types.len());
        self.types.push(TypeDef::new(name, docs, place, Shape::Alias(Type::Any)));
        id
    }

    /// Records the intersection of a definition.
    pub(super) fn set_intersection(&mut self, id: TypeId, intersection: Intersection) {
        self.intersections.insert(id, intersection);
    }

    /// Sets the body of a definition.
    pub(super) fn set_shape(&mut self, id: TypeId, shape: Shape) {
        if let Some(def) = self.types.get_mut(id.0) {
            def.shape = shape;
        }
    }

    /// Sets the title of a part of a type, if it has none.
    pub(super) fn set_part_title(&mut self, id: TypeId, expected_parent: TypeId, new_title: &str) {
        if let Some(NameSource::Part { parent, title: title @ None, .. }) =
            self.types.get_mut(id.0).map(|def| &mut def.name)
            && *parent == expected_parent
        {
            *title = Some(new_title.to_owned());
        }
    }

    pub(super) fn get(&self, id: TypeId) -> Option<&TypeDef> {
        self.types.get(id.0)
    }

    pub(super) fn count(&self) -> usize {
        self.types.len()
    }

    /// Returns the definitions, and the intersection of each.
    pub(super) fn finish(self) -> (Vec<TypeDef>, BTreeMap<TypeId, Intersection>) {
        (self.types, self.intersections)
    }
}

/// The owner of a definition. The definition is named after it.
#[derive(Debug, Clone)]
pub(in crate::lower::schemas) enum DefinitionOwner {
    /// A part of another type.
    Type(TypeId, TypePart),
    /// An operation.
    Operation(SchemaUse),
}

/// Where the result of typing goes.
#[derive(Debug, Clone)]
pub(super) enum Destination {
    /// The definition of a component, or another that exists already.
    Existing(TypeId),
    /// A new definition, if the type needs one.
    New(DefinitionOwner),
}

impl Destination {
    /// The owner of a definition inside the destination.
    pub(super) fn owner(&self, part: TypePart) -> DefinitionOwner {
        match self {
            Self::Existing(id) => DefinitionOwner::Type(*id, part),
            Self::New(owner) => owner.clone(),
        }
    }
}

/// The body of a definition that is still to be built.
pub(super) enum PendingBody<'d> {
    /// A struct.
    Object(ResolvedSchema<'d>),
    /// A union.
    Union(UnionPlan),
    /// A value that matches several of these objects.
    AnyObjects(Vec<Intersection>),
    /// A discriminated component with its subtypes.
    Family(SchemaId),
    /// An array with `prefixItems`.
    Tuple(ResolvedSchema<'d>),
    /// An expression that is nested too deeply to stay inline.
    Alias(Intersection),
}

impl<'d> TypeBuilder<'d> {
    /// Builds the bodies in the queue, and those that are added meanwhile.
    pub(in crate::lower::schemas) fn build_pending(&mut self) {
        while let Some((id, body)) = self.queue.pop_front() {
            let shape = match body {
                PendingBody::Object(resolved) => Shape::Object(self.object(id, &resolved)),
                PendingBody::Union(plan) => self.union_shape(id, plan),
                PendingBody::AnyObjects(objects) => {
                    let flattened = self.flattened_objects(id, &objects);
                    Shape::Object(Object { flattened, ..Object::default() })
                }
                PendingBody::Family(parent) => self.family(id, parent),
                PendingBody::Tuple(resolved) => Shape::Tuple(self.tuple(id, &resolved)),
                PendingBody::Alias(intersection) => {
                    let operands = resolution::simplified(self.analysis, &intersection, None);
                    let key = Intersection { operands, json_types: intersection.json_types };
                    let ty = self.build_type(&key, &intersection, &Destination::Existing(id));
                    if ty == Type::Named(id) {
                        continue;
                    }
                    Shape::Alias(ty)
                }
            };
            self.definitions.set_shape(id, shape);
        }
    }

    /// Returns the definition for `destination`; its body is built later.
    pub(super) fn defer(
        &mut self,
        key: &Intersection,
        intersection: &Intersection,
        destination: &Destination,
        body: PendingBody<'d>,
    ) -> Type {
        let id = self.definition(key, intersection, destination);
        self.queue.push_back((id, body));
        Type::Named(id)
    }

    /// Returns the definition for `destination`. It is the type of the intersection from now on.
    pub(super) fn definition(
        &mut self,
        key: &Intersection,
        intersection: &Intersection,
        destination: &Destination,
    ) -> TypeId {
        match destination {
            Destination::Existing(id) => *id,
            Destination::New(owner) => {
                let id = match self.typed.get(key) {
                    Some(TypingState::InProgress(Some(id))) => *id,
                    _ => self.define(owner, key, intersection),
                };
                self.typed.insert(key.clone(), TypingState::Done(Type::Named(id)));
                id
            }
        }
    }

    /// Adds a definition for an intersection; its body is set later.
    pub(super) fn define(
        &mut self,
        owner: &DefinitionOwner,
        key: &Intersection,
        intersection: &Intersection,
    ) -> TypeId {
        let id = self.define_without_rules(owner, intersection);
        self.definitions.set_intersection(id, key.clone());
        id
    }

    /// Adds a definition that `validate()` does not check; its body is set later.
    pub(super) fn define_without_rules(&mut self, owner: &DefinitionOwner, intersection: &Intersection) -> TypeId {
        let title = match intersection.operands.as_slice() {
            [Operand::Schema(id, _)] => {
                self.analysis.keywords(*id).and_then(|keywords| keywords.title.clone().or(keywords.enum_name.clone()))
            }
            _ => None,
        };
        let name = match owner.clone() {
            DefinitionOwner::Type(parent, part) => NameSource::Part { parent, part, title },
            DefinitionOwner::Operation(SchemaUse { operation, webhook, part }) => {
                NameSource::Operation { operation, webhook, part, title }
            }
        };
        let schemas: Vec<SchemaId> = intersection.operands.iter().filter_map(Operand::schema).collect();
        let docs = docs_of(self.analysis, &schemas);
        self.definitions.add(name, docs, self.analysis.place_of(intersection))
    }
}
