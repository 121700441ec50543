//! Static descriptions of operations. Generated code contains one [`Operation`] for each; the rest of the runtime interprets them.
//!
//! Architecture invariant: tables are plain `static` data, without closures and generics. Nothing is compiled per operation.

mod cases;
mod list_format;
mod media;
mod paging;
mod rules;
mod server;

pub use list_format::{Delimiter, ListFormat};
pub use paging::{Next, PageInput, Paging};
pub use rules::ParameterRules;
pub use server::Server;

use super::form::FormField;

/// The static description of an operation: its request and its documented responses.
#[derive(Debug)]
pub struct Operation {
    /// The Rust name, `update_customer`.
    pub name: &'static str,
    /// The method in upper case.
    pub method: &'static str,
    /// The path template, `/customers/{customer_id}`. Names in braces are path parameters.
    pub path: &'static str,
    /// The parameters. Setters refer to them by index.
    pub parameters: &'static [Parameter],
    /// Alternative security requirements (OR), each a list of schemes that are required together (AND). If empty, no credentials are sent.
    pub security: &'static [&'static [Scheme]],
    /// The documented successful responses.
    pub successes: &'static [Reply],
    /// The documented error responses.
    pub failures: &'static [Reply],
    /// The header `Accept`, the preferred media type first; if empty, it is the only documented media type.
    pub accept: &'static str,
    /// The operation's own server, which replaces that of the API.
    pub server: Server,
    /// The member of an error response that holds the API's message: `["error", "info"]`. If empty, usual members are tried.
    pub error_message: &'static [&'static str],
    /// The encodings of response headers, by the header's name in lower case. Other headers have the style `simple`, not exploded.
    pub header_encodings: &'static [(&'static str, HeaderEncoding)],
    /// The rules of the parameters, which the feature `validate` checks.
    pub rules: ParameterRules,
}

impl Operation {
    /// The defaults for struct update syntax.
    pub const EMPTY: Self = Self {
        name: "",
        method: "GET",
        path: "/",
        parameters: &[],
        security: &[],
        successes: &[],
        failures: &[],
        accept: "",
        server: Server::None,
        error_message: &[],
        header_encodings: &[],
        rules: ParameterRules::NONE,
    };
}

/// The location of a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)] // The names are those of the specification.
pub enum Location {
    Path,
    Query,
    QueryString,
    Header,
    Cookie,
}

/// A serialization style (OpenAPI 3.2, "Style Values").
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
    Cookie,
}

/// How a parameter is serialized.
#[derive(Debug, Clone, Copy)]
pub enum Encoding {
    /// With a style.
    Styled {
        /// The style.
        style: Style,
        /// Whether each item or property is a separate pair.
        explode: bool,
        /// Whether reserved characters stay unencoded.
        allow_reserved: bool,
    },
    /// As a list in this format.
    List(ListFormat),
    /// As JSON.
    Json,
    /// As plain text.
    Text,
    /// As a form, which is the whole query string. These properties have an encoding of their own.
    Form(&'static [FormField]),
}

/// How a response header is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeaderEncoding {
    /// A list with these delimiters: that of the list and of the lists inside it, outermost first.
    Delimited(&'static [Delimiter]),
    /// In the style `simple`, exploded: the members of an object are `name=value`.
    Exploded,
    /// As JSON.
    Json,
    /// As text with a line for each line of the header. Only for `Set-Cookie`, whose lines cannot be joined otherwise.
    Lines,
}

/// A parameter. Its constructors, such as [`Parameter::path`], set the specification's defaults.
#[derive(Debug, Clone, Copy)]
pub struct Parameter {
    /// The name on the wire.
    pub name: &'static str,
    /// The location.
    pub location: Location,
    /// The serialization.
    pub encoding: Encoding,
    /// Whether the parameter is required.
    pub required: bool,
    /// The serialized value of a parameter with only one possible value. It is always sent.
    pub fixed: Option<&'static str>,
    /// Whether the parameter is an idempotency key, which is generated once per call and reused for its retries.
    pub idempotency_key: bool,
    /// The limits that are checked before sending.
    pub limits: Limits,
}

/// Limits of a value that are checked before it is sent.
#[derive(Debug, Clone, Copy)]
#[allow(missing_docs)] // The names are those of JSON Schema.
pub struct Limits {
    pub min_length: u64,
    pub max_length: u64,
    pub min_items: u64,
    pub max_items: u64,
}

/// A security scheme that an operation requires.
#[derive(Debug, Clone, Copy)]
pub struct Scheme {
    /// The index into the client's schemes.
    pub index: usize,
    /// The scopes that the operation requires.
    pub scopes: &'static [&'static str],
}

