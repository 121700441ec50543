//! Object forms: the sets of members that an object can have, one for each combination of branches. They show which branches
//! a value can match at the same time.

use foldhash::HashSet;

use super::members::UndeclaredMembers;
use super::{
    Choice, IndexMap, Intersection, JsonTypes, Operand, Portion, ResolvedSchema, SchemaAnalysis, is_same_value,
};

/// Choices inside choices are followed to this depth.
const MAX_DEPTH: usize = 6;
/// Upper bound for the forms of one intersection that are compared.
const MAX_FORMS: usize = 512;
/// Upper bound for the branches of a union that are compared with each other.
const MAX_COMPARED: usize = 64;

/// One form in which a value can be an object.
#[derive(Debug, Clone, Default)]
pub(crate) struct ObjectForm<'d> {
    /// The declared members and the operands that each must match.
    pub(crate) members: IndexMap<&'d str, Vec<Operand>>,
    /// The required members.
    pub(crate) required: HashSet<&'d str>,
    /// Whether undeclared members are forbidden.
    closed: bool,
    /// Whether the type keeps undeclared members.
    keeps_undeclared: bool,
}

impl<'d> SchemaAnalysis<'d> {
    /// All forms in which a value can be an object. `None` if it need not be an object, or if there are too many forms.
    pub(crate) fn object_forms(&self, intersection: &Intersection) -> Option<Vec<ObjectForm<'d>>> {
        self.object_forms_within(intersection, 0)
    }

    /// The forms of all branches of a choice.
    pub(crate) fn choice_forms(&self, choice: &Choice<'d>) -> Option<Vec<ObjectForm<'d>>> {
        let mut forms = Vec::new();
        for branch in &choice.branches {
            forms.extend(self.object_forms(branch)?);
        }
        Some(forms)
    }

    fn object_forms_within(&self, intersection: &Intersection, depth: usize) -> Option<Vec<ObjectForm<'d>>> {
        if intersection.json_types != JsonTypes::OBJECT || depth > MAX_DEPTH {
            return None;
        }
        if let [Operand::Schema(id, Portion::Whole)] = self.simplified(intersection, None).as_slice()
            && self.is_parent(*id)
        {
            let members = self.family_members(*id);
            return Some(members.iter().map(|member| self.object_form(&self.resolve_intersection(member))).collect());
        }
        let resolved = self.resolve_intersection(intersection);
        let mut forms = vec![self.object_form(&resolved)];
        for choice in &resolved.choices {
            let mut combined = Vec::new();
            for branch in &choice.branches {
                for with in self.object_forms_within(branch, depth + 1)? {
                    combined.extend(forms.iter().map(|form| form.and(&with)));
                }
            }
            if combined.len() > MAX_FORMS {
                return None;
            }
            forms = combined;
        }
        Some(forms)
    }

    fn object_form(&self, resolved: &ResolvedSchema<'d>) -> ObjectForm<'d> {
        let mut form = ObjectForm::default();
        for schema in &resolved.schemas {
            for (name, id) in &schema.keywords.properties {
                form.members.entry(name).or_default().push(Operand::whole(*id));
            }
            form.required.extend(schema.keywords.required.iter().map(String::as_str));
        }
        match self.undeclared_members(resolved) {
            UndeclaredMembers::Unspecified => {
                form.keeps_undeclared = form.members.is_empty() && form.required.is_empty();
            }
            UndeclaredMembers::Forbidden => form.closed = true,
            UndeclaredMembers::Allowed(_) => form.keeps_undeclared = true,
        }
        form
    }

    /// Groups of several branches that a value can match at the same time, while none of them keeps all members of it.
    pub(crate) fn overlapping_branches(&self, branches: &[Intersection]) -> Vec<Vec<Intersection>> {
        let forms: Vec<Option<Vec<ObjectForm<'d>>>> = branches.iter().map(|branch| self.object_forms(branch)).collect();
        let mut group_of: Vec<usize> = (0..branches.len()).collect();
        if branches.len() <= MAX_COMPARED {
            for a in 0..branches.len() {
                for b in a + 1..branches.len() {
                    if let (Some(Some(first)), Some(Some(second))) = (forms.get(a), forms.get(b))
                        && group_of[a] != group_of[b]
                        && self.overlap(first, second)
                    {
                        let (from, to) = (group_of[a].max(group_of[b]), group_of[a].min(group_of[b]));
                        group_of.iter_mut().filter(|group| **group == from).for_each(|group| *group = to);
                    }
                }
            }
        }
        let mut groups: Vec<(usize, Vec<Intersection>)> = Vec::new();
        for (branch, group) in branches.iter().zip(group_of) {
            match groups.iter_mut().find(|(other, _)| *other == group) {
                Some((_, members)) => members.push(branch.clone()),
                None => groups.push((group, vec![branch.clone()])),
            }
        }
        groups.into_iter().map(|(_, members)| members).filter(|members| members.len() > 1).collect()
    }

    /// Whether a value can match two branches of which neither keeps all members that the other needs.
    fn overlap(&self, a: &[ObjectForm<'d>], b: &[ObjectForm<'d>]) -> bool {
        a.iter().any(|a| b.iter().any(|b| !a.covers(b) && !b.covers(a) && !self.exclude(a, b)))
    }

    /// Whether no object has both forms.
    fn exclude(&self, a: &ObjectForm<'d>, b: &ObjectForm<'d>) -> bool {
        let forbids_required = |closed: &ObjectForm<'d>, open: &ObjectForm<'d>| {
            closed.closed && open.required.iter().any(|name| !closed.members.contains_key(name))
        };
        if forbids_required(a, b) || forbids_required(b, a) {
            return true;
        }
        a.members.iter().any(|(name, operands)| {
            let is_required = a.required.contains(name) || b.required.contains(name);
            is_required && b.members.get(name).is_some_and(|others| self.are_disjoint(operands, others))
        })
    }

    /// Whether no value matches both.
    fn are_disjoint(&self, a: &[Operand], b: &[Operand]) -> bool {
        if a == b {
            return false;
        }
        if !self.intersection(a.to_vec()).json_types.intersects(self.intersection(b.to_vec()).json_types) {
            return true;
        }
        match (self.listed_values(a), self.listed_values(b)) {
            (Some(a), Some(b)) => !a.iter().any(|value| b.iter().any(|other| is_same_value(value, other))),
            _ => false,
        }
    }
}

impl ObjectForm<'_> {
    fn and(&self, other: &Self) -> Self {
        let mut both = self.clone();
        for (name, operands) in &other.members {
            let all = both.members.entry(name).or_default();
            all.extend(operands.iter().filter(|operand| !all.contains(operand)).cloned().collect::<Vec<_>>());
        }
        both.required.extend(&other.required);
        both.closed |= other.closed;
        both.keeps_undeclared |= other.keeps_undeclared;
        both
    }

    /// Whether an object of this form keeps all members that the other form needs.
    fn covers(&self, other: &Self) -> bool {
        self.keeps_undeclared || other.members.keys().chain(&other.required).all(|name| self.mentions(name))
    }

    /// Whether the form declares or requires a member.
    fn mentions(&self, name: &str) -> bool {
        self.members.contains_key(name) || self.required.contains(name)
    }
}
