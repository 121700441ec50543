//! Owners of types. Types with the same owner are in the same file: a component with its nested types, or the inline types of an
//! operation.

use super::{Api, NameSource};

/// The component, operation or webhook that contains a type, directly or through other types.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TypeOwner {
    /// The type with this index: the type itself, or the outermost type that contains it.
    Type(usize),
    /// The operation with this index.
    Operation(usize),
    /// The webhook with this index.
    Webhook(usize),
}

impl TypeOwner {
    /// Returns the owner of the type with this index. A merged definition is its own owner.
    #[must_use]
    pub fn of(api: &Api, index: usize) -> Self {
        let mut at = index;
        // The nesting is not deeper than the number of types.
        for _ in 0..api.types.len() {
            match api.types.get(at).map(|def| &def.name) {
                Some(NameSource::Part { parent, .. }) => at = parent.0,
                Some(NameSource::Operation { operation, webhook: true, .. }) if *operation < api.webhooks.len() => {
                    return Self::Webhook(*operation);
                }
                Some(NameSource::Operation { operation, webhook: false, .. }) if *operation < api.operations.len() => {
                    return Self::Operation(*operation);
                }
                Some(
                    NameSource::Operation { .. }
                    | NameSource::Component(_)
                    | NameSource::Referenced(_)
                    | NameSource::Given(_)
                    | NameSource::Merged { .. },
                )
                | None => break,
            }
        }
        Self::Type(at)
    }
}
