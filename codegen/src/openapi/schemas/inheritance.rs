//! Limits how many properties schemas inherit in total, by `allOf` and by keywords beside `$ref`. Each schema has all properties of its parts, so
//! that without a limit a parent with many properties and many subtypes gives as many fields as their product.

use super::super::schema::{Keywords, Schema, SchemaId, SchemaKind};
use super::cycles::CutChain;
use crate::diag::{Code, Diagnostic};

/// The number of properties that schemas of any document may inherit.
const FREE: usize = 50_000;
/// The number of properties that may be inherited in addition for each schema of the document, including those of properties.
const PER_SCHEMA: usize = 20;

/// The progress of a schema in the search.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    New,
    /// A schema whose parts are counted. One that leads back to it inherits nothing more from it.
    Open,
    /// The number of its properties.
    Done(usize),
}

/// Cuts and reports the parts of every schema that inherits more than the rest of the limit.
pub(super) fn limit_inheritance(schemas: &mut [Schema]) -> Vec<CutChain> {
    let mut found = Vec::new();
    let mut left = FREE.saturating_add(PER_SCHEMA.saturating_mul(schemas.len()));
    let mut states = vec![State::New; schemas.len()];
    // Not recursive, because chains may be long.
    let mut stack: Vec<SchemaId> = (0..schemas.len()).rev().map(SchemaId).collect();
    while let Some(id) = stack.last().copied() {
        let Some(keywords) = keywords(schemas, id) else {
            set(&mut states, id, State::Done(0));
            stack.pop();
            continue;
        };
        match states.get(id.0) {
            Some(State::New) => {
                set(&mut states, id, State::Open);
                stack.extend(keywords.extended().filter(|part| states.get(part.0) == Some(&State::New)));
            }
            Some(State::Open) => {
                stack.pop();
                let count = |part: SchemaId| match states.get(part.0) {
                    Some(State::Done(count)) => *count,
                    Some(State::New | State::Open) | None => 0,
                };
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
                set(&mut states, id, State::Done(properties));
            }
            Some(State::Done(_)) | None => {
                stack.pop();
            }
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

fn set(states: &mut [State], id: SchemaId, state: State) {
    if let Some(slot) = states.get_mut(id.0) {
        *slot = state;
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
