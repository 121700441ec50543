//! A meet taken apart: references and `allOf` followed, until only keywords and choices are left.

use super::SchemaLowering;
use super::keywords::decide;
use super::kinds::{Kinds, SchemaKinds};
use super::meet::{Facet, Meet, Part};
use crate::openapi::{Discriminator, Keywords, SchemaId, SchemaKind};
use foldhash::{HashSet, HashSetExt};

/// So many schemas that apply to one value are looked at. More are written by no one.
const MOST_PARTS: usize = 50_000;

/// A schema's own keywords.
#[derive(Debug, Clone, Copy)]
pub(super) struct Leaf<'d> {
    pub(super) id: SchemaId,
    pub(super) words: &'d Keywords,
}

/// A choice: `oneOf`, `anyOf`, or the outcomes of a condition.
#[derive(Debug, Clone)]
pub(super) struct Group<'d> {
    /// The choice by itself.
    pub(super) part: Part,
    /// The schema that is nothing but this choice, if it is one that can be referred to.
    pub(super) whole: Option<SchemaId>,
    /// The schema in which it stands.
    pub(super) id: SchemaId,
    /// What can be chosen, null taken out.
    pub(super) branches: Vec<Meet>,
    /// Whether just one may fit.
    pub(super) exclusive: bool,
    /// What tells the branches apart.
    pub(super) discriminator: Option<&'d Discriminator>,
}

/// All that a meet says.
#[derive(Debug, Clone, Default)]
pub(super) struct Facts<'d> {
    /// The keywords, in the order in which members are laid out: what is extended comes first.
    pub(super) leaves: Vec<Leaf<'d>>,
    /// The choices that are left.
    pub(super) groups: Vec<Group<'d>>,
    /// A part that allows nothing.
    pub(super) never: Option<SchemaId>,
    /// Whether there are more than are looked at.
    pub(super) cut: bool,
}

impl Facts<'_> {
    /// Whether no keyword says more than which of JSON's types is meant.
    pub(super) fn is_bare(&self) -> bool {
        self.leaves.iter().all(|leaf| !decide(leaf.words).shapes)
    }

    /// Whether nothing is said but that.
    pub(super) fn is_empty(&self) -> bool {
        self.is_bare() && self.groups.is_empty() && self.never.is_none()
    }
}

enum Step {
    Visit(Part),
    Leaf(SchemaId),
    OneOf(SchemaId),
    AnyOf(SchemaId),
}

