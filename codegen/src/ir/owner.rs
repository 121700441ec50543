//! Which types stand together: a component and its parts, what an operation has inline.

use super::{Api, NameSource};

/// What a type is a part of, at last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Owner {
    /// The type with this index: itself, or the one that it is a part of.
    Type(usize),
    /// The operation with this index.
    Operation(usize),
    /// The webhook with this index.
    Webhook(usize),
}

impl Owner {
    /// The owner of the type with this index. A merged definition stands alone.
    #[must_use]
    pub fn of(api: &Api, index: usize) -> Self {
        let mut at = index;
        // Types are nested no deeper than there are types.
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
                    | NameSource::Given(_)
                    | NameSource::Merged { .. },
                )
                | None => break,
            }
        }
        Self::Type(at)
    }
}
