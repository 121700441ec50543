//! How a list is written as text, for the formats that no style of OpenAPI 3 has.

/// How a list is written as text (`collectionFormat` of Swagger 2.0).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListFormat {
    /// Whether each item of the outermost list is sent separately (`multi`).
    pub repeated: bool,
    /// The delimiters of the lists whose items are joined, outermost first. Not empty.
    pub delimiters: Vec<Delimiter>,
}

/// The character between the items of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delimiter {
    /// `csv`: a comma.
    Comma,
    /// `ssv`: a space.
    Space,
    /// `tsv`: a tab.
    Tab,
    /// `pipes`: `|`.
    Pipe,
}