impl<'d> SchemaLowering<'d> {
    pub(super) fn words(&self, id: SchemaId) -> Option<&'d Keywords> {
        match &self.document.schemas.get(id.0)?.kind {
            SchemaKind::Bool(_) => None,
            SchemaKind::Keywords(words) => Some(words),
        }
    }

    pub(super) fn is_false(&self, id: SchemaId) -> bool {
        self.document.schemas.get(id.0).is_some_and(|schema| matches!(schema.kind, SchemaKind::Bool(false)))
    }

    pub(super) fn kinds_of_schema(&self, id: SchemaId) -> SchemaKinds {
        self.kinds.get(id.0).copied().unwrap_or(SchemaKinds::ANY)
    }

    /// The meet of parts, its kinds worked out.
    pub(super) fn meet(&self, parts: Vec<Part>) -> Meet {
        let mut kinds = SchemaKinds::ANY;
        for part in &parts {
            kinds = kinds.and(match part {
                Part::Schema(id, facet) => self.kinds_of_facet(*id, *facet),
                Part::Any(meets) | Part::One(meets) => {
                    let any = meets.iter().fold(Kinds::NONE, |any, meet| any.or(meet.kinds));
                    SchemaKinds { stated: any, implied: Kinds::NONE }
                }
            });
        }
        Meet { parts, kinds: kinds.effective() }
    }

    fn kinds_of_facet(&self, id: SchemaId, facet: Facet) -> SchemaKinds {
        let Some(words) = self.words(id) else { return self.kinds_of_schema(id) };
        let branches = match facet {
            Facet::Whole | Facet::Own => return self.kinds_of_schema(id),
            Facet::Keywords => return super::kinds::own(words),
            Facet::OneOf => &words.one_of,
            Facet::AnyOf => &words.any_of,
        };
        let of = |id: &SchemaId| self.kinds_of_schema(*id).effective();
        SchemaKinds { stated: branches.iter().map(of).fold(Kinds::NONE, Kinds::or), implied: Kinds::NONE }
    }

    pub(super) fn meet_of(&self, id: SchemaId) -> Meet {
        self.meet(vec![Part::whole(id)])
    }

    /// The branches that can hold for a value of one of the kinds.
    pub(super) fn live(&self, branches: &[SchemaId], kinds: Kinds) -> Vec<Meet> {
        let kinds = if kinds.is_nullable() { kinds.non_null() } else { kinds };
        let meets = branches.iter().map(|id| self.meet_of(*id).limited(kinds));
        meets.filter(|meet| !meet.kinds.is_empty()).collect()
    }

    /// The parts that are left when all that adds nothing is taken off: a component, or a schema with keywords of its own.
    /// A component other than `root` is not looked into.
    pub(super) fn heads(&self, meet: &Meet, root: Option<SchemaId>) -> Vec<Part> {
        let mut stack: Vec<(Part, bool)> = meet.parts.iter().rev().map(|part| (part.clone(), false)).collect();
        let mut seen = HashSet::new();
        let mut heads = Vec::new();
        while let Some((part, extends)) = stack.pop() {
            if !seen.insert(part.clone()) {
                continue;
            }
            let (id, facet) = match &part {
                Part::Any(meets) | Part::One(meets) => {
                    match &**meets {
                        [only] => stack.extend(only.parts.iter().rev().map(|part| (part.clone(), extends))),
                        _ => heads.push(part),
                    }
                    continue;
                }
                Part::Schema(id, facet) => (*id, *facet),
            };
            if self.components.contains_key(&id) && root != Some(id) {
                let own = facet == Facet::Own || (extends && root.is_some());
                let facet = match facet {
                    Facet::Whole | Facet::Own if own && self.inheritance.is_parent(id) => Facet::Own,
                    Facet::Whole | Facet::Own => Facet::Whole,
                    other => other,
                };
                heads.push(Part::Schema(id, facet));
                continue;
            }
            let Some(words) = self.words(id) else {
                if self.is_false(id) {
                    heads.push(part);
                }
                continue;
            };
            let choices = [self.live(&words.one_of, meet.kinds), self.live(&words.any_of, meet.kinds)];
            let chosen = |written: &[SchemaId], live: &[Meet]| written.is_empty() || live.len() == 1;
            let transparent = matches!(facet, Facet::Whole | Facet::Own)
                && !decide(words).shapes
                && !self.inheritance.is_parent(id)
                && chosen(&words.one_of, &choices[0])
                && chosen(&words.any_of, &choices[1]);
            if !transparent {
                heads.push(part);
                continue;
            }
            let choices = choices.into_iter().flatten().flat_map(|meet| meet.parts);
            let all_of = words.all_of.iter().map(|id| (Part::whole(*id), true));
            let references = words.reference.iter().chain(&words.dynamic_reference);
            let references = references.map(|id| (Part::whole(*id), extends));
            let next: Vec<_> = references.chain(all_of).chain(choices.map(|part| (part, extends))).collect();
            stack.extend(next.into_iter().rev());
        }
        if heads.len() > 1 {
            for part in &mut heads {
                if let Part::Schema(id, facet @ Facet::Whole) = part
                    && self.inheritance.is_parent(*id)
                {
                    *facet = Facet::Own;
                }
            }
        }
        heads
    }

    /// All that parts say about values of some kinds, components looked into.
    pub(super) fn facts(&self, parts: &[Part], kinds: Kinds) -> Facts<'d> {
        let mut facts = Facts::default();
        let mut stack: Vec<Step> = parts.iter().rev().cloned().map(Step::Visit).collect();
        let mut seen = HashSet::new();
        let mut entered = HashSet::new();
        while let Some(step) = stack.pop() {
            match step {
                Step::Visit(part @ (Part::Any(_) | Part::One(_))) => {
                    let exclusive = matches!(part, Part::One(_));
                    let branches: Vec<Meet> = part
                        .choice()
                        .into_iter()
                        .flat_map(|meets| meets.iter())
                        .map(|meet| meet.limited(kinds))
                        .collect();
                    if let (Some(id), true) = (part.schema(), seen.insert(part.clone())) {
                        self.choose(Choice { id, part, branches, exclusive, sole: false }, &mut facts, &mut stack);
                    }
                }
                Step::Visit(part @ Part::Schema(id, facet)) => {
                    if seen.len() >= MOST_PARTS {
                        facts.cut = true;
                    } else if seen.insert(part) {
                        entered.insert(id);
                        self.enter(id, facet, &mut facts, &mut stack);
                    }
                }
                Step::Leaf(id) => facts.leaves.extend(self.words(id).map(|words| Leaf { id, words })),
                Step::OneOf(id) => self.choice(id, Facet::OneOf, kinds, &entered, &mut facts, &mut stack),
                Step::AnyOf(id) => self.choice(id, Facet::AnyOf, kinds, &entered, &mut facts, &mut stack),
            }
        }
        facts
    }

    fn enter(&self, id: SchemaId, facet: Facet, facts: &mut Facts<'d>, stack: &mut Vec<Step>) {
        let Some(words) = self.words(id) else {
            if self.is_false(id) {
                facts.never = Some(id);
            }
            return;
        };
        let whole = matches!(facet, Facet::Whole | Facet::Own);
        if !words.any_of.is_empty() && (whole || facet == Facet::AnyOf) {
            stack.push(Step::AnyOf(id));
        }
        if !words.one_of.is_empty() && (whole || facet == Facet::OneOf) {
            stack.push(Step::OneOf(id));
        }
        if whole || facet == Facet::Keywords {
            stack.push(Step::Leaf(id));
        }
        if whole {
            let extended: Vec<_> = words.extended().map(|id| Step::Visit(Part::Schema(id, Facet::Own))).collect();
            stack.extend(extended.into_iter().rev());
        }
    }

    fn choice(
        &self,
        id: SchemaId,
        facet: Facet,
        kinds: Kinds,
        entered: &HashSet<SchemaId>,
        facts: &mut Facts<'d>,
        stack: &mut Vec<Step>,
    ) {
        let Some(words) = self.words(id) else { return };
        let (written, other) = match facet {
            Facet::OneOf => (&words.one_of, &words.any_of),
            _ => (&words.any_of, &words.one_of),
        };
        // A branch that extends what it is a branch of: the choice has been made.
        let made = |branch: &SchemaId| self.referred(*branch).any(|target| target != id && entered.contains(&target));
        if written.iter().any(made) {
            return;
        }
        let sole = other.is_empty()
            && words.reference.is_none()
            && words.dynamic_reference.is_none()
            && words.all_of.is_empty()
            && !decide(words).shapes;
        let branches = self.live(written, kinds);
        let part = Part::Schema(id, facet);
        self.choose(Choice { id, part, branches, exclusive: facet == Facet::OneOf, sole }, facts, stack);
    }

    fn choose(&self, choice: Choice, facts: &mut Facts<'d>, stack: &mut Vec<Step>) {
        let Choice { id, part, mut branches, exclusive, sole } = choice;
        branches.retain(|branch| !branch.kinds.is_empty());
        match branches.len() {
            0 => facts.never = facts.never.or(Some(id)),
            1 => {
                let parts = branches.into_iter().flat_map(|branch| branch.parts);
                let parts: Vec<_> = parts.map(Step::Visit).collect();
                stack.extend(parts.into_iter().rev());
            }
            _ => {
                let discriminator = self.words(id).and_then(|words| words.discriminator.as_ref());
                let discriminator = discriminator.filter(|_| matches!(part, Part::Schema(..)));
                let whole = sole.then_some(id);
                facts.groups.push(Group { part, whole, id, branches, exclusive, discriminator });
            }
        }
    }

    /// The schema and all that it leads to by `$ref` alone.
    pub(super) fn referred(&self, id: SchemaId) -> impl Iterator<Item = SchemaId> + '_ {
        let next = |id: &SchemaId| self.words(*id).and_then(|words| words.reference);
        std::iter::successors(Some(id), next).take(64)
    }
}

struct Choice {
    id: SchemaId,
    part: Part,
    branches: Vec<Meet>,
    exclusive: bool,
    sole: bool,
}
