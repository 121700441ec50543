//! The types of JSON values.

/// The type of a JSON value. Integers are distinguished from other numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum JsonType {
    Null,
    Boolean,
    Integer,
    Number,
    String,
    Array,
    Object,
}

impl JsonType {
    /// All JSON types.
    pub const ALL: [Self; 7] =
        [Self::Null, Self::Boolean, Self::Integer, Self::Number, Self::String, Self::Array, Self::Object];

    /// Returns the plural noun for values of the type, for messages.
    #[must_use]
    pub fn plural(self) -> &'static str {
        match self {
            Self::Null => "nulls",
            Self::Boolean => "booleans",
            Self::Integer => "integers",
            Self::Number => "numbers",
            Self::String => "strings",
            Self::Array => "lists",
            Self::Object => "objects",
        }
    }
}
