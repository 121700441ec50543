//! A response as it came, for errors: status, headers, and a body of limited size.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, StatusCode, header};

/// A response as it came.
#[derive(Clone)]
pub struct RawResponse {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body, as far as it was read.
    pub body: Bytes,
}

/// How much of a body an error shows.
const SNIPPET: usize = 200;

impl RawResponse {
    /// The media type, empty if the response does not say.
    #[must_use]
    pub fn content_type(&self) -> &str {
        self.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// The start of the body as text, control characters escaped.
    #[must_use]
    pub fn snippet(&self) -> String {
        let start = self.body.get(..SNIPPET).unwrap_or(&self.body);
        let text = String::from_utf8_lossy(start);
        let mut shown: String =
            text.chars().flat_map(|c| if c.is_control() { c.escape_default().collect() } else { vec![c] }).collect();
        if start.len() < self.body.len() {
            shown.push('…');
        }
        shown
    }
}

impl fmt::Display for RawResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.status)?;
        match self.content_type() {
            "" => f.write_str(" without a content type")?,
            content_type => write!(f, " ({content_type})")?,
        }
        if self.body.is_empty() { f.write_str(", no body") } else { write!(f, ": {}", self.snippet()) }
    }
}

impl fmt::Debug for RawResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawResponse")
            .field("status", &self.status)
            .field("body", &self.snippet())
            .finish_non_exhaustive()
    }
}
