//! Tokens to text.

use std::collections::BTreeMap;

/// Files to be written: path to text. Paths are relative to the folder of the output package, with `/`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// Path to text.
    pub files: BTreeMap<String, String>,
}
