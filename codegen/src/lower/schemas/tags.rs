//! Tags: which values of a property lead to which branch of a union.

use std::collections::{BTreeMap, BTreeSet};

use super::SchemaLowering;
use super::facts::Facts;
use super::kinds::Kinds;
use super::meet::{Facet, Meet, Part};
use crate::diag::{Code, Diagnostic};
use crate::ir::{Access, Constraints, Docs, Extra, Member, Object, Shape, Structure, Type, TypeDef, TypeId};
use crate::openapi::{Discriminator, SchemaId};
use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};

/// Choices inside choices are followed this far.
const DEEPEST: usize = 6;

/// The property that tells branches apart and the values that lead to each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tags {
    pub(super) property: String,
    /// For each branch.
    pub(super) of: Vec<Vec<String>>,
    /// The branch of values whose tag is absent or leads to no other.
    pub(super) fallback: Option<usize>,
}

/// What is known about the tags of a branch.
struct Claim {
    /// By the mapping.
    mapped: Vec<String>,
    /// By the branch's own `const` or `enum`.
    fixed: Option<Vec<String>>,
    /// By its name.
    name: Option<String>,
}

impl<'d> SchemaLowering<'d> {
    /// What tells branches apart: as the document says, else a property that each object among them fixes.
    pub(super) fn tags(&self, branches: &[Meet], discriminator: Option<&Discriminator>) -> Option<Tags> {
        discriminator.and_then(|stated| self.stated_tags(branches, stated, 0)).or_else(|| self.inferred_tags(branches))
    }

    fn stated_tags(&self, branches: &[Meet], discriminator: &Discriminator, depth: usize) -> Option<Tags> {
        let mut claims = Vec::with_capacity(branches.len());
        for branch in branches {
            if branch.kinds.meets(Kinds::OBJECT) && branch.kinds != Kinds::OBJECT {
                return None;
            }
            claims.push(self.claim(branch, discriminator, depth));
        }
        let of = settle(&claims);
        let told = branches.iter().zip(&of).all(|(branch, tags)| branch.kinds != Kinds::OBJECT || !tags.is_empty());
        let fallback = self.fallback(branches, discriminator);
        told.then(|| Tags { property: discriminator.property.clone(), of, fallback })
    }

    /// The branch of values whose tag is absent or leads to no other.
    fn fallback(&self, branches: &[Meet], discriminator: &Discriminator) -> Option<usize> {
        let target = discriminator.default_mapping?;
        let leads_to = |branch: &Meet| self.ids(branch).iter().any(|id| self.referred(target).any(|to| to == *id));
        let in_group =
            |branch: &Meet| branch.parts.iter().filter_map(Part::choice).any(|meets| meets.iter().any(leads_to));
        branches.iter().position(|branch| leads_to(branch) || in_group(branch))
    }

    /// The tags of a parent and of those that extend it. Some may have none: then nothing leads to them.
    pub(super) fn family_tags(&self, members: &[Meet], discriminator: &Discriminator) -> Tags {
        let claims: Vec<Claim> = members.iter().map(|member| self.claim(member, discriminator, 0)).collect();
        Tags { property: discriminator.property.clone(), of: settle(&claims), fallback: None }
    }

    fn claim(&self, branch: &Meet, discriminator: &Discriminator, depth: usize) -> Claim {
        if branch.kinds != Kinds::OBJECT {
            return Claim { mapped: Vec::new(), fixed: None, name: None };
        }
        let ids = self.ids(branch);
        let leads_here = |target: SchemaId| self.referred(target).any(|id| ids.contains(&id));
        let mapped = discriminator.mapping.iter().filter(|(_, target)| leads_here(*target)).map(|(tag, _)| tag.clone());
        let mapped: Vec<String> = mapped.collect();
        let mut fixed = self.fixed(branch, &discriminator.property);
        if mapped.is_empty() && fixed.is_none() {
            fixed = self.tags_inside(branch, &discriminator.property, depth);
        }
        let name = ids.iter().find_map(|id| self.component_name(*id)).map(str::to_owned);
        Claim { mapped, fixed, name }
    }

