//! The regular expressions of `pattern`.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

use regress::Regex;

/// Those that were used so far; `None` if a text is none that is understood.
static KNOWN: RwLock<BTreeMap<&'static str, Option<Arc<Regex>>>> = RwLock::new(BTreeMap::new());

/// Whether a text holds a match (JSON Schema 2020-12, validation, 6.3.3). What is not understood matches every text; the generator says so
/// when it meets such a pattern.
pub(super) fn matches(pattern: &'static str, text: &str) -> bool {
    regex(pattern).is_none_or(|regex| regex.find(text).is_some())
}

fn regex(pattern: &'static str) -> Option<Arc<Regex>> {
    let known = KNOWN.read().unwrap_or_else(PoisonError::into_inner).get(pattern).cloned();
    known.unwrap_or_else(|| {
        // As Unicode, as JSON Schema wants it; many patterns have escapes that only the older reading allows.
        let regex = Regex::with_flags(pattern, "u").or_else(|_| Regex::new(pattern)).ok().map(Arc::new);
        KNOWN.write().unwrap_or_else(PoisonError::into_inner).insert(pattern, regex.clone());
        regex
    })
}