/// A documented response.
#[derive(Debug, Clone, Copy)]
pub struct Reply {
    /// The statuses that it covers.
    pub status: Status,
    /// The media types; empty if the response has no body. Each is a *case*. Cases are numbered across all replies of a list;
    /// a reply without a body counts as one.
    pub media: &'static [Media],
}

/// The statuses that a documented response covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// One status.
    Exact(u16),
    /// A range by its first digit: `4XX` is `Range(4)`.
    Range(u8),
    /// Every status that no other response covers.
    Default,
}

/// A documented body. It may have several media types.
#[derive(Debug, Clone, Copy)]
pub struct Media {
    /// The media type or media range, `application/json` or `image/*`.
    pub name: &'static str,
    /// Further media types of the same body, `text/json`.
    pub also: &'static [&'static str],
    /// Whether the body is streamed instead of buffered in memory.
    pub streamed: bool,
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

    /// The whole query string, by default a form.
    #[must_use]
    pub const fn query_string(name: &'static str) -> Self {
        Self::at(name, Location::QueryString, Style::Form, true, false).form(&[])
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

    /// Sets the style.
    #[must_use]
    pub const fn style(mut self, style: Style, explode: bool) -> Self {
        self.encoding = Encoding::Styled { style, explode, allow_reserved: false };
        self
    }

    /// Leaves reserved characters unencoded. Call this after [`Self::style`].
    #[must_use]
    pub const fn allow_reserved(mut self) -> Self {
        if let Encoding::Styled { style, explode, .. } = self.encoding {
            self.encoding = Encoding::Styled { style, explode, allow_reserved: true };
        }
        self
    }

    /// Serializes a list in this format.
    #[must_use]
    pub const fn list(mut self, format: ListFormat) -> Self {
        self.encoding = Encoding::List(format);
        self
    }

    /// Serializes the value as JSON.
    #[must_use]
    pub const fn json(mut self) -> Self {
        self.encoding = Encoding::Json;
        self
    }

    /// Serializes the value as plain text.
    #[must_use]
    pub const fn text(mut self) -> Self {
        self.encoding = Encoding::Text;
        self
    }

    /// Serializes the value as a form. These properties have an encoding of their own.
    #[must_use]
    pub const fn form(mut self, fields: &'static [FormField]) -> Self {
        self.encoding = Encoding::Form(fields);
        self
    }

    /// Makes the parameter required.
    #[must_use]
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// Always sends this serialized value.
    #[must_use]
    pub const fn fixed(mut self, value: &'static str) -> Self {
        self.fixed = Some(value);
        self
    }

    /// Makes the parameter an idempotency key.
    #[must_use]
    pub const fn idempotency_key(mut self) -> Self {
        self.idempotency_key = true;
        self
    }

    /// Sets the limits of a text's length in characters.
    #[must_use]
    pub const fn length(mut self, min: u64, max: u64) -> Self {
        self.limits.min_length = min;
        self.limits.max_length = max;
        self
    }

    /// Sets the limits of a list's number of items.
    #[must_use]
    pub const fn items(mut self, min: u64, max: u64) -> Self {
        self.limits.min_items = min;
        self.limits.max_items = max;
        self
    }
}

impl Scheme {
    /// A required scheme without scopes.
    #[must_use]
    pub const fn new(index: usize) -> Self {
        Self { index, scopes: &[] }
    }
}

impl Reply {
    /// A response without a body.
    #[must_use]
    pub const fn empty(status: Status) -> Self {
        Self { status, media: &[] }
    }

    /// A JSON response.
    #[must_use]
    pub const fn json(status: Status) -> Self {
        const JSON: &[Media] = &[Media::held("application/json")];
        Self { status, media: JSON }
    }

    /// A response with one of these media types.
    #[must_use]
    pub const fn new(status: Status, media: &'static [Media]) -> Self {
        Self { status, media }
    }
}

impl Status {
    /// Returns how closely this matches a status: 3 exact, 2 range, 1 default, 0 no match.
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

#[cfg(test)]
mod tests {
    use super::Status;

    #[test]
    fn statuses_fit() {
        let fits = [Status::Exact(404), Status::Exact(400), Status::Range(4), Status::Range(5), Status::Default];
        assert_eq!(fits.map(|status| status.fit(404)), [3, 0, 2, 0, 1]);
    }
}
