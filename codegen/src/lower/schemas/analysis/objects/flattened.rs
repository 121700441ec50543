//! Choices next to the members of an object, `oneOf`/`anyOf` next to `properties`: which of them become flattened parts.

use super::forms::{ObjectForm, choice_forms, forms_of};
use super::members::{UndeclaredMembers, undeclared_members};
use crate::lower::schemas::analysis::resolution::{self, Choice, ResolvedSchema};
use crate::lower::schemas::analysis::schema::{Intersection, JsonTypes, Operand, SchemaAnalysis};
use foldhash::HashSet;

/// Whether each branch of a choice repeats everything that is written next to it.
fn branches_repeat_siblings(analysis: &SchemaAnalysis<'_>, resolved: &ResolvedSchema<'_>, choice: &Choice<'_>) -> bool {
    let is_plain = resolved.schemas.iter().all(|schema| {
        let keywords = schema.keywords;
        keywords.enum_values.is_none()
            && keywords.const_value.is_none()
            && keywords.pattern_properties.is_empty()
            && keywords.additional_properties.is_none()
            && keywords.unevaluated_properties.is_none()
            && keywords.then_schema.is_none()
            && keywords.else_schema.is_none()
            && keywords.dependent_schemas.is_empty()
    });
    if !is_plain || choice.branches.iter().any(|branch| branch.json_types != JsonTypes::OBJECT) {
        return false;
    }
    let Some(forms) = choice_forms(analysis, choice) else { return false };
    let declared = resolved.schemas.iter().flat_map(|schema| schema.keywords.properties.keys());
    let required = || resolved.schemas.iter().flat_map(|schema| &schema.keywords.required);
    let names: HashSet<&str> = required().map(String::as_str).collect();
    let dependent = resolved.schemas.iter().flat_map(|schema| &schema.keywords.dependent_required);
    let mut dependent = dependent.flat_map(|(name, names)| std::iter::once(name).chain(names));
    declared.chain(required()).all(|name| declared_in_all(&forms, name, names.contains(name.as_str())))
        && dependent.all(|name| forms.iter().all(|form| form.mentions(name)))
}

/// Whether the values are those of a union: of the only choice, to which the keywords next to it add nothing.
pub(crate) fn is_union(analysis: &SchemaAnalysis<'_>, resolved: &ResolvedSchema<'_>) -> bool {
    match resolved.choices.as_slice() {
        [only] => resolved.is_bare() || branches_repeat_siblings(analysis, resolved, only),
        _ => false,
    }
}

/// Returns which of the members that are required next to a choice belong into its branches: each branch is inline and lists the values of
/// the member. A field next to the choice would repeat the member, and could contradict the branch.
pub(crate) fn listed_in_branches<'n>(
    analysis: &SchemaAnalysis<'_>,
    choice: &Choice<'_>,
    required: &[&'n str],
) -> Vec<&'n str> {
    let mut listed = required.to_vec();
    for branch in &choice.branches {
        if listed.is_empty() {
            break;
        }
        let operands = resolution::simplified(analysis, branch, None);
        let is_inline = !operands.iter().any(|operand| analysis.components().contains(operand));
        let Some(forms) = is_inline.then(|| forms_of(analysis, branch)).flatten() else { return Vec::new() };
        listed.retain(|name| {
            forms.iter().all(|form| {
                let operands = form.members.get(name);
                operands.is_some_and(|operands| resolution::listed_values(analysis, operands).is_some())
            })
        });
    }
    listed
}

/// The operand that the values of a map must match, if the intersection is a map.
pub(crate) fn map_value(analysis: &SchemaAnalysis<'_>, intersection: &Intersection) -> Option<Operand> {
    let resolved = resolution::resolve_intersection(analysis, intersection);
    let is_map = resolved.choices.is_empty()
        && resolved.schemas.iter().all(|schema| {
            let keywords = schema.keywords;
            keywords.properties.is_empty() && keywords.pattern_properties.is_empty() && keywords.required.is_empty()
        });
    match undeclared_members(analysis, &resolved) {
        UndeclaredMembers::Allowed(operands) if is_map => operands.into_iter().next(),
        _ => None,
    }
}

/// Whether all forms declare a member, and require it if it is required.
pub(crate) fn declared_in_all(forms: &[ObjectForm<'_>], name: &str, required: bool) -> bool {
    !forms.is_empty()
        && forms.iter().all(|form| form.members.contains_key(name) && (!required || form.required.contains(name)))
}
