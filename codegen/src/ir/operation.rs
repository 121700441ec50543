//! Operations: what is sent, what can come back, and who may call.

use serde_json::Value;

use super::{Constraints, Docs, RequestMedia, ResponseMedia, Type};
use crate::diag::Place;

/// An operation.
#[derive(Debug, Clone)]
pub struct Operation {
    /// Where its name can be taken from.
    pub name: OperationName,
    /// `operationId` as written.
    pub id: Option<String>,
    /// The method in upper case.
    pub method: String,
    /// The path template, split.
    pub path: Vec<PathSegment>,
    /// The path template as written.
    pub path_template: String,
    /// Groups that it belongs to.
    pub tags: Vec<String>,
    /// Its documentation.
    pub docs: Docs,
    /// A link for more.
    pub external_docs: Option<String>,
    /// Its parameters, in the document's order.
    pub parameters: Vec<Parameter>,
    /// Its request body.
    pub body: Option<Body>,
    /// Its responses that mean success (2XX; `default` if no other does), in order.
    pub successes: Vec<Response>,
    /// Its responses that mean failure (everything else), in order.
    pub failures: Vec<Response>,
    /// Alternatives (OR) of schemes (AND). Empty: no authorisation; an empty alternative: it is optional.
    pub security: Vec<Vec<SchemeUse>>,
    /// Servers of its own, empty if the API's apply.
    pub servers: Vec<super::Server>,
    /// How it is paged, if a pass or the settings recognised it.
    pub pagination: Option<Pagination>,
    /// Where it stands.
    pub place: Place,
}

/// Where the name of an operation can be taken from.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum OperationName {
    /// `operationId`, the suffix of a known convention (FastAPI's path and method) already taken off.
    Id(String),
    /// Method and path.
    MethodPath,
}

/// A piece of a path template.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum PathSegment {
    /// Text, as written (`/` included).
    Literal(String),
    /// A parameter: an index into [`Operation::parameters`].
    Parameter(usize),
}

/// Where a parameter stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum ParameterLocation {
    Path,
    Query,
    QueryString,
    Header,
    Cookie,
}

/// How a value is written (OpenAPI 3.1, 4.8.12.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum ParameterStyle {
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
pub enum ParameterEncoding {
    /// By a style (`schema`).
    Styled {
        /// The style.
        style: ParameterStyle,
        /// Whether each item or property is written as a pair of its own.
        explode: bool,
        /// Whether reserved characters stay as they are.
        allow_reserved: bool,
    },
    /// As JSON text (`content`).
    Json,
    /// As the text that it is (`content`): a string, a number or a boolean.
    Text,
    /// As a form that is the whole query (`content`).
    Form,
}

/// A parameter.
#[derive(Debug, Clone)]
pub struct Parameter {
    /// The name on the wire.
    pub wire: String,
    /// Where it stands.
    pub location: ParameterLocation,
    /// How it is written.
    pub encoding: ParameterEncoding,
    /// The type, `Nullable` taken off (a parameter cannot carry null: it is left out).
    pub ty: Type,
    /// Whether it must be sent.
    pub required: bool,
    /// The only value that it can have, if it is required and a `const` or an enum of one: sent by itself.
    pub fixed: Option<Value>,
    /// What is checked before sending.
    pub constraints: Constraints,
    /// Whether it is an idempotency key: made once for a call and kept over its retries.
    pub idempotency_key: bool,
    /// The value that the API assumes if it is absent.
    pub default: Option<Value>,
    /// Its documentation.
    pub docs: Docs,
    /// Where it stands.
    pub place: Place,
}

/// A request body.
#[derive(Debug, Clone)]
pub struct Body {
    /// Whether it must be sent.
    pub required: bool,
    /// The media types that it can be sent in, in order of preference.
    pub media: Vec<RequestMedia>,
    /// Its documentation.
    pub docs: Docs,
}

/// For which statuses a response stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Status {
    /// One status, `200`.
    Exact(u16),
    /// A range by its first digit, `2XX` is `Range(2)`.
    Range(u8),
    /// Every status that no other response names.
    Default,
}

