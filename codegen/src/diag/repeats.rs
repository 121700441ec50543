//! Similar diagnostics: the first few are shown, the others are counted.
//!
//! Two diagnostics are similar if they have the same code and their messages differ only in quoted words and numbers, which come
//! from the document. A document with a systematic mistake has thousands of similar diagnostics, which would hide all others.
//!
//! What is handled as raw data is shown once for each message. It is not a mistake that has to be corrected at each place: an API that
//! offers XML offers it in all operations.

use foldhash::{HashMap, HashMapExt};

use super::{Code, Diagnostic, Diagnostics};

/// The number of similar diagnostics that are shown. The others are counted.
pub const SHOWN_PER_KIND: usize = 3;

/// Whether all similar diagnostics are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Repeats {
    /// The first [`SHOWN_PER_KIND`] are shown, the others are counted in one line.
    #[default]
    Counted,
    /// All diagnostics are shown.
    Shown,
}

/// The code and message shape that similar diagnostics have in common.
type Kind = (Code, String);

/// A diagnostic that is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Selected<'a> {
    pub(super) diagnostic: &'a Diagnostic,
    /// The number of similar diagnostics after it that are not shown. Zero unless it is the last one of its kind that is shown, or the one
    /// that is shown for its message.
    pub(super) hidden_after: usize,
}

/// Returns the diagnostics to show, in their order.
pub(super) fn select(diagnostics: &Diagnostics, repeats: Repeats) -> Vec<Selected<'_>> {
    let mut shown: Vec<Selected<'_>> = Vec::new();
    // For each kind: the number of diagnostics so far, and the index in `shown` of the last one that is shown.
    let mut kinds: HashMap<Kind, (usize, usize)> = HashMap::new();
    // For each message about raw data: the index in `shown` of the diagnostic that stands for it.
    let mut raw: HashMap<&str, usize> = HashMap::new();
    for diagnostic in diagnostics.iter() {
        if repeats == Repeats::Counted {
            let index = shown.len();
            let first = raw.get(diagnostic.message.as_str()).filter(|_| diagnostic.code == Code::RawFallback);
            if let Some(first) = first.and_then(|first| shown.get_mut(*first)) {
                first.hidden_after += 1;
                continue;
            }
            let (count, last) = kinds.entry(kind(diagnostic)).or_insert((0, index));
            *count += 1;
            if *count > SHOWN_PER_KIND {
                raw.insert(&diagnostic.message, *last);
                if let Some(last) = shown.get_mut(*last) {
                    last.hidden_after += 1;
                }
                continue;
            }
            *last = index;
            raw.insert(&diagnostic.message, index);
        }
        shown.push(Selected { diagnostic, hidden_after: 0 });
    }
    shown
}

fn kind(diagnostic: &Diagnostic) -> Kind {
    (diagnostic.code, message_shape(&diagnostic.message))
}

/// Returns the message without words from the document: omits quoted text, and replaces each number by `0`.
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
    fn message_shapes_ignore_quoted_words_and_numbers() {
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
    fn similar_diagnostics_are_counted_after_the_third() {
        let check = |count: usize, repeats: Repeats, expect: &[usize]| {
            let diagnostics = list(numbered(count, |n| format!("`{n}` is wrong")));
            let hidden: Vec<usize> = select(&diagnostics, repeats).iter().map(|shown| shown.hidden_after).collect();
            assert_eq!(hidden, expect, "{count}");
        };
        check(0, Repeats::Counted, &[]);
        check(3, Repeats::Counted, &[0, 0, 0]);
        check(4, Repeats::Counted, &[0, 0, 1]);
        check(44, Repeats::Counted, &[0, 0, 41]);
        check(5, Repeats::Shown, &[0, 0, 0, 0, 0]);
    }

    #[test]
    fn each_kind_is_counted_separately_in_document_order() {
        let first = numbered(5, |n| format!("`{n}` is wrong"));
        let second = numbered(5, |n| format!("`{n}` is missing"));
        let mixed = first.into_iter().zip(second).flat_map(|(first, second)| [first, second]);
        let other = Diagnostic::new(Code::DuplicateKey, &SourceLocation::default(), "`9` is wrong", "");
        let diagnostics = list(mixed.chain([other]));
        let shown: Vec<(&str, usize)> = select(&diagnostics, Repeats::Counted)
            .iter()
            .map(|s| (s.diagnostic.message.as_str(), s.hidden_after))
            .collect();
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

    #[test]
    fn raw_data_is_shown_once_for_each_message() {
        let names = ["xml", "xml", "csv", "xml", "csv", "pdf", "zip", "zip", "tar", "tar"];
        let all = names.iter().enumerate().map(|(index, name)| {
            let place = SourceLocation::default().index(index);
            Diagnostic::new(Code::RawFallback, &place, format!("`{name}` is a string"), "")
        });
        let diagnostics = list(all);
        let shown: Vec<(&str, usize)> = select(&diagnostics, Repeats::Counted)
            .iter()
            .map(|selected| (selected.diagnostic.message.as_str(), selected.hidden_after))
            .collect();
        assert_eq!(shown, [("`xml` is a string", 2), ("`csv` is a string", 1), ("`pdf` is a string", 4)]);
        assert_eq!(select(&diagnostics, Repeats::Shown).len(), names.len());
    }

    #[test]
    fn thousands_of_similar_diagnostics_show_three() {
        let diagnostics = list(numbered(100_000, |n| format!("`{n}` is wrong")));
        assert_eq!(select(&diagnostics, Repeats::Counted).len(), SHOWN_PER_KIND);
    }
}
