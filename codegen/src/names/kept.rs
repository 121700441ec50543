//! Names that `names.lock` keeps although the document gives the item another name now.
//!
//! An operation is identified by its method and path, an inline type by its place. If the document changes the `operationId` or the
//! `title`, the Rust name stays, so that callers still compile. Users would wonder why, so every run reports these names. A pin that only
//! resolves a collision is not reported: its name is still one of the candidates of the item.

use std::fmt;

use super::Name;
use super::lock::Pins;
use super::scope::{NameRequest, bare};

/// A name that `names.lock` keeps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptName {
    /// What the name belongs to.
    pub kind: KeptKind,
    /// The item in the document: `GET /pets/{id}`, or the place of a type as it appears in `names.lock`.
    pub item: String,
    /// The name that the item keeps.
    pub name: String,
    /// The name that the item would have without `names.lock`, unless another item has it.
    pub wanted: String,
    /// The `operationId` in the document. `None` for a type, and for an operation without one.
    pub operation_id: Option<String>,
}

/// What a kept name belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum KeptKind {
    /// The method of an operation.
    Method,
    /// An inline type.
    Type,
}

impl KeptKind {
    /// Returns the kind as one word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Method => "method",
            Self::Type => "type",
        }
    }
}

/// For example: the operation `GET /pets/{id}` is now `fetchPet` in the document; the method keeps its name `get_pet`.
impl fmt::Display for KeptName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { kind, item, name, wanted, operation_id } = self;
        match (kind, operation_id) {
            (KeptKind::Method, Some(id)) => {
                write!(f, "`{item}` is now `{id}` in the document; the method keeps its name `{name}`")
            }
            (KeptKind::Method, None) => {
                write!(f, "`{item}` has no `operationId` in the document; the method keeps its name `{name}`")
            }
            (KeptKind::Type, _) => {
                write!(f, "the type at `{item}` would be called `{wanted}` now; it keeps its name `{name}`")
            }
        }
    }
}

/// Returns the name that an item would have without `names.lock`, if the lock keeps a name that is not a candidate of the item.
pub(super) fn wanted(pins: &Pins<'_>, kind: &str, request: &NameRequest, name: &Name) -> Option<String> {
    let is_pinned = pins.get(kind, &request.key) == Some(name.as_str());
    is_pinned.then(|| other_name(name, &request.candidates)).flatten()
}

/// Returns the first candidate if the name is not a candidate, nor one with a number.
fn other_name(name: &Name, candidates: &[String]) -> Option<String> {
    let name = bare(name.as_str());
    let unnumbered = name.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end_matches('_');
    let is_candidate = candidates.iter().map(|text| bare(text)).any(|text| text == name || text == unnumbered);
    candidates.first().filter(|_| !is_candidate).cloned()
}
