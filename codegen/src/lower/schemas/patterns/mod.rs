//! Translates regular expressions of ECMA-262 (`pattern`, `patternProperties`) into the syntax of the engines of the runtime.
//!
//! | stage | file |
//! |---|---|
//! | reads ECMA-262 into tokens, in the order of the text | `parser`, `escapes`, `class` |
//! | sets of characters, with the properties of Unicode | `sets` |
//! | decides whether back references can be translated | `references` |
//! | writes the tokens in the syntax of an engine | `print` |
//!
//! An expression is read with the flag `u` first, as JSON Schema recommends, else as ECMA-262's annex B describes it for web browsers. If the
//! text contains `\p{…}` or `\u{…}`, which have their meaning only with the flag, unneeded backslashes and unescaped braces do not end the
//! reading with the flag.
//!
//! The linear engine is `regex-lite`. Its classes are ASCII, so other sets of characters are written as ranges. Look-around and back
//! references need the backtracking engine, `fancy-regex`. The generator compiles each translation with the engine that the runtime uses.
//! Nothing here knows about schemas.
//!
//! Rejected: `jsonschema-regex`, which translates `\d`, `\s`, `\w`, `\cA` and classes, but not `.`, `[^]`, `{` as a literal, surrogate pairs,
//! or anything of annex B, and leaves properties of Unicode to the engine.

mod class;
mod escapes;
mod parser;
mod print;
mod references;
mod sets;
#[cfg(test)]
mod tests;
mod tokens;

use foldhash::{HashMap, HashMapExt};

use crate::ir::{Pattern, PatternEngine};
use parser::Mode;

/// Upper bound for the length of an expression, in bytes. The translation is at most [`MAX_EXPRESSION`] bytes long.
const MAX_TEXT: usize = 16 * 1024;
const MAX_EXPRESSION: usize = 64 * 1024;
/// Upper bound for the size of a compiled expression: about the number of states of its automaton.
const MAX_SIZE: u64 = 250_000;
/// Upper bound for the size of all compiled expressions of a document, so that compiling them takes seconds at most: this size, and
/// [`SIZE_PER_BYTE`] for each byte of their texts.
const MAX_TOTAL_SIZE: u64 = 4_000_000;
const SIZE_PER_BYTE: u64 = 8;

/// Why an expression has no translation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Untranslatable {
    /// The expression is not valid in ECMA-262, for this reason.
    Invalid(String),
    /// The expression is valid, but no engine of the runtime can evaluate it, for this reason.
    Unsupported(&'static str),
}

/// The translations of the regular expressions of a document.
#[derive(Debug, Default)]
pub(crate) struct Patterns {
    translations: HashMap<String, Result<Translation, Untranslatable>>,
}

/// The translation of an expression.
#[derive(Debug)]
struct Translation {
    pattern: Pattern,
    /// The compiled expression, if the linear engine evaluates it.
    linear: Option<regex_lite::Regex>,
}

impl Patterns {
    /// Translates expressions. An expression that occurs again is translated once.
    pub(crate) fn new<'p>(texts: impl Iterator<Item = &'p str>) -> Self {
        let mut translations = HashMap::new();
        let mut budget = MAX_TOTAL_SIZE;
        for text in texts {
            if !translations.contains_key(text) {
                translations.insert(text.to_owned(), translate(text, &mut budget));
            }
        }
        Self { translations }
    }

    /// The translation of an expression.
    pub(crate) fn get(&self, text: &str) -> Result<&Pattern, &Untranslatable> {
        const UNKNOWN: Untranslatable = Untranslatable::Unsupported("it is not part of a schema");
        let translation = self.translations.get(text).map_or(Err(&UNKNOWN), Result::as_ref);
        translation.map(|translation| &translation.pattern)
    }

    /// The compiled expression. `None` if the linear engine does not evaluate it.
    pub(crate) fn linear(&self, text: &str) -> Option<&regex_lite::Regex> {
        self.translations.get(text)?.as_ref().ok()?.linear.as_ref()
    }

    /// Whether the linear engine evaluates the expression.
    pub(crate) fn is_linear(&self, text: &str) -> bool {
        self.linear(text).is_some()
    }
}

/// Translates an expression. `budget` is the size that compiled expressions may still have.
fn translate(text: &str, budget: &mut u64) -> Result<Translation, Untranslatable> {
    use Untranslatable::{Invalid, Unsupported};
    if text.len() > MAX_TEXT {
        return Err(Unsupported("it is too long"));
    }
    let mut modes = vec![Mode::Unicode, Mode::AnnexB];
    if ["\\p{", "\\P{", "\\u{"].iter().any(|escape| text.contains(escape)) {
        modes.insert(1, Mode::Lenient);
    }
    let mut error = None;
    let mut tokens = None;
    for mode in modes {
        match parser::parse(text, mode) {
            Ok(parsed) => {
                tokens = Some(parsed);
                break;
            }
            Err(Unsupported(reason)) => return Err(Unsupported(reason)),
            // The errors of annex B are about the syntax that all readings share.
            Err(Invalid(reason)) => error = Some(reason),
        }
    }
    *budget = budget.saturating_add(SIZE_PER_BYTE * text.len() as u64);
    let Some(tokens) = tokens else { return Err(Invalid(error.unwrap_or_default())) };
    let size = tokens::size(&tokens);
    if size > MAX_SIZE || size > *budget {
        return Err(Unsupported("it is too large: its repetitions multiply"));
    }
    *budget -= size;
    let engine = if tokens.iter().any(|token| token.needs_backtracking()) {
        references::check(&tokens)?;
        PatternEngine::Backtracking
    } else {
        PatternEngine::Linear
    };
    let expression = print::expression(&tokens, engine);
    if expression.len() > MAX_EXPRESSION {
        return Err(Unsupported("its translation is too long"));
    }
    let linear = match engine {
        PatternEngine::Linear => regex_lite::Regex::new(&expression).map(Some).map_err(drop),
        PatternEngine::Backtracking => fancy_regex::Regex::new(&expression).map(|_| None).map_err(drop),
    };
    let Ok(linear) = linear else { return Err(Unsupported("the engine rejects its translation")) };
    Ok(Translation { pattern: Pattern { text: text.to_owned(), expression, engine }, linear })
}
