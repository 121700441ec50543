//! Reads schemas that exclude every value as `false`, such as `not: {}`. Authors write it for a member that must not occur.

use super::super::schema::{Schema, SchemaId, SchemaKind};
use super::unconstrained::allows_everything;

/// Replaces the schemas that exclude every value by `false`.
pub(super) fn read_as_false(schemas: &mut [Schema]) {
    // Subschemas have larger ids than the schemas that contain them.
    for index in (0..schemas.len()).rev() {
        let SchemaKind::Keywords(keywords) = &schemas[index].kind else { continue };
        let is_false =
            |id: &SchemaId| schemas.get(id.0).is_some_and(|schema| matches!(schema.kind, SchemaKind::Bool(false)));
        let no_branch = |branches: &[SchemaId]| !branches.is_empty() && branches.iter().all(is_false);
        if keywords.not.is_some_and(|excluded| allows_everything(schemas, excluded))
            || keywords.all_of.iter().any(is_false)
            || no_branch(&keywords.any_of)
            || no_branch(&keywords.one_of)
        {
            schemas[index].kind = SchemaKind::Bool(false);
        }
    }
}
