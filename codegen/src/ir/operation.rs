//! Operations: requests, responses, security, pagination and webhooks.

use serde_json::Value;

use super::{Constraints, Delimiter, Docs, FormProperty, ListFormat, RequestMedia, ResponseMedia, Rule, Type};
use crate::diag::SourceLocation;

/// An operation (OpenAPI "Operation Object").
#[derive(Debug, Clone)]
pub struct Operation {
    /// The source of the operation's name.
    pub name: OperationName,
    /// `operationId`.
    pub id: Option<String>,
    /// The method in upper case.
    pub method: String,
    /// The path template, split into segments.
    pub path: Vec<PathSegment>,
    /// The path template (the key in `paths`).
    pub path_template: String,
    /// `tags`. The first tag determines the module of the call.
    pub tags: Vec<String>,
    /// The documentation.
    pub docs: Docs,
    /// The URL of `externalDocs`.
    pub external_docs: Option<String>,
    /// The parameters, in the document's order.
    pub parameters: Vec<Parameter>,
    /// The request body.
    pub body: Option<Body>,
    /// The responses that mean success, in order: 2XX, or `default` if no other response does.
    pub successes: Vec<Response>,
    /// All other responses, in order.
    pub failures: Vec<Response>,
    /// `security`: alternatives (OR), each with the schemes that it needs together (AND). Empty if no authorization is needed. An empty
    /// alternative means that authorization is optional.
    pub security: Vec<Vec<SchemeUse>>,
    /// The operation's own servers: an index into [`super::Api::own_servers`]. `None` if it uses those of the API.
    pub servers: Option<usize>,
    /// The pagination that a vendor extension of the document describes. It may refer to what the operation does not have.
    pub declared_pagination: Option<DeclaredPagination>,
    /// How the operation is paginated, if that was detected, or is in the document or the settings.
    pub pagination: Option<Pagination>,
    /// The source location of the operation.
    pub place: SourceLocation,
}

/// The source of an operation's name.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum OperationName {
    /// `operationId`, without the suffix that FastAPI adds (path and method).
    Id(String),
    /// The method and the path, if the operation has no `operationId`.
    MethodPath,
    /// The name that the setting `rename.operations` gives. It overrides the pin in `names.lock`.
    Given(String),
}

/// A segment of a path template.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum PathSegment {
    /// Literal text, including `/`.
    Literal(String),
    /// A parameter: an index into [`Operation::parameters`].
    Parameter(usize),
}

/// The location of a parameter (`in`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum ParameterLocation {
    Path,
    Query,
    QueryString,
    Header,
    Cookie,
}

/// The style of a parameter (`style`; OpenAPI 3.2, "Style Values").
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
    Cookie,
}

/// How a parameter is encoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ParameterEncoding {
    /// With a `style`.
    Styled {
        /// The style.
        style: ParameterStyle,
        /// `explode`: whether each item or property is a separate pair.
        explode: bool,
        /// `allowReserved`: whether reserved characters are not percent-encoded.
        allow_reserved: bool,
    },
    /// As a list in this format.
    List(ListFormat),
    /// As JSON text (`content`).
    Json,
    /// As plain text (`content`): a string, a number or a boolean.
    Text,
    /// As a form that is the whole query string (`content`), with the encodings of its properties.
    Form(Vec<FormProperty>),
}

/// A parameter (OpenAPI "Parameter Object").
#[derive(Debug, Clone)]
pub struct Parameter {
    /// The wire name (`name`).
    pub wire: String,
    /// The location (`in`).
    pub location: ParameterLocation,
    /// How the value is encoded.
    pub encoding: ParameterEncoding,
    /// The type, without [`Type::Nullable`]: a parameter cannot be null; a null value is not sent.
    pub ty: Type,
    /// Whether the parameter is required. Path parameters always are.
    pub required: bool,
    /// The only possible value of a required parameter (`const`, or an `enum` with one value). It is sent automatically.
    pub fixed: Option<Value>,
    /// The constraints, for the documentation. The limits of lengths are always checked before sending.
    pub constraints: Constraints,
    /// The rules that the feature `validate` checks before sending: those that neither the type nor the limits of lengths guarantee.
    pub rules: Vec<Rule>,
    /// Whether the parameter is an idempotency key. It is generated once for a call, and reused in its retries.
    pub idempotency_key: bool,
    /// `default`: the value that the API uses if the parameter is absent.
    pub default: Option<Value>,
    /// The documentation.
    pub docs: Docs,
    /// The source location of the parameter.
    pub place: SourceLocation,
}

/// A request body (OpenAPI "Request Body Object").
#[derive(Debug, Clone)]
pub struct Body {
    /// Whether the body is required.
    pub required: bool,
    /// The media types of the body, in order of preference.
    pub media: Vec<RequestMedia>,
    /// The documentation.
    pub docs: Docs,
}

/// The statuses of a response (the key in `responses`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Status {
    /// One status: `200`.
    Exact(u16),
    /// A range, by its first digit: `2XX` is `Range(2)`.
    Range(u8),
    /// `default`: every status that no other response covers.
    Default,
}

/// A response (OpenAPI "Response Object").
#[derive(Debug, Clone)]
pub struct Response {
    /// The statuses that the response covers.
    pub status: Status,
    /// The media types, in order. Empty if the response has no body.
    pub media: Vec<ResponseMedia>,
    /// The headers, in order.
    pub headers: Vec<Header>,
    /// The documentation.
    pub docs: Docs,
    /// The source location of the response.
    pub place: SourceLocation,
}

/// A response header (OpenAPI "Header Object").
#[derive(Debug, Clone)]
pub struct Header {
    /// The wire name.
    pub wire: String,
    /// The type.
    pub ty: Type,
    /// Whether the header is required.
    pub required: bool,
    /// How the value is encoded.
    pub encoding: HeaderEncoding,
    /// The documentation.
    pub docs: Docs,
}