    /// The schemas that a branch is, by reference.
    fn ids(&self, branch: &Meet) -> Vec<SchemaId> {
        match branch.parts.as_slice() {
            [Part::Schema(id, _)] => self.referred(*id).chain(self.wrapped(branch)).collect(),
            _ => self.wrapped(branch).collect(),
        }
    }

    /// The component that a branch comes down to.
    fn wrapped(&self, branch: &Meet) -> impl Iterator<Item = SchemaId> {
        let single = match self.heads(branch, None).as_slice() {
            [Part::Schema(id, _)] => Some(*id),
            _ => None,
        };
        single.into_iter()
    }

    /// The tags of a branch that is a union by the same property.
    fn tags_inside(&self, branch: &Meet, property: &str, depth: usize) -> Option<Vec<String>> {
        if depth >= DEEPEST {
            return None;
        }
        let id = self.wrapped(branch).next()?;
        let tags = if self.inheritance.is_parent(id) && branch.parts.iter().all(|part| !is_own(part)) {
            let discriminator = self.words(id)?.discriminator.as_ref()?;
            self.family_tags(&self.members_of_family(id), discriminator)
        } else {
            let facts: Facts<'_> = self.facts(&branch.parts, branch.kinds);
            let [group] = facts.groups.as_slice() else { return None };
            self.stated_tags(&group.branches, group.discriminator?, depth + 1)?
        };
        (tags.property == property).then(|| tags.of.into_iter().flatten().collect())
    }

    /// The strings that a branch allows for a property, if they are listed.
    fn fixed(&self, branch: &Meet, property: &str) -> Option<Vec<String>> {
        let mut all = Vec::new();
        for view in self.views(branch)? {
            let values = self.values_of(view.members.get(property)?)?;
            for value in values {
                let text = value.as_str()?.to_owned();
                if !all.contains(&text) {
                    all.push(text);
                }
            }
        }
        Some(all)
    }

    /// A property that every object among the branches requires, with values that no other has.
    fn inferred_tags(&self, branches: &[Meet]) -> Option<Tags> {
        let objects: Vec<&Meet> = branches.iter().filter(|branch| branch.kinds.meets(Kinds::OBJECT)).collect();
        if objects.len() < 2 {
            return None;
        }
        let views = self.views(objects.first()?)?;
        let first = views.first()?;
        let mut candidates = first.members.keys().filter(|name| first.required.contains(*name));
        candidates.find_map(|property| self.tags_by(branches, property))
    }

    fn tags_by(&self, branches: &[Meet], property: &str) -> Option<Tags> {
        let mut of = Vec::with_capacity(branches.len());
        let mut taken = HashSet::new();
        for branch in branches {
            if !branch.kinds.meets(Kinds::OBJECT) {
                of.push(Vec::new());
                continue;
            }
            let fixed = self.fixed(branch, property)?;
            let required = self.views(branch)?.iter().all(|view| view.required.contains(property));
            if !required || fixed.is_empty() || !fixed.iter().all(|value| taken.insert(value.clone())) {
                return None;
            }
            of.push(fixed);
        }
        Some(Tags { property: property.to_owned(), of, fallback: None })
    }

    /// Where several branches have the same tag: these drawn together, so that the tag tells at least the groups apart.
    pub(super) fn grouped(
        &self,
        branches: &[Meet],
        discriminator: Option<&Discriminator>,
        exclusive: bool,
    ) -> Option<(Vec<Meet>, Tags)> {
        let first = branches.iter().find(|branch| branch.kinds.meets(Kinds::OBJECT))?;
        let properties: Vec<String> = match discriminator {
            Some(stated) => vec![stated.property.clone()],
            None => {
                let views = self.views(first)?;
                let view = views.first()?;
                view.members
                    .keys()
                    .filter(|name| view.required.contains(*name))
                    .map(|name| (*name).to_owned())
                    .collect()
            }
        };
        let (meets, mut tags) = properties.into_iter().find_map(|name| self.grouped_by(branches, name, exclusive))?;
        tags.fallback = discriminator.and_then(|discriminator| self.fallback(&meets, discriminator));
        Some((meets, tags))
    }

