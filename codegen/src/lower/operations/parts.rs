//! Encoding objects of multipart bodies: how each property becomes a part.

use super::media::ParsedMediaType;
use super::{OperationLowering, parameters};
use crate::ir::{
    BinaryClass, CoverageKind, JsonType, MediaClass, MultipartParts, PartContent, PartEncoding, PartHeader,
};
use crate::openapi::{Encoding, Media, SchemaId, Style, Version};

/// The default media type of a string with `contentEncoding`, and of a schema without a type (OpenAPI 3.1.1, "Encoding Object").
const OCTET_STREAM: &str = "application/octet-stream";

impl OperationLowering<'_, '_> {
    /// Returns the parts of a multipart body, in the document's order. `parsed` is its media type.
    pub(super) fn parts(&mut self, media: &Media, parsed: &ParsedMediaType) -> MultipartParts {
        let nothing = Encoding::default();
        let declared = self.properties(media).into_iter().map(|(wire, schema)| {
            let encoding = media.encoding.get(&wire).unwrap_or(&nothing);
            self.part(wire, schema, encoding, media, parsed)
        });
        let declared = declared.collect();
        let others = self.additional_properties(media);
        let others = others.map(|schema| self.part(String::new(), schema, &nothing, media, parsed));
        MultipartParts { declared, others }
    }

    fn part(
        &mut self,
        wire: String,
        schema: SchemaId,
        encoding: &Encoding,
        media: &Media,
        parsed: &ParsedMediaType,
    ) -> PartEncoding {
        let item = self.schemas.part_schema(schema);
        let keywords = self.schemas.content_keywords(item);
        // The media type of the encoding object takes precedence (OpenAPI 3.1.1, "Working with Binary Data").
        let listed = encoding.content_type.as_ref().or(keywords.media_type.as_ref());
        let types: Vec<ParsedMediaType> =
            listed.iter().flat_map(|types| types.split(',')).filter_map(ParsedMediaType::parse).collect();
        let all = |is: fn(MediaClass) -> bool| !types.is_empty() && types.iter().all(|one| one.class().is_some_and(is));
        let is_object = self.is_composite(item);
        let mut headers = self.part_headers(encoding, media);
        let is_encoded = keywords.encoding.is_some();
        let is_file_type = all(is_file);
        let is_file = self.schemas.file(schema).is_some()
            || (!is_encoded && is_file_type)
            || (self.is_untyped_file(item) && !all(MediaClass::is_json) && !all(is_text));
        let style = self.part_style(encoding, media, parsed).filter(|_| !is_file);
        let chosen = chosen(&types, is_object);
        let content = if is_file {
            PartContent::File
        } else if let Some((style, explode)) = style {
            PartContent::Styled { style: parameters::lower_style(style), explode }
        } else if let Some(encoding) = keywords.encoding.filter(|_| self.document.version >= Version::V3_1) {
            // `contentEncoding` is equivalent to this header (OpenAPI 3.1.1, "Encoding `multipart` Media Types").
            if !headers.iter().any(|header| header.wire.eq_ignore_ascii_case("Content-Transfer-Encoding")) {
                headers.push(PartHeader { wire: "Content-Transfer-Encoding".to_owned(), fixed: Some(encoding) });
            }
            PartContent::Value
        } else if let Some(list) = &encoding.list {
            PartContent::List(parameters::lower_list_format(list))
        } else {
            self.content_of_type(&wire, chosen, is_object, keywords.media_type.is_some(), media)
        };
        let content_type = match content {
            PartContent::File if !types.is_empty() => {
                Some(types.iter().map(ParsedMediaType::name).collect::<Vec<_>>().join(", "))
            }
            PartContent::Styled { .. } | PartContent::List(_) | PartContent::File => None,
            PartContent::Value | PartContent::Json | PartContent::JsonItems => {
                let is_binary = is_encoded && self.document.version >= Version::V3_1;
                let undetermined = chosen.is_none() && (is_binary || (!is_object && is_file_type));
                undetermined.then(|| OCTET_STREAM.to_owned()).or_else(|| chosen.map(ParsedMediaType::name))
            }
        };
        if encoding.is_nested && content != PartContent::File {
            let note = "the encodings inside a part have no effect, because the part is not `multipart`";
            self.cover(CoverageKind::LeftOut, "encoding.encoding", &media.place, note);
        }
        PartEncoding { wire, content, content_type, headers }
    }

