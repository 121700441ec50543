//! Media types, and the codecs of bodies.
//!
//! Architecture invariant: a media type is classified once, in `lower::operations::media`. Later stages read the class, and only print
//! the name.

use serde_json::Value;

use super::{ListFormat, ParameterStyle, Type};
use crate::diag::SourceLocation;

/// A media type or a media type range.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MediaType {
    /// The name: type and subtype in lower case, then the parameters (`text/plain; charset=utf-8`). May be a range (`image/*`).
    pub name: String,
    /// The class.
    pub class: MediaClass,
}

/// The class of a media type. It does not depend on spelling, parameters and vendor prefixes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs)] // The names are those of the media types.
pub enum MediaClass {
    /// `application/json`, `text/json`, `application/*+json`.
    Json(JsonClass),
    /// A sequence of JSON values.
    JsonLines(JsonFraming),
    /// `application/x-www-form-urlencoded`.
    Form,
    /// `multipart/*`.
    Multipart,
    /// `text/event-stream`.
    EventStream,
    /// `application/xml`, `text/xml`, `application/*+xml`.
    Xml,
    /// Any other text.
    Text(TextClass),
    /// Any other media type.
    Binary(BinaryClass),
}

/// The meaning of a JSON body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum JsonClass {
    /// The value itself.
    Plain,
    /// Problem details (RFC 9457).
    Problem,
    /// A merge patch (RFC 7396).
    MergePatch,
    /// A JSON Patch (RFC 6902).
    JsonPatch,
}

/// How JSON values in a sequence are separated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum JsonFraming {
    /// One value per line.
    Lines,
    /// A record separator before each value (RFC 7464).
    Sequence,
}

/// The class of a text media type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs)] // The names are those of the media types.
pub enum TextClass {
    /// `text/plain`, and any `text/*` that is not listed.
    Plain,
    Html,
    Csv,
    /// A text format outside of `text/*`, for example `application/yaml`.
    Other,
}

/// The class of a binary media type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs)] // The names are those of the media types.
pub enum BinaryClass {
    OctetStream,
    Pdf,
    Zip,
    Gzip,
    Image,
    Audio,
    Video,
    Font,
    /// An unknown format. It may be text.
    Other,
}

/// A request body in one media type.
#[derive(Debug, Clone)]
pub struct RequestMedia {
    /// The media type.
    pub media_type: MediaType,
    /// The value of the header `Content-Type`: the media type, or a concrete media type in a range. A range only for bytes, whose caller
    /// determines the media type.
    pub content_type: String,
    /// How the body is encoded.
    pub codec: RequestCodec,
    /// Examples of the whole body.
    pub examples: Vec<Value>,
    /// The location in the document.
    pub place: SourceLocation,
}

/// How a request body is encoded.
#[derive(Debug, Clone)]
pub enum RequestCodec {
    /// As JSON.
    Json(Type),
    /// As `application/x-www-form-urlencoded`.
    Form(Type, Vec<FormProperty>),
    /// As `multipart/*`, with a part for each member of an object.
    Multipart(Type, MultipartParts),
    /// As `multipart/*`, whose parts the user adds.
    Parts,
    /// As a sequence of JSON values of this type.
    JsonLines(Type, JsonFraming),
    /// As a string that the user encodes.
    Text,
    /// As bytes that the user encodes.
    Bytes,
}

/// One case of a received body, of a response or of a webhook: a codec, and the media types that it decodes.
#[derive(Debug, Clone)]
pub struct ResponseMedia {
    /// The media type. It names the case.
    pub media_type: MediaType,
    /// Further media types of the same case, in the document's order: other spellings, and other names for the same content.
    pub also: Vec<MediaType>,
    /// How the body is decoded.
    pub codec: ResponseCodec,
    /// Examples of the whole body.
    pub examples: Vec<Value>,
    /// The location in the document.
    pub place: SourceLocation,
}

/// How a received body is decoded. Forms are not decoded: they are bytes.
#[derive(Debug, Clone, PartialEq)]
pub enum ResponseCodec {
    /// As JSON.
    Json(Type),
    /// As JSON if the content type is JSON, otherwise as text. Only a type whose values are strings, or null, has this codec.
    JsonOrText(Type),
    /// As text.
    Text,
    /// As bytes.
    Bytes,
    /// As server-sent events whose data is JSON of this type.
    EventStream(Type),
    /// As server-sent events whose data is text of this type, a string.
    TextEvents(Type),
    /// As a sequence of JSON values of this type, in any framing.
    JsonLines(Type),
}

/// The encoding of a property of a form (OpenAPI "Encoding Object").
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormProperty {
    /// The property's wire name.
    pub wire: String,
    /// How the value is encoded.
    pub encoding: FormEncoding,
}

/// How the value of a form property is encoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FormEncoding {
    /// The default of the runtime: each array item is a pair, and an object is JSON text.
    Default,
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
    /// As JSON text (`contentType`), also an array.
    Json,
    /// As JSON text (`contentType`). Each array item is a pair.
    JsonItems,
}

/// The parts of a multipart body.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MultipartParts {
    /// The parts of the declared properties.
    pub declared: Vec<PartEncoding>,
    /// The parts of undeclared properties, if the schema describes them (`additionalProperties`).
    pub others: Option<PartEncoding>,
}

