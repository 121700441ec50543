//! Enumerations and their values.

use serde_json::Value;

use super::Docs;

/// An enumeration: a set of values (`enum`, `const`).
#[derive(Debug, Clone)]
pub struct Enumeration {
    /// The type of the values.
    pub base: EnumBase,
    /// The values, in order, without null and duplicates.
    pub values: Vec<EnumValue>,
    /// Whether the enum also accepts values that are not listed. A `const` is never open.
    pub open: bool,
    /// Whether the document allows every other string, as `anyOf: [{enum: […]}, {type: string}]` does. Only if `open`.
    pub allows_others: bool,
}

/// The type of an enumeration's values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EnumBase {
    /// Strings.
    String,
    /// Integers within `i64`.
    Integer,
    /// Integers, some of which `serde_json::Value` cannot hold.
    BigInteger,
    /// Any other values: numbers, booleans, objects, or different types. They are compared as JSON.
    Json,
}

/// A value of an enumeration.
#[derive(Debug, Clone)]
pub struct EnumValue {
    /// The JSON value.
    pub value: Value,
    /// The text of a number that `value` holds with fewer digits.
    pub digits: Option<String>,
    /// The name in the document (`x-enum-varnames` or `title`), if any.
    pub name: Option<String>,
    /// The documentation.
    pub docs: Docs,
}

impl EnumValue {
    /// Returns the value as JSON text, with all digits.
    #[must_use]
    pub fn json(&self) -> String {
        self.digits.clone().unwrap_or_else(|| self.value.to_string())
    }

    /// Returns the text of a string, or any other value as [`Self::json`].
    #[must_use]
    pub fn text(&self) -> String {
        self.value.as_str().map_or_else(|| self.json(), str::to_owned)
    }
}
