//! Finds the key of a position in the text of an `oasmith.toml`, and the position of a key.
//!
//! The settings carry no positions, because few of them are ever reported. The text is parsed again to report one.

use std::ops::Range;
use std::sync::Arc;

use toml::de::{DeTable, DeValue};

/// The file that contains the settings of an API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingsSource {
    /// The path of the file.
    pub path: String,
    /// The text of the file.
    pub text: Arc<str>,
    /// The name of the API.
    pub api: String,
}

/// A position in the text of the settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingPosition {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// The number of characters to underline.
    pub width: usize,
    /// The text of the line.
    pub text: String,
}

impl SettingsSource {
    /// Returns the position of a key in the API's table, or of a string in its value. `None` if the text does not contain the key.
    #[must_use]
    pub fn position(&self, path: &[String], string: Option<&str>) -> Option<SettingPosition> {
        let whole: Vec<&str> = ["api", &self.api].into_iter().chain(path.iter().map(String::as_str)).collect();
        let span = span_of(&self.text, &whole, string)?;
        Some(SettingPosition::of(&self.text, span))
    }
}

impl SettingPosition {
    /// Returns the position of a span of bytes in the text.
    pub(super) fn of(text: &str, span: Range<usize>) -> Self {
        let before = text.get(..span.start).unwrap_or(text);
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        let line = text.get(start..).unwrap_or_default().lines().next().unwrap_or_default();
        let underlined = text.get(span).unwrap_or_default().lines().next().unwrap_or_default();
        Self {
            line: before.matches('\n').count() + 1,
            column: before.get(start..).unwrap_or_default().chars().count() + 1,
            width: underlined.chars().count().max(1),
            text: line.to_owned(),
        }
    }
}

/// The key that a position belongs to.
#[derive(Debug, Default)]
pub(super) struct Key {
    /// The path: `api.shop.split`.
    pub(super) path: String,
    /// Whether the position is that of an item of the key's array.
    pub(super) is_item: bool,
}

/// Returns the key whose name or value contains a position. For the name of a key, this is its table.
pub(super) fn key_at(text: &str, at: usize) -> Option<Key> {
    let table = DeTable::parse(text).ok()?;
    let (mut path, mut is_item) = (Vec::new(), false);
    find(table.get_ref(), at, &mut path, &mut is_item).then(|| Key { path: join(&path), is_item })
}

fn find(table: &DeTable<'_>, at: usize, path: &mut Vec<String>, is_item: &mut bool) -> bool {
    for (key, value) in table {
        if key.span().contains(&at) {
            return true;
        }
        path.push(key.get_ref().to_string());
        let is_inside = match value.get_ref() {
            DeValue::Table(inner) => find(inner, at, path, is_item) || starts_at(&value.span(), at),
            DeValue::Array(items) => {
                *is_item = items.iter().any(|item| item.span().contains(&at));
                value.span().contains(&at)
            }
            _ => value.span().contains(&at),
        };
        if is_inside {
            return true;
        }
        path.pop();
    }
    false
}

/// A missing key is reported at the header of its table, or at its opening brace.
fn starts_at(span: &Range<usize>, at: usize) -> bool {
    span.start == at && !span.is_empty()
}

/// Returns the span of a key, or of a string in its value. `None` if the text does not contain it.
fn span_of(text: &str, path: &[&str], string: Option<&str>) -> Option<Range<usize>> {
    let document = DeTable::parse(text).ok()?;
    let (last, parents) = path.split_last()?;
    let mut table = document.get_ref();
    for name in parents {
        table = match entry(table, name)?.1 {
            DeValue::Table(inner) => inner,
            _ => return None,
        };
    }
    let (span, value) = entry(table, last)?;
    match string {
        None => Some(span),
        Some(string) => string_in(value, string).or(Some(span)),
    }
}

fn entry<'t, 'i>(table: &'t DeTable<'i>, name: &str) -> Option<(Range<usize>, &'t DeValue<'i>)> {
    let (key, value) = table.iter().find(|(key, _)| key.get_ref() == name)?;
    Some((key.span(), value.get_ref()))
}

fn string_in(value: &DeValue<'_>, string: &str) -> Option<Range<usize>> {
    match value {
        DeValue::Array(items) => items.iter().find_map(|item| match item.get_ref() {
            DeValue::String(text) if text == string => Some(item.span()),
            other => string_in(other, string),
        }),
        DeValue::Table(table) => table.values().find_map(|value| match value.get_ref() {
            DeValue::String(text) if text == string => Some(value.span()),
            other => string_in(other, string),
        }),
        _ => None,
    }
}

/// Returns a path as it is written in TOML: keys with other characters are quoted.
pub(super) fn join(path: &[String]) -> String {
    let is_bare = |key: &str| !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-');
    let keys = path.iter().map(|key| if is_bare(key) { key.clone() } else { format!("{key:?}") });
    keys.collect::<Vec<_>>().join(".")
}
