//! Creates the type of an intersection: decides which construct it becomes, such as a list, an object or a union.

use super::definitions::{Destination, PendingBody};
use super::rounding::rounding_note;
use super::union::UnionTag;
use super::{DefinitionOwner, TypeBuilder, TypingState};
use crate::diag::{Code, Diagnostic};
use crate::ir::{Shape, Type, TypePart};
use crate::lower::schemas::analysis::resolution;
use crate::lower::schemas::analysis::schema::{Intersection, JsonTypes, Operand, Portion};

/// Lists, maps and unions are nested to this depth in one expression. Deeper ones get a definition of their own.
const MAX_DEPTH: usize = 64;

impl TypeBuilder<'_> {
    /// The type of an intersection. If it needs a definition, the definition belongs to `owner`.
    pub(in crate::lower::schemas) fn type_of(&mut self, intersection: &Intersection, owner: &DefinitionOwner) -> Type {
        if intersection.json_types.is_empty() {
            return self.unsatisfiable(intersection, owner);
        }
        let simplified = resolution::simplified(self.analysis, intersection, None);
        if resolution::is_anything(self.analysis, intersection, &simplified) {
            return self.anything(intersection, "schema");
        }
        if intersection.json_types.is_nullable() {
            if resolution::is_only_null(self.analysis, &simplified, None) {
                return Type::Null;
            }
            return self.type_of(&intersection.limited(JsonTypes::ALL.non_null()), owner).or_null();
        }
        if let [Operand::Schema(id, portion)] = simplified.as_slice()
            && let Some(ty) = self.component_type(*id, *portion, intersection.json_types)
        {
            return ty;
        }
        let key = Intersection { operands: simplified, json_types: intersection.json_types };
        let ty = self.type_once(key, intersection, owner);
        self.coverage.extend(rounding_note(self.analysis, &self.settings, &ty, intersection));
        ty
    }

    /// Types an intersection once. If it occurs again inside itself before it is typed, it gets a definition. `key` is the
    /// simplified intersection.
    pub(super) fn type_once(
        &mut self,
        key: Intersection,
        intersection: &Intersection,
        owner: &DefinitionOwner,
    ) -> Type {
        match self.typed.get(&key) {
            Some(TypingState::Done(ty)) => return ty.clone(),
            Some(TypingState::InProgress(Some(id))) => return Type::Named(*id),
            Some(TypingState::InProgress(None)) => {
                let id = self.define(owner, &key, intersection);
                self.typed.insert(key, TypingState::InProgress(Some(id)));
                return Type::Named(id);
            }
            None => {}
        }
        if self.depth >= MAX_DEPTH {
            let id = self.define(owner, &key, intersection);
            self.typed.insert(key, TypingState::Done(Type::Named(id)));
            self.queue.push_back((id, PendingBody::Alias(intersection.clone())));
            return Type::Named(id);
        }
        if key.operands.len() > 1 && self.definitions.count() > self.max_types {
            return self.too_many_combinations(intersection, owner);
        }
        self.typed.insert(key.clone(), TypingState::InProgress(None));
        self.depth += 1;
        let mut ty = self.build_type(&key, intersection, &Destination::New(owner.clone()));
        self.depth -= 1;
        if let Some(TypingState::InProgress(Some(id))) = self.typed.get(&key) {
            let id = *id;
            self.definitions.set_shape(id, Shape::Alias(ty));
            ty = Type::Named(id);
        }
        self.typed.insert(key, TypingState::Done(ty.clone()));
        ty
    }

    /// Recursion through `allOf` can require the intersections of all combinations of schemas. Then only the last operand is
    /// typed.
    fn too_many_combinations(&mut self, intersection: &Intersection, owner: &DefinitionOwner) -> Type {
        self.report_not_supported(
            intersection,
            "`allOf` combines schemas in too many ways; only the last subschema is used",
        );
        let last = intersection.operands.last().cloned().filter(|_| intersection.operands.len() > 1);
        match last {
            Some(operand) => {
                let last = self.analysis.intersection(vec![operand]).limited(intersection.json_types);
                self.type_of(&last, owner)
            }
            None => self.anything(intersection, "allOf"),
        }
    }

    fn report_not_supported(&mut self, intersection: &Intersection, message: &str) {
        let remedy = "simplify the schema, so that it has fewer subschemas";
        let place = self.analysis.place_of(intersection);
        self.diagnostics.push(Diagnostic::new(Code::NotFullySupported, &place, message, remedy));
    }

    /// Types an intersection that is not nullable and not just a reference. `key` is the simplified intersection.
    pub(super) fn build_type(
        &mut self,
        key: &Intersection,
        intersection: &Intersection,
        destination: &Destination,
    ) -> Type {
        let json_types = key.json_types;
        if json_types == JsonTypes::NULL {
            return Type::Null;
        }
        if let Some(ty) = self.foreign_type(&key.operands) {
            return ty;
        }
        if let [Operand::Schema(id, Portion::Whole)] = key.operands.as_slice()
            && self.analysis.is_parent(*id)
            && json_types == JsonTypes::OBJECT
        {
            return self.defer(key, intersection, destination, PendingBody::Family(*id));
        }
        let resolved = resolution::resolve_intersection(self.analysis, key);
        if resolved.never.is_some() {
            return self.unsatisfiable(intersection, &destination.owner(TypePart::NonNull));
        }
        if resolved.truncated {
            self.report_not_supported(intersection, "too many schemas apply to this value; some of them are ignored");
        }
        if let Some(ty) = self.custom_format(&resolved, json_types) {
            return ty;
        }
        if let Some(ty) = self.enumeration(&resolved, key, intersection, destination) {
            return ty;
        }
        if !resolved.choices.is_empty()
            && let Some(ty) = self.choice_type(&resolved, key, intersection, destination)
        {
            return ty;
        }
        if let Some(split) = json_types.split() {
            let branches = split.into_iter().map(|json_types| key.limited(json_types)).collect();
            return self.union(branches, false, UnionTag::default(), key, intersection, destination);
        }
        if json_types == JsonTypes::OBJECT {
            return self.object_type(resolved, key, intersection, destination);
        }
        if json_types == JsonTypes::ARRAY {
            return self.array_type(resolved, key, intersection, destination);
        }
        self.scalar_type(&resolved, json_types)
    }
}
