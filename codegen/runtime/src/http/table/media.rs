//! Which documented media type the body of a response has.

use super::Media;
use crate::runtime::http::media_type::{self, essence};

impl Media {
    /// A body that is buffered in memory.
    #[must_use]
    pub const fn held(name: &'static str) -> Self {
        Self { name, also: &[], streamed: false }
    }

    /// A body that is streamed.
    #[must_use]
    pub const fn streamed(name: &'static str) -> Self {
        Self { name, also: &[], streamed: true }
    }

    /// Adds further media types of the same body.
    #[must_use]
    pub const fn also(mut self, names: &'static [&'static str]) -> Self {
        self.also = names;
        self
    }

    /// Returns all media types and media ranges of the body.
    pub fn names(&self) -> impl Iterator<Item = &'static str> + use<> {
        std::iter::once(self.name).chain(self.also.iter().copied())
    }

    /// Returns how closely this matches a `Content-Type`: 3 exact, 2 range or family (`application/*`, `+json`), 1 `*/*`, 0 no match.
    #[must_use]
    pub fn fit(&self, content_type: &str) -> u8 {
        let received = essence(content_type);
        self.names().map(|name| fit(essence(name), received)).max().unwrap_or_default()
    }
}

fn fit(documented: &str, received: &str) -> u8 {
    if documented.eq_ignore_ascii_case(received) {
        return 3;
    }
    let in_range = documented.strip_suffix('*').is_some_and(|range| {
        range.ends_with('/') && received.get(..range.len()).is_some_and(|start| start.eq_ignore_ascii_case(range))
    });
    let same_family =
        || media_type::family(documented).is_some_and(|family| media_type::family(received) == Some(family));
    match documented {
        "*/*" => 1,
        _ if in_range || same_family() => 2,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::Media;

    #[test]
    fn media_types_fit() {
        #[track_caller]
        fn check(documented: &'static str, received: &str, expect: u8) {
            assert_eq!(Media::held(documented).fit(received), expect, "{documented} against {received}");
        }
        check("application/json", "application/json; charset=utf-8", 3);
        check("application/json", "Application/JSON", 3);
        check("application/json", "application/problem+json", 2);
        check("application/vnd.api+json", "application/json", 2);
        check("image/*", "image/png", 2);
        check("*/*", "image/png", 1);
        check("application/json", "text/html", 0);
        check("application/x-ndjson", "application/jsonl", 2);
        check("application/xml", "text/xml; charset=utf-8", 2);
        check("application/atom+xml", "application/xml", 2);
        check("application/json", "application/json-seq", 0);
        check("application/json", "application/x-ndjson", 0);
        check("application/json", "", 0);
    }

    #[test]
    fn the_closest_of_several_media_types_counts() {
        let media = Media::held("application/vnd.x.v2+json").also(&["text/plain", "*/*"]);
        for (received, expect) in [
            ("application/vnd.x.v2+json", 3),
            ("text/plain; charset=utf-8", 3),
            ("application/json", 2),
            ("text/html", 1),
            ("", 1),
        ] {
            assert_eq!(media.fit(received), expect, "{received}");
        }
    }
}
