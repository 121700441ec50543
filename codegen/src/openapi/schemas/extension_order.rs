//! The order in which schemas are visited so that each comes after the schemas whose keywords it has, by `$ref`, `$dynamicRef` and `allOf`.

use super::super::schema::{Schema, SchemaId, SchemaKind};

/// The progress of a schema in the search.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    New,
    /// A schema whose parts are visited.
    Open,
    Done,
}

/// Returns all schemas, each after those that it extends. A schema that extends itself through others comes after all of them but one.
pub(super) fn parts_first(schemas: &[Schema]) -> Vec<SchemaId> {
    let mut order = Vec::with_capacity(schemas.len());
    let mut states = vec![State::New; schemas.len()];
    // Not recursive, because a chain can be longer than the stack is deep.
    let mut stack: Vec<SchemaId> = (0..schemas.len()).rev().map(SchemaId).collect();
    while let Some(id) = stack.last().copied() {
        let Some(state) = states.get_mut(id.0) else {
            stack.pop();
            continue;
        };
        match *state {
            State::New => {
                *state = State::Open;
                stack.extend(extended(schemas, id).into_iter().filter(|part| states.get(part.0) == Some(&State::New)));
            }
            State::Open => {
                *state = State::Done;
                order.push(id);
                stack.pop();
            }
            State::Done => {
                stack.pop();
            }
        }
    }
    order
}

/// Returns the schemas whose keywords a schema has.
pub(super) fn extended(schemas: &[Schema], id: SchemaId) -> Vec<SchemaId> {
    match schemas.get(id.0).map(|schema| &schema.kind) {
        Some(SchemaKind::Keywords(keywords)) => keywords.extended().collect(),
        Some(SchemaKind::Bool(_)) | None => Vec::new(),
    }
}
