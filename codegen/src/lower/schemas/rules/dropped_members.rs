//! Dropped members: notes about rules that the runtime may leave undecided, because a type does not keep the members that they name.
//!
//! The runtime knows which types ignore undeclared members. It reports no violation that depends on a member which such a type may have
//! dropped.

use foldhash::HashSet;

use super::RuleWriter;
use crate::ir::{Extra, Shape, TypeDef, TypeId};
use crate::lower::schemas::analysis::objects;
use crate::lower::schemas::analysis::resolution::{self, Choice};
use crate::lower::schemas::analysis::schema::{Intersection, JsonTypes, SchemaKeywords};
use crate::openapi::SchemaId;

/// Returns the definitions of objects that ignore undeclared members.
pub(super) fn ignoring(types: &[TypeDef]) -> HashSet<TypeId> {
    let is_ignoring = |def: &TypeDef| matches!(&def.shape, Shape::Object(object) if object.extra == Extra::Ignored && object.flattened.is_empty());
    types.iter().enumerate().filter(|(_, def)| is_ignoring(def)).map(|(id, _)| TypeId(id)).collect()
}

impl<'d> RuleWriter<'d> {
    /// Notes that the type of a branch ignores members that another branch declares. Then it is unknown whether a value matches the other one.
    pub(super) fn note_dropped_in_branches(&mut self, choice: &Choice<'d>) {
        if choice.exclusive && self.may_drop_members(&choice.branches) {
            let place = self.analysis.place(choice.id).key("oneOf");
            let note = "that only one alternative matches is not validated where it depends on members that the type of another does not keep";
            self.note_at("oneOf", place, note);
        }
    }

    fn may_drop_members(&self, branches: &[Intersection]) -> bool {
        let objects = branches.iter().filter(|branch| branch.json_types.contains(JsonTypes::OBJECT));
        let objects: Vec<(bool, Vec<&str>)> = objects
            .map(|branch| {
                let definition = self.definitions.get(&branch.operands);
                let ignores = definition.is_some_and(|id| self.ignoring.contains(id));
                let resolved = resolution::resolve_intersection(self.analysis, branch);
                (ignores, objects::object_members(self.analysis, &resolved).declared.keys().copied().collect())
            })
            .collect();
        let all: HashSet<&str> = objects.iter().flat_map(|(_, names)| names.iter().copied()).collect();
        objects.iter().any(|(ignores, names)| *ignores && names.len() < all.len())
    }

    /// Notes that the type of a definition ignores members that a `not` names. Then it is unknown whether a value matches the `not`.
    pub(super) fn note_dropped_in_not(&mut self, id: TypeId, intersection: &Intersection) {
        let has_no_not = |schema: SchemaKeywords<'_>| schema.keywords.not.is_none();
        if !self.ignoring.contains(&id) || self.plain_schema(intersection).is_some_and(has_no_not) {
            return;
        }
        let resolved = resolution::resolve_intersection(self.analysis, intersection);
        if resolved.schemas.iter().all(|schema| schema.keywords.not.is_none()) {
            return;
        }
        let members = objects::object_members(self.analysis, &resolved);
        let is_kept = |name: &&str| members.declared.contains_key(name) || members.mentioned.contains_key(name);
        for schema in &resolved.schemas {
            if schema.keywords.not.is_some_and(|not| !self.names_in(not).iter().all(is_kept)) {
                let place = self.analysis.place(schema.id).key("not");
                self.note_at("not", place, "not validated where it depends on members that the type does not keep");
            }
        }
    }

    /// The members that a schema requires or declares.
    fn names_in(&self, id: SchemaId) -> Vec<&'d str> {
        let resolved = resolution::resolve_intersection(self.analysis, &self.analysis.intersection_of(id));
        let keywords = resolved.schemas.iter().map(|schema| schema.keywords);
        keywords
            .flat_map(|keywords| keywords.required.iter().chain(keywords.properties.keys()))
            .map(String::as_str)
            .collect()
    }
}
