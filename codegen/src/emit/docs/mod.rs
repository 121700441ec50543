//! Documentation of all items: the descriptions from the document, made safe for Rust, and the constraints, defaults and examples
//! of the schema.
//!
//! Safe means: a text cannot end its comment, does not contain a doctest, and causes no warning of rustdoc.

mod constraints;
mod inline;
mod markdown;
mod preprocess;
mod subject;
#[cfg(test)]
mod tests;

use proc_macro2::TokenStream;
use quote::quote;
use serde_json::Value;

pub(super) use self::subject::Subjects;
use crate::ir::{Deprecation, Docs, SourceLocation};

/// Maximum number of examples of an item.
const EXAMPLES: usize = 3;
/// Maximum number of lines of an example. Longer ones are left out.
const EXAMPLE_LINES: usize = 24;
/// Maximum size of an example in bytes. Larger ones are left out.
const EXAMPLE_LEN: usize = 1200;
/// Maximum number of characters of a value that is written on one line.
const INLINE_CHARS: usize = 72;

/// Maximum number of characters in the note of a deprecated item.
const NOTE_CHARS: usize = 400;

/// Maximum number of characters in a table cell.
const CELL_CHARS: usize = 160;

/// Returns the attributes for lines that are already safe as Markdown. Returns no tokens for no lines. All documentation becomes a comment
/// here, so that no line can contain a character that ends the comment or that rustc rejects in one.
pub fn comment<L: AsRef<str>>(lines: impl IntoIterator<Item = L>) -> TokenStream {
    let lines = lines.into_iter().map(|line| match line.as_ref() {
        "" => String::new(),
        line if line.bytes().all(|byte| matches!(byte, b' '..=b'~')) => [" ", line].concat(),
        line => [" ", &clean_code(line)].concat(),
    });
    quote!(#(#[doc = #lines])*)
}

/// Returns the documentation of an item, with `#[deprecated]`. `subject` is used if the document has no description.
pub fn attributes(docs: &Docs, subject: &str, place: Option<&SourceLocation>) -> TokenStream {
    with_deprecated(docs, comment(lines(docs, subject, place)))
}

/// Like [`attributes`], for a member whose default is not in its documentation.
pub fn member_attributes(docs: &Docs, default: Option<&Value>, subject: &str) -> TokenStream {
    with_deprecated(docs, comment(lines_with_default(docs, default, subject, None)))
}

/// Adds `#[deprecated]` if the item is deprecated.
pub(super) fn with_deprecated(docs: &Docs, mut attributes: TokenStream) -> TokenStream {
    if let Some(Deprecation { note }) = &docs.deprecated {
        attributes.extend(match note.as_deref().and_then(line) {
            Some(note) => quote!(#[deprecated(note = #note)]),
            None => quote!(#[deprecated]),
        });
    }
    attributes
}

/// Returns the lines of a text, made safe.
#[must_use]
pub fn safe(text: &str) -> Vec<String> {
    if text.is_empty() { Vec::new() } else { markdown::clean(text) }
}

/// Returns the lines of an optional text, made safe.
pub(super) fn safe_option(text: Option<&String>) -> Vec<String> {
    text.map(|text| safe(text.trim())).unwrap_or_default()
}

/// Returns a list item with the first paragraph of a text, or with the label alone if the text is empty.
pub(super) fn bullet(label: &str, text: Option<&String>) -> Vec<String> {
    match text.and_then(|text| markdown::first_paragraph(text)) {
        None => vec![format!("- {label}")],
        Some(paragraph) => safe(&format!("- {label}: {paragraph}")),
    }
}

/// Returns the first paragraph of a text on one line, made safe. `None` if the text is empty.
fn line(text: &str) -> Option<String> {
    let paragraph = markdown::first_paragraph(text)?;
    let line = paragraph.trim_start_matches(['#', ' ']);
    let clean = if line.chars().count() > NOTE_CHARS {
        let short: String = line.chars().take(NOTE_CHARS).collect();
        inline::clean(&format!("{}…", short.trim_end()))
    } else {
        inline::clean(line)
    };
    (!clean.is_empty()).then_some(clean)
}

/// Returns the first paragraph of a text for a line, a heading or a table cell. Contains no pipes that would end the cell.
pub(super) fn cell(text: &str) -> String {
    let paragraph = markdown::first_paragraph(text).unwrap_or_default();
    let line = paragraph.trim_start_matches(['#', ' ']);
    let clean = if line.chars().count() > CELL_CHARS {
        let short: String = line.chars().take(CELL_CHARS).collect();
        inline::clean(&format!("{}…", short.trim_end()))
    } else {
        inline::clean(line)
    };
    escape_pipes(&clean)
}

/// Returns a text as a code span in a table cell.
pub(super) fn code_cell(text: &str) -> String {
    if text.contains('|') { escape_pipes(&code_span(&text.replace('\\', ""))) } else { code_span(text) }
}

fn escape_pipes(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut after_backslash = false;
    for char in text.chars() {
        if char == '|' && !after_backslash {
            escaped.push('\\');
        }
        after_backslash = char == '\\' && !after_backslash;
        escaped.push(char);
    }
    escaped
}

/// Wraps a text of oasmith's own, which may contain links.
pub(super) fn paragraph(text: &str) -> Vec<String> {
    markdown::wrapped(text)
}

/// Whether a document describes the item by a text of its own.
pub(super) fn has_text(docs: &Docs) -> bool {
    [&docs.title, &docs.summary, &docs.description].into_iter().flatten().any(|text| !text.trim().is_empty())
}

/// Returns documentation after a label. The label is on the first line, unless that starts a list or another block.
pub(super) fn labelled(label: &str, mut lines: Vec<String>) -> Vec<String> {
    match lines.first_mut() {
        Some(first) if !markdown::starts_block(first.split(' ').next().unwrap_or_default()) => {
            first.insert_str(0, &format!("{label}: "));
            lines
        }
        _ => sections([vec![format!("{label}:")], lines]),
    }
}

/// Returns a link to more documentation.
pub(super) fn link(url: &str) -> String {
    let ends_link = |char: &char| matches!(char, '<' | '>') || char.is_whitespace();
    format!("<{}>", clean_code(url).chars().filter(|char| !ends_link(char)).collect::<String>())
}

/// Joins the sections that are not empty, with a blank line between them.
pub(super) fn sections(sections: impl IntoIterator<Item = Vec<String>>) -> Vec<String> {
    let sections: Vec<Vec<String>> = sections.into_iter().filter(|section| !section.is_empty()).collect();
    sections.join(&String::new())
}

/// Returns the lines of an item's documentation.
#[must_use]
pub fn lines(docs: &Docs, subject: &str, place: Option<&SourceLocation>) -> Vec<String> {
    lines_with_default(docs, docs.default.as_ref(), subject, place)
}

/// Returns the lines of a type's documentation. `subject` is called if the document has no description.
pub(super) fn type_lines(
    docs: &Docs,
    subject: impl FnOnce() -> String,
    aliases: Option<&str>,
    place: &str,
) -> Vec<String> {
    let subject = if has_text(docs) { Vec::new() } else { paragraph(&subject()) };
    let pointer = format!("Schema: {}", code_span(place));
    sections([subject, lines(docs, "", None), aliases.into_iter().map(str::to_owned).collect(), vec![pointer]])
}

fn lines_with_default(
    docs: &Docs,
    default: Option<&Value>,
    subject: &str,
    place: Option<&SourceLocation>,
) -> Vec<String> {
    let mut texts: Vec<&str> = Vec::new();
    for text in [&docs.title, &docs.summary, &docs.description].into_iter().flatten() {
        let text = text.trim();
        // A text that is the beginning of the next text is left out.
        if !text.is_empty() && !texts.contains(&text) {
            texts.retain(|before| !text.starts_with(before));
            texts.push(text);
        }
    }
    let mut parts: Vec<Vec<String>> = texts.into_iter().map(safe).filter(|part| !part.is_empty()).collect();
    if parts.is_empty() {
        parts.push(safe(subject));
    }
    parts.push(safe(&constraints::sentences(&docs.constraints).join(" ")));
    parts.extend(default.map(|default| value("Default", default)));
    parts.extend(docs.examples.iter().take(EXAMPLES).map(|example| value("Example", example)));
    parts.extend(place.map(|place| vec![format!("Schema: {}", code_span(&format!("#{}", place.pointer)))]));
    sections(parts)
}

/// Returns a text as a code span. The text may contain backticks.
#[must_use]
pub fn code_span(text: &str) -> String {
    // Fast path for nearly all texts.
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~') && byte != b'`') && !text.trim().is_empty() {
        return ["`", text, "`"].concat();
    }
    let text = clean_code(text);
    let longest = text.split(|char| char != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') || text.trim().is_empty() { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// Returns a value after a word. Returns no lines if the value is too long.
fn value(word: &str, value: &Value) -> Vec<String> {
    let short = value.to_string();
    if short.chars().count() <= INLINE_CHARS {
        return vec![format!("{word}: {}", code_span(&short))];
    }
    let long = serde_json::to_string_pretty(value).unwrap_or(short);
    if long.len() > EXAMPLE_LEN || long.lines().count() > EXAMPLE_LINES {
        return Vec::new();
    }
    let code = long.lines().map(|line| clean_code(line).replace("```", "'''"));
    [format!("{word}:"), String::new(), "```json".to_owned()]
        .into_iter()
        .chain(code)
        .chain(["```".to_owned()])
        .collect()
}

/// Removes the characters that are not allowed in a comment from the text of a code span or block.
fn clean_code(text: &str) -> String {
    text.chars().filter(|char| !char.is_control() && !preprocess::is_directional(*char)).collect()
}
