//! Diagnostics: problems of a document, their locations, and how to fix them.
//!
//! Every stage reports problems as a [`Diagnostic`]: a [`Code`] from a closed list, a [`SourceLocation`], a message about the user's
//! document and a remedy. This module knows nothing about OpenAPI, YAML or Rust. Every other module may import it; it
//! imports none.

mod code;
mod json;
mod locate;
mod losses;
mod render;
mod repeats;
mod report;
mod source_location;
mod summary;
#[cfg(test)]
mod tests;

pub use code::{Code, Severity};
pub use json::to_json;
pub use locate::{Locate, Located, Occurrence};
pub use losses::{Losses, LostPart};
pub use render::{RenderedText, Style, source_line, to_github, to_text, visible};
pub use repeats::{Repeats, SHOWN_PER_KIND};
pub use report::{Diagnostic, Diagnostics, Related, SettingKey};
pub use source_location::{FileId, Pointer, SourceLocation};
pub use summary::{Fate, problems, summary};
