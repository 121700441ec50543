//! Media types and bodies: what a media type is, and how a body in one is read or written.
//!
//! Architecture invariant: a media type is classified once, in `lower::operations::media`. Every later stage reads the class; the
//! name is only printed.

use serde_json::Value;

use super::{ParameterStyle, Type};
use crate::diag::Place;

/// A media type or a media range.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MediaType {
    /// The name: type and subtype in lower case, then the parameters, `text/plain; charset=utf-8`. It may be a range, `image/*`.
    pub name: String,
    /// What it is.
    pub class: MediaClass,
}

/// What a media type is. Spelling, parameters and vendor prefixes make no difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)] // The names are those of the media types.
pub enum MediaClass {
    /// `application/json`, `text/json`, `application/*+json`.
    Json(JsonClass),
    /// JSON values one after another.
    JsonLines(JsonFraming),
    /// `application/x-www-form-urlencoded`.
    Form,
    /// `multipart/*`.
    Multipart,
    /// `text/event-stream`.
    EventStream,
    /// `application/xml`, `text/xml`, `application/*+xml`.
    Xml,
    /// Everything else that is text.
    Text(TextClass),
    /// Everything else.
    Binary(BinaryClass),
}

/// What a value in JSON stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JsonClass {
    /// Itself.
    Plain,
    /// A problem (RFC 9457).
    Problem,
    /// A change by members (RFC 7396).
    MergePatch,
    /// A change by operations (RFC 6902).
    JsonPatch,
}

/// How JSON values are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JsonFraming {
    /// A line each.
    Lines,
    /// A record separator before each (RFC 7464).
    Sequence,
}

/// A media type that is text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)] // The names are those of the media types.
pub enum TextClass {
    /// `text/plain`, and `text/*` that is not listed.
    Plain,
    Html,
    Csv,
    /// A format with a grammar of its own, `application/yaml`.
    Other,
}

/// A media type that is not text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
    /// Unknown. It may be text for all that is known.
    Other,
}

/// A request body in one media type.
#[derive(Debug, Clone)]
pub struct RequestMedia {
    /// The media type.
    pub media_type: MediaType,
    /// The value of `Content-Type`: the media type, or what is sent for a range.
    pub content_type: String,
    /// How it is written.
    pub codec: RequestCodec,
    /// Examples of the whole body.
    pub examples: Vec<Value>,
    /// Where it stands.
    pub place: Place,
}

/// How a request body is written.
#[derive(Debug, Clone)]
pub enum RequestCodec {
    /// As JSON.
    Json(Type),
    /// As `application/x-www-form-urlencoded`.
    Form(Type, Vec<FormProperty>),
    /// As `multipart/*`.
    Multipart(Type, Vec<PartEncoding>),
    /// As JSON values; the type of each.
    JsonLines(Type, JsonFraming),
    /// Text: the user writes it.
    Text,
    /// Bytes: the user writes them.
    Bytes,
}

/// A body that is received in one media type: of a response, or of a webhook.
#[derive(Debug, Clone)]
pub struct ResponseMedia {
    /// The media type.
    pub media_type: MediaType,
    /// How it is read.
    pub codec: ResponseCodec,
    /// Examples of the whole body.
    pub examples: Vec<Value>,
    /// Where it stands.
    pub place: Place,
}

/// How a body that is received is read. Forms are not parsed: they are text or bytes.
#[derive(Debug, Clone, PartialEq)]
pub enum ResponseCodec {
    /// As JSON.
    Json(Type),
    /// As text.
    Text,
    /// As bytes.
    Bytes,
    /// As server-sent events; the type of each event's data.
    EventStream(Type),
    /// As JSON values in any framing; the type of each.
    JsonLines(Type),
}

/// How one property of a form is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormProperty {
    /// The property's wire name.
    pub wire: String,
    /// How its value is written.
    pub encoding: FormEncoding,
}

/// How the value of a property of a form is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FormEncoding {
    /// As the runtime does by default: items as pairs of their own, nested values by `name[member]`.
    Default,
    /// By a style.
    Styled {
        /// The style.
        style: ParameterStyle,
        /// Whether each item or property is written as a pair of its own.
        explode: bool,
        /// Whether reserved characters stay as they are.
        allow_reserved: bool,
    },
    /// Lists and objects as JSON text (`contentType`).
    Json,
}

/// How one property of a multipart body is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartEncoding {
    /// The property's wire name.
    pub wire: String,
    /// What the part holds.
    pub content: PartContent,
    /// The part's media type, if the document names exactly one.
    pub content_type: Option<String>,
}

/// What a part of a multipart body holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartContent {
    /// Text as text, an object as JSON, a list as a part for each item.
    Value,
    /// A list as one part, too: the media type is JSON.
    Json,
    /// A file, or a list of them: streamed, with a file name.
    File,
}

impl MediaType {
    /// `application/json`.
    #[must_use]
    pub fn json() -> Self {
        Self { name: "application/json".to_owned(), class: MediaClass::Json(JsonClass::Plain) }
    }
}

impl MediaClass {
    /// Whether it is one JSON value.
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
            Self::Form(..) | Self::Multipart(..) | Self::JsonLines(..) | Self::Text | Self::Bytes => None,
        }
    }

    /// The type and the parts, if it is multipart.
    #[must_use]
    pub fn multipart(&self) -> Option<(&Type, &[PartEncoding])> {
        match self {
            Self::Multipart(ty, parts) => Some((ty, parts)),
            Self::Json(_) | Self::Form(..) | Self::JsonLines(..) | Self::Text | Self::Bytes => None,
        }
    }

    /// The type of the body, or of each item of a stream; `None` for text and bytes.
    #[must_use]
    pub fn ty(&self) -> Option<&Type> {
        match self {
            Self::Json(ty) | Self::Form(ty, _) | Self::Multipart(ty, _) | Self::JsonLines(ty, _) => Some(ty),
            Self::Text | Self::Bytes => None,
        }
    }

    /// [`Self::ty`], to be changed.
    pub fn ty_mut(&mut self) -> Option<&mut Type> {
        match self {
            Self::Json(ty) | Self::Form(ty, _) | Self::Multipart(ty, _) | Self::JsonLines(ty, _) => Some(ty),
            Self::Text | Self::Bytes => None,
        }
    }
}

impl ResponseCodec {
    /// The type of the body, or of each item of a stream; `None` for text and bytes.
    #[must_use]
    pub fn ty(&self) -> Option<&Type> {
        match self {
            Self::Json(ty) | Self::EventStream(ty) | Self::JsonLines(ty) => Some(ty),
            Self::Text | Self::Bytes => None,
        }
    }

    /// [`Self::ty`], to be changed.
    pub fn ty_mut(&mut self) -> Option<&mut Type> {
        match self {
            Self::Json(ty) | Self::EventStream(ty) | Self::JsonLines(ty) => Some(ty),
            Self::Text | Self::Bytes => None,
        }
    }

    /// The type, if it is JSON.
    #[must_use]
    pub fn json(&self) -> Option<&Type> {
        match self {
            Self::Json(ty) => Some(ty),
            Self::Text | Self::Bytes | Self::EventStream(_) | Self::JsonLines(_) => None,
        }
    }
}