/// A response.
#[derive(Debug, Clone)]
pub struct Response {
    /// For which statuses.
    pub status: Status,
    /// Its media types, in order; empty if it has no body.
    pub media: Vec<ResponseMedia>,
    /// Its headers, in order.
    pub headers: Vec<Header>,
    /// Its documentation.
    pub docs: Docs,
    /// Where it stands.
    pub place: Place,
}

/// A response header.
#[derive(Debug, Clone)]
pub struct Header {
    /// The name on the wire.
    pub wire: String,
    /// Its type.
    pub ty: Type,
    /// Whether it is always there.
    pub required: bool,
    /// `explode` of the style `simple`.
    pub explode: bool,
    /// Its documentation.
    pub docs: Docs,
}

/// A call that the API makes to its user.
#[derive(Debug, Clone)]
pub struct Webhook {
    /// Its name in the document.
    pub name: String,
    /// The operation that declares it as a callback (an index), `None` for a webhook of the API.
    pub callback_of: Option<usize>,
    /// Its method.
    pub method: String,
    /// The media types that the body can have, in order; empty if it has no body.
    pub media: Vec<ResponseMedia>,
    /// Its documentation.
    pub docs: Docs,
    /// Where it stands.
    pub place: Place,
}

/// A way to authorise.
#[derive(Debug, Clone)]
pub struct SecurityScheme {
    /// Its name in the document.
    pub name: String,
    /// The way.
    pub kind: SecurityKind,
    /// What it is.
    pub description: Option<String>,
}

/// The way of a [`SecurityScheme`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum SecurityKind {
    ApiKeyHeader {
        name: String,
    },
    ApiKeyQuery {
        name: String,
    },
    ApiKeyCookie {
        name: String,
    },
    Bearer,
    Basic,
    /// Another scheme of RFC 9110: the user gives the whole value of `Authorization`.
    OtherHttp {
        scheme: String,
    },
    /// OAuth 2; `token_url` is that of the client credentials flow, if it is offered.
    OAuth2 {
        token_url: Option<String>,
    },
    OpenIdConnect {
        url: String,
    },
    MutualTls,
}

/// The use of a scheme by an operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchemeUse {
    /// Index into [`super::Api::security_schemes`].
    pub scheme: usize,
    /// The scopes that are needed.
    pub scopes: Vec<String>,
}

/// How a list is paged. Parameters and members are named as on the wire; a path of members leads into the body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pagination {
    /// Where the items are in the body; empty if the body is the list.
    pub items: Vec<String>,
    /// How the next page is asked for.
    pub strategy: PageStrategy,
}

/// How the next page is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PageStrategy {
    /// Skip as many items as were seen.
    Offset {
        /// The parameter that says how many to skip.
        offset: String,
        /// The parameter that says how many to return.
        limit: Option<String>,
        /// Where the body says how many items the list has; empty if it does not.
        total: Vec<String>,
        /// Where the body says whether there are more; empty if it does not.
        has_more: Vec<String>,
    },
    /// Count pages.
    Page {
        /// The parameter that says which page.
        page: String,
        /// Where the body says how many pages there are.
        total_pages: Vec<String>,
        /// Where the body says whether there are more.
        has_more: Vec<String>,
    },
    /// Hand a cursor from the body on.
    Cursor {
        /// The parameter that takes it.
        cursor: String,
        /// Where the body holds it.
        next: Vec<String>,
        /// Where the body says whether there are more.
        has_more: Vec<String>,
    },
    /// Hand a member of the page's last item on.
    LastItem {
        /// The parameter that takes it.
        cursor: String,
        /// Where an item holds it.
        member: Vec<String>,
        /// Where the body says whether there are more.
        has_more: Vec<String>,
    },
    /// Hand a cursor from a header of the response on.
    CursorHeader {
        /// The parameter that takes it.
        cursor: String,
        /// The header.
        header: String,
    },
    /// Follow the URL that the body holds.
    NextUrl {
        /// Where the body holds it.
        next: Vec<String>,
    },
    /// Follow `Link: <…>; rel="next"` (RFC 8288).
    LinkHeader,
}
