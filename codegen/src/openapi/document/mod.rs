//! The envelope of a document, the same for every version of OpenAPI.

mod security;
mod server;

use indexmap::IndexMap;
use serde_json::Value;

pub use self::security::{OAuthFlow, SecurityKind, SecurityRequirement, SecurityScheme};
pub use self::server::{Server, ServerVariable};
use super::schema::{Schema, SchemaId};
use crate::diag::Place;

/// The version of the specification that a document is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Version {
    /// Swagger 2.0.
    V2,
    /// OpenAPI 3.0.x.
    V3_0,
    /// OpenAPI 3.1.x.
    V3_1,
    /// OpenAPI 3.2.x.
    V3_2,
}

/// A whole document, references resolved.
#[derive(Debug, Clone)]
pub struct Document {
    /// The version that it is written in.
    pub version: Version,
    /// `info.title`.
    pub title: String,
    /// `info.version`.
    pub api_version: String,
    /// `info.description` (or `summary`).
    pub description: Option<String>,
    /// `servers`, in order.
    pub servers: Vec<Server>,
    /// `tags`, in order, with their descriptions.
    pub tags: Vec<Tag>,
    /// `components.securitySchemes`.
    pub security_schemes: IndexMap<String, SecurityScheme>,
    /// All operations of `paths`, in the order of the document. Path-level parameters, servers and security defaults are merged in.
    pub operations: Vec<Operation>,
    /// `webhooks` (3.1), and `x-webhooks`.
    pub webhooks: Vec<Webhook>,
    /// `components.schemas`: the named schemas, in order.
    pub components: IndexMap<String, SchemaId>,
    /// All schemas; a [`SchemaId`] is an index into it.
    pub schemas: Vec<Schema>,
    /// Root-level `x-` members.
    pub extensions: IndexMap<String, Value>,
    /// What an error left out of an operation that can be called without it.
    pub lost: Vec<Lost>,
}

/// A part of the document that could not be read (then reported), and without which the rest is of use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lost {
    /// What it is: `parameter`, `response`, `header`, `callback`.
    pub construct: &'static str,
    /// Where it stands.
    pub place: Place,
    /// What became of it.
    pub fate: Fate,
}

/// What became of something that could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It is not there.
    LeftOut,
    /// Its body is carried as bytes.
    Raw,
}

/// A group of operations.
#[derive(Debug, Clone)]
pub struct Tag {
    /// Its name, as operations cite it.
    pub name: String,
    /// What it groups.
    pub description: Option<String>,
}

/// An operation.
#[derive(Debug, Clone)]
pub struct Operation {
    /// `operationId`, as written.
    pub id: Option<String>,
    /// The method in upper case, `GET` or anything that 3.2's `additionalOperations` names.
    pub method: String,
    /// The path template as written, `/customers/{id}`. What is sent of it is [`Operation::path_sent`].
    pub path: String,
    /// What the path says of the query, against the specification: names and values that are always sent.
    pub fixed_query: Vec<(String, String)>,
    /// `tags`.
    pub tags: Vec<String>,
    /// `summary`.
    pub summary: Option<String>,
    /// `description`.
    pub description: Option<String>,
    /// `deprecated`.
    pub deprecated: bool,
    /// The parameters, path-level ones first, overridden ones left out.
    pub parameters: Vec<Parameter>,
    /// The request body.
    pub body: Option<RequestBody>,
    /// The responses, in order.
    pub responses: Vec<Response>,
    /// The alternatives (OR) of schemes (AND) that authorise it. Empty list: none needed. The root's default is filled in.
    pub security: Vec<SecurityRequirement>,
    /// Servers of its own (or of its path), empty if the document's apply.
    pub servers: Vec<Server>,
    /// Callbacks, as webhooks named after them.
    pub callbacks: Vec<Webhook>,
    /// `externalDocs.url`.
    pub external_docs: Option<String>,
    /// `x-` members.
    pub extensions: IndexMap<String, Value>,
    /// Whether an error was reported in it: something that it needs could not be read and is left out.
    pub broken: bool,
    /// Where it stands.
    pub place: Place,
}

impl Operation {
    /// The template of the path alone, without a query or a fragment that is written behind it.
    #[must_use]
    pub fn path_sent(&self) -> &str {
        super::path_query::split(&self.path).path
    }
}

/// A call that the API makes to its user: an entry of `webhooks`, or a callback of an operation.
#[derive(Debug, Clone)]
pub struct Webhook {
    /// Its key in the map.
    pub name: String,
    /// The request that is made.
    pub operation: Operation,
}

