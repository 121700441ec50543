//! Sets of characters: the escapes of ECMA-262 and the properties of Unicode.

use regex_syntax::hir::{Class, ClassUnicode, ClassUnicodeRange, HirKind};

/// The characters that end a line (ECMA-262, 12.3).
pub(super) const LINE_TERMINATORS: [char; 4] = ['\n', '\r', '\u{2028}', '\u{2029}'];

/// Returns the set with these ranges.
pub(super) fn of_ranges(ranges: impl IntoIterator<Item = (char, char)>) -> ClassUnicode {
    ClassUnicode::new(ranges.into_iter().map(|(from, to)| ClassUnicodeRange::new(from, to)))
}

/// Returns the set of the code points in a range. Surrogates are not characters.
pub(super) fn of_codes(from: u32, to: u32) -> ClassUnicode {
    const SURROGATES: std::ops::Range<u32> = 0xD800..0xE000;
    let from = if SURROGATES.contains(&from) { SURROGATES.end } else { from };
    let to = if SURROGATES.contains(&to) { SURROGATES.start - 1 } else { to };
    let bounds = char::from_u32(from).zip(char::from_u32(to));
    of_ranges(bounds.filter(|(from, to)| from <= to))
}

/// Returns the union of sets.
pub(super) fn union(sets: &[ClassUnicode]) -> ClassUnicode {
    ClassUnicode::new(sets.iter().flat_map(ClassUnicode::ranges).copied())
}

/// Returns the set of all characters that are not in a set.
pub(super) fn negated(mut set: ClassUnicode) -> ClassUnicode {
    set.negate();
    set
}

/// Adds the characters that differ from those of the set only in case.
pub(super) fn fold_case(set: &mut ClassUnicode) {
    // It fails only without tables of Unicode, which the generator has.
    let _ = set.try_case_fold_simple();
}

/// Returns the set of `\d`, `\s`, `\w` or their complements.
pub(super) fn of_escape(letter: char) -> Option<ClassUnicode> {
    let set = match letter.to_ascii_lowercase() {
        'd' => of_ranges([('0', '9')]),
        'w' => of_ranges([('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z')]),
        // White space and line terminators (ECMA-262, 12.2 and 12.3).
        's' => of_ranges([
            ('\t', '\r'),
            (' ', ' '),
            ('\u{A0}', '\u{A0}'),
            ('\u{1680}', '\u{1680}'),
            ('\u{2000}', '\u{200A}'),
            ('\u{2028}', '\u{2029}'),
            ('\u{202F}', '\u{202F}'),
            ('\u{205F}', '\u{205F}'),
            ('\u{3000}', '\u{3000}'),
            ('\u{FEFF}', '\u{FEFF}'),
        ]),
        _ => return None,
    };
    Some(if letter.is_ascii_uppercase() { negated(set) } else { set })
}

/// Returns the set of `.`.
pub(super) fn dot(includes_line_terminators: bool) -> ClassUnicode {
    match includes_line_terminators {
        true => of_codes(0, 0x10_FFFF),
        false => negated(of_ranges(LINE_TERMINATORS.map(|c| (c, c)))),
    }
}

/// Returns the set of `\p{…}`, by the text between the braces. `regex-syntax` ignores case and separators of names; ECMA-262 does not.
pub(super) fn of_property(text: &str) -> Option<ClassUnicode> {
    match text.split_once('=') {
        Some(("General_Category" | "gc", value)) if is_spelled_exactly(value) => query(&format!("gc={value}")),
        Some(("Script" | "sc", value)) if is_spelled_exactly(value) => query(&format!("sc={value}")),
        Some(("Script_Extensions" | "scx", value)) if is_spelled_exactly(value) => query(&format!("scx={value}")),
        None if is_spelled_exactly(text) => {
            // A script alone is not a property in ECMA-262.
            let is_script = || query(&format!("sc={text}")).is_some();
            query(&format!("gc={text}")).or_else(|| if is_script() { None } else { query(text) })
        }
        _ => None,
    }
}

/// Whether a name is spelled with words that begin with a capital letter, as the names of Unicode are, with few exceptions.
fn is_spelled_exactly(name: &str) -> bool {
    const LOWERCASE: [&str; 4] = ["cntrl", "digit", "punct", "space"];
    let is_word = |word: &str| {
        word.starts_with(|c: char| c.is_ascii_uppercase()) && word.chars().all(|c| c.is_ascii_alphanumeric())
    };
    LOWERCASE.contains(&name) || name.split('_').all(is_word)
}

/// Asks `regex-syntax` for the set of a property.
fn query(property: &str) -> Option<ClassUnicode> {
    let hir = regex_syntax::Parser::new().parse(&format!("\\p{{{property}}}")).ok()?;
    match hir.kind() {
        HirKind::Class(Class::Unicode(set)) => Some(set.clone()),
        // A set of one character.
        HirKind::Literal(literal) => {
            let text = std::str::from_utf8(&literal.0).ok()?;
            Some(of_ranges(text.chars().map(|c| (c, c))))
        }
        _ => None,
    }
}
