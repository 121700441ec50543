//! The tables that describe operations: generated code holds one [`Operation`] for each, everything else reads them.
//!
//! Architecture invariant: tables are plain `static` data. No closures, no generics, nothing that must be compiled per operation.

use super::media_type::{self, essence};

/// An operation: what is sent and what can come back.
#[derive(Debug)]
pub struct Operation {
    /// Its name in Rust, `update_customer`.
    pub name: &'static str,
    /// The method in upper case.
    pub method: &'static str,
    /// The path template, `/customers/{customer_id}`. A name in braces is that of a path parameter.
    pub path: &'static str,
    /// The parameters. Setters refer to them by index.
    pub parameters: &'static [Parameter],
    /// Alternatives (OR) of schemes that are needed together (AND). Empty: no authorisation is sent.
    pub security: &'static [&'static [Scheme]],
    /// What success looks like.
    pub successes: &'static [Reply],
    /// What documented failure looks like.
    pub failures: &'static [Reply],
    /// The operation's own server, in place of the API's first one; empty if it has none.
    pub server: &'static str,
}

impl Operation {
    /// What an operation is unless its table says otherwise.
    pub const EMPTY: Self = Self {
        name: "",
        method: "GET",
        path: "/",
        parameters: &[],
        security: &[],
        successes: &[],
        failures: &[],
        server: "",
    };
}

/// Where a parameter stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)] // The names are those of the specification.
pub enum Location {
    Path,
    Query,
    QueryString,
    Header,
    Cookie,
}

/// How a value is written (OpenAPI 3.1, "Style Values").
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)] // The names are those of the specification.
pub enum Style {
    Matrix,
    Label,
    Simple,
    Form,
    SpaceDelimited,
    PipeDelimited,
    DeepObject,
}

/// How a parameter is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// By a style.
    Styled {
        /// The style.
        style: Style,
        /// Whether each item or property is written as a pair of its own.
        explode: bool,
        /// Whether reserved characters stay as they are.
        allow_reserved: bool,
    },
    /// As JSON text.
    Json,
    /// As the text that it is.
    Text,
}

/// A parameter. Made by [`Parameter::path`] and its siblings, which set the specification's defaults.
#[derive(Debug, Clone, Copy)]
pub struct Parameter {
    /// The name on the wire.
    pub name: &'static str,
    /// Where it stands.
    pub location: Location,
    /// How it is written.
    pub encoding: Encoding,
    /// Whether the call cannot be sent without it.
    pub required: bool,
    /// The only value that it can have, as it is written: sent without being set.
    pub fixed: Option<&'static str>,
    /// Whether it is an idempotency key: made once for a call, kept over its retries.
    pub idempotency_key: bool,
    /// What is checked before sending.
    pub limits: Limits,
}

/// What is checked of a value before it is sent.
#[derive(Debug, Clone, Copy)]
#[allow(missing_docs)] // The names are those of JSON Schema.
pub struct Limits {
    pub min_length: u64,
    pub max_length: u64,
    pub min_items: u64,
    pub max_items: u64,
}

/// A use of a security scheme.
#[derive(Debug, Clone, Copy)]
pub struct Scheme {
    /// Which one: an index into the client's schemes.
    pub index: usize,
    /// The scopes that the operation needs.
    pub scopes: &'static [&'static str],
}

/// A response.
#[derive(Debug, Clone, Copy)]
pub struct Reply {
    /// For which statuses it stands.
    pub status: Status,
    /// Its media types; empty if it has no body. Each is a *case*: cases are counted through all replies of a list,
    /// a reply without body counts as one.
    pub media: &'static [Media],
}

/// For which statuses a response stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// One status.
    Exact(u16),
    /// A range by its first digit: `4XX` is `Range(4)`.
    Range(u8),
    /// Every status that no other response names.
    Default,
}

