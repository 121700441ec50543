//! An undecoded response, for errors: status, headers, and a body of limited size.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, StatusCode, header};

use super::charset;
use super::redacted::RedactedHeaders;

/// An undecoded response. `Debug` and `Display` show the start of the body only for error statuses (4xx, 5xx). Any other body is the data
/// that the user requested, which may be secret.
#[derive(Clone)]
pub struct RawResponse {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The part of the body that was read.
    pub body: Bytes,
    pub(super) is_truncated: bool,
}

/// The number of body bytes that an error shows.
const SNIPPET_LENGTH: usize = 200;

impl RawResponse {
    /// Returns the `Content-Type` header, or an empty string if it is missing.
    #[must_use]
    pub fn content_type(&self) -> &str {
        content_type(&self.headers)
    }

    /// Returns whether `body` is only the start of the body, because the rest exceeds a limit of the client or did not arrive.
    #[must_use]
    pub fn is_truncated(&self) -> bool {
        self.is_truncated
    }

    /// Returns whether the status is an error (4xx, 5xx).
    pub(super) fn is_failure(&self) -> bool {
        self.status.is_client_error() || self.status.is_server_error()
    }

    /// Returns the start of the body as text, in the encoding that the content type declares (`charset`). Bytes that are not valid in it are
    /// replaced by U+FFFD. Characters that control a terminal or the direction of text are escaped.
    #[must_use]
    pub fn snippet(&self) -> String {
        let start = self.body.get(..SNIPPET_LENGTH).unwrap_or(&self.body);
        let text = charset::text_of_start(self.content_type(), start, start.len() < self.body.len());
        let mut snippet = String::with_capacity(text.len());
        push_escaped(&mut snippet, text.chars());
        if start.len() < self.body.len() {
            snippet.push('…');
        }
        snippet
    }
}

impl fmt::Display for RawResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.status)?;
        match self.content_type() {
            "" => f.write_str(" without a content type")?,
            content_type => write!(f, " ({content_type})")?,
        }
        // The transport removes this header when it decodes the body.
        if let Some(encoding) = self.headers.get(header::CONTENT_ENCODING).filter(|encoding| *encoding != "identity") {
            f.write_str(", content encoding `")?;
            let mut shown = String::new();
            push_escaped(&mut shown, String::from_utf8_lossy(encoding.as_bytes()).chars().take(SNIPPET_LENGTH));
            write!(f, "{shown}`")?;
        }
        match self.body.len() {
            0 if !self.is_truncated => f.write_str(", no body"),
            _ if self.is_failure() && !self.is_truncated => write!(f, ": {}", self.snippet()),
            length if self.is_failure() => {
                write!(f, ": {} (the first {length} bytes; the body is incomplete)", self.snippet())
            }
            length if self.is_truncated => write!(f, ", the first {length} bytes; the body is incomplete"),
            length => write!(f, ", {length} bytes"),
        }
    }
}

impl fmt::Debug for RawResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut output = f.debug_struct("RawResponse");
        output.field("status", &self.status).field("headers", &RedactedHeaders(&self.headers));
        output.field("is_truncated", &self.is_truncated);
        if self.is_failure() {
            output.field("body", &self.snippet()).finish()
        } else {
            output.field("body", &format_args!("{} bytes", self.body.len())).finish()
        }
    }
}

/// Returns the header `Content-Type`, or an empty string if it is missing or not ASCII.
pub(super) fn content_type(headers: &HeaderMap) -> &str {
    headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

/// Appends text of a response for a message. Characters that control a terminal, or that are invisible and change how the text around them is
/// shown, are escaped.
pub(super) fn push_escaped(shown: &mut String, text: impl Iterator<Item = char>) {
    for c in text {
        let is_invisible =
            matches!(c, '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}');
        if c.is_control() || is_invisible {
            shown.extend(c.escape_default());
        } else {
            shown.push(c);
        }
    }
}
