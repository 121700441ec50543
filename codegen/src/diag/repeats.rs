//! Diagnostics that repeat: those of one kind are shown a few times and then counted.
//!
//! Two diagnostics are of one kind if they have the same code and their messages differ only in what the document wrote:
//! quoted words and numbers. A document with one systematic mistake has thousands of them, and would hide all others.

use foldhash::{HashMap, HashMapExt};

use super::{Code, Diagnostic, Diagnostics};

/// How many diagnostics of one kind are shown before the rest are counted.
pub const SHOWN_PER_KIND: usize = 3;

/// What becomes of diagnostics that repeat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Repeats {
    /// The first [`SHOWN_PER_KIND`] of a kind are shown, the others are counted in one line.
    #[default]
    Counted,
    /// All are shown.
    Shown,
}

/// What diagnostics of one kind have in common.
type Kind = (Code, String);

/// A diagnostic that is shown, and how many of its kind are only counted after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Shown<'a> {
    pub(super) diagnostic: &'a Diagnostic,
    /// Zero except for the last one shown of a kind.
    pub(super) more: usize,
}

/// Returns the diagnostics to show, in their order.
pub(super) fn select(diagnostics: &Diagnostics, repeats: Repeats) -> Vec<Shown<'_>> {
    let mut shown: Vec<Shown<'_>> = Vec::new();
    // Of each kind: how many were seen, and the index in `shown` of the last one shown.
    let mut kinds: HashMap<Kind, (usize, usize)> = HashMap::new();
    for diagnostic in diagnostics.iter() {
        if repeats == Repeats::Counted {
            let index = shown.len();
            let (seen, last) = kinds.entry(kind(diagnostic)).or_insert((0, index));
            *seen += 1;
            if *seen > SHOWN_PER_KIND {
                if let Some(last) = shown.get_mut(*last) {
                    last.more += 1;
                }
                continue;
            }
            *last = index;
        }
        shown.push(Shown { diagnostic, more: 0 });
    }
    shown
}

/// Returns how many diagnostics the text counts instead of showing them.
#[must_use]
pub fn count_hidden(diagnostics: &Diagnostics, repeats: Repeats) -> usize {
    select(diagnostics, repeats).iter().map(|shown| shown.more).sum()
}

fn kind(diagnostic: &Diagnostic) -> Kind {
    (diagnostic.code, message_shape(&diagnostic.message))
}

/// Returns the message without what the document wrote: quoted words are left out, a number becomes one `0`.
fn message_shape(message: &str) -> String {
    let mut shape = String::new();
    let mut chars = message.chars();
    while let Some(c) = chars.next() {
        match c {
            '`' | '"' => {
                shape.push(c);
                let _ = chars.by_ref().find(|other| *other == c);
            }
            '0'..='9' => {
                if !shape.ends_with('0') {
                    shape.push('0');
                }
            }
            _ => shape.push(c),
        }
    }
    shape
}

#[cfg(test)]
mod tests {
    use super::super::SourceLocation;
    use super::*;

    fn numbered(count: usize, message: impl Fn(usize) -> String) -> Vec<Diagnostic> {
        (0..count)
            .map(|n| Diagnostic::new(Code::MalformedHarmless, &SourceLocation::default().index(n), message(n), ""))
            .collect()
    }

    fn list(items: impl IntoIterator<Item = Diagnostic>) -> Diagnostics {
        let mut diagnostics = Diagnostics::default();
        items.into_iter().for_each(|item| diagnostics.push(item));
        diagnostics
    }

    #[test]
    fn messages_of_one_shape_differ_only_in_words_of_the_document() {
        for (left, right, same) in [
            ("`a` is wrong", "`b c` is wrong", true),
            ("`a` is wrong", "`` is wrong", true),
            ("the style \"form\" is wrong", "the style \"deep\" is wrong", true),
            ("has 1 item", "has 12 item", true),
            ("has 1.5 and 20", "has 31.25 and 3", true),
            ("`a` is wrong", "`a` is missing", false),
            ("`a` is wrong", "a is wrong", false),
            ("`unclosed", "`other", true),
        ] {
            assert_eq!(message_shape(left) == message_shape(right), same, "{left} | {right}");
        }
    }

    #[test]
    fn the_fourth_of_a_kind_is_counted() {
        let check = |count: usize, repeats: Repeats, expect: &[usize], hidden: usize| {
            let diagnostics = list(numbered(count, |n| format!("`{n}` is wrong")));
            let more: Vec<usize> = select(&diagnostics, repeats).iter().map(|shown| shown.more).collect();
            assert_eq!((more.as_slice(), count_hidden(&diagnostics, repeats)), (expect, hidden), "{count}");
        };
        check(0, Repeats::Counted, &[], 0);
        check(3, Repeats::Counted, &[0, 0, 0], 0);
        check(4, Repeats::Counted, &[0, 0, 1], 1);
        check(44, Repeats::Counted, &[0, 0, 41], 41);
        check(5, Repeats::Shown, &[0, 0, 0, 0, 0], 0);
    }

    #[test]
    fn kinds_are_counted_apart_and_keep_their_order() {
        let first = numbered(5, |n| format!("`{n}` is wrong"));
        let second = numbered(5, |n| format!("`{n}` is missing"));
        let mixed = first.into_iter().zip(second).flat_map(|(first, second)| [first, second]);
        let other = Diagnostic::new(Code::DuplicateKey, &SourceLocation::default(), "`9` is wrong", "");
        let diagnostics = list(mixed.chain([other]));
        let shown: Vec<(&str, usize)> =
            select(&diagnostics, Repeats::Counted).iter().map(|s| (s.diagnostic.message.as_str(), s.more)).collect();
        let expect = [
            ("`0` is wrong", 0),
            ("`0` is missing", 0),
            ("`1` is wrong", 0),
            ("`1` is missing", 0),
            ("`2` is wrong", 2),
            ("`2` is missing", 2),
            ("`9` is wrong", 0),
        ];
        assert_eq!(shown, expect);
    }

    /// The text does not grow with the number of occurrences of a systematic mistake.
    #[test]
    fn the_text_stays_short() {
        let diagnostics = list(numbered(100_000, |n| format!("`{n}` is wrong")));
        assert_eq!(select(&diagnostics, Repeats::Counted).len(), SHOWN_PER_KIND);
    }
}
