//! Parameters and headers with a media type (`content`) instead of a `style`.
//!
//! Generated code encodes JSON and text, and a form if it is the whole query string. For any other media type, the user passes
//! encoded text; this is reported. No value is sent in a format that the document does not name.

use super::OperationLowering;
use super::media::{Classification, ParsedMediaType};
use crate::ir::{CoverageKind, JsonType, MediaClass, ParameterEncoding};
use crate::openapi::{Header, Location, Parameter, SchemaId};

/// The encoding of a parameter, and the values that it accepts.
pub(super) struct EncodedParameter {
    pub(super) encoding: ParameterEncoding,
    pub(super) value: ParameterValue,
}

/// The values that a parameter accepts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ParameterValue {
    /// A value of this schema.
    Schema(SchemaId),
    /// A string.
    Text,
    /// Any JSON value.
    Any,
}

impl EncodedParameter {
    const TEXT: Self = Self { encoding: ParameterEncoding::Text, value: ParameterValue::Text };
}

impl OperationLowering<'_, '_> {
    /// Returns the encoding of a parameter with this media type.
    pub(super) fn by_content(&mut self, parameter: &Parameter, content: &str) -> EncodedParameter {
        let name = parameter.name.escape_debug();
        if parameter.allow_reserved {
            let message = format!(
                "`allowReserved` has no effect together with `content`; the parameter `{name}` is percent-encoded"
            );
            self.ignore(&parameter.place, message, "remove `allowReserved`, or use `schema` instead of `content`");
        }
        let Some(parsed) = ParsedMediaType::parse(content) else {
            let message = format!(
                "`{}` is not a valid media type; the parameter `{name}` is a string that the caller must encode",
                content.escape_debug()
            );
            self.raw("parameter", &parameter.place, message);
            return EncodedParameter::TEXT;
        };
        let Some(schema) = parameter.schema else {
            return self.without_schema(parameter, &parsed);
        };
        let carried = |encoding| EncodedParameter { encoding, value: ParameterValue::Schema(schema) };
        match parsed.classification {
            Classification::Known(MediaClass::Json(_)) => {
                self.check_range(parameter, &parsed, "JSON");
                carried(ParameterEncoding::Json)
            }
            // Arrays and objects need JSON; a single value is sent as it is.
            Classification::Wildcard if self.allows_arrays_or_objects(schema) => {
                self.check_range(parameter, &parsed, "JSON");
                carried(ParameterEncoding::Json)
            }
            Classification::Wildcard => {
                self.check_range(parameter, &parsed, "text");
                carried(ParameterEncoding::Text)
            }
            Classification::Known(MediaClass::Form) if parameter.location == Location::QueryString => {
                let properties = self.form_properties(Some(schema), &parameter.encoding, &parameter.place);
                carried(ParameterEncoding::Form(properties))
            }
            Classification::Known(MediaClass::Text(_) | MediaClass::Xml) if !self.allows_arrays_or_objects(schema) => {
                carried(ParameterEncoding::Text)
            }
            Classification::Known(MediaClass::Text(_) | MediaClass::Xml) if self.is_anything(schema) => {
                EncodedParameter::TEXT
            }
            Classification::Known(
                MediaClass::Text(_)
                | MediaClass::Xml
                | MediaClass::Form
                | MediaClass::JsonLines(_)
                | MediaClass::Multipart
                | MediaClass::EventStream
                | MediaClass::Binary(_),
            ) => {
                self.report_text(parameter, &parsed);
                EncodedParameter::TEXT
            }
        }
    }

    /// Returns the encoding of a parameter whose media type has no schema: any JSON value, or a string.
    fn without_schema(&mut self, parameter: &Parameter, parsed: &ParsedMediaType) -> EncodedParameter {
        match parsed.classification {
            Classification::Known(MediaClass::Json(_)) => {
                self.check_range(parameter, parsed, "JSON");
                return EncodedParameter { encoding: ParameterEncoding::Json, value: ParameterValue::Any };
            }
            Classification::Wildcard => self.check_range(parameter, parsed, "text"),
            Classification::Known(MediaClass::Text(_) | MediaClass::Xml) => {}
            Classification::Known(
                MediaClass::Form
                | MediaClass::JsonLines(_)
                | MediaClass::Multipart
                | MediaClass::EventStream
                | MediaClass::Binary(_),
            ) => self.report_text(parameter, parsed),
        }
        EncodedParameter::TEXT
    }

    fn report_text(&mut self, parameter: &Parameter, parsed: &ParsedMediaType) {
        let name = parameter.name.escape_debug();
        let message = format!("the parameter `{name}` is a string that the caller must encode as `{}`", parsed.name());
        self.raw("parameter", &parameter.place, message);
    }

    /// Reports a media type range, which does not define the encoding.
    fn check_range(&mut self, parameter: &Parameter, parsed: &ParsedMediaType, sent: &str) {
        if !parsed.is_range() {
            return;
        }
        let name = parameter.name.escape_debug();
        let message =
            format!("`{}` does not define the encoding of the parameter `{name}`; it is sent as {sent}", parsed.name());
        let note = format!("`{}`: the value is sent as {sent}", parsed.name());
        self.cover(CoverageKind::Raw, "parameter", &parameter.place, &note);
        self.ignore(
            &parameter.place,
            message,
            "write a concrete media type, such as `application/json` or `text/plain`",
        );
    }

    /// Returns the schema of a response header; `None` if the header is a string that the user must decode.
    pub(super) fn header_schema(&mut self, header: &Header) -> Option<SchemaId> {
        let schema = header.schema?;
        let Some(content) = header.content.as_deref() else { return Some(schema) };
        let class = ParsedMediaType::parse(content).and_then(|parsed| parsed.class());
        let json_types = self.schemas.json_types(schema);
        let alike = |kind: &JsonType| match kind {
            JsonType::Null | JsonType::Boolean | JsonType::Integer | JsonType::Number => true,
            JsonType::String | JsonType::Array | JsonType::Object => false,
        };
        match class {
            // Numbers and booleans have the same encoding in JSON and in the style `simple`.
            _ if json_types.iter().all(alike) => Some(schema),
            Some(MediaClass::Text(_) | MediaClass::Xml) | None if !self.allows_arrays_or_objects(schema) => {
                Some(schema)
            }
            Some(
                MediaClass::Json(_)
                | MediaClass::JsonLines(_)
                | MediaClass::Form
                | MediaClass::Multipart
                | MediaClass::EventStream
                | MediaClass::Xml
                | MediaClass::Text(_)
                | MediaClass::Binary(_),
            )
            | None => {
                let (name, content) = (header.name.escape_debug(), content.escape_debug());
                self.raw(
                    "header",
                    &header.place,
                    format!(
                        "the header `{name}` is returned as a string; oasmith does not parse `{content}` in headers"
                    ),
                );
                None
            }
        }
    }

    /// Whether a value of the schema can be an array or an object.
    fn allows_arrays_or_objects(&self, schema: SchemaId) -> bool {
        let json_types = self.schemas.json_types(schema);
        json_types.iter().any(|kind| matches!(kind, JsonType::Array | JsonType::Object))
    }

    fn is_anything(&self, schema: SchemaId) -> bool {
        self.schemas.json_types(schema).len() == JsonType::ALL.len()
    }
}
