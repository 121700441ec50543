//! Patterns of names: which members an entry of `patternProperties` describes.

use regex_lite::Regex;

/// A pattern of `patternProperties`. `None` if it uses syntax that only a backtracking engine has.
#[derive(Debug)]
pub(crate) struct NamePattern(Option<Regex>);

impl NamePattern {
    pub(crate) fn new(pattern: &str) -> Self {
        Self(Regex::new(pattern).ok())
    }

    /// Whether a name matches. `None` if that is not known.
    pub(crate) fn matches(&self, name: &str) -> Option<bool> {
        self.0.as_ref().map(|regex| regex.is_match(name))
    }
}
