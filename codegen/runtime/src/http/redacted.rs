//! Redacted headers and URLs for `Debug` and `Display`: enough for diagnosis, without anything that may be secret.

use std::fmt;

use http::HeaderMap;
use http::header::{self, HeaderName};

use super::url::origin;

/// Response headers: all names, but only the values of [`PLAIN`] headers.
pub(super) struct RedactedHeaders<'a>(pub(super) &'a HeaderMap);

/// The headers whose values are shown. Any other header may hold a secret: a cookie, a token, a signed URL.
const PLAIN: [HeaderName; 10] = [
    header::ALLOW,
    header::CACHE_CONTROL,
    header::CONTENT_ENCODING,
    header::CONTENT_LANGUAGE,
    header::CONTENT_LENGTH,
    header::CONTENT_TYPE,
    header::DATE,
    header::RETRY_AFTER,
    header::TRANSFER_ENCODING,
    header::VARY,
];

impl fmt::Debug for RedactedHeaders<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut map = f.debug_map();
        for (name, value) in self.0 {
            map.key(&name.as_str());
            if PLAIN.contains(name) {
                map.value(value)
            } else {
                map.value(&format_args!("…"))
            };
        }
        map.finish()
    }
}

/// A URL without its path and query, which may be secret.
pub(super) struct RedactedUrl<'a>(pub(super) &'a str);

impl fmt::Debug for RedactedUrl<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match origin(self.0) {
            Some(origin) => f.write_str(&origin.ascii_serialization()),
            None => f.write_str("…"),
        }
    }
}
