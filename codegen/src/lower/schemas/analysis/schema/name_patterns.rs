//! Patterns of names: which members an entry of `patternProperties` describes.

use regex_lite::Regex;

/// Whether a name matches a pattern. `None` if that is not known, because the pattern uses syntax that only a backtracking engine has.
pub(crate) fn matches_pattern(pattern: &str, name: &str) -> Option<bool> {
    Some(Regex::new(pattern).ok()?.is_match(name))
}
