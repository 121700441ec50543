//! Diagnostics: what can be wrong with a document, where, and how to mend it.
//!
//! The one vocabulary in which every stage reports. A problem has a [`Code`] from a closed list, a [`Place`], a
//! message in the user's words and a remedy. This module knows nothing of OpenAPI, YAML or Rust; it may be imported by
//! every other module and imports none.

mod code;
mod json;
mod locate;
mod place;
mod render;
mod report;
#[cfg(test)]
mod tests;

pub use code::{Code, Severity};
pub use json::to_json;
pub use locate::{Locate, Located, Occurrence};
pub use place::{FileId, Place, Pointer};
pub use render::{Style, source_line, summary, to_github, to_text, visible};
pub use report::{Diagnostic, Diagnostics, Related};