/// How the value of a response header is encoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HeaderEncoding {
    /// With the style `simple`, the only one of headers.
    Simple {
        /// Whether the value can be an object whose members are `name=value`.
        explode: bool,
    },
    /// As a list with these delimiters: that of the list and of the lists inside it, outermost first.
    Delimited(Vec<Delimiter>),
    /// As JSON text (`content`).
    Json,
    /// As text (`content`) with a line for each line of the header `Set-Cookie`.
    Lines,
}

/// A webhook or callback: a request that the API sends.
#[derive(Debug, Clone)]
pub struct Webhook {
    /// The name (the key in `webhooks` or `callbacks`).
    pub name: String,
    /// The index of the operation that declares the callback. `None` for a webhook.
    pub callback_of: Option<usize>,
    /// The HTTP method.
    pub method: String,
    /// The media types of the request body, in order. Empty if it has no body.
    pub media: Vec<ResponseMedia>,
    /// The documentation.
    pub docs: Docs,
    /// The source location of the webhook.
    pub place: SourceLocation,
}

/// A security scheme (OpenAPI "Security Scheme Object").
#[derive(Debug, Clone)]
pub struct SecurityScheme {
    /// The name (the key in `components.securitySchemes`).
    pub name: String,
    /// The kind of the scheme.
    pub kind: SecurityKind,
    /// The description.
    pub description: Option<String>,
}

/// The kind of a [`SecurityScheme`].
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
    /// Another HTTP authentication scheme (RFC 9110). The user sets the whole value of the header `Authorization`.
    OtherHttp {
        scheme: String,
    },
    /// OAuth 2.0. `token_url` is the token URL of the client credentials flow, if the document declares that flow.
    OAuth2 {
        token_url: Option<String>,
    },
    OpenIdConnect {
        url: String,
    },
    MutualTls,
}

/// A security scheme that an operation requires (OpenAPI "Security Requirement Object").
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchemeUse {
    /// Index into [`super::Api::security_schemes`].
    pub scheme: usize,
    /// The required scopes.
    pub scopes: Vec<String>,
}

/// How an operation is paginated. Parameters and members have their wire names. A member is a path into the response body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pagination {
    /// The member with the items. Empty if the body is the list.
    pub items: Vec<String>,
    /// How the next page is requested.
    pub strategy: PageStrategy,
}

/// The pagination that a vendor extension describes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeclaredPagination {
    /// The name of the extension.
    pub extension: &'static str,
    /// The place of the extension.
    pub place: SourceLocation,
    /// What it says.
    pub pages: DeclaredPages,
}

/// The pages of a list according to a vendor extension.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeclaredPages {
    /// The response is the only page.
    Single,
    /// There may be more pages.
    Several {
        /// The member with the items. `None` if the extension does not say it.
        items: Option<Vec<String>>,
        /// How the next page is requested.
        strategy: PageStrategy,
    },
    /// The next page is requested in a way that cannot be expressed, for this reason.
    Unsupported(String),
}

/// The part of a request that says which page is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PageInput {
    /// The parameter of this name.
    Parameter(String),
    /// The member of the JSON body at this path.
    Member(Vec<String>),
}

/// How the next page is requested.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PageStrategy {
    /// With the number of items to skip.
    Offset {
        /// The parameter or member for the number of items to skip.
        offset: PageInput,
        /// The parameter for the maximum number of items to return.
        limit: Option<String>,
        /// The member with the total number of items. Empty if the body has none.
        total: Vec<String>,
        /// The member that indicates whether more items follow. Empty if the body has none.
        has_more: Vec<String>,
    },
    /// With the page number.
    Page {
        /// The parameter or member for the page number.
        page: PageInput,
        /// The number of the first page; `None` if it is 1.
        first: Option<i64>,
        /// The member with the total number of pages. Empty if the body has none.
        total_pages: Vec<String>,
        /// The member that indicates whether more pages follow. Empty if the body has none.
        has_more: Vec<String>,
        /// The member that indicates whether this page is the last one. Empty if the body has none.
        is_last: Vec<String>,
    },
    /// With a cursor from the body of the previous page.
    Cursor {
        /// The parameter or member for the cursor.
        cursor: PageInput,
        /// The member with the next cursor.
        next: Vec<String>,
        /// The member that indicates whether more pages follow. Empty if the body has none.
        has_more: Vec<String>,
    },
    /// With a member of the last item of the previous page.
    LastItem {
        /// The parameter or member for the value.
        cursor: PageInput,
        /// The member of an item.
        member: Vec<String>,
        /// The member of the body that indicates whether more pages follow.
        has_more: Vec<String>,
    },
    /// With a cursor from a response header of the previous page.
    CursorHeader {
        /// The parameter or member for the cursor.
        cursor: PageInput,
        /// The response header with the next cursor.
        header: String,
    },
    /// With the URL in the body of the previous page.
    NextUrl {
        /// The member with the URL.
        next: Vec<String>,
    },
    /// With the URL in the response header `Link: <…>; rel="next"` (RFC 8288).
    LinkHeader,
}

impl Operation {
    /// Returns the type of a page of the list that the operation returns: that of the first JSON body of its first successful response.
    #[must_use]
    pub fn page_type(&self) -> Option<&Type> {
        self.successes.first()?.media.iter().find_map(|media| media.codec.json())
    }

    /// Returns the type of the first JSON request body.
    #[must_use]
    pub fn json_body(&self) -> Option<&Type> {
        self.body.as_ref()?.media.iter().find_map(|media| media.codec.json())
    }
}
