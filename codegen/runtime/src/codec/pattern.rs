//! The regular expressions of `patternProperties`.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

use regex_lite::Regex;

/// Those that were used so far; `None` if a text is none that is understood.
static KNOWN: RwLock<BTreeMap<&'static str, Option<Arc<Regex>>>> = RwLock::new(BTreeMap::new());

/// Whether a name matches. What is not understood matches every name, so that nothing is lost.
pub(crate) fn matches(pattern: &'static str, name: &str) -> bool {
    regex(pattern).is_none_or(|regex| regex.is_match(name))
}

fn regex(pattern: &'static str) -> Option<Arc<Regex>> {
    let known = KNOWN.read().unwrap_or_else(PoisonError::into_inner).get(pattern).cloned();
    known.unwrap_or_else(|| {
        let regex = Regex::new(pattern).ok().map(Arc::new);
        KNOWN.write().unwrap_or_else(PoisonError::into_inner).insert(pattern, regex.clone());
        regex
    })
}
