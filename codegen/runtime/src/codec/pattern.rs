//! Regular expressions that take linear time: those of `patternProperties`, and most of `pattern`.
//!
//! The generator translates them from ECMA-262 and tests that they compile.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

use regex_lite::Regex;

/// The compiled expressions so far. `None` for a text that is not a valid expression.
static COMPILED: RwLock<BTreeMap<&'static str, Option<Arc<Regex>>>> = RwLock::new(BTreeMap::new());

/// Returns whether a text matches. `None` if the expression needs another engine.
pub(crate) fn matches(expression: &'static str, text: &str) -> Option<bool> {
    regex(expression).map(|regex| regex.is_match(text))
}

fn regex(expression: &'static str) -> Option<Arc<Regex>> {
    let compiled = COMPILED.read().unwrap_or_else(PoisonError::into_inner).get(expression).cloned();
    compiled.unwrap_or_else(|| {
        let regex = Regex::new(expression).ok().map(Arc::new);
        COMPILED.write().unwrap_or_else(PoisonError::into_inner).insert(expression, regex.clone());
        regex
    })
}
