//! Lists in the formats of Swagger 2.0: each list inside a list has a delimiter of its own.

use super::untyped_value::UntypedValue;
use crate::runtime::http::percent::{self, Keep};
use crate::runtime::http::table::{Delimiter, ListFormat};

/// A serializer of lists. Other values are written as plain text.
///
/// In a URL or a form, a comma in an item is percent-encoded, so that it differs from the delimiter. Other characters cannot be told
/// from the delimiter: the delimiter is percent-encoded too. A header has no encoding.
#[derive(Debug, Clone, Copy)]
pub struct ListSerializer {
    /// The format.
    pub format: ListFormat,
    /// The characters that stay unencoded; `None` for no encoding at all (headers and parts).
    pub keep: Option<Keep>,
}

impl ListSerializer {
    /// Returns the separate items of a repeated list, or the single text of any other value. Empty if there is nothing to send.
    #[must_use]
    pub fn texts(&self, value: &UntypedValue) -> Vec<String> {
        match value {
            UntypedValue::List(items) if self.format.repeated => {
                items.iter().filter_map(|item| self.item(item, self.format.delimiters)).collect()
            }
            other => self.single(other).into_iter().collect(),
        }
    }

    /// Returns the text of a value, or `None` if there is nothing to send.
    #[must_use]
    pub fn single(&self, value: &UntypedValue) -> Option<String> {
        self.joined(value, self.format.delimiters)
    }

    fn joined(&self, value: &UntypedValue, delimiters: &[Delimiter]) -> Option<String> {
        let items = match value {
            UntypedValue::Text(text) | UntypedValue::Json(text) => {
                return Some(self.keep.map_or_else(|| text.clone(), |keep| percent::encode(text, keep)));
            }
            UntypedValue::List(items) => items,
            UntypedValue::Absent | UntypedValue::Object(_) => return None,
        };
        let (delimiter, inner) = delimiters.split_first().unwrap_or((&Delimiter::Comma, &[]));
        let texts: Vec<String> = items.iter().filter_map(|item| self.item(item, inner)).collect();
        if texts.is_empty() {
            return None;
        }
        Some(match self.keep {
            Some(_) => texts.join(delimiter.encoded()),
            None => texts.join(delimiter.character().encode_utf8(&mut [0; 4])),
        })
    }

    /// Returns the text of an item. An empty list inside a list is an empty text, so that the number of items does not change.
    fn item(&self, item: &UntypedValue, delimiters: &[Delimiter]) -> Option<String> {
        match item {
            UntypedValue::List(_) => Some(self.joined(item, delimiters).unwrap_or_default()),
            UntypedValue::Absent | UntypedValue::Text(_) | UntypedValue::Json(_) | UntypedValue::Object(_) => {
                self.joined(item, delimiters)
            }
        }
    }
}
