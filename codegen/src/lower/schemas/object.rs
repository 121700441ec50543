//! Objects and maps.

use super::IndexMap;
use super::settings;
use foldhash::{HashSet, HashSetExt};

use super::SchemaLowering;
use super::facts::Facts;
use super::kinds::Kinds;
use super::meet::{Meet, Part};
use super::typing::{Body, Dest, Owner};
use crate::ir::{Access, Docs, Extra, Member, NameSource, Object, Part as TypePart, PatternMember, Type, TypeId};
use crate::openapi::{Applies, Keywords, SchemaId};

/// What is said of members that are not declared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Rest {
    /// Nothing.
    Unspoken,
    /// There may be none.
    Denied,
    /// They may be there; each must fit these.
    Kept(Vec<Part>),
}

/// A member as the parts of a meet declare it.
#[derive(Debug, Default)]
struct Declared {
    schemas: Vec<SchemaId>,
    parts: Vec<Part>,
}

impl<'d> SchemaLowering<'d> {
    /// The type of an object: a map, if nothing but the type of all members is said.
    pub(super) fn object_ty(&mut self, facts: Facts<'d>, key: &Meet, meet: &Meet, dest: &Dest) -> Type {
        let named = !facts.groups.is_empty()
            || facts.leaves.iter().any(|leaf| {
                let words = leaf.words;
                !words.properties.is_empty()
                    || !words.pattern_properties.is_empty()
                    || !words.required.is_empty()
                    || !conditional(self, words).is_empty()
            });
        let rest = self.rest(&facts);
        if named || rest == Rest::Denied {
            return self.queued(key, meet, dest, Body::Object(facts));
        }
        let value = match rest {
            Rest::Kept(parts) => {
                let values = self.meet(parts);
                self.ty_of(&values, &Self::inner(dest, TypePart::Value))
            }
            Rest::Unspoken | Rest::Denied => self.anything(meet, "object"),
        };
        Type::Map(Box::new(value))
    }

    /// What is said of members that are not declared.
    pub(super) fn rest(&self, facts: &Facts<'_>) -> Rest {
        let mut kept = Vec::new();
        for leaf in &facts.leaves {
            let Some(id) = leaf.words.additional_properties.or(leaf.words.unevaluated_properties) else { continue };
            if self.kinds_of_schema(id).stated.is_empty() {
                return Rest::Denied;
            }
            kept.push(Part::whole(id));
        }
        if kept.is_empty() { Rest::Unspoken } else { Rest::Kept(kept) }
    }

    /// The body of a struct.
    pub(super) fn object(&mut self, id: TypeId, facts: &Facts<'d>) -> Object {
        let declared = self.declared(facts);
        let required: Vec<&str> = {
            let mut seen = HashSet::new();
            let names = facts.leaves.iter().flat_map(|leaf| &leaf.words.required).map(String::as_str);
            names.filter(|name| seen.insert(*name)).collect()
        };
        let mut beside = self.beside(id, facts, &declared.keys().copied().collect::<Vec<_>>(), &required);
        let mut object = Object { required_sets: std::mem::take(&mut beside.required_sets), ..Object::default() };
        let required_set: HashSet<&str> = required.iter().copied().collect();
        for (name, member) in declared {
            if beside.carried.contains(name) {
                continue;
            }
            object.members.push(self.member(id, name, member, required_set.contains(name)));
        }
        object.patterns = self.patterns(id, facts);
        let rest = match self.rest(facts) {
            Rest::Unspoken => beside.kept.take().map_or(Rest::Unspoken, |part| Rest::Kept(vec![part])),
            rest => rest,
        };
        for name in required {
            let declared = object.members.iter().any(|member| member.wire == name);
            if !declared && !beside.mentioned.contains(name) {
                object.members.push(self.undeclared(id, name, facts, &rest));
            }
        }
        object.extra = match rest {
            Rest::Unspoken => Extra::Ignored,
            Rest::Denied => Extra::Denied,
            Rest::Kept(parts) => {
                let values = self.meet(parts);
                Extra::Kept(self.ty_of(&values, &Owner::Part(id, TypePart::Value)))
            }
        };
        object.flats = beside.flats;
        object
    }

