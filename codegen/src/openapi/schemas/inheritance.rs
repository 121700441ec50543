//! Limits how many properties schemas inherit in total, by `allOf` and by keywords beside `$ref`. Each schema has all properties of its parts, so
//! that without a limit a parent with many properties and many subtypes gives as many fields as their product.

use super::super::schema::{Keywords, Schema, SchemaId, SchemaKind};
use super::cycles::CutChain;
use crate::diag::{Code, Diagnostic};

/// The number of properties that schemas of any document may inherit.
const FREE: usize = 50_000;
/// The number of properties that may be inherited in addition for each schema of the document, including those of properties.
const PER_SCHEMA: usize = 20;

/// Cuts and reports the parts of every schema that inherits more than the rest of the limit. Expects that chains of references and parts
/// end.
pub(super) fn limit_inheritance(schemas: &mut [Schema]) -> Vec<CutChain> {
    let mut found = Vec::new();
    let mut left = FREE.saturating_add(PER_SCHEMA.saturating_mul(schemas.len()));
    let mut counts: Vec<Option<usize>> = vec![None; schemas.len()];
    // Not recursive, because chains may be long.
    let mut stack = Vec::new();
    for start in (0..schemas.len()).map(SchemaId) {
        stack.push((start, false));
        while let Some((id, is_entered)) = stack.pop() {
            if counts.get(id.0).is_none_or(Option::is_some) {
                continue;
            }
            let Some(keywords) = keywords(schemas, id) else {
                set(&mut counts, id, 0);
                continue;
            };
            if !is_entered {
                stack.push((id, true));
                stack.extend(keywords.extended().map(|part| (part, false)));
                continue;
            }
            let count = |part: SchemaId| counts.get(part.0).copied().flatten().unwrap_or_default();
            let inherited = keywords.extended().map(count).fold(0, usize::saturating_add);
            let own = keywords.properties.len();
            // A reference alone is another name of its target, and a part of another schema is counted there.
            let is_copied = !keywords.all_of.is_empty() || (own > 0 && keywords.reference.is_some());
            match left.checked_sub(inherited) {
                Some(rest) if is_copied => left = rest,
                None if is_copied => {
                    found.extend(cut(schemas, id));
                    set(&mut counts, id, own);
                    continue;
                }
                Some(_) | None => {}
            }
            set(&mut counts, id, own.saturating_add(inherited));
        }
    }
    found
}

fn keywords(schemas: &[Schema], id: SchemaId) -> Option<&Keywords> {
    match &schemas.get(id.0)?.kind {
        SchemaKind::Keywords(keywords) => Some(keywords),
        SchemaKind::Bool(_) => None,
    }
}

fn set(counts: &mut [Option<usize>], id: SchemaId, count: usize) {
    if let Some(slot) = counts.get_mut(id.0) {
        *slot = Some(count);
    }
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
