//! Parameters and headers with a media type (`content`) instead of a `style`.
//!
//! Generated code encodes JSON and text, and a form if it is the whole query string. For any other media type, the user passes
//! encoded text; this is reported. No value is sent in a format that the document does not name.

use super::OperationLowering;
use super::media::{Classification, ParsedMediaType};
use super::parameters::lower_delimiter;
use crate::ir::{CoverageKind, HeaderEncoding, JsonType, MediaClass, ParameterEncoding};
use crate::openapi::{Header, Location, Parameter, SchemaId};

/// The encoding of a parameter, and the values that it accepts.
pub(super) struct EncodedParameter {
    pub(super) encoding: ParameterEncoding,
    pub(super) value: ParameterValue,
}

/// The encoding of a response header, and its values.
pub(super) struct EncodedHeader {
    pub(super) encoding: HeaderEncoding,
    pub(super) value: ParameterValue,
}

/// The values that a parameter accepts, or that a header has.
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

    /// Returns the encoding of a response header and its values. A header that generated code does not decode is a string.
    pub(super) fn header_encoding(&mut self, header: &Header) -> EncodedHeader {
        let explode = header.explode && header.schema.is_some_and(|schema| self.allows(schema, JsonType::Object));
        let styled = match &header.list {
            Some(list) => HeaderEncoding::Delimited(list.delimiters.iter().map(lower_delimiter).collect()),
            None => HeaderEncoding::Simple { explode },
        };
        let by_schema = header.schema.map_or(ParameterValue::Text, ParameterValue::Schema);
        let Some(content) = header.content.as_deref() else {
            return EncodedHeader { encoding: styled, value: by_schema };
        };
        let plain = HeaderEncoding::Simple { explode: false };
        let classification = ParsedMediaType::parse(content).map(|parsed| parsed.classification);
        let is_composite = header.schema.is_some_and(|schema| self.allows_arrays_or_objects(schema));
        match (classification, header.schema) {
            // Numbers and booleans have the same encoding in all media types.
            (_, Some(schema)) if self.is_alike_in_all_formats(schema) => {
                EncodedHeader { encoding: plain, value: by_schema }
            }
            (Some(Classification::Known(MediaClass::Json(_))), None) => {
                EncodedHeader { encoding: HeaderEncoding::Json, value: ParameterValue::Any }
            }
            // Arrays and objects need JSON.
            (Some(Classification::Known(MediaClass::Json(_))), Some(_)) => {
                EncodedHeader { encoding: HeaderEncoding::Json, value: by_schema }
            }
            (Some(Classification::Wildcard), Some(_)) if is_composite => {
                let (name, content) = (header.name.escape_debug(), content.escape_debug());
                let message =
                    format!("`{content}` does not define the encoding of the header `{name}`; it is read as JSON");
                self.cover(
                    CoverageKind::Raw,
                    "header",
                    &header.place,
                    &format!("`{content}`: the value is read as JSON"),
                );
                self.ignore(
                    &header.place,
                    message,
                    "write a concrete media type, such as `application/json` or `text/plain`",
                );
                EncodedHeader { encoding: HeaderEncoding::Json, value: by_schema }
            }
            (Some(Classification::Known(MediaClass::Text(_))), _)
                if header.name.eq_ignore_ascii_case("set-cookie") && !is_composite =>
            {
                EncodedHeader { encoding: HeaderEncoding::Lines, value: by_schema }
            }
            (
                None | Some(Classification::Known(MediaClass::Text(_) | MediaClass::Xml) | Classification::Wildcard),
                _,
            ) if !is_composite => EncodedHeader { encoding: plain, value: by_schema },
            _ => {
                let (name, content) = (header.name.escape_debug(), content.escape_debug());
                self.raw(
                    "header",
                    &header.place,
                    format!(
                        "the header `{name}` is returned as a string; oasmith does not parse `{content}` in headers"
                    ),
                );
                EncodedHeader { encoding: plain, value: ParameterValue::Text }
            }
        }
    }

    /// Whether the schema allows only values that are written alike in JSON and in the style `simple`.
    fn is_alike_in_all_formats(&self, schema: SchemaId) -> bool {
        self.schemas.json_types(schema).iter().all(|kind| match kind {
            JsonType::Null | JsonType::Boolean | JsonType::Integer | JsonType::Number => true,
            JsonType::String | JsonType::Array | JsonType::Object => false,
        })
    }

    fn allows(&self, schema: SchemaId, json_type: JsonType) -> bool {
        self.schemas.json_types(schema).contains(&json_type)
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