    /// The members that the parts declare, in order, with those that hold under a condition behind them.
    fn declared(&self, facts: &Facts<'d>) -> IndexMap<&'d str, Declared> {
        let mut declared: IndexMap<&'d str, Declared> = IndexMap::default();
        for leaf in &facts.leaves {
            for (name, id) in &leaf.words.properties {
                let member = declared.entry(name).or_default();
                member.schemas.push(*id);
                if !member.parts.contains(&Part::whole(*id)) {
                    member.parts.push(Part::whole(*id));
                }
            }
        }
        for leaf in &facts.leaves {
            for condition in conditional(self, leaf.words) {
                let known = declared.contains_key(condition.name);
                if known && !condition.exhaustive {
                    continue;
                }
                let outcomes: Vec<Meet> = condition.outcomes.iter().map(|id| self.meet_of(*id)).collect();
                let member = declared.entry(condition.name).or_default();
                if !known {
                    member.schemas.extend(condition.outcomes);
                }
                member.parts.push(Part::Any(outcomes.into()));
            }
        }
        declared
    }

    fn member(&mut self, owner: TypeId, name: &str, declared: Declared, required: bool) -> Member {
        let Declared { schemas, parts } = declared;
        let meet = self.meet(parts);
        let ty = match self.custom_member(owner, name, meet.kinds) {
            Some(ty) if meet.kinds.is_nullable() => ty.or_null(),
            Some(ty) => ty,
            None => self.ty_of(&meet, &Owner::Part(owner, TypePart::Member(name.to_owned()))),
        };
        let mut docs = self.docs_of(&schemas);
        let referred: Vec<&Keywords> =
            schemas.iter().rev().flat_map(|id| self.referred(*id)).filter_map(|id| self.words(id)).collect();
        let default = referred.iter().find_map(|words| words.default.clone());
        docs.default.clone_from(&default);
        let read_only = referred.iter().any(|words| words.read_only);
        let write_only = referred.iter().any(|words| words.write_only);
        let access = match (read_only, write_only) {
            (true, false) => Access::ReadOnly,
            (false, true) => Access::WriteOnly,
            _ => Access::Both,
        };
        let constraints = self.constraints_of(&meet);
        let place = self.place_of(&meet);
        Member { wire: name.to_owned(), ty, required, access, default, docs, constraints, tag: None, place }
    }

    /// A member that must be there although nothing says what it is.
    fn undeclared(&mut self, owner: TypeId, name: &str, facts: &Facts<'d>, rest: &Rest) -> Member {
        let place = facts.leaves.iter().find(|leaf| leaf.words.required.iter().any(|other| other == name));
        let place = place.map(|leaf| self.place(leaf.id).key("required")).unwrap_or_default();
        let ty = match rest {
            Rest::Kept(parts) => {
                let values = self.meet(parts.clone());
                self.ty_of(&values, &Owner::Part(owner, TypePart::Value))
            }
            Rest::Unspoken | Rest::Denied => {
                self.note_untyped("required", place.clone());
                Type::Any
            }
        };
        let wire = name.to_owned();
        let docs = Docs::default();
        let constraints = crate::ir::Constraints::default();
        Member { wire, ty, required: true, access: Access::Both, default: None, docs, constraints, tag: None, place }
    }

    fn patterns(&mut self, owner: TypeId, facts: &Facts<'d>) -> Vec<PatternMember> {
        let mut patterns: IndexMap<&str, Vec<SchemaId>> = IndexMap::default();
        for leaf in &facts.leaves {
            for (pattern, id) in &leaf.words.pattern_properties {
                patterns.entry(pattern).or_default().push(*id);
            }
        }
        let mut members = Vec::new();
        for (pattern, schemas) in patterns {
            let meet = self.meet(schemas.iter().copied().map(Part::whole).collect());
            let ty = self.ty_of(&meet, &Owner::Part(owner, TypePart::Member(pattern.to_owned())));
            members.push(PatternMember { pattern: pattern.to_owned(), ty, docs: self.docs_of(&schemas) });
        }
        members
    }

    fn custom_member(&self, owner: TypeId, name: &str, kinds: Kinds) -> Option<Type> {
        if self.settings.types.is_empty() {
            return None;
        }
        let NameSource::Component(component) = &self.types.get(owner.0)?.name else { return None };
        Some(settings::custom(self.settings.types.get(&format!("{component}.{name}"))?, kinds))
    }
}

/// A member of which something is said under a condition.
struct Conditional<'d> {
    name: &'d str,
    /// What it must fit, one of these.
    outcomes: Vec<SchemaId>,
    /// Whether one of the outcomes always applies.
    exhaustive: bool,
}

/// The members that the outcomes of conditions (`then`, `else`, `dependentSchemas`) speak of.
fn conditional<'d>(lowering: &SchemaLowering<'d>, words: &Keywords) -> Vec<Conditional<'d>> {
    let mut found: IndexMap<&'d str, Vec<SchemaId>> = IndexMap::default();
    for (_, outcome) in words.children_by(|role| role.applies() == Applies::Conditionally) {
        for words in lowering.referred(outcome).filter_map(|id| lowering.words(id)) {
            for (name, id) in &words.properties {
                let possible = lowering.kinds_of_schema(*id).effective() != Kinds::NONE;
                if possible {
                    found.entry(name).or_default().push(*id);
                }
            }
        }
    }
    let both = words.then_schema.is_some() && words.else_schema.is_some() && words.dependent_schemas.is_empty();
    let conditional = |(name, outcomes): (&'d str, Vec<SchemaId>)| {
        let exhaustive = both && outcomes.len() == 2;
        Conditional { name, outcomes, exhaustive }
    };
    found.into_iter().map(conditional).collect()
}
