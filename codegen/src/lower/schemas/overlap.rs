//! Objects seen as the members that they may have: which of them can be told apart, which can hold at once.

use foldhash::HashSet;

use super::facts::Facts;
use super::kinds::Kinds;
use super::meet::{Facet, Meet, Part};
use super::object::Rest;
use super::{IndexMap, SchemaLowering};
use crate::openapi::SchemaId;

/// Choices inside choices are followed this far.
const DEEPEST: usize = 6;
/// So many ways to be an object are compared.
const MOST_VIEWS: usize = 512;

/// One way to be an object.
#[derive(Debug, Clone, Default)]
pub(super) struct View<'d> {
    /// The declared members and what each must fit.
    pub(super) members: IndexMap<&'d str, Vec<Part>>,
    /// The members that must be there.
    pub(super) required: HashSet<&'d str>,
    /// Whether other members are forbidden.
    pub(super) closed: bool,
    /// Whether other members are kept.
    pub(super) keeps: bool,
}

impl<'d> SchemaLowering<'d> {
    /// All ways in which a value of a meet can be an object. `None` if it need not be one, or if there are too many ways.
    pub(super) fn views(&self, meet: &Meet) -> Option<Vec<View<'d>>> {
        self.views_within(meet, 0)
    }

    fn views_within(&self, meet: &Meet, depth: usize) -> Option<Vec<View<'d>>> {
        if meet.kinds != Kinds::OBJECT || depth > DEEPEST {
            return None;
        }
        if let [Part::Schema(id, Facet::Whole)] = self.heads(meet, None).as_slice()
            && self.inheritance.is_parent(*id)
        {
            return Some(self.members_of_family(*id).iter().map(|meet| self.view(&self.facts_of(meet))).collect());
        }
        let facts = self.facts_of(meet);
        let mut views = vec![self.view(&facts)];
        for group in &facts.groups {
            let mut combined = Vec::new();
            for branch in &group.branches {
                for with in self.views_within(branch, depth + 1)? {
                    combined.extend(views.iter().map(|view| view.and(&with)));
                }
            }
            if combined.len() > MOST_VIEWS {
                return None;
            }
            views = combined;
        }
        Some(views)
    }

    fn facts_of(&self, meet: &Meet) -> Facts<'d> {
        self.facts(&meet.parts, meet.kinds)
    }

    /// A parent without those that extend it, then these, each by itself.
    pub(super) fn members_of_family(&self, parent: SchemaId) -> Vec<Meet> {
        let ids = std::iter::once(parent).chain(self.inheritance.children(parent).iter().copied());
        ids.map(|id| self.meet(vec![Part::Schema(id, Facet::Own)])).collect()
    }

    fn view(&self, facts: &Facts<'d>) -> View<'d> {
        let mut view = View::default();
        for leaf in &facts.leaves {
            for (name, id) in &leaf.words.properties {
                view.members.entry(name).or_default().push(Part::whole(*id));
            }
            view.required.extend(leaf.words.required.iter().map(String::as_str));
        }
        match self.rest(facts) {
            Rest::Unspoken => view.keeps = view.members.is_empty() && view.required.is_empty(),
            Rest::Denied => view.closed = true,
            Rest::Kept(_) => view.keeps = true,
        }
        view
    }

    /// Whether no object can be seen both ways.
    fn exclude(&self, a: &View<'d>, b: &View<'d>) -> bool {
        let missing = |closed: &View<'d>, open: &View<'d>| {
            closed.closed && open.required.iter().any(|name| !closed.members.contains_key(name))
        };
        if missing(a, b) || missing(b, a) {
            return true;
        }
        a.members.iter().any(|(name, parts)| {
            let must = a.required.contains(name) || b.required.contains(name);
            must && b.members.get(name).is_some_and(|others| self.disjoint(parts, others))
        })
    }

    /// Whether no value fits both.
    fn disjoint(&self, a: &[Part], b: &[Part]) -> bool {
        if a == b {
            return false;
        }
        if !self.meet(a.to_vec()).kinds.meets(self.meet(b.to_vec()).kinds) {
            return true;
        }
        match (self.values_of(a), self.values_of(b)) {
            (Some(a), Some(b)) => !a.iter().any(|value| b.iter().any(|other| super::enumeration::same(value, other))),
            _ => false,
        }
    }

    /// Whether a value can fit two objects of which neither keeps all that the other needs.
    pub(super) fn overlap(&self, a: &[View<'d>], b: &[View<'d>]) -> bool {
        a.iter().any(|a| b.iter().any(|b| !a.covers(b) && !b.covers(a) && !self.exclude(a, b)))
    }
}

impl<'d> View<'d> {
    fn and(&self, other: &Self) -> Self {
        let mut both = self.clone();
        for (name, parts) in &other.members {
            let all = both.members.entry(name).or_default();
            all.extend(parts.iter().filter(|part| !all.contains(part)).cloned().collect::<Vec<_>>());
        }
        both.required.extend(&other.required);
        both.closed |= other.closed;
        both.keeps |= other.keeps;
        both
    }

    /// Whether what is seen this way keeps all members that the other way needs.
    fn covers(&self, other: &Self) -> bool {
        self.keeps || other.members.keys().chain(&other.required).all(|name| self.declares(name))
    }

    pub(super) fn declares(&self, name: &str) -> bool {
        self.members.contains_key(name) || self.required.contains(name)
    }
}
