//! Objects and maps.

use foldhash::{HashSet, HashSetExt};

use super::definitions::{Destination, PendingBody};
use super::tag_members::MovedMember;
use super::unsatisfiable::{undecodable_note, untyped_note};
use super::{DefinitionOwner, TypeBuilder, constraints_of, docs_of};
use crate::ir::{
    Access, Constraints, Docs, Extra, Member, Object, PatternEngine, PatternMember, Type, TypeId, TypePart,
};
use crate::lower::schemas::analysis::objects::{self, DeclaredMember, IndexMap, UndeclaredMembers};
use crate::lower::schemas::analysis::resolution::{self, ResolvedSchema};
use crate::lower::schemas::analysis::schema::{Intersection, Operand};
use crate::openapi::{Keywords, SchemaId};

impl<'d> TypeBuilder<'d> {
    /// The type of an object. It is a map if the schema only describes the values of all members.
    pub(super) fn object_type(
        &mut self,
        resolved: ResolvedSchema<'d>,
        key: &Intersection,
        intersection: &Intersection,
        destination: &Destination,
    ) -> Type {
        let undeclared = objects::undeclared_members(self.analysis, &resolved);
        let is_struct = !resolved.choices.is_empty() || objects::names_members(self.analysis, &resolved);
        if is_struct || undeclared == UndeclaredMembers::Forbidden {
            return self.defer(key, intersection, destination, PendingBody::Object(resolved));
        }
        let value = match undeclared {
            UndeclaredMembers::Allowed(operands) => {
                let values = self.analysis.intersection(operands);
                self.type_of(&values, &destination.owner(TypePart::Value))
            }
            UndeclaredMembers::Unspecified | UndeclaredMembers::Forbidden => self.anything(intersection, "object"),
        };
        Type::Map(Box::new(value))
    }

