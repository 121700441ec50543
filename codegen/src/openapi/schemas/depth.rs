//! Limits how many schemas a schema extends one after the other, by `$ref` and `allOf`. A chain of schemas has all properties of its end
//! in each of its schemas, so that without a limit the output grows with the square of its length.

use super::super::schema::{Schema, SchemaId, SchemaKind};
use super::cycles::CutChain;
use super::extension_order::{extended, parts_first};
use crate::diag::{Code, Diagnostic};

/// The most references in a chain. Chains of real documents have less than 20.
const LONGEST: usize = 100;

/// Cuts and reports every chain that is too long. Expects that chains of references alone end.
pub(super) fn limit_depth(schemas: &mut [Schema]) -> Vec<CutChain> {
    let mut found = Vec::new();
    // For each schema, the number of references in the chain that begins there. One that is not visited yet leads back here.
    let mut lengths = vec![0; schemas.len()];
    for id in parts_first(schemas) {
        let length = |id: SchemaId| lengths.get(id.0).copied().unwrap_or_default();
        let parts = extended(schemas, id).into_iter().map(length).max().unwrap_or_default();
        let referred = references(schemas, id).map(|id| length(id) + 1).max().unwrap_or_default();
        let longest = if referred > LONGEST {
            found.extend(cut(schemas, id));
            0
        } else {
            parts.max(referred)
        };
        if let Some(length) = lengths.get_mut(id.0) {
            *length = longest;
        }
    }
    found
}

/// Returns the schemas to which a schema refers.
fn references(schemas: &[Schema], id: SchemaId) -> impl Iterator<Item = SchemaId> {
    let references = schemas.get(id.0).map(|schema| match &schema.kind {
        SchemaKind::Keywords(keywords) => [keywords.reference, keywords.dynamic_reference],
        SchemaKind::Bool(_) => [None, None],
    });
    references.into_iter().flatten().flatten()
}

fn cut(schemas: &mut [Schema], id: SchemaId) -> Option<CutChain> {
    let schema = schemas.get_mut(id.0)?;
    let SchemaKind::Keywords(keywords) = &mut schema.kind else { return None };
    keywords.reference = None;
    keywords.dynamic_reference = None;
    let message = format!(
        "the reference leads to a chain of more than {LONGEST} references by `$ref` and `allOf`; it is ignored"
    );
    let remedy = "refer to the last schema of the chain, or merge some of its schemas";
    let diagnostic = Diagnostic::new(Code::LimitExceeded, &schema.place.key("$ref"), message, remedy);
    Some(CutChain { diagnostic, id, place: schema.place.clone() })
}
