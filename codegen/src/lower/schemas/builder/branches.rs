//! Branches of a choice before they become variants: nested choices are expanded, and strings are combined.

use super::TypeBuilder;
use super::definitions::Destination;
use super::enumeration::Openness;
use super::foreign::foreign_type;
use crate::ir::{EnumValue, Type};
use crate::lower::schemas::analysis::resolution;
use crate::lower::schemas::analysis::schema::{Intersection, JsonTypes, Operand, SchemaAnalysis, is_same_value};
use crate::lower::schemas::settings::TypeSettings;
use foldhash::{HashSet, HashSetExt};

/// Choices inside choices are expanded to this depth.
const MAX_DEPTH: usize = 32;

/// A branch and the operands to which it simplifies.
#[derive(Clone)]
pub(super) struct Branch {
    pub(super) intersection: Intersection,
    simplified: Vec<Operand>,
    /// Its type, if it is an inline scalar that lists no values.
    scalar: Option<Type>,
}

/// The branches without duplicates. Nested choices without a discriminator are expanded if `expand_nested` is set.
pub(super) fn distinct_branches(
    analysis: &SchemaAnalysis<'_>,
    settings: &TypeSettings,
    branches: Vec<Intersection>,
    expand_nested: bool,
) -> Vec<Branch> {
    let mut found: Vec<Branch> = Vec::new();
    let mut seen = HashSet::new();
    let mut scalars: Vec<Type> = Vec::new();
    let mut stack: Vec<(Intersection, usize)> = branches.into_iter().rev().map(|branch| (branch, 0)).collect();
    while let Some((intersection, depth)) = stack.pop() {
        let json_types = intersection.json_types;
        let simplified = resolution::simplified(analysis, &intersection, None);
        let is_inline = !simplified.iter().any(|operand| analysis.components().contains(operand));
        let resolved = resolution::resolve(analysis, &simplified, json_types);
        if expand_nested
            && is_inline
            && depth < MAX_DEPTH
            && resolved.is_bare()
            && let [choice] = resolved.choices.as_slice()
            && choice.discriminator.is_none()
        {
            stack.extend(choice.branches.iter().rev().map(|branch| (branch.clone(), depth + 1)));
            continue;
        }
        let is_plain = resolved.choices.is_empty() && resolved.listed_values(json_types).is_none();
        let is_scalar =
            [JsonTypes::STRING, JsonTypes::INTEGER, JsonTypes::NUMBER, JsonTypes::BOOLEAN].contains(&json_types);
        let is_own = settings.custom_format(&resolved, json_types).is_none()
            && foreign_type(analysis, settings, &simplified).is_none_or(|(_, ty)| ty.is_none());
        let scalar =
            (is_plain && is_scalar && is_inline && is_own).then(|| settings.scalar(analysis, &resolved, json_types).ty);
        let is_new = match &scalar {
            Some(ty) => {
                let is_new = !scalars.contains(ty);
                scalars.push(ty.clone());
                is_new
            }
            None => seen.insert((simplified.clone(), json_types)),
        };
        if is_new {
            found.push(Branch { intersection, simplified, scalar });
        }
    }
    found
}

/// Combines the branches for listed strings and for any string into one branch.
pub(super) fn combine_strings(analysis: &SchemaAnalysis<'_>, branches: Vec<Branch>) -> Vec<Intersection> {
    let is_string = |branch: &Branch| {
        branch.scalar == Some(Type::String)
            || (branch.intersection.json_types == JsonTypes::STRING
                && resolution::branch_values(analysis, &branch.intersection).is_some())
    };
    let strings: Vec<Intersection> =
        branches.iter().filter(|branch| is_string(branch)).map(|branch| branch.intersection.clone()).collect();
    let allows_any_string = branches.iter().any(|branch| branch.scalar == Some(Type::String));
    if !allows_any_string || strings.len() < 2 {
        return branches.into_iter().map(|branch| branch.intersection).collect();
    }
    let operands = vec![Operand::Any(strings.into())];
    let mut combined = Some(Intersection { operands, json_types: JsonTypes::STRING });
    let place = |branch: Branch| if is_string(&branch) { combined.take() } else { Some(branch.intersection) };
    branches.into_iter().filter_map(place).collect()
}

impl TypeBuilder<'_> {
    /// An enumeration, if all branches list values, or list strings next to a branch for any other string.
    pub(super) fn enumeration_of_branches(
        &mut self,
        branches: &[Branch],
        key: &Intersection,
        intersection: &Intersection,
        destination: &Destination,
    ) -> Option<Type> {
        let mut values: Vec<EnumValue> = Vec::new();
        let mut allows_any_string = false;
        let mut components = Vec::new();
        let mut lists = 0;
        for branch in branches {
            if branch.scalar == Some(Type::String) {
                allows_any_string = true;
                continue;
            }
            lists += 1;
            components
                .extend(branch.simplified.iter().find_map(|operand| self.analysis.components().of_operand(operand)));
            for value in resolution::branch_values(self.analysis, &branch.intersection)? {
                if !values.iter().any(|other| is_same_value(&other.value, &value.value)) {
                    values.push(value);
                }
            }
        }
        let are_strings = values.iter().all(|value| value.value.is_string());
        let are_integers = values.iter().all(|value| value.value.is_i64());
        if allows_any_string && are_strings {
            // The enumeration of a component that keeps unknown values already allows any other string.
            if let ([only], 1) = (components.as_slice(), lists)
                && self.keeps_unknown_values(*only)
            {
                return self.component_definition(*only).map(Type::Named);
            }
            return Some(self.enumeration_of(values, Openness::Open, key, intersection, destination));
        }
        if !allows_any_string && components.is_empty() && (are_strings || are_integers) {
            return Some(self.enumeration_of(values, Openness::BySettings, key, intersection, destination));
        }
        None
    }
}
