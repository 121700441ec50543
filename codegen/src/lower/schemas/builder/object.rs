//! Objects and maps.

use foldhash::HashSet;

use super::definitions::{Destination, PendingBody};
use super::tag_members::MovedMember;
use super::unsatisfiable::{undecodable_note, untyped_note};
use super::{DefinitionOwner, TypeBuilder, constraints_of, docs_of};
use crate::ir::{Access, Constraints, Docs, Extra, Member, Object, PatternMember, Type, TypeId, TypePart};
use crate::lower::schemas::analysis::objects::{
    self, DeclaredMember, IndexMap, Keyword, ObjectMembers, UndeclaredKeywords, UndeclaredMember, UndeclaredMembers,
};
use crate::lower::schemas::analysis::resolution::{self, ResolvedSchema};
use crate::lower::schemas::analysis::schema::{Intersection, Operand, SchemaKeywords};
use crate::openapi::{Keywords, SchemaId};

/// A member that keywords name but do not declare.
struct MentionedMember<'n> {
    name: &'n str,
    by: Keyword,
    required: bool,
    /// Whether it is the tag of a choice, so that its values are strings.
    is_tag: bool,
}

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
        let ObjectMembers { declared, mentioned, narrowings } = objects::object_members(self.analysis, resolved);
        let required: IndexMap<&'d str, Keyword> = {
            let of_schema = |schema: &SchemaKeywords<'d>| {
                let by = Keyword { schema: schema.id, name: "required" };
                schema.keywords.required.iter().map(move |name| (name.as_str(), by))
            };
            // The first of several mentions counts.
            let mut required = IndexMap::default();
            for (name, by) in resolved.schemas.iter().flat_map(of_schema) {
                required.entry(name).or_insert(by);
            }
            required
        };
        let names: Vec<&str> = declared.keys().copied().collect();
        let required_names: Vec<&str> = required.keys().copied().collect();
        let mut siblings = self.siblings(id, resolved, narrowings, &names, &required_names);
        let mut object = Object::default();
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
            object.members.push(self.member(id, name, member, required.contains_key(name)));
        }
        object.patterns = self.patterns(id, resolved);
        let undeclared = match objects::undeclared_members(self.analysis, resolved) {
            UndeclaredMembers::Unspecified => match siblings.catch_all.take() {
                Some(operand) => UndeclaredMembers::Allowed(vec![operand]),
                None => UndeclaredMembers::Unspecified,
            },
            undeclared => undeclared,
        };
        let keywords = UndeclaredKeywords::of(resolved);
        let mut members: HashSet<String> = object.members.iter().map(|member| member.wire.clone()).collect();
        for (name, by) in required.iter().chain(&mentioned) {
            if siblings.mentioned.contains(name) || !members.insert((*name).to_owned()) {
                continue;
            }
            let stated = keywords.member(self.analysis, name);
            let (required, is_tag) = (required.contains_key(name), siblings.tags.contains(name));
            let mention = MentionedMember { name, by: *by, required, is_tag };
            object.members.extend(self.mentioned_member(id, mention, stated, &undeclared));
        }
        object.required_sets = possible_sets(std::mem::take(&mut siblings.required_sets), &object, &undeclared);
        object.extra = match undeclared {
            // The members are counted, so none may be dropped.
            UndeclaredMembers::Unspecified if counts_members(resolved) => Extra::Unknown,
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
        let DeclaredMember { schemas, operands, alternatives, condition } = declared;
        let is_open = !alternatives.is_empty();
        // What an open member may be is only known for the values that match an alternative.
        let intersection = match is_open {
            true => analysis.intersection(vec![Operand::Any(alternatives.clone().into())]),
            false => analysis.intersection(operands),
        };
        let part = DefinitionOwner::Type(owner, TypePart::Member(name.to_owned()));
        let ty = match self.settings.custom_member(self.definitions.get(owner), name, intersection.json_types) {
            Some(ty) if intersection.json_types.is_nullable() => ty.or_null(),
            Some(ty) => ty,
            None if is_open => {
                let construct = condition.map_or("if", |condition| condition.name);
                self.open_union(alternatives, construct, &part)
            }
            None => self.type_of(&intersection, &part),
        };
        let mut docs = docs_of(analysis, &schemas);
        let references = schemas.iter().rev().flat_map(|id| analysis.reference_chain(*id));
        let keywords: Vec<&Keywords> = references.filter_map(|id| analysis.keywords(id)).collect();
        let mut default = keywords.iter().find_map(|keywords| keywords.default.clone());
        let mut constraints = constraints_of(analysis, &intersection);
        if condition.is_some() {
            // They only hold under the condition.
            (default, constraints, docs.constraints) = (None, Constraints::default(), Constraints::default());
        }
        docs.default.clone_from(&default);
        // A rounded default is another value.
        if keywords.iter().any(|keywords| keywords.rounded.contains(&"default")) {
            default = None;
        }
        let read_only = keywords.iter().any(|keywords| keywords.read_only);
        let write_only = keywords.iter().any(|keywords| keywords.write_only);
        let access = match (read_only, write_only) {
            (true, false) => Access::ReadOnly,
            (false, true) => Access::WriteOnly,
            _ => Access::Both,
        };
        let place = analysis.place_of(&intersection);
        Member { wire: name.to_owned(), ty, required, access, default, docs, constraints, tag: None, place }
    }

    /// A member that keywords name but do not declare. `None` if an optional one is forbidden. Its type is that of the map to which it
    /// would belong otherwise, which may be the catch-all of a choice.
    fn mentioned_member(
        &mut self,
        owner: TypeId,
        mention: MentionedMember<'_>,
        stated: UndeclaredMember,
        undeclared: &UndeclaredMembers,
    ) -> Option<Member> {
        let MentionedMember { name, by, required, is_tag } = mention;
        let UndeclaredMember { mut operands, unevaluated, is_forbidden, may_match } = stated;
        if is_forbidden && !required {
            return None;
        }
        operands.extend(unevaluated);
        if let UndeclaredMembers::Allowed(others) = undeclared
            && operands.is_empty()
            && !may_match
        {
            operands.clone_from(others);
        }
        let place = by.place(self.analysis);
        let ty = if operands.is_empty() && is_tag {
            Type::String
        } else if operands.is_empty() {
            self.coverage.push(untyped_note(by.name, place.clone()));
            Type::Any
        } else {
            let value = self.analysis.intersection(operands);
            let part = match undeclared {
                UndeclaredMembers::Allowed(_) => TypePart::Value,
                UndeclaredMembers::Unspecified | UndeclaredMembers::Forbidden => TypePart::Member(name.to_owned()),
            };
            self.type_of(&value, &DefinitionOwner::Type(owner, part))
        };
        let wire = name.to_owned();
        let docs = Docs::default();
        let constraints = Constraints::default();
        Some(Member { wire, ty, required, access: Access::Both, default: None, docs, constraints, tag: None, place })
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
            let pattern = self.analysis.pattern(text).ok().filter(|_| self.analysis.is_decodable_pattern(text));
            let Some(pattern) = pattern.cloned() else {
                let place = schemas.first().map(|id| self.analysis.place(*id)).unwrap_or_default();
                self.coverage.push(undecodable_note(place));
                continue;
            };
            let values = self.analysis.intersection(schemas.iter().copied().map(Operand::whole).collect());
            let ty = self.type_of(&values, &DefinitionOwner::Type(owner, TypePart::Member(text.to_owned())));
            let docs = docs_of(self.analysis, &schemas);
            members.push(PatternMember { pattern, ty, docs });
        }
        members
    }
}

/// The sets that an object can satisfy. Empty if the type cannot tell, because a flattened part has a member of a set.
fn possible_sets(sets: Vec<Vec<String>>, object: &Object, undeclared: &UndeclaredMembers) -> Vec<Vec<String>> {
    let is_member = |name: &String| object.members.iter().any(|member| member.wire == *name);
    let is_possible = |set: &Vec<String>| set.iter().all(is_member);
    if object.flattened.is_empty() && *undeclared == UndeclaredMembers::Forbidden {
        return sets.into_iter().filter(is_possible).collect();
    }
    if sets.iter().all(is_possible) { sets } else { Vec::new() }
}

/// Whether a keyword limits the number of members.
fn counts_members(resolved: &ResolvedSchema<'_>) -> bool {
    let mut keywords = resolved.schemas.iter().map(|schema| schema.keywords);
    keywords.any(|keywords| keywords.min_properties.is_some_and(|min| min > 0) || keywords.max_properties.is_some())
}
