//! The model of a document, the same for every version of OpenAPI.

mod list_format;
mod pagination;
mod security;
mod server;

use indexmap::IndexMap;
use serde_json::Value;

pub use self::list_format::{Delimiter, ListFormat};
pub use self::pagination::{DeclaredPages, DeclaredPagination, NextPage, PageInput};
pub use self::security::{OAuthFlow, SecurityKind, SecurityRequirement, SecurityScheme};
pub use self::server::{Server, ServerVariable, resolve_url};
use super::schema::{Deprecation, Keywords, Schema, SchemaId, SchemaKind};
use crate::diag::{LostPart, SourceLocation};

/// The most media types of a body. Each has its own type in each operation, and Swagger 2.0 lists them once for all operations. Documents that
/// people use have less than 20.
pub(super) const MOST_MEDIA_TYPES: usize = 100;

/// The OpenAPI version of a document.
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

/// A document with all references resolved.
#[derive(Debug, Clone)]
pub struct Document {
    /// The declared version.
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
    /// All operations of `paths`, in the order of the document. They include the parameters, servers and security of their path and
    /// of the document.
    pub operations: Vec<Operation>,
    /// `webhooks` (3.1), and `x-webhooks`.
    pub webhooks: Vec<Webhook>,
    /// `components.schemas`, in order.
    pub components: IndexMap<String, SchemaId>,
    /// All schemas; a [`SchemaId`] is an index into it.
    pub schemas: Vec<Schema>,
    /// The path of each file, relative to the folder of the first one, which is the file that the user named. Indexed by
    /// [`crate::diag::FileId`].
    pub files: Vec<String>,
    /// Root-level `x-` members.
    pub extensions: IndexMap<String, Value>,
    /// Parts that could not be read. The rest of the document is usable without them.
    pub unread: Vec<UnreadPart>,
}

impl Document {
    /// Returns the schema with this id.
    #[must_use]
    pub fn schema(&self, id: SchemaId) -> &Schema {
        &self.schemas[id.0]
    }

    /// Returns the name of the schema if it is in `components.schemas` (or 2.0's `definitions`).
    /// The components are the first schemas, in their order.
    #[must_use]
    pub fn component_name(&self, id: SchemaId) -> Option<&str> {
        let (name, found) = self.components.get_index(id.0)?;
        (*found == id).then_some(name.as_str())
    }

    /// Follows references, with or without siblings.
    #[must_use]
    pub fn target(&self, schema: SchemaId) -> SchemaId {
        self.follow(schema, |_| true)
    }

    /// Follows references as long as `is_followed` says so of the schema that contains them.
    pub(super) fn follow(&self, schema: SchemaId, is_followed: impl Fn(&Keywords) -> bool) -> SchemaId {
        let mut at = schema;
        // A chain of references is not longer than the number of schemas.
        for _ in 0..self.schemas.len() {
            match &self.schema(at).kind {
                SchemaKind::Keywords(keywords) => match keywords.reference.filter(|_| is_followed(keywords)) {
                    Some(next) => at = next,
                    None => break,
                },
                SchemaKind::Bool(_) => break,
            }
        }
        at
    }
}

/// A part of the document that could not be read, and was reported. The enclosing element is still usable.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct UnreadPart {
    /// The kind of part.
    pub part: LostPart,
    /// The place in the document.
    pub place: SourceLocation,
}

/// A group of operations.
#[derive(Debug, Clone)]
pub struct Tag {
    /// The name that operations refer to.
    pub name: String,
    /// `description`.
    pub description: Option<String>,
}

/// An operation.
#[derive(Debug, Clone)]
pub struct Operation {
    /// `operationId`, unchanged.
    pub id: Option<String>,
    /// The HTTP method: `GET`, or any method in `additionalOperations` (3.2).
    pub method: String,
    /// The path template in the document, such as `/customers/{id}`. Requests use [`Operation::path_sent`].
    pub path: String,
    /// Constant query parameters in the path, which the specification does not allow. They are always sent.
    pub fixed_query: Vec<(String, String)>,
    /// `tags`.
    pub tags: Vec<String>,
    /// `summary`.
    pub summary: Option<String>,
    /// `description`.
    pub description: Option<String>,
    /// `deprecated`, and the extensions with the reason.
    pub deprecated: Option<Deprecation>,
    /// The parameters, those of the path item first, without overridden ones.
    pub parameters: Vec<Parameter>,
    /// The request body.
    pub body: Option<RequestBody>,
    /// The responses, in order.
    pub responses: Vec<Response>,
    /// The alternative (OR) combinations (AND) of security schemes, or the document's default. Empty if no authorization is required.
    pub security: Vec<SecurityRequirement>,
    /// The servers of the operation or its path. Empty if the document's servers apply.
    pub servers: Vec<Server>,
    /// The callbacks, as webhooks with the callbacks' names.
    pub callbacks: Vec<Webhook>,
    /// `externalDocs.url`.
    pub external_docs: Option<String>,
    /// The pagination that a vendor extension describes.
    pub pagination: Option<DeclaredPagination>,
    /// `x-` members.
    pub extensions: IndexMap<String, Value>,
    /// Whether an error was reported in the operation: a required part could not be read.
    pub broken: bool,
    /// The place in the document.
    pub place: SourceLocation,
}

impl Operation {
    /// Returns the path template without a query or a fragment.
    #[must_use]
    pub fn path_sent(&self) -> &str {
        super::path_template::split(&self.path).path
    }
}

