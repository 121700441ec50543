//! Errors in `oasmith.toml`: the location, the key, what is wrong, and the allowed values.

use std::fmt;

use super::Invalid;
use super::positions::{self, Key, SettingPosition};
use crate::merge_conflict;

/// An error in `oasmith.toml` with its location.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingsError {
    /// The location.
    pub position: SettingPosition,
    /// The path of the key: `api.shop.split`. Empty at the top level, and if the text is not TOML.
    pub key: String,
    /// What is wrong. Contains the key.
    pub message: String,
    /// What to write instead. Empty if the message contains it.
    pub remedy: String,
}

impl SettingsError {
    pub(super) fn from_toml(text: &str, error: &toml::de::Error) -> Self {
        if let Some(line) = merge_conflict::find(text) {
            let start = text.split_inclusive('\n').take(line - 1).map(str::len).sum();
            let width = text.lines().nth(line - 1).unwrap_or_default().len();
            return Self {
                position: SettingPosition::of(text, start..start + width),
                key: String::new(),
                message: merge_conflict::MESSAGE.to_owned(),
                remedy: merge_conflict::REMEDY.to_owned(),
            };
        }
        let span = error.span().unwrap_or_default();
        let Key { path: key, is_item } = positions::key_at(text, span.start).unwrap_or_default();
        let Invalid { message, remedy } = Invalid::of_text(error.message());
        let (message, remedy) = match remedy.as_str() {
            "" => described(&key, is_item, &message),
            _ => (in_key(&key, &message), remedy),
        };
        Self { position: SettingPosition::of(text, span), key, message, remedy }
    }

    /// Creates an error about values that conflict. Its location is the last quoted string that equals `word`.
    pub(super) fn at_last(text: &str, word: &str, message: String, remedy: &str) -> Self {
        let quoted_words = [format!("\"{word}\""), format!("'{word}'")];
        let start = quoted_words.iter().filter_map(|quoted| text.rfind(quoted)).max().map_or(0, |quote| quote + 1);
        let key = positions::key_at(text, start).unwrap_or_default().path;
        let position = SettingPosition::of(text, start..start + word.len());
        Self { position, key, message, remedy: remedy.to_owned() }
    }
}

/// Returns message and remedy for an error of serde or of the TOML parser.
fn described(key: &str, is_item: bool, message: &str) -> (String, String) {
    let (table, has) = match key {
        "" => ("the settings".to_owned(), "have"),
        key => (format!("`[{key}]`"), "has"),
    };
    if let Some((name, expected)) = message.strip_prefix("unknown field ").and_then(|rest| rest.split_once(", ")) {
        let message = format!("{table} {has} no key {name}");
        return (message, keys_remedy(name.trim_matches('`'), expected));
    }
    if let Some(name) = message.strip_prefix("missing field ") {
        return (format!("{table} lacks the key {name}"), format!("add {name}"));
    }
    if let Some((found, expected)) =
        message.strip_prefix("invalid type: ").and_then(|rest| rest.split_once(", expected "))
    {
        let subject = match (key, is_item) {
            ("", _) => "the value".to_owned(),
            (key, false) => format!("`{key}`"),
            (key, true) => format!("an item of `{key}`"),
        };
        return (format!("{subject} is {}", found_value(found)), format!("write {}", expected_value(expected)));
    }
    (in_key(key, message), String::new())
}

/// Adds the key in front of a message that does not contain it.
fn in_key(key: &str, message: &str) -> String {
    let message = message.trim_end();
    if key.is_empty() { message.to_owned() } else { format!("`{key}`: {message}") }
}

/// Returns the keys of a table, the most similar one first.
fn keys_remedy(name: &str, expected: &str) -> String {
    let keys: Vec<&str> = expected.split('`').skip(1).step_by(2).collect();
    let list = keys.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", ");
    let list = if keys.len() == 1 { format!("the key is {list}") } else { format!("the keys are {list}") };
    match similar::get_close_matches(name, &keys, 1, 0.6).first() {
        Some(near) if keys.len() > 1 => format!("did you mean `{near}`? {}{}", list[..1].to_uppercase(), &list[1..]),
        _ => list,
    }
}

/// Translates serde's description of a value: "integer `1`", "map".
fn found_value(found: &str) -> String {
    let (kind, value) = found.split_once(' ').unwrap_or((found, ""));
    match (kind, value) {
        ("map", _) => "a table".to_owned(),
        ("sequence", _) => "an array".to_owned(),
        ("integer", value) => format!("the integer {value}"),
        ("boolean", value) => format!("the boolean {value}"),
        ("string", value) => format!("the string {value}"),
        ("floating", value) => format!("the number {}", value.trim_start_matches("point ")),
        _ => found.to_owned(),
    }
}

/// Translates serde's description of a type: "a sequence", "struct Selection".
fn expected_value(expected: &str) -> String {
    match expected {
        "a sequence" => "an array".to_owned(),
        "a map" => "a table".to_owned(),
        "a boolean" => "`true` or `false`".to_owned(),
        other if other.starts_with("struct ") => "a table".to_owned(),
        other => other.to_owned(),
    }
}

impl fmt::Display for SettingsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}: {}", self.position.line, self.position.column, self.message)?;
        if self.remedy.is_empty() { Ok(()) } else { write!(f, "; {}", self.remedy) }
    }
}

impl std::error::Error for SettingsError {}
