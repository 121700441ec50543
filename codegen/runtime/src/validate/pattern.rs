//! The regular expressions of `pattern` and `patternProperties`.

use crate::runtime::codec;

/// Returns whether a text matches. `None` if that cannot be decided. An expression with look-around or back references, which the linear engine
/// rejects, is for the engine that backtracks.
pub(super) fn matches(expression: &'static str, text: &str) -> Option<bool> {
    codec::matches_pattern(expression, text).or_else(|| backtracking::matches(expression, text))
}

/// Returns whether a text matches one of several expressions. `None` if that cannot be decided.
pub(super) fn matches_any(expressions: &'static [&'static str], text: &str) -> Option<bool> {
    let mut any = Some(false);
    for expression in expressions {
        match matches(expression, text) {
            Some(true) => return Some(true),
            Some(false) => {}
            None => any = None,
        }
    }
    any
}

/// Whether the engine that backtracks is part of the build.
pub(super) const HAS_BACKTRACKING: bool = cfg!(feature = "ecma-regex");

#[cfg(not(feature = "ecma-regex"))]
mod backtracking {
    pub(super) fn matches(_: &'static str, _: &str) -> Option<bool> {
        None
    }
}

/// Evaluates expressions by trying alternatives, with a limit.
#[cfg(feature = "ecma-regex")]
mod backtracking {
    use fancy_regex::{Regex, RegexBuilder};

    use crate::runtime::codec::CompiledExpressions;

    /// Texts are evaluated with the first limit whose length, in bytes, they do not exceed. A step can read the rest of the text, so long texts
    /// have fewer steps. In the worst case an evaluation reads some hundred megabytes.
    const LIMITS: [(usize, usize); 4] = [(256, 1_000_000), (4 * 1024, 100_000), (64 * 1024, 6_000), (1024 * 1024, 400)];

    /// The keys are expressions with their number of steps.
    static COMPILED: CompiledExpressions<(&str, usize), Regex> = CompiledExpressions::new();

    /// Returns whether a text matches. `None` if the evaluation takes too many steps.
    pub(super) fn matches(expression: &'static str, text: &str) -> Option<bool> {
        let (_, steps) = LIMITS.into_iter().find(|(length, _)| text.len() <= *length)?;
        let compile = |(expression, steps)| RegexBuilder::new(expression).backtrack_limit(steps).build().ok();
        COMPILED.get((expression, steps), compile)?.is_match(text).ok()
    }
}
