//! How a list is written as text, for the formats that no [`ParameterStyle`](super::ParameterStyle) has.

/// How a list is written as text. The items of every list in it are joined, except those of a repeated list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListFormat {
    /// Whether each item of the outermost list is sent separately: as a pair of a query or form, or as a part of a multipart body.
    pub repeated: bool,
    /// The delimiters of the lists whose items are joined, outermost first. Lists that are nested deeper become JSON.
    pub delimiters: Vec<Delimiter>,
}

/// The character between the items of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)] // The names are those of the characters.
pub enum Delimiter {
    Comma,
    Space,
    Tab,
    Pipe,
}
