//! Lines: blank ones between items and members, and those of documentation.

use proc_macro2::Delimiter;

use crate::emit::LINE_END;
use crate::emit::tree::{Cursor, Tree};

/// Items of a kind that stand together without blank lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Group {
    /// `use …;`
    Use,
    /// `pub use …;`
    PublicUse,
    /// `mod a;` without docs
    Module,
    /// All else: always parted.
    Other,
}

impl Group {
    /// The group of an item, by its first words.
    pub(super) fn of(item: &[Tree]) -> Self {
        let mut from = Cursor::new(item);
        let public = from.word("pub");
        if public {
            let _ = from.group(Delimiter::Parenthesis);
        }
        match from.ident() {
            Some(word) if word == "use" && public => Self::PublicUse,
            Some(word) if word == "use" => Self::Use,
            Some(word) if word == "mod" && item.last().is_some_and(|last| last.is(';')) => Self::Module,
            _ => Self::Other,
        }
    }
}

/// Whether a blank line stands between two items.
pub(super) fn parted(before: Group, after: Group) -> bool {
    before != after || after == Group::Other
}

/// Puts a blank line between the members of a printed `impl` or `trait`.
pub(super) fn between_members(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 64);
    let mut ended = false;
    for line in text.lines() {
        let inner = line.strip_prefix("    ").filter(|rest| !rest.starts_with(' '));
        if ended && inner.is_some() {
            out.push('\n');
        }
        ended = inner.is_some_and(|rest| rest.ends_with([';', '}']) && !rest.starts_with("//"));
        out.push_str(line);
        out.push('\n');
    }
    out
}

/// Gives each line of documentation its comment sign: several stand in one attribute, see [`LINE_END`].
pub(super) fn document_lines(text: String) -> String {
    if !text.contains(LINE_END) {
        return text;
    }
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    for line in text.lines() {
        let (sign, mut rest) = line.split_at(line.find("///").map_or(0, |at| at + 3));
        while let Some((doc, after)) = rest.split_once(LINE_END) {
            out.extend([sign, doc.trim_end_matches(' '), "\n"]);
            rest = after;
        }
        out.extend([sign, rest, "\n"]);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::between_members;

    #[test]
    fn members_are_parted_and_documentation_is_not() {
        let text = "impl A {\n    const B: u8 = 1;\n    /// At `/{c}`: {c}\n    /// d;\n    fn c() {\n        e();\n    }\n    fn f() {}\n}\n";
        let expect = "impl A {\n    const B: u8 = 1;\n\n    /// At `/{c}`: {c}\n    /// d;\n    fn c() {\n        e();\n    }\n\n    fn f() {}\n}\n";
        assert_eq!(between_members(text), expect);
    }
}
