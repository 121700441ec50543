//! Documentation of items: the document's texts, made safe for Rust, and what the schema says besides.
//!
//! Safe means: it cannot end its comment, nothing of it is a doctest, and rustdoc has nothing to warn of.

mod inline;
mod markdown;
mod plain;
#[cfg(test)]
mod tests;

use proc_macro2::TokenStream;
use quote::quote;
use serde_json::Value;

use crate::emit::doc_attributes;
use crate::ir::{Docs, Place};

/// How many examples are shown.
const EXAMPLES: usize = 3;
/// How many lines an example may have.
const EXAMPLE_LINES: usize = 24;
/// How many bytes an example may have.
const EXAMPLE_LEN: usize = 1200;
/// How many characters a value may have to stand in a line of text.
const INLINE_CHARS: usize = 72;

/// The documentation of an item as attributes, with `#[deprecated]`. `subject` stands for what the document does not say.
pub fn attributes(docs: &Docs, subject: &str, place: Option<&Place>) -> TokenStream {
    with_deprecated(docs, &lines(docs, subject, place))
}

/// As [`attributes`], of a member with a default that is not in its documentation.
pub fn member_attributes(docs: &Docs, default: Option<&Value>, subject: &str) -> TokenStream {
    with_deprecated(docs, &lines_with_default(docs, default, subject, None))
}

fn with_deprecated(docs: &Docs, lines: &[String]) -> TokenStream {
    let mut attributes = doc_attributes(lines);
    if docs.deprecated {
        attributes.extend(quote!(#[deprecated]));
    }
    attributes
}

/// A text as documentation attributes, made safe.
pub fn text_attributes(text: &str) -> TokenStream {
    doc_attributes(&safe(text))
}

/// The lines of a text, made safe.
#[must_use]
pub fn safe(text: &str) -> Vec<String> {
    if text.is_empty() { Vec::new() } else { markdown::clean(text) }
}

/// The lines of an item's documentation.
#[must_use]
pub fn lines(docs: &Docs, subject: &str, place: Option<&Place>) -> Vec<String> {
    lines_with_default(docs, docs.default.as_ref(), subject, place)
}

fn lines_with_default(docs: &Docs, default: Option<&Value>, subject: &str, place: Option<&Place>) -> Vec<String> {
    let mut texts: Vec<&str> = Vec::new();
    for text in [&docs.title, &docs.summary, &docs.description].into_iter().flatten() {
        let text = text.trim();
        // What only begins the next text is not said twice.
        if !text.is_empty() && !texts.contains(&text) {
            texts.retain(|before| !text.starts_with(before));
            texts.push(text);
        }
    }
    let mut sections: Vec<Vec<String>> = texts.into_iter().map(safe).filter(|section| !section.is_empty()).collect();
    if sections.is_empty() {
        sections.push(safe(subject));
    }
    sections.push(safe(&docs.constraints.join(" ")));
    sections.extend(default.map(|default| value("Default", default)));
    sections.extend(docs.examples.iter().take(EXAMPLES).map(|example| value("Example", example)));
    sections.extend(place.map(|place| vec![format!("Schema: {}", code_span(&format!("#{}", place.pointer)))]));
    sections.retain(|section| !section.is_empty());
    sections.join(&String::new())
}

/// A code span that holds a text, whatever backticks are in it.
#[must_use]
pub fn code_span(text: &str) -> String {
    // Nearly all are such.
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~') && byte != b'`') && !text.trim().is_empty() {
        return ["`", text, "`"].concat();
    }
    let text = clean_code(text);
    let longest = text.split(|char| char != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') || text.trim().is_empty() { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// A value with a word before it; nothing if it is too long.
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

/// Text for a code span or block, without the characters that cannot stand in a comment.
fn clean_code(text: &str) -> String {
    text.chars().filter(|char| !char.is_control() && !plain::is_directional(*char)).collect()
}
