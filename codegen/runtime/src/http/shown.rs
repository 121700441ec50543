//! What `Debug` and `Display` show of responses and URLs: enough to tell what happened, nothing that could be a secret.

use std::fmt;

use http::HeaderMap;
use http::header::{self, HeaderName};

use super::url::origin;

/// The headers of a response: their names, and the values of those that describe the message and nothing else.
pub(super) struct ShownHeaders<'a>(pub(super) &'a HeaderMap);

/// The headers whose values are shown. Any other one may hold a secret: cookies, tokens, signed URLs.
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

impl fmt::Debug for ShownHeaders<'_> {
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

/// A URL without what may be a secret in it: its path and query.
pub(super) struct ShownUrl<'a>(pub(super) &'a str);

impl fmt::Debug for ShownUrl<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match origin(self.0) {
            Some(origin) => f.write_str(&origin.ascii_serialization()),
            None => f.write_str("…"),
        }
    }
}