/// A request that the API sends to its user: an entry of `webhooks`, or a callback of an operation.
#[derive(Debug, Clone)]
pub struct Webhook {
    /// The key in the document.
    pub name: String,
    /// The request.
    pub operation: Operation,
}

/// The location of a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Location {
    /// The path template.
    Path,
    /// The query.
    Query,
    /// The whole query string as one value (3.2).
    QueryString,
    /// A header.
    Header,
    /// A cookie.
    Cookie,
}

/// How a parameter's value is serialized (OpenAPI 3.1, 4.8.12.3).
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

/// A parameter, including the defaults of `style` and `explode`.
#[derive(Debug, Clone)]
pub struct Parameter {
    /// The name in requests.
    pub name: String,
    /// The location.
    pub location: Location,
    /// `description`.
    pub description: Option<String>,
    /// Whether it is required. Always true for path parameters.
    pub required: bool,
    /// `deprecated`, and the extensions with the reason.
    pub deprecated: Option<Deprecation>,
    /// `style`, or the default of the location.
    pub style: Style,
    /// `explode`, or the default of the style.
    pub explode: bool,
    /// How a list is written, if `style` and `explode` cannot express it (Swagger 2.0).
    pub list: Option<ListFormat>,
    /// `allowReserved`.
    pub allow_reserved: bool,
    /// `allowEmptyValue`.
    pub allow_empty: bool,
    /// The schema. `None` if the parameter has neither `schema` nor `content`; then it is a string.
    pub schema: Option<SchemaId>,
    /// The media type of `content`, which determines how the value is serialized.
    pub content: Option<String>,
    /// How individual properties are serialized, if `content` is a form.
    pub encoding: IndexMap<String, Encoding>,
    /// `example` and `examples`, `$ref`s resolved.
    pub examples: Vec<Value>,
    /// The place of the definition.
    pub place: SourceLocation,
}

impl Parameter {
    /// Returns whether it is the path parameter with this name.
    #[must_use]
    pub fn is_of_path(&self, name: &str) -> bool {
        self.location == Location::Path && self.name == name
    }

    /// Returns an undeclared path parameter: a string.
    #[must_use]
    pub fn of_path(name: &str, place: &SourceLocation) -> Self {
        Self {
            name: name.to_owned(),
            location: Location::Path,
            description: None,
            required: true,
            deprecated: None,
            style: Style::Simple,
            explode: false,
            list: None,
            allow_reserved: false,
            allow_empty: false,
            schema: None,
            content: None,
            encoding: IndexMap::new(),
            examples: Vec::new(),
            place: place.clone(),
        }
    }
}

/// A request body.
#[derive(Debug, Clone)]
pub struct RequestBody {
    /// `description`.
    pub description: Option<String>,
    /// Whether it is required.
    pub required: bool,
    /// The media types, in order.
    pub content: Vec<Media>,
    /// The place in the document.
    pub place: SourceLocation,
}

/// One media type of a body.
#[derive(Debug, Clone)]
pub struct Media {
    /// The media type or media range in the document, such as `application/json`.
    pub media_type: String,
    /// The schema, if any.
    pub schema: Option<SchemaId>,
    /// `itemSchema` (3.2): the schema of each item of a stream.
    pub item_schema: Option<SchemaId>,
    /// How individual properties of a form are serialized.
    pub encoding: IndexMap<String, Encoding>,
    /// `example` and `examples`, `$ref`s resolved.
    pub examples: Vec<Value>,
    /// The place in the document.
    pub place: SourceLocation,
}

/// How a property of a form or multipart body is serialized.
#[derive(Debug, Clone, Default)]
pub struct Encoding {
    /// The media type of the part.
    pub content_type: Option<String>,
    /// The headers of the part.
    pub headers: Vec<Header>,
    /// `style`, if the document has it.
    pub style: Option<Style>,
    /// `explode`, if the document has it.
    pub explode: Option<bool>,
    /// How a list is written, if `style` and `explode` cannot express it (Swagger 2.0).
    pub list: Option<ListFormat>,
    /// `allowReserved`, if the document has it.
    pub allow_reserved: Option<bool>,
    /// Whether the document encodes the parts of a nested body (`encoding`, `prefixEncoding`, `itemEncoding`; 3.2).
    pub is_nested: bool,
}

/// The status codes of a response.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Status {
    /// One status, `200`.
    Exact(u16),
    /// A range by its first digit: `2XX` is `Range(2)`.
    Range(u8),
    /// Every status code without its own response.
    Default,
}

/// A response.
#[derive(Debug, Clone)]
pub struct Response {
    /// The status codes.
    pub status: Status,
    /// `description`.
    pub description: Option<String>,
    /// The headers, in order. `Content-Type` is left out, as the specification requires.
    pub headers: Vec<Header>,
    /// The media types, in order. Empty if the response has no body.
    pub content: Vec<Media>,
    /// The place in the document.
    pub place: SourceLocation,
}

/// A header of a response or of a part.
#[derive(Debug, Clone)]
pub struct Header {
    /// The name.
    pub name: String,
    /// `description`.
    pub description: Option<String>,
    /// Whether it is always present.
    pub required: bool,
    /// `deprecated`, and the extensions with the reason.
    pub deprecated: Option<Deprecation>,
    /// `explode`.
    pub explode: bool,
    /// How a list is written, unless its items are separated by commas (Swagger 2.0).
    pub list: Option<ListFormat>,
    /// The schema. `None` means a string.
    pub schema: Option<SchemaId>,
    /// The media type of `content`.
    pub content: Option<String>,
    /// The place in the document.
    pub place: SourceLocation,
}
