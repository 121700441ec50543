//! How a list is written as text: the formats of Swagger 2.0 (`collectionFormat`) that no style has.

/// How a list is written as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListFormat {
    /// Whether each item of the outermost list is sent separately.
    pub repeated: bool,
    /// The delimiters of the lists whose items are joined, outermost first. Lists that are nested deeper become JSON.
    pub delimiters: &'static [Delimiter],
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

impl ListFormat {
    /// A list whose items are joined. The delimiters are those of the list and of the lists inside it, outermost first.
    #[must_use]
    pub const fn joined(delimiters: &'static [Delimiter]) -> Self {
        Self { repeated: false, delimiters }
    }

    /// A list whose items are sent separately. The delimiters are those of the lists inside it, outermost first.
    #[must_use]
    pub const fn repeated(delimiters: &'static [Delimiter]) -> Self {
        Self { repeated: true, delimiters }
    }

    /// Returns how many levels of lists the format has.
    pub(in crate::runtime::http) fn depth(&self) -> usize {
        self.delimiters.len() + usize::from(self.repeated)
    }
}

impl Delimiter {
    /// Returns the character.
    #[must_use]
    pub const fn character(self) -> char {
        match self {
            Self::Comma => ',',
            Self::Space => ' ',
            Self::Tab => '\t',
            Self::Pipe => '|',
        }
    }

    /// Returns the delimiter as it is written in a URL or a form, where only a comma is allowed unencoded.
    #[must_use]
    pub const fn encoded(self) -> &'static str {
        match self {
            Self::Comma => ",",
            Self::Space => "%20",
            Self::Tab => "%09",
            Self::Pipe => "%7C",
        }
    }
}