/// A body in one media type.
#[derive(Debug, Clone, Copy)]
pub struct Media {
    /// The media type, `application/json`; `*` may stand for a part of it.
    pub name: &'static str,
    /// Whether the body is handed on as it comes, instead of being held in memory.
    pub streamed: bool,
}

/// How the next page of a list is asked for. Parameters are indices; paths lead into the body.
#[derive(Debug, Clone, Copy)]
pub struct Paging {
    /// Where the items are; empty if the body is the list.
    pub items: &'static [&'static str],
    /// How the next page is asked for.
    pub next: Next,
}

/// How the next page is asked for.
#[derive(Debug, Clone, Copy)]
pub enum Next {
    /// A parameter says how many items to skip.
    Offset {
        /// The parameter.
        parameter: usize,
        /// Where the body says how many items the list has; empty if it does not.
        total: &'static [&'static str],
        /// Where the body says whether there are more; empty if it does not.
        has_more: &'static [&'static str],
    },
    /// A parameter says which page.
    Page {
        /// The parameter.
        parameter: usize,
        /// The number of the first page.
        first: i64,
        /// Where the body says how many pages there are; empty if it does not.
        total_pages: &'static [&'static str],
        /// Where the body says whether there are more; empty if it does not.
        has_more: &'static [&'static str],
    },
    /// A parameter takes a cursor from the body.
    Cursor {
        /// The parameter.
        parameter: usize,
        /// Where the body holds the cursor.
        cursor: &'static [&'static str],
        /// Where the body says whether there are more; empty if it does not.
        has_more: &'static [&'static str],
    },
    /// A parameter takes a member of the page's last item.
    LastItem {
        /// The parameter.
        parameter: usize,
        /// Where an item holds it.
        member: &'static [&'static str],
        /// Where the body says whether there are more; empty if it does not.
        has_more: &'static [&'static str],
    },
    /// A parameter takes a cursor from a header.
    CursorHeader {
        /// The parameter.
        parameter: usize,
        /// The header.
        header: &'static str,
    },
    /// The body holds the URL.
    Url {
        /// Where.
        path: &'static [&'static str],
    },
    /// The header `Link` holds the URL (RFC 8288).
    Link,
}

impl Parameter {
    const fn at(name: &'static str, location: Location, style: Style, explode: bool, required: bool) -> Self {
        let limits = Limits { min_length: 0, max_length: u64::MAX, min_items: 0, max_items: u64::MAX };
        let encoding = Encoding::Styled { style, explode, allow_reserved: false };
        Self { name, location, encoding, required, fixed: None, idempotency_key: false, limits }
    }

    /// A path parameter: `simple`, always required.
    #[must_use]
    pub const fn path(name: &'static str) -> Self {
        Self::at(name, Location::Path, Style::Simple, false, true)
    }

    /// A query parameter: `form`, exploded.
    #[must_use]
    pub const fn query(name: &'static str) -> Self {
        Self::at(name, Location::Query, Style::Form, true, false)
    }

    /// The query as a whole.
    #[must_use]
    pub const fn query_string(name: &'static str) -> Self {
        Self::at(name, Location::QueryString, Style::Form, true, false)
    }

    /// A header: `simple`.
    #[must_use]
    pub const fn header(name: &'static str) -> Self {
        Self::at(name, Location::Header, Style::Simple, false, false)
    }

    /// A cookie: `form`, exploded.
    #[must_use]
    pub const fn cookie(name: &'static str) -> Self {
        Self::at(name, Location::Cookie, Style::Form, true, false)
    }

    /// Written in another style.
    #[must_use]
    pub const fn style(mut self, style: Style, explode: bool) -> Self {
        self.encoding = Encoding::Styled { style, explode, allow_reserved: false };
        self
    }

    /// Reserved characters stay as they are. Comes after [`Self::style`].
    #[must_use]
    pub const fn allow_reserved(mut self) -> Self {
        if let Encoding::Styled { style, explode, .. } = self.encoding {
            self.encoding = Encoding::Styled { style, explode, allow_reserved: true };
        }
        self
    }