/// Where a parameter stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Location {
    /// In the path template.
    Path,
    /// In the query.
    Query,
    /// The whole query string as one value (3.2).
    QueryString,
    /// In a header.
    Header,
    /// In a cookie.
    Cookie,
}

/// How a parameter's value is written (OpenAPI 3.1, 4.8.12.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Style {
    /// `;color=blue`
    Matrix,
    /// `.blue`
    Label,
    /// `blue,black`
    Simple,
    /// `color=blue,black`
    Form,
    /// `color=blue%20black`
    SpaceDelimited,
    /// `color=blue%7Cblack`
    PipeDelimited,
    /// `color[R]=100`
    DeepObject,
    /// 3.2's `cookie`
    Cookie,
}

/// A parameter, defaults of `style` and `explode` filled in.
#[derive(Debug, Clone)]
pub struct Parameter {
    /// The name on the wire.
    pub name: String,
    /// Where it stands.
    pub location: Location,
    /// What it is.
    pub description: Option<String>,
    /// Whether it must be sent. Always true in paths.
    pub required: bool,
    /// `deprecated`.
    pub deprecated: bool,
    /// `style`, or its default for the location.
    pub style: Style,
    /// `explode`, or its default for the style.
    pub explode: bool,
    /// `allowReserved`.
    pub allow_reserved: bool,
    /// `allowEmptyValue`.
    pub allow_empty: bool,
    /// The schema; `None` if neither `schema` nor `content` is there (a string then).
    pub schema: Option<SchemaId>,
    /// The media type, if the parameter is `content`-typed: its value is serialised by it.
    pub content: Option<String>,
    /// `example` and `examples`, `$ref`s resolved.
    pub examples: Vec<Value>,
    /// Where it stands (the definition, behind a `$ref`).
    pub place: Place,
}

impl Parameter {
    /// Whether it is the parameter of the path with this name.
    #[must_use]
    pub fn is_of_path(&self, name: &str) -> bool {
        self.location == Location::Path && self.name == name
    }

    /// A parameter of a path that nothing is said of: a text.
    #[must_use]
    pub fn of_path(name: &str, place: &Place) -> Self {
        Self {
            name: name.to_owned(),
            location: Location::Path,
            description: None,
            required: true,
            deprecated: false,
            style: Style::Simple,
            explode: false,
            allow_reserved: false,
            allow_empty: false,
            schema: None,
            content: None,
            examples: Vec::new(),
            place: place.clone(),
        }
    }
}

/// A request body.
#[derive(Debug, Clone)]
pub struct RequestBody {
    /// What it is.
    pub description: Option<String>,
    /// Whether it must be sent.
    pub required: bool,
    /// The media types, in order.
    pub content: Vec<Media>,
    /// Where it stands.
    pub place: Place,
}

/// A body in one media type.
#[derive(Debug, Clone)]
pub struct Media {
    /// The media type or range as written, `application/json`.
    pub media_type: String,
    /// The schema, if any.
    pub schema: Option<SchemaId>,
    /// 3.2's `itemSchema`: the type of each item of a stream.
    pub item_schema: Option<SchemaId>,
    /// How single properties of a form are written.
    pub encoding: IndexMap<String, Encoding>,
    /// `example` and `examples`, `$ref`s resolved.
    pub examples: Vec<Value>,
    /// Where it stands.
    pub place: Place,
}

/// How one property of a form or multipart body is written.
#[derive(Debug, Clone, Default)]
pub struct Encoding {
    /// The part's media type.
    pub content_type: Option<String>,
    /// Headers of the part.
    pub headers: Vec<Header>,
    /// `style`, only if written.
    pub style: Option<Style>,
    /// `explode`, only if written.
    pub explode: Option<bool>,
    /// `allowReserved`.
    pub allow_reserved: bool,
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
    /// What it means.
    pub description: Option<String>,
    /// Its headers, in order. `Content-Type` is left out, as the specification says.
    pub headers: Vec<Header>,
    /// Its media types, in order; empty if it has no body.
    pub content: Vec<Media>,
    /// Where it stands.
    pub place: Place,
}

/// A header of a response or of a part.
#[derive(Debug, Clone)]
pub struct Header {
    /// Its name.
    pub name: String,
    /// What it is.
    pub description: Option<String>,
    /// Whether it is always there.
    pub required: bool,
    /// `deprecated`.
    pub deprecated: bool,
    /// `explode`.
    pub explode: bool,
    /// The schema, if any (a string else).
    pub schema: Option<SchemaId>,
    /// The media type, if it is `content`-typed.
    pub content: Option<String>,
    /// Where it stands.
    pub place: Place,
}