    /// Returns the content of a part without a style. `has_own_type` tells whether the schema has a `contentMediaType`.
    fn content_of_type(
        &mut self,
        wire: &str,
        chosen: Option<&ParsedMediaType>,
        is_object: bool,
        has_own_type: bool,
        media: &Media,
    ) -> PartContent {
        let Some((chosen, class)) = chosen.and_then(|chosen| Some((chosen, chosen.class()?))) else {
            return PartContent::Value;
        };
        if class.is_json() {
            // A string with a media type of its own already is JSON text.
            return if has_own_type {
                PartContent::Value
            } else if self.document.version >= Version::V3_2 {
                // An encoding object applies to each item (OpenAPI 3.2.0, "Encoding By Name"). Before, it applied to the property.
                PartContent::JsonItems
            } else {
                PartContent::Json
            };
        }
        if !is_object || is_text(class) {
            return PartContent::Value;
        }
        let name = chosen.name();
        let message = format!("the part `{}` is a file that the caller must encode as `{name}`", wire.escape_debug());
        self.raw("part", &media.place, message);
        PartContent::File
    }

    /// Returns the style of a part and whether it is exploded, if the document has a style. Only `multipart/form-data` has styles, and only
    /// since OpenAPI 3.1.
    fn part_style(&mut self, encoding: &Encoding, media: &Media, parsed: &ParsedMediaType) -> Option<(Style, bool)> {
        let Encoding { style, explode, allow_reserved, list, .. } = encoding;
        if (style.is_none() && explode.is_none() && allow_reserved.is_none()) || list.is_some() {
            return None;
        }
        if self.document.version >= Version::V3_1 && parsed.is_form_data() {
            let style = style.unwrap_or(Style::Form);
            return Some((style, explode.unwrap_or(style == Style::Form)));
        }
        let is_default = matches!(style, None | Some(Style::Form)) && *explode != Some(false);
        if self.document.version > Version::V2 && !is_default {
            let note = "the style of a part has no effect in this media type and version: an array becomes one part per \
                        item, an object becomes JSON";
            self.cover(CoverageKind::LeftOut, "encoding.style", &media.place, note);
        }
        None
    }

    fn part_headers(&mut self, encoding: &Encoding, media: &Media) -> Vec<PartHeader> {
        if encoding.headers.iter().any(|header| !super::is_token(&header.name)) {
            self.leave_out("encoding.headers", &media.place, "the name of a part's header is not a valid header name");
        }
        let headers = encoding.headers.iter().filter(|header| super::is_token(&header.name));
        let headers = headers.map(|header| {
            let fixed = header.schema.and_then(|schema| self.schemas.fixed_value(schema));
            let fixed = fixed.and_then(|value| match value {
                serde_json::Value::String(text) => Some(text),
                serde_json::Value::Number(_) | serde_json::Value::Bool(_) => Some(value.to_string()),
                serde_json::Value::Null | serde_json::Value::Array(_) | serde_json::Value::Object(_) => None,
            });
            PartHeader { wire: header.name.clone(), fixed }
        });
        headers.collect()
    }

    /// Whether all values are arrays or objects.
    pub(super) fn is_composite(&self, schema: SchemaId) -> bool {
        let json_types = self.schemas.json_types(schema);
        let is_composite = |one: &JsonType| matches!(one, JsonType::Array | JsonType::Object | JsonType::Null);
        !json_types.is_empty() && json_types.iter().all(is_composite)
    }

    /// Whether a part of this schema is bytes, because the schema has no type (since OpenAPI 3.1).
    fn is_untyped_file(&self, schema: SchemaId) -> bool {
        self.document.version >= Version::V3_1 && self.schemas.is_untyped(schema)
    }
}

/// Returns the media type of a value that is not a file: one that the value has, else the first.
fn chosen(types: &[ParsedMediaType], is_object: bool) -> Option<&ParsedMediaType> {
    let mut concrete = types.iter().filter(|one| !one.is_range());
    let json = concrete.clone().find(|one| one.class().is_some_and(MediaClass::is_json));
    json.filter(|_| is_object).or_else(|| concrete.next())
}

/// Whether a part with this media type is a file, regardless of its schema.
fn is_file(class: MediaClass) -> bool {
    match class {
        MediaClass::Binary(BinaryClass::Other) => false,
        MediaClass::Binary(_) => true,
        MediaClass::Json(_)
        | MediaClass::JsonLines(_)
        | MediaClass::Form
        | MediaClass::Multipart
        | MediaClass::EventStream
        | MediaClass::Xml
        | MediaClass::Text(_) => false,
    }
}

/// Whether a part with this media type may be JSON text, because the media type has no syntax of its own.
fn is_text(class: MediaClass) -> bool {
    match class {
        MediaClass::Text(_) => true,
        MediaClass::Binary(_)
        | MediaClass::Json(_)
        | MediaClass::JsonLines(_)
        | MediaClass::Form
        | MediaClass::Multipart
        | MediaClass::EventStream
        | MediaClass::Xml => false,
    }
}