    /// The body of a struct.
    pub(super) fn object(&mut self, id: TypeId, resolved: &ResolvedSchema<'d>) -> Object {
        let declared = objects::declared_members(self.analysis, resolved);
        let required: Vec<&'d str> = {
            let mut seen = HashSet::new();
            let names = resolved.schemas.iter().flat_map(|schema| &schema.keywords.required).map(String::as_str);
            names.filter(|name| seen.insert(*name)).collect()
        };
        let names: Vec<&str> = declared.keys().copied().collect();
        let mut siblings = self.siblings(id, resolved, &names, &required);
        let mut object = Object { required_sets: std::mem::take(&mut siblings.required_sets), ..Object::default() };
        let required_set: HashSet<&str> = required.iter().copied().collect();
        for (union, name) in std::mem::take(&mut siblings.moved) {
            let schemas = declared.get(name).map_or(&[][..], |member| &member.schemas);
            let docs = docs_of(self.analysis, schemas);
            self.moved_members.push(MovedMember { union, name: name.to_owned(), docs });
        }
        for (name, mut member) in declared {
            if siblings.declared_in_branches.contains(name) {
                continue;
            }
            // A member that may be anything is typed by the branches of a choice.
            for (_, alternatives) in siblings.narrowed.iter().filter(|(other, _)| other == name) {
                let declared = self.analysis.intersection(member.operands.clone());
                if resolution::is_anything(self.analysis, &declared, &member.operands) {
                    member.operands.push(alternatives.clone());
                }
            }
            object.members.push(self.member(id, name, member, required_set.contains(name)));
        }
        object.patterns = self.patterns(id, resolved);
        let undeclared = match objects::undeclared_members(self.analysis, resolved) {
            UndeclaredMembers::Unspecified => match siblings.catch_all.take() {
                Some(operand) => UndeclaredMembers::Allowed(vec![operand]),
                None => UndeclaredMembers::Unspecified,
            },
            undeclared => undeclared,
        };
        for name in required {
            let is_declared = object.members.iter().any(|member| member.wire == name);
            if !is_declared && !siblings.mentioned.contains(name) {
                object.members.push(self.required_only_member(id, name, resolved, &undeclared));
            }
        }
        object.extra = match undeclared {
            // `unknown_members` decides when all types exist.
            UndeclaredMembers::Unspecified => Extra::Ignored,
            UndeclaredMembers::Forbidden => Extra::Denied,
            // A note about the pattern that decoding cannot evaluate exists already.
            UndeclaredMembers::Allowed(operands) if operands.is_empty() => Extra::Kept(Type::Any),
            UndeclaredMembers::Allowed(operands) => {
                let values = self.analysis.intersection(operands);
                Extra::Kept(self.type_of(&values, &DefinitionOwner::Type(id, TypePart::Value)))
            }
        };
        object.flattened = siblings.flattened;
        object
    }

    fn member(&mut self, owner: TypeId, name: &str, declared: DeclaredMember, required: bool) -> Member {
        let analysis = self.analysis;
        let DeclaredMember { schemas, operands, is_conditional } = declared;
        let intersection = analysis.intersection(operands);
        let ty = match self.settings.custom_member(self.definitions.get(owner), name, intersection.json_types) {
            Some(ty) if intersection.json_types.is_nullable() => ty.or_null(),
            Some(ty) => ty,
            None => self.type_of(&intersection, &DefinitionOwner::Type(owner, TypePart::Member(name.to_owned()))),
        };
        let mut docs = docs_of(analysis, &schemas);
        let references = schemas.iter().rev().flat_map(|id| analysis.reference_chain(*id));
        let keywords: Vec<&Keywords> = references.filter_map(|id| analysis.keywords(id)).collect();
        let default = keywords.iter().find_map(|keywords| keywords.default.clone());
        docs.default.clone_from(&default);
        // A rounded default is another value.
        let is_rounded = keywords.iter().any(|keywords| keywords.rounded.contains(&"default"));
        let default = default.filter(|_| !is_rounded);
        if is_conditional {
            // The constraints only hold under the condition.
            docs.constraints = Constraints::default();
        }
        let read_only = keywords.iter().any(|keywords| keywords.read_only);
        let write_only = keywords.iter().any(|keywords| keywords.write_only);
        let access = match (read_only, write_only) {
            (true, false) => Access::ReadOnly,
            (false, true) => Access::WriteOnly,
            _ => Access::Both,
        };
        let constraints = constraints_of(analysis, &intersection);
        let place = analysis.place_of(&intersection);
        Member { wire: name.to_owned(), ty, required, access, default, docs, constraints, tag: None, place }
    }

    /// A member that is required but not declared.
    fn required_only_member(
        &mut self,
        owner: TypeId,
        name: &str,
        resolved: &ResolvedSchema<'d>,
        undeclared: &UndeclaredMembers,
    ) -> Member {
        let mut schemas = resolved.schemas.iter();
        let schema = schemas.find(|schema| schema.keywords.required.iter().any(|other| other == name));
        let place = schema.map(|schema| self.analysis.place(schema.id).key("required")).unwrap_or_default();
        let ty = match undeclared {
            UndeclaredMembers::Allowed(operands) if !operands.is_empty() => {
                let values = self.analysis.intersection(operands.clone());
                self.type_of(&values, &DefinitionOwner::Type(owner, TypePart::Value))
            }
            UndeclaredMembers::Unspecified | UndeclaredMembers::Forbidden | UndeclaredMembers::Allowed(_) => {
                self.coverage.push(untyped_note("required", place.clone()));
                Type::Any
            }
        };
        let wire = name.to_owned();
        let docs = Docs::default();
        let constraints = Constraints::default();
        Member { wire, ty, required: true, access: Access::Both, default: None, docs, constraints, tag: None, place }
    }

    fn patterns(&mut self, owner: TypeId, resolved: &ResolvedSchema<'d>) -> Vec<PatternMember> {
        let mut patterns: IndexMap<&str, Vec<SchemaId>> = IndexMap::default();
        for schema in &resolved.schemas {
            for (pattern, id) in &schema.keywords.pattern_properties {
                patterns.entry(pattern).or_default().push(*id);
            }
        }
        let mut members = Vec::new();
        for (text, schemas) in patterns {
            let pattern = match self.analysis.pattern(text) {
                Ok(pattern) if pattern.engine == PatternEngine::Linear => pattern.clone(),
                _ => {
                    let place = schemas.first().map(|id| self.analysis.place(*id)).unwrap_or_default();
                    self.coverage.push(undecodable_note(place));
                    continue;
                }
            };
            let values = self.analysis.intersection(schemas.iter().copied().map(Operand::whole).collect());
            let ty = self.type_of(&values, &DefinitionOwner::Type(owner, TypePart::Member(text.to_owned())));
            let docs = docs_of(self.analysis, &schemas);
            members.push(PatternMember { pattern, ty, docs });
        }
        members
    }
}
