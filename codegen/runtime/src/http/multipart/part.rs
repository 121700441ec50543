//! A value with the headers of its part: [`Part`].

/// A value of a multipart body, with headers of its own. The document says which headers the part may have (`encoding.headers`).
///
/// ```
/// # use oasmith_runtime::http::Part;
/// let note = Part::new("text".to_owned()).header("X-Language", "en");
/// let bare: Part<String> = "text".to_owned().into();
/// ```
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Part<T> {
    /// The value.
    pub value: T,
    headers: Vec<(String, String)>,
}

impl<T> Part<T> {
    /// Creates a part without headers.
    pub fn new(value: T) -> Self {
        Self { value, headers: Vec::new() }
    }

    /// Adds a header. A value that cannot be sent is an error of the call.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Returns the value and the headers.
    #[doc(hidden)]
    pub fn into_value_and_headers(self) -> (T, Vec<(String, String)>) {
        (self.value, self.headers)
    }
}

impl<T> From<T> for Part<T> {
    fn from(value: T) -> Self {
        Self::new(value)
    }
}
