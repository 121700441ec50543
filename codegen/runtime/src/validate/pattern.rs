//! The regular expressions of `pattern`.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

use regress::Regex;

/// The compiled expressions so far. `None` for a text that is not a valid expression.
static COMPILED: RwLock<BTreeMap<&'static str, Option<Arc<Regex>>>> = RwLock::new(BTreeMap::new());

/// Returns whether a text contains a match (JSON Schema 2020-12, validation, 6.3.3). An invalid pattern matches every text; the generator
/// reports it.
pub(super) fn matches(pattern: &'static str, text: &str) -> bool {
    regex(pattern).is_none_or(|regex| regex.find(text).is_some())
}

fn regex(pattern: &'static str) -> Option<Arc<Regex>> {
    let compiled = COMPILED.read().unwrap_or_else(PoisonError::into_inner).get(pattern).cloned();
    compiled.unwrap_or_else(|| {
        // JSON Schema recommends Unicode mode, but many patterns have escapes that only the older syntax allows.
        let regex = Regex::with_flags(pattern, "u").or_else(|_| Regex::new(pattern)).ok().map(Arc::new);
        COMPILED.write().unwrap_or_else(PoisonError::into_inner).insert(pattern, regex.clone());
        regex
    })
}
