//! Discriminators that are not used, in whole or in part.

use super::tags::{BranchTags, only_schema};
use crate::diag::{Code, Diagnostic};
use crate::lower::schemas::analysis::schema::{Intersection, Operand, SchemaAnalysis};
use crate::openapi::{Discriminator, SchemaId};
use foldhash::{HashSet, HashSetExt};

/// Diagnostics for the parts of a discriminator that have no effect. `tags` are the tags that the union uses.
pub(crate) fn unused_discriminator(
    analysis: &SchemaAnalysis<'_>,
    discriminator: &Discriminator,
    branches: &[Intersection],
    tags: Option<&BranchTags>,
) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    if tags.is_none_or(|tags| tags.property != discriminator.property) {
        diagnostics.push(Diagnostic::new(
            Code::NotFullySupported,
            &discriminator.place,
            format!(
                "the discriminator is not used: `{}` does not distinguish the branches, because at least one of them has no value for it",
                discriminator.property
            ),
            "refer to components, add a mapping, or set the property by `const` in each branch",
        ));
    }
    if discriminator.default_mapping.is_some() && tags.is_some_and(|tags| tags.fallback.is_none()) {
        diagnostics.push(Diagnostic::new(
            Code::NotFullySupported,
            &discriminator.place.key("defaultMapping"),
            "`defaultMapping` leads to a schema that is not in `oneOf` or `anyOf`; it is ignored, and a value with another tag is \
             decoded as an unknown value",
            "add the schema to `oneOf` or `anyOf`, or remove `defaultMapping`",
        ));
    }
    let mut reached: HashSet<SchemaId> = HashSet::new();
    for branch in branches {
        for operand in &branch.operands {
            if let Operand::Schema(id, _) = operand {
                reached.extend(analysis.reference_chain(*id));
            }
        }
        reached.extend(only_schema(analysis, branch));
    }
    for (tag, target) in &discriminator.mapping {
        if !analysis.reference_chain(*target).any(|id| reached.contains(&id)) {
            diagnostics.push(Diagnostic::new(
                Code::NotFullySupported,
                &discriminator.place.key("mapping").key(tag),
                format!(
                    "the discriminator maps `{tag}` to a schema that is not in `oneOf` or `anyOf`; a value whose `{}` is \
                     `{tag}` is decoded as an unknown value",
                    discriminator.property
                ),
                "add the schema to `oneOf` or `anyOf`, or remove this entry from `mapping`",
            ));
        }
    }
    diagnostics
}
