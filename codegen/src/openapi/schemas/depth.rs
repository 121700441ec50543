//! Limits how many schemas a schema extends one after the other, by `$ref` and `allOf`. A chain of schemas has all properties of its end
//! in each of its schemas, so that without a limit the output grows with the square of its length.

use super::super::schema::{Schema, SchemaId, SchemaKind};
use super::cycles::CutChain;
use crate::diag::{Code, Diagnostic};

/// The most references in a chain. Chains of real documents have less than 20.
const LONGEST: usize = 100;

/// The progress of a schema in the search.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    New,
    /// A schema whose chain leads through the schema that is entered.
    Open,
    /// The number of references in the chain that begins here.
    Done(usize),
}

/// Cuts and reports every chain that is too long. Expects that chains of references alone end.
pub(super) fn limit_depth(schemas: &mut [Schema]) -> Vec<CutChain> {
    let mut found = Vec::new();
    let mut states = vec![State::New; schemas.len()];
    // Not recursive, because a chain can be longer than the stack is deep.
    let mut stack: Vec<SchemaId> = (0..schemas.len()).rev().map(SchemaId).collect();
    while let Some(id) = stack.last().copied() {
        match states.get(id.0) {
            Some(State::New) => {
                set(&mut states, id, State::Open);
                let next = extended(schemas, id).into_iter();
                stack.extend(next.filter(|next| states.get(next.0) == Some(&State::New)));
            }
            Some(State::Open) => {
                stack.pop();
                let length = |id: SchemaId| match states.get(id.0) {
                    Some(State::Done(length)) => *length,
                    Some(State::New | State::Open) | None => 0,
                };
                let parts = extended(schemas, id).into_iter().map(length).max().unwrap_or_default();
                let referred = references(schemas, id).map(|id| length(id) + 1).max().unwrap_or_default();
                let longest = if referred > LONGEST {
                    found.extend(cut(schemas, id));
                    0
                } else {
                    parts.max(referred)
                };
                set(&mut states, id, State::Done(longest));
            }
            Some(State::Done(_)) | None => {
                stack.pop();
            }
        }
    }
    found
}

fn set(states: &mut [State], id: SchemaId, state: State) {
    if let Some(slot) = states.get_mut(id.0) {
        *slot = state;
    }
}

/// Returns the schemas whose keywords a schema has.
fn extended(schemas: &[Schema], id: SchemaId) -> Vec<SchemaId> {
    match schemas.get(id.0).map(|schema| &schema.kind) {
        Some(SchemaKind::Keywords(keywords)) => keywords.extended().collect(),
        Some(SchemaKind::Bool(_)) | None => Vec::new(),
    }
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