    /// Written as JSON text.
    #[must_use]
    pub const fn json(mut self) -> Self {
        self.encoding = Encoding::Json;
        self
    }

    /// Written as the text that it is.
    #[must_use]
    pub const fn text(mut self) -> Self {
        self.encoding = Encoding::Text;
        self
    }

    /// The call cannot be sent without it.
    #[must_use]
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// Always sent with this value.
    #[must_use]
    pub const fn fixed(mut self, value: &'static str) -> Self {
        self.fixed = Some(value);
        self
    }

    /// An idempotency key.
    #[must_use]
    pub const fn idempotency_key(mut self) -> Self {
        self.idempotency_key = true;
        self
    }

    /// A text of so many characters.
    #[must_use]
    pub const fn length(mut self, min: u64, max: u64) -> Self {
        self.limits.min_length = min;
        self.limits.max_length = max;
        self
    }

    /// A list of so many items.
    #[must_use]
    pub const fn items(mut self, min: u64, max: u64) -> Self {
        self.limits.min_items = min;
        self.limits.max_items = max;
        self
    }
}

impl Scheme {
    /// The use of a scheme, without scopes.
    #[must_use]
    pub const fn new(index: usize) -> Self {
        Self { index, scopes: &[] }
    }
}

impl Reply {
    /// A response without body.
    #[must_use]
    pub const fn empty(status: Status) -> Self {
        Self { status, media: &[] }
    }

    /// A response in JSON.
    #[must_use]
    pub const fn json(status: Status) -> Self {
        const JSON: &[Media] = &[Media::held("application/json")];
        Self { status, media: JSON }
    }

    /// A response in one of these media types.
    #[must_use]
    pub const fn new(status: Status, media: &'static [Media]) -> Self {
        Self { status, media }
    }
}

impl Status {
    /// How well it fits a status: 3 exactly, 2 its range, 1 as the default, 0 not at all.
    #[must_use]
    pub fn fit(self, status: u16) -> u8 {
        match self {
            Self::Exact(exact) if exact == status => 3,
            Self::Range(first) if u16::from(first) == status / 100 => 2,
            Self::Default => 1,
            Self::Exact(_) | Self::Range(_) => 0,
        }
    }
}

impl Media {
    /// A body that is held in memory.
    #[must_use]
    pub const fn held(name: &'static str) -> Self {
        Self { name, streamed: false }
    }

    /// A body that is handed on as it comes.
    #[must_use]
    pub const fn streamed(name: &'static str) -> Self {
        Self { name, streamed: true }
    }

    /// How well it fits a `Content-Type`: 3 exactly, 2 in its range or its family (`application/*`, `+json`), 1 as `*/*`, 0 not at all.
    #[must_use]
    pub fn fit(&self, content_type: &str) -> u8 {
        let (ours, theirs) = (essence(self.name), essence(content_type));
        if ours.eq_ignore_ascii_case(theirs) {
            return 3;
        }
        let range = ours.strip_suffix('*').is_some_and(|range| {
            range.ends_with('/') && theirs.get(..range.len()).is_some_and(|start| start.eq_ignore_ascii_case(range))
        });
        let alike = || media_type::family(ours).is_some_and(|family| media_type::family(theirs) == Some(family));
        match ours {
            "*/*" => 1,
            _ if range || alike() => 2,
            _ => 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Media, Status};

    #[test]
    fn media_types_fit() {
        #[track_caller]
        fn check(ours: &'static str, theirs: &str, expect: u8) {
            assert_eq!(Media::held(ours).fit(theirs), expect, "{ours} against {theirs}");
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
    fn statuses_fit() {
        let fits = [Status::Exact(404), Status::Exact(400), Status::Range(4), Status::Range(5), Status::Default];
        assert_eq!(fits.map(|status| status.fit(404)), [3, 0, 2, 0, 1]);
    }
}
