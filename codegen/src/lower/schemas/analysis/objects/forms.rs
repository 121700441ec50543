//! Object forms: the sets of members that an object can have, one for each combination of branches. They show which branches
//! a value can match at the same time.

use foldhash::HashSet;

use super::IndexMap;
use super::members::{UndeclaredMembers, undeclared_members};
use super::mentions::mentions_of_conditions;
use crate::lower::schemas::analysis::resolution::{self, Choice, ResolvedSchema};
use crate::lower::schemas::analysis::schema::{Intersection, JsonTypes, Operand, Portion, SchemaAnalysis};

/// Choices inside choices are followed to this depth.
const MAX_DEPTH: usize = 6;
/// Upper bound for the forms of one intersection that are compared.
const MAX_FORMS: usize = 512;

/// One form in which a value can be an object.
#[derive(Debug, Clone, Default)]
pub(crate) struct ObjectForm<'d> {
    /// The declared members and the operands that each must match.
    pub(crate) members: IndexMap<&'d str, Vec<Operand>>,
    /// The required members.
    pub(crate) required: HashSet<&'d str>,
    /// The members that conditions declare or name.
    mentioned: HashSet<&'d str>,
    /// Whether undeclared members are forbidden.
    pub(crate) closed: bool,
    /// Whether the type keeps undeclared members.
    keeps_undeclared: bool,
}

/// All forms in which a value can be an object. `None` if it need not be an object, or if there are too many forms.
pub(crate) fn forms_of<'d>(analysis: &SchemaAnalysis<'d>, intersection: &Intersection) -> Option<Vec<ObjectForm<'d>>> {
    forms_within(analysis, intersection, 0)
}

/// The forms of all branches of a choice.
pub(crate) fn choice_forms<'d>(analysis: &SchemaAnalysis<'d>, choice: &Choice<'d>) -> Option<Vec<ObjectForm<'d>>> {
    let mut forms = Vec::new();
    for branch in &choice.branches {
        forms.extend(forms_of(analysis, branch)?);
    }
    Some(forms)
}

fn forms_within<'d>(
    analysis: &SchemaAnalysis<'d>,
    intersection: &Intersection,
    depth: usize,
) -> Option<Vec<ObjectForm<'d>>> {
    if intersection.json_types != JsonTypes::OBJECT || depth > MAX_DEPTH {
        return None;
    }
    if let [Operand::Schema(id, Portion::Whole)] = resolution::simplified(analysis, intersection, None).as_slice()
        && analysis.is_parent(*id)
    {
        let members = analysis.family_members(*id);
        return Some(
            members
                .iter()
                .map(|member| form_of(analysis, &resolution::resolve_intersection(analysis, member)))
                .collect(),
        );
    }
    let resolved = resolution::resolve_intersection(analysis, intersection);
    let mut forms = vec![form_of(analysis, &resolved)];
    for choice in &resolved.choices {
        let mut combined = Vec::new();
        for branch in &choice.branches {
            for with in forms_within(analysis, branch, depth + 1)? {
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

fn form_of<'d>(analysis: &SchemaAnalysis<'d>, resolved: &ResolvedSchema<'d>) -> ObjectForm<'d> {
    let mut form = ObjectForm::default();
    for schema in &resolved.schemas {
        for (name, id) in &schema.keywords.properties {
            form.members.entry(name).or_default().push(Operand::whole(*id));
        }
        form.required.extend(schema.keywords.required.iter().map(String::as_str));
    }
    form.mentioned.extend(mentions_of_conditions(analysis, resolved).into_keys());
    match undeclared_members(analysis, resolved) {
        UndeclaredMembers::Unspecified => {
            form.keeps_undeclared = form.members.is_empty() && form.required.is_empty();
        }
        UndeclaredMembers::Forbidden => form.closed = true,
        UndeclaredMembers::Allowed(_) => form.keeps_undeclared = true,
    }
    form
}

impl<'d> ObjectForm<'d> {
    /// The members that the type of the form has.
    pub(crate) fn names(&self) -> impl Iterator<Item = &'d str> {
        self.members.keys().chain(&self.required).chain(&self.mentioned).copied()
    }

    fn and(&self, other: &Self) -> Self {
        let mut both = self.clone();
        for (name, operands) in &other.members {
            let all = both.members.entry(name).or_default();
            all.extend(operands.iter().filter(|operand| !all.contains(operand)).cloned().collect::<Vec<_>>());
        }
        both.required.extend(&other.required);
        both.mentioned.extend(&other.mentioned);
        both.closed |= other.closed;
        both.keeps_undeclared |= other.keeps_undeclared;
        both
    }

    /// Whether an object of this form keeps all members that the other form needs.
    pub(crate) fn covers(&self, other: &Self) -> bool {
        self.keeps_undeclared || other.members.keys().chain(&other.required).all(|name| self.mentions(name))
    }

    /// Whether the type stores a member of this name: a declared one, or one in a map.
    pub(crate) fn may_have(&self, name: &str) -> bool {
        self.keeps_undeclared || self.mentions(name)
    }

    /// Whether the type of the form has a member with this name.
    pub(crate) fn mentions(&self, name: &str) -> bool {
        self.members.contains_key(name) || self.required.contains(name) || self.mentioned.contains(name)
    }
}
