//! Parameters and headers that have a media type (`content`) instead of a style.
//!
//! JSON and text can be written for the user, and a form where it is the whole query. Any other media type is text that the user
//! writes, which is reported: no value is sent in a format that the document does not name.

use super::OperationLowering;
use super::media::{Kind, Written};
use crate::ir::{CoverageKind, JsonKind, MediaClass, ParameterEncoding};
use crate::openapi::{Header, Location, Parameter, SchemaId};

/// How a parameter is carried.
pub(super) struct Carried {
    pub(super) encoding: ParameterEncoding,
    pub(super) value: CarriedValue,
}

/// What a parameter takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CarriedValue {
    /// A value of a schema.
    Of(SchemaId),
    /// A text.
    Text,
    /// Any value.
    Anything,
}

impl Carried {
    const TEXT: Self = Self { encoding: ParameterEncoding::Text, value: CarriedValue::Text };
}

impl OperationLowering<'_, '_> {
    /// How a parameter with this media type is carried.
    pub(super) fn by_content(&mut self, parameter: &Parameter, content: &str) -> Carried {
        let name = parameter.name.escape_debug();
        if parameter.allow_reserved {
            let message =
                format!("`allowReserved` has no meaning beside `content`; the parameter `{name}` is percent-encoded");
            self.ignore(&parameter.place, message, "remove `allowReserved`, or write a `schema` in place of `content`");
        }
        let Some(written) = Written::read(content) else {
            let message =
                format!("`{}` is no media type; the parameter `{name}` is taken as text", content.escape_debug());
            self.raw("parameter", &parameter.place, message);
            return Carried::TEXT;
        };
        let Some(schema) = parameter.schema else {
            return self.without_schema(parameter, &written);
        };
        let carried = |encoding| Carried { encoding, value: CarriedValue::Of(schema) };
        match written.kind {
            Kind::Of(MediaClass::Json(_)) => {
                self.check_range(parameter, &written, "JSON");
                carried(ParameterEncoding::Json)
            }
            // What is composed can be written as JSON only; a single value is what it is.
            Kind::Anything if self.may_be_composed(schema) => {
                self.check_range(parameter, &written, "JSON");
                carried(ParameterEncoding::Json)
            }
            Kind::Anything => {
                self.check_range(parameter, &written, "text");
                carried(ParameterEncoding::Text)
            }
            Kind::Of(MediaClass::Form) if parameter.location == Location::QueryString => {
                carried(ParameterEncoding::Form)
            }
            Kind::Of(MediaClass::Text(_) | MediaClass::Xml) if !self.may_be_composed(schema) => {
                carried(ParameterEncoding::Text)
            }
            Kind::Of(MediaClass::Text(_) | MediaClass::Xml) if self.is_anything(schema) => Carried::TEXT,
            Kind::Of(
                MediaClass::Text(_)
                | MediaClass::Xml
                | MediaClass::Form
                | MediaClass::JsonLines(_)
                | MediaClass::Multipart
                | MediaClass::EventStream
                | MediaClass::Binary(_),
            ) => {
                self.report_text(parameter, &written);
                Carried::TEXT
            }
        }
    }

    /// Nothing is said of the value: it is any JSON, or a text.
    fn without_schema(&mut self, parameter: &Parameter, written: &Written) -> Carried {
        match written.kind {
            Kind::Of(MediaClass::Json(_)) => {
                self.check_range(parameter, written, "JSON");
                return Carried { encoding: ParameterEncoding::Json, value: CarriedValue::Anything };
            }
            Kind::Anything => self.check_range(parameter, written, "text"),
            Kind::Of(MediaClass::Text(_) | MediaClass::Xml) => {}
            Kind::Of(
                MediaClass::Form
                | MediaClass::JsonLines(_)
                | MediaClass::Multipart
                | MediaClass::EventStream
                | MediaClass::Binary(_),
            ) => self.report_text(parameter, written),
        }
        Carried::TEXT
    }

    fn report_text(&mut self, parameter: &Parameter, written: &Written) {
        let name = parameter.name.escape_debug();
        let message = format!("the parameter `{name}` is taken as text in `{}`", written.name());
        self.raw("parameter", &parameter.place, message);
    }

    /// Reports a range, which does not say what is sent.
    fn check_range(&mut self, parameter: &Parameter, written: &Written, sent: &str) {
        if !written.is_range() {
            return;
        }
        let name = parameter.name.escape_debug();
        let message =
            format!("`{}` does not say how the parameter `{name}` is written; it is sent as {sent}", written.name());
        let note = format!("`{}`: the value is sent as {sent}", written.name());
        self.cover(CoverageKind::Raw, "parameter", &parameter.place, &note);
        self.ignore(&parameter.place, message, "write a media type, `application/json` or `text/plain`");
    }

    /// The schema of a response header with this media type; `None` if it is a text that the user reads.
    pub(super) fn header_schema(&mut self, header: &Header) -> Option<SchemaId> {
        let schema = header.schema?;
        let Some(content) = header.content.as_deref() else { return Some(schema) };
        let class = Written::read(content).and_then(|written| written.class());
        let kinds = self.schemas.json_kinds(schema);
        let alike = |kind: &JsonKind| match kind {
            JsonKind::Null | JsonKind::Boolean | JsonKind::Integer | JsonKind::Number => true,
            JsonKind::String | JsonKind::Array | JsonKind::Object => false,
        };
        match class {
            // A number or a boolean is the same in JSON and in a header of the style `simple`.
            _ if kinds.iter().all(alike) => Some(schema),
            Some(MediaClass::Text(_) | MediaClass::Xml) | None if !self.may_be_composed(schema) => Some(schema),
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
                self.raw("header", &header.place, format!("the header `{name}` is given as text in `{content}`"));
                None
            }
        }
    }

    /// Whether a value of the schema can be a list or an object.
    fn may_be_composed(&self, schema: SchemaId) -> bool {
        let kinds = self.schemas.json_kinds(schema);
        kinds.iter().any(|kind| matches!(kind, JsonKind::Array | JsonKind::Object))
    }

    fn is_anything(&self, schema: SchemaId) -> bool {
        self.schemas.json_kinds(schema).len() == JsonKind::ALL.len()
    }
}
