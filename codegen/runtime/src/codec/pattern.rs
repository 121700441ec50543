//! The regular expressions of `patternProperties`.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

use regex_lite::Regex;

/// The compiled expressions so far. `None` for a text that is not a valid expression.
static COMPILED: RwLock<BTreeMap<&'static str, Option<Arc<Regex>>>> = RwLock::new(BTreeMap::new());

/// Returns whether a name matches. An invalid pattern matches every name, so that no member is lost.
pub(crate) fn matches(pattern: &'static str, name: &str) -> bool {
    regex(pattern).is_none_or(|regex| regex.is_match(name))
}

fn regex(pattern: &'static str) -> Option<Arc<Regex>> {
    let compiled = COMPILED.read().unwrap_or_else(PoisonError::into_inner).get(pattern).cloned();
    compiled.unwrap_or_else(|| {
        let regex = Regex::new(pattern).ok().map(Arc::new);
        COMPILED.write().unwrap_or_else(PoisonError::into_inner).insert(pattern, regex.clone());
        regex
    })
}