    fn grouped_by(&self, branches: &[Meet], property: String, exclusive: bool) -> Option<(Vec<Meet>, Tags)> {
        let mut groups: Vec<(Vec<Meet>, Vec<String>)> = Vec::new();
        for branch in branches {
            let is_object = branch.kinds.meets(Kinds::OBJECT);
            let tags = if is_object { self.fixed(branch, &property)? } else { Vec::new() };
            let mut group = (Vec::new(), Vec::new());
            let mut at = groups.len();
            for index in (0..groups.len()).rev() {
                if groups[index].1.iter().any(|tag| tags.contains(tag)) {
                    let (meets, tags) = groups.remove(index);
                    group.0.splice(0..0, meets);
                    group.1.splice(0..0, tags);
                    at = index;
                }
            }
            group.0.push(branch.clone());
            group.1.extend(tags.into_iter().filter(|tag| !group.1.contains(tag)).collect::<Vec<_>>());
            groups.insert(at, group);
        }
        let objects = groups.iter().filter(|(_, tags)| !tags.is_empty()).count();
        if objects < 2 {
            return None;
        }
        let mut meets = Vec::with_capacity(groups.len());
        let mut of = Vec::with_capacity(groups.len());
        for (mut group, tags) in groups {
            of.push(tags);
            meets.push(match (group.len(), group.pop()) {
                (1, Some(only)) => only,
                (_, last) => {
                    let kinds = group.iter().chain(&last).fold(Kinds::NONE, |kinds, meet| kinds.or(meet.kinds));
                    let all: Vec<Meet> = group.into_iter().chain(last).collect();
                    let part = if exclusive { Part::One(all.into()) } else { Part::Any(all.into()) };
                    Meet { parts: vec![part], kinds }
                }
            });
        }
        Some((meets, Tags { property, of, fallback: None }))
    }

    /// Reports what of a discriminator is of no use.
    pub(super) fn report_unused(&mut self, discriminator: &Discriminator, branches: &[Meet], tags: Option<&Tags>) {
        if tags.is_none_or(|tags| tags.property != discriminator.property) {
            self.diagnostics.push(Diagnostic::new(
                Code::NotCarried,
                &discriminator.place,
                format!(
                    "`{}` does not tell the branches apart: not every one has a value for it.",
                    discriminator.property
                ),
                "Refer to components, give a mapping, or fix the property by `const` in each branch.",
            ));
        }
        let mut reached: HashSet<SchemaId> = HashSet::new();
        for branch in branches {
            for part in &branch.parts {
                if let Part::Schema(id, _) = part {
                    reached.extend(self.referred(*id));
                }
            }
            reached.extend(self.wrapped(branch));
        }
        for (tag, target) in &discriminator.mapping {
            if !self.referred(*target).any(|id| reached.contains(&id)) {
                self.diagnostics.push(Diagnostic::new(
                    Code::NotCarried,
                    &discriminator.place.key("mapping").key(tag),
                    format!("The tag `{tag}` leads to a schema that is no branch of the union. A value with it is kept as unknown."),
                    "Add the schema to the branches, or take the tag out of the mapping.",
                ));
            }
        }
    }
}

fn is_own(part: &Part) -> bool {
    matches!(part, Part::Schema(_, Facet::Own))
}

