//! The regular expressions of `pattern` and `patternProperties`.

use crate::runtime::codec;

pub(super) use self::backtracking::LongEvaluations;

/// Returns whether a text matches. `None` if that cannot be decided. An expression with look-around or back references, which the linear engine
/// rejects, is for the engine that backtracks.
pub(super) fn matches(expression: &'static str, text: &str, left: &mut LongEvaluations) -> Option<bool> {
    codec::matches_pattern(expression, text).or_else(|| backtracking::matches(expression, text, left))
}

/// Returns whether a text matches one of several expressions. `None` if that cannot be decided.
pub(super) fn matches_any(
    expressions: &'static [&'static str],
    text: &str,
    left: &mut LongEvaluations,
) -> Option<bool> {
    let mut any = Some(false);
    for expression in expressions {
        match matches(expression, text, left) {
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
    #[derive(Default)]
    pub(in super::super) struct LongEvaluations;

    pub(super) fn matches(_: &'static str, _: &str, _: &mut LongEvaluations) -> Option<bool> {
        None
    }
}

/// Evaluates expressions by trying alternatives, with a limit.
#[cfg(feature = "ecma-regex")]
mod backtracking {
    use fancy_regex::{Regex, RegexBuilder};

    use crate::runtime::codec::CompiledExpressions;

    /// Texts whose length, in bytes, does not exceed the first number have these limits of steps, the second one for a few texts of a value. A
    /// step can read the rest of the text, so long texts have fewer steps. In the worst case a long evaluation reads some hundred megabytes, and
    /// takes 32 megabytes of memory.
    const LIMITS: [(usize, [usize; 2]); 4] =
        [(256, [2_000, 200_000]), (4 * 1024, [2_000, 100_000]), (64 * 1024, [1_000, 6_000]), (1024 * 1024, [100, 400])];

    /// How many more texts of a value may be evaluated with many steps. Nearly every text needs few steps; without a limit, a value of many
    /// hostile texts would take that time for each of them.
    pub(in super::super) struct LongEvaluations(u8);

    impl Default for LongEvaluations {
        fn default() -> Self {
            Self(8)
        }
    }

    /// The keys are expressions with their number of steps.
    static COMPILED: CompiledExpressions<(&str, usize), Regex> = CompiledExpressions::new();

    /// Returns whether a text matches. `None` if the evaluation takes too many steps.
    pub(super) fn matches(expression: &'static str, text: &str, left: &mut LongEvaluations) -> Option<bool> {
        let (_, [few, many]) = LIMITS.into_iter().find(|(length, _)| text.len() <= *length)?;
        let matches = |steps| {
            let compile = |(expression, steps)| RegexBuilder::new(expression).backtrack_limit(steps).build().ok();
            COMPILED.get((expression, steps), compile)?.is_match(text).ok()
        };
        matches(few).or_else(|| {
            left.0 = left.0.checked_sub(1)?;
            matches(many)
        })
    }
}
