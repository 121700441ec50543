//! Limits how many properties schemas inherit in total, by `allOf` and by keywords beside `$ref`. Each schema has all properties of its parts, so
//! that without a limit a parent with many properties and many subtypes gives as many fields as their product.

use super::super::schema::{Schema, SchemaId, SchemaKind};
use super::cycles::CutChain;
use super::extension_order::parts_first;
use crate::diag::{Code, Diagnostic};

/// The number of properties that schemas of any document may inherit.
const FREE: usize = 50_000;
/// The number of properties that may be inherited in addition for each schema of the document, including those of properties.
const PER_SCHEMA: usize = 20;

/// Cuts and reports the parts of every schema that inherits more than the rest of the limit.
pub(super) fn limit_inheritance(schemas: &mut [Schema]) -> Vec<CutChain> {
    let mut found = Vec::new();
    let mut left = FREE.saturating_add(PER_SCHEMA.saturating_mul(schemas.len()));
    // The number of each schema's properties. One that is not visited yet leads back here, and adds nothing more.
    let mut counts = vec![0_usize; schemas.len()];
    for id in parts_first(schemas) {
        let Some(SchemaKind::Keywords(keywords)) = schemas.get(id.0).map(|schema| &schema.kind) else { continue };
        let count = |part: SchemaId| counts.get(part.0).copied().unwrap_or_default();
        let inherited = keywords.extended().map(count).fold(0, usize::saturating_add);
        let own = keywords.properties.len();
        // A reference alone is another name of its target, and a part of another schema is counted there.
        let is_copied = !keywords.all_of.is_empty() || (own > 0 && keywords.reference.is_some());
        let rest = if is_copied { left.checked_sub(inherited) } else { Some(left) };
        let properties = match rest {
            Some(rest) => {
                left = rest;
                own.saturating_add(inherited)
            }
            None => {
                found.extend(cut(schemas, id));
                own
            }
        };
        if let Some(count) = counts.get_mut(id.0) {
            *count = properties;
        }
    }
    found
}

fn cut(schemas: &mut [Schema], id: SchemaId) -> Option<CutChain> {
    let schema = schemas.get_mut(id.0)?;
    let SchemaKind::Keywords(keywords) = &mut schema.kind else { return None };
    let keyword = if keywords.all_of.is_empty() { "$ref" } else { "allOf" };
    keywords.all_of.clear();
    keywords.reference = None;
    keywords.dynamic_reference = None;
    let message = format!(
        "the schemas of this document inherit more than {FREE} properties, and {PER_SCHEMA} more for each schema; this `{keyword}` is ignored"
    );
    let remedy =
        "move the common properties into one property with a schema of its own, or generate parts of the document";
    let diagnostic = Diagnostic::new(Code::LimitExceeded, &schema.place.key(keyword), message, remedy);
    Some(CutChain { diagnostic, id, place: schema.place.clone() })
}