/// The encoding of a part of a multipart body (OpenAPI "Encoding Object").
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartEncoding {
    /// The property's wire name; empty for undeclared properties.
    pub wire: String,
    /// The content of the part.
    pub content: PartContent,
    /// The part's media type, if it is not the default of its content. For a file, it may be a list or a range; the caller's file has one in
    /// it.
    pub content_type: Option<String>,
    /// The headers of the part, apart from `Content-Type`.
    pub headers: Vec<PartHeader>,
}

/// A header of a part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartHeader {
    /// The name.
    pub wire: String,
    /// The only possible value, which is always sent. The caller sets the others.
    pub fixed: Option<String>,
}

/// The content of a part of a multipart body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PartContent {
    /// A string as text, an object as JSON, an array as one part per item.
    Value,
    /// A list in this format: one part, or one part per item if it is repeated.
    List(ListFormat),
    /// JSON, also for an array, which is one part.
    Json,
    /// JSON. An array is one part per item.
    JsonItems,
    /// A value with a `style`, without percent-encoding. Each pair is a part.
    Styled {
        /// The style.
        style: ParameterStyle,
        /// `explode`: whether each item or property is a separate part.
        explode: bool,
    },
    /// A file or a list of files. It is streamed, and has a file name.
    File,
}

impl RequestMedia {
    /// Returns the range of media types in which the caller chooses one.
    #[must_use]
    pub fn range(&self) -> Option<&str> {
        Some(self.content_type.as_str()).filter(|content_type| content_type.contains('*'))
    }
}

impl MediaType {
    /// Returns `application/json`.
    #[must_use]
    pub fn json() -> Self {
        Self { name: "application/json".to_owned(), class: MediaClass::Json(JsonClass::Plain) }
    }
}

impl MediaClass {
    /// Whether the body is one JSON value.
    #[must_use]
    pub fn is_json(self) -> bool {
        match self {
            Self::Json(_) => true,
            Self::JsonLines(_)
            | Self::Form
            | Self::Multipart
            | Self::EventStream
            | Self::Xml
            | Self::Text(_)
            | Self::Binary(_) => false,
        }
    }
}

impl RequestCodec {
    /// The type, if it is JSON.
    #[must_use]
    pub fn json(&self) -> Option<&Type> {
        match self {
            Self::Json(ty) => Some(ty),
            Self::Form(..) | Self::Multipart(..) | Self::Parts | Self::JsonLines(..) | Self::Text | Self::Bytes => None,
        }
    }

    /// Whether the body is bytes that the user encodes.
    #[must_use]
    pub fn is_bytes(&self) -> bool {
        match self {
            Self::Bytes => true,
            Self::Json(_) | Self::Form(..) | Self::Multipart(..) | Self::Parts | Self::JsonLines(..) | Self::Text => {
                false
            }
        }
    }

    /// Returns the type and the parts of a multipart body.
    #[must_use]
    pub fn multipart(&self) -> Option<(&Type, &MultipartParts)> {
        match self {
            Self::Multipart(ty, parts) => Some((ty, parts)),
            Self::Json(_) | Self::Form(..) | Self::Parts | Self::JsonLines(..) | Self::Text | Self::Bytes => None,
        }
    }

    /// The type of the body, or of each item of a stream; `None` for text, bytes and parts.
    #[must_use]
    pub fn ty(&self) -> Option<&Type> {
        match self {
            Self::Json(ty) | Self::Form(ty, _) | Self::Multipart(ty, _) | Self::JsonLines(ty, _) => Some(ty),
            Self::Parts | Self::Text | Self::Bytes => None,
        }
    }

    /// [`Self::ty`], to be changed.
    pub fn ty_mut(&mut self) -> Option<&mut Type> {
        match self {
            Self::Json(ty) | Self::Form(ty, _) | Self::Multipart(ty, _) | Self::JsonLines(ty, _) => Some(ty),
            Self::Parts | Self::Text | Self::Bytes => None,
        }
    }
}

impl ResponseCodec {
    /// The type of the body, or of each item of a stream; `None` for text and bytes.
    #[must_use]
    pub fn ty(&self) -> Option<&Type> {
        match self {
            Self::Json(ty)
            | Self::JsonOrText(ty)
            | Self::EventStream(ty)
            | Self::TextEvents(ty)
            | Self::JsonLines(ty) => Some(ty),
            Self::Text | Self::Bytes => None,
        }
    }

    /// [`Self::ty`], to be changed.
    pub fn ty_mut(&mut self) -> Option<&mut Type> {
        match self {
            Self::Json(ty)
            | Self::JsonOrText(ty)
            | Self::EventStream(ty)
            | Self::TextEvents(ty)
            | Self::JsonLines(ty) => Some(ty),
            Self::Text | Self::Bytes => None,
        }
    }

    /// The type, if it can be JSON.
    #[must_use]
    pub fn json(&self) -> Option<&Type> {
        match self {
            Self::Json(ty) | Self::JsonOrText(ty) => Some(ty),
            Self::Text | Self::Bytes | Self::EventStream(_) | Self::TextEvents(_) | Self::JsonLines(_) => None,
        }
    }
}
