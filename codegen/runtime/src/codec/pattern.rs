//! Regular expressions that take linear time: those of `patternProperties`, and most of `pattern`.
//!
//! The generator translates them from ECMA-262 and tests that they compile.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

use regex_lite::Regex;

/// The compiled expressions of an engine so far, by their keys. `None` for an expression that the engine rejects.
pub(crate) struct CompiledExpressions<K, R>(RwLock<BTreeMap<K, Option<Arc<R>>>>);

impl<K: Ord + Copy, R> CompiledExpressions<K, R> {
    pub(crate) const fn new() -> Self {
        Self(RwLock::new(BTreeMap::new()))
    }

    /// Returns the expression of a key, which `compile` compiles the first time.
    pub(crate) fn get(&self, key: K, compile: impl FnOnce(K) -> Option<R>) -> Option<Arc<R>> {
        let compiled = self.0.read().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
        compiled.unwrap_or_else(|| {
            let regex = compile(key).map(Arc::new);
            self.0.write().unwrap_or_else(PoisonError::into_inner).insert(key, regex.clone());
            regex
        })
    }
}

static COMPILED: CompiledExpressions<&str, Regex> = CompiledExpressions::new();

/// Returns whether a text matches. `None` if the expression needs another engine.
pub(crate) fn matches(expression: &'static str, text: &str) -> Option<bool> {
    let regex = COMPILED.get(expression, |expression| Regex::new(expression).ok())?;
    Some(regex.is_match(text))
}
