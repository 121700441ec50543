//! A response as it came, for errors: status, headers, and a body of limited size.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, StatusCode, header};

use super::shown::ShownHeaders;

/// A response as it came. `Debug` and `Display` show the start of the body only if the response tells of a failure (4xx, 5xx): any other
/// body is what the user asked for, which may be a secret.
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

    fn is_failure(&self) -> bool {
        self.status.is_client_error() || self.status.is_server_error()
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
        match self.body.len() {
            0 => f.write_str(", no body"),
            _ if self.is_failure() => write!(f, ": {}", self.snippet()),
            length => write!(f, ", {length} bytes"),
        }
    }
}

impl fmt::Debug for RawResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("RawResponse");
        shown.field("status", &self.status).field("headers", &ShownHeaders(&self.headers));
        if self.is_failure() {
            shown.field("body", &self.snippet()).finish()
        } else {
            shown.field("body", &format_args!("{} bytes", self.body.len())).finish()
        }
    }
}
