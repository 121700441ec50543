//! Components: a definition for each, and references to them.

use super::definitions::Destination;
use super::rounding::rounding_note;
use super::{DefinitionOwner, TypeBuilder, TypingState, docs_of};
use crate::ir::{NameSource, Shape, Type, TypeId, TypePart};
use crate::lower::schemas::analysis::resolution;
use crate::lower::schemas::analysis::schema::{Intersection, JsonTypes, Operand, Portion};
use crate::lower::schemas::settings::custom_type;
use crate::openapi::SchemaId;
use foldhash::HashSet;

impl TypeBuilder<'_> {
    /// Defines a type for each component, and for each other schema that references name. Called once, before any other schema is typed:
    /// the index of a component is also the index of its definition.
    pub(in crate::lower::schemas) fn define_components(&mut self) {
        let analysis = self.analysis;
        for (name, id) in &analysis.document().components {
            let docs = docs_of(analysis, &analysis.components().documented(*id));
            let def = self.definitions.add(NameSource::Component(name.clone()), docs, analysis.place(*id));
            self.definitions.set_intersection(def, analysis.intersection_of(*id));
        }
        for (id, name) in analysis.components().referenced() {
            let docs = docs_of(analysis, &[id]);
            let def = self.definitions.add(NameSource::Referenced(name.clone()), docs, analysis.place(id));
            self.definitions.set_intersection(def, analysis.intersection_of(id));
        }
        for (index, name, schema) in analysis.components().in_order() {
            let def = TypeId(index);
            if let Some(ty) = self.component(name, schema, def) {
                self.definitions.set_shape(def, Shape::Alias(ty));
            }
            self.build_pending();
        }
    }

    /// The definition of the component that defines a schema.
    pub(super) fn component_definition(&self, id: SchemaId) -> Option<TypeId> {
        self.analysis.components().index(id).map(TypeId)
    }

    /// Types a component. `None` if the definition gets its body from the queue.
    fn component(&mut self, name: &str, id: SchemaId, def: TypeId) -> Option<Type> {
        if let Some(setting) = self.settings.types.get(name) {
            return Some(custom_type(setting, self.analysis.json_types_of(id).effective()));
        }
        if let Some(same) = self.component_definition(id).filter(|same| *same != def) {
            return Some(Type::Named(same));
        }
        let intersection = self.analysis.intersection_of(id);
        if intersection.json_types.is_empty() {
            return Some(self.unsatisfiable(&intersection, &DefinitionOwner::Type(def, TypePart::NonNull)));
        }
        let simplified = resolution::simplified(self.analysis, &intersection, Some(id));
        if resolution::is_anything(self.analysis, &intersection, &simplified) {
            return Some(self.anything(&intersection, "schema"));
        }
        if intersection.json_types.is_nullable() {
            return Some(if resolution::is_only_null(self.analysis, &simplified, Some(id)) {
                Type::Null
            } else {
                self.non_null(id, def).or_null()
            });
        }
        if let [Operand::Schema(other, portion @ Portion::Whole)] = simplified.as_slice()
            && *other != id
            && let Some(ty) = self.component_type(*other, *portion, intersection.json_types)
        {
            return Some(ty);
        }
        // A reference to a schema that is written in another component.
        if let [Operand::Schema(other, Portion::Whole)] = simplified.as_slice()
            && self.analysis.keywords(id).is_some_and(|keywords| keywords.reference.is_some())
            && *other != id
        {
            let target = self.analysis.intersection_of(*other).limited(intersection.json_types);
            return Some(self.type_of(&target, &DefinitionOwner::Type(def, TypePart::Value)));
        }
        let ty = self.build_type(&intersection, &intersection, &Destination::Existing(def));
        self.coverage.extend(rounding_note(self.analysis, &self.settings, &ty, &intersection));
        (ty != Type::Named(def)).then_some(ty)
    }

    /// The type of a reference to a component, for values of the given JSON types, which are not nullable. `None` if the
    /// reference is to a portion of the component that has no definition.
    pub(super) fn component_type(&mut self, id: SchemaId, portion: Portion, json_types: JsonTypes) -> Option<Type> {
        let def = self.component_definition(id)?;
        match portion {
            Portion::WithoutSubtypes => {
                let intersection =
                    Intersection { operands: vec![Operand::Schema(id, Portion::WithoutSubtypes)], json_types };
                return Some(self.type_once(
                    intersection.clone(),
                    &intersection,
                    &DefinitionOwner::Type(def, TypePart::OwnMembers),
                ));
            }
            Portion::Whole => {}
            Portion::OwnKeywords | Portion::OneOf | Portion::AnyOf => return None,
        }
        if self.settings.has_custom_type(self.analysis.components().name_in_settings(id)) {
            return Some(Type::Named(def));
        }
        let all = self.analysis.json_types_of(id).effective();
        if all.non_null() != json_types.non_null() {
            return None;
        }
        if all.is_nullable() { Some(self.non_null(id, def)) } else { Some(Type::Named(def)) }
    }

    /// The type of the non-null values of a nullable component.
    fn non_null(&mut self, mut id: SchemaId, mut def: TypeId) -> Type {
        // Components that only add null are followed to the last one.
        let mut passed = Vec::new();
        let mut seen = HashSet::from_iter([id]);
        let ty = loop {
            let intersection = self.analysis.intersection_of(id).limited(JsonTypes::ALL.non_null());
            if let Some(TypingState::Done(ty)) = self.typed.get(&intersection) {
                break ty.clone();
            }
            let simplified = resolution::simplified(self.analysis, &intersection, Some(id));
            let next = match simplified.as_slice() {
                [Operand::Schema(other, Portion::Whole)] => Some(*other).filter(|other| seen.insert(*other)),
                _ => None,
            };
            let next = next
                .filter(|other| self.analysis.json_types_of(*other).effective().non_null() == intersection.json_types);
            let next = next.and_then(|other| Some((other, self.component_definition(other)?)));
            match next {
                Some((other, other_def)) if !self.allows_null(other) => break Type::Named(other_def),
                Some((other, other_def)) => {
                    passed.push(intersection);
                    (id, def) = (other, other_def);
                }
                None => {
                    break self.type_once(
                        intersection.clone(),
                        &intersection,
                        &DefinitionOwner::Type(def, TypePart::NonNull),
                    );
                }
            }
        };
        for intersection in passed {
            // An intersection that is being typed further up the stack is finished there.
            self.typed.entry(intersection).or_insert_with(|| TypingState::Done(ty.clone()));
        }
        ty
    }

    /// Whether references to a component are nullable. A user's own type decides about null itself.
    fn allows_null(&self, id: SchemaId) -> bool {
        self.analysis.json_types_of(id).effective().is_nullable()
            && !self.settings.has_custom_type(self.analysis.components().name_in_settings(id))
    }
}
