//! How the document describes a part: [`PartField`].

use crate::runtime::http::table::{ListFormat, Style};

/// How a member of an object becomes a part. By default, a scalar is text, an object is JSON, and a list is one part per item.
#[derive(Debug, Clone, Copy)]
pub struct PartField {
    pub(super) name: &'static str,
    pub(super) encoding: PartEncoding,
    pub(super) content_type: Option<&'static str>,
    /// The headers that each part has.
    pub(super) headers: &'static [(&'static str, &'static str)],
}

#[derive(Debug, Clone, Copy)]
pub(super) enum PartEncoding {
    /// A scalar is text, an object is JSON, a list is one part per item.
    Value,
    /// Any value is JSON. A list is a single part.
    Json,
    /// Any value is JSON. A list is one part per item.
    JsonItems,
    /// A list is text.
    List(ListFormat),
    /// The value has a style, without percent-encoding.
    Styled { style: Style, explode: bool },
}

impl PartField {
    const fn new(name: &'static str, encoding: PartEncoding, content_type: Option<&'static str>) -> Self {
        Self { name, encoding, content_type, headers: &[] }
    }

    /// A value. A list becomes one part per item.
    #[must_use]
    pub const fn value(name: &'static str) -> Self {
        Self::new(name, PartEncoding::Value, None)
    }

    /// A part of this media type. A list becomes one part per item. For a file, it may be a list or a range of media types.
    #[must_use]
    pub const fn of_type(name: &'static str, content_type: &'static str) -> Self {
        Self::new(name, PartEncoding::Value, Some(content_type))
    }

    /// A JSON part. A list is a single part.
    #[must_use]
    pub const fn json(name: &'static str, content_type: &'static str) -> Self {
        Self::new(name, PartEncoding::Json, Some(content_type))
    }

    /// JSON parts: one for each item of a list.
    #[must_use]
    pub const fn json_items(name: &'static str, content_type: &'static str) -> Self {
        Self::new(name, PartEncoding::JsonItems, Some(content_type))
    }

    /// A list in this format.
    #[must_use]
    pub const fn list(name: &'static str, format: ListFormat) -> Self {
        Self::new(name, PartEncoding::List(format), None)
    }

    /// A value with a style. Each pair of the style is a part.
    #[must_use]
    pub const fn styled(name: &'static str, style: Style, explode: bool) -> Self {
        Self::new(name, PartEncoding::Styled { style, explode }, None)
    }

    /// Adds these headers to each part.
    #[must_use]
    pub const fn headers(mut self, headers: &'static [(&'static str, &'static str)]) -> Self {
        self.headers = headers;
        self
    }
}