/// Gives each tag to one branch.
fn settle(claims: &[Claim]) -> Vec<Vec<String>> {
    let mut listed: HashMap<&str, usize> = HashMap::new();
    for value in claims.iter().flat_map(|claim| claim.fixed.iter().flatten()) {
        *listed.entry(value).or_default() += 1;
    }
    let singles: HashSet<&str> = {
        let fixed = claims.iter().filter_map(|claim| claim.fixed.as_deref());
        fixed.filter(|fixed| fixed.len() == 1).flatten().map(String::as_str).collect()
    };
    let own = |claim: &Claim| -> Vec<String> {
        let Some(fixed) = &claim.fixed else { return claim.name.iter().cloned().collect() };
        // All that it lists belongs to others: nothing leads here.
        if fixed.len() > 1 && fixed.iter().all(|value| singles.contains(value.as_str())) {
            return Vec::new();
        }
        let alone = fixed.iter().all(|value| listed.get(value.as_str()) == Some(&1));
        match &claim.name {
            _ if alone || fixed.len() == 1 => fixed.clone(),
            Some(name) => vec![name.clone()],
            None => Vec::new(),
        }
    };
    let first: Vec<Vec<String>> =
        claims.iter().map(|claim| if claim.mapped.is_empty() { own(claim) } else { claim.mapped.clone() }).collect();
    let mut taken: HashMap<String, usize> = HashMap::new();
    // A single value that a branch fixes is stronger than what another only lists.
    let strength = |at: &usize| claims.get(*at).map_or(0, |claim| claim.fixed.as_ref().map_or(1, Vec::len));
    let mut turns: Vec<usize> = (0..claims.len()).collect();
    turns.sort_by_key(strength);
    for at in turns {
        for tag in first.get(at).into_iter().flatten() {
            taken.entry(tag.clone()).or_insert(at);
        }
    }
    let mut of: Vec<Vec<String>> = Vec::with_capacity(claims.len());
    for (at, (tags, claim)) in first.into_iter().zip(claims).enumerate() {
        let mut tags: Vec<String> = tags.into_iter().filter(|tag| taken.get(tag) == Some(&at)).collect();
        for value in claim.fixed.iter().flatten() {
            if !taken.contains_key(value) && listed.get(value.as_str()) == Some(&1) {
                tags.push(value.clone());
            }
        }
        of.push(tags);
    }
    of
}

/// Tells the objects behind a tag about it: the member is the tag of a union, with the only value that leads here.
/// An object that does not declare the property gets it, so that it is not lost.
pub(super) fn fill(types: &mut [TypeDef]) {
    let mut found: BTreeMap<(TypeId, String), BTreeSet<String>> = BTreeMap::new();
    for def in types.iter() {
        let Shape::Union(union) = &def.shape else { continue };
        let Some(property) = &union.tag else { continue };
        for variant in &union.variants {
            for object in objects_behind(types, &variant.ty) {
                found.entry((object, property.clone())).or_default().extend(variant.tags.iter().cloned());
            }
        }
    }
    for ((id, property), tags) in found {
        let Some(TypeDef { shape: Shape::Object(object), place, .. }) = types.get_mut(id.0) else { continue };
        let only = if tags.len() == 1 { tags.into_iter().next() } else { None };
        let keeps = keeps_undeclared(object);
        match object.members.iter_mut().find(|member| member.wire == property) {
            Some(member) => member.tag = only,
            None if keeps => {}
            None => object.members.push(Member {
                wire: property,
                ty: Type::String,
                required: false,
                access: Access::Both,
                default: None,
                docs: Docs::default(),
                constraints: Constraints::default(),
                tag: only,
                place: place.clone(),
            }),
        }
    }
}

fn keeps_undeclared(object: &Object) -> bool {
    matches!(object.extra, Extra::Kept(_)) || !object.flats.is_empty()
}

/// The objects to which a branch leads: itself, or those of a group that has no tag of its own.
fn objects_behind(types: &[TypeDef], ty: &Type) -> Vec<TypeId> {
    let mut found = Vec::new();
    let mut seen = HashSet::new();
    let mut stack = vec![ty];
    while let Some(ty) = stack.pop() {
        match ty.structure() {
            Structure::Named(id) if seen.insert(id) => match types.get(id.0).map(|def| &def.shape) {
                Some(Shape::Object(_)) => found.push(id),
                Some(Shape::Alias(target) | Shape::Newtype(target)) => stack.push(target),
                Some(Shape::Union(union)) if union.tag.is_none() => {
                    stack.extend(union.variants.iter().map(|variant| &variant.ty));
                }
                Some(Shape::Union(_) | Shape::Enumeration(_) | Shape::Tuple(_)) | None => {}
            },
            Structure::Nullable(inner) | Structure::Boxed(inner) => stack.push(inner),
            Structure::Named(_) | Structure::Leaf | Structure::List(_) | Structure::Map(_) => {}
        }
    }
    found
}
