//! Reads parameters and headers.

use std::rc::Rc;

use indexmap::IndexMap;

use super::super::document::{Encoding, Header, ListFormat, Location, Parameter, Version};
use super::super::extensions::Extension;
use super::super::form::{Field, FieldType, optional, required};
use super::super::node::Node;
use super::super::references::ElementKind;
use super::super::schema::SchemaId;
use super::super::spelling::nearest;
use super::super::swagger::list_format;
use super::styles::read_style;
use super::{Context, DocumentReader};
use crate::diag::LostPart;

const PARAMETER: &[Field] = &[
    required("name"),
    required("in"),
    optional("description", FieldType::Text),
    optional("required", FieldType::Flag),
    optional("deprecated", FieldType::Flag),
    optional("explode", FieldType::Flag),
    optional("allowReserved", FieldType::Flag),
    optional("allowEmptyValue", FieldType::Flag),
];
const HEADER: &[Field] = &[
    optional("description", FieldType::Text),
    optional("required", FieldType::Flag),
    optional("deprecated", FieldType::Flag),
    optional("explode", FieldType::Flag),
];
const LOCATIONS: [(&str, Location); 5] = [
    ("path", Location::Path),
    ("query", Location::Query),
    ("querystring", Location::QueryString),
    ("header", Location::Header),
    ("cookie", Location::Cookie),
];

/// The schema and media type of a parameter's or header's value.
struct ParameterValue {
    schema: Option<SchemaId>,
    content: Option<String>,
    encoding: IndexMap<String, Encoding>,
}

impl ParameterValue {
    fn of_schema(schema: Option<SchemaId>) -> Self {
        Self { schema, content: None, encoding: IndexMap::new() }
    }
}

impl<'a> DocumentReader<'a> {
    /// Reads a parameter. A shared definition is read once.
    pub(super) fn parameter(&mut self, node: Node<'a>) -> Option<Rc<Parameter>> {
        let overriding_description = self.reference_description(&node);
        let node = self.resolve(node, ElementKind::Parameter)?;
        let address = node.address();
        let parameter = match self.parameters.get(&address).cloned() {
            Some(None) => {
                self.reports.count_known_error();
                None
            }
            Some(known) => known,
            None => {
                let parameter = self.read_parameter(node).map(Rc::new);
                self.parameters.insert(address, parameter.clone());
                parameter
            }
        };
        match overriding_description {
            Some(_) => parameter
                .map(|known| Rc::new(Parameter { description: overriding_description, ..Parameter::clone(&known) })),
            None => parameter,
        }
    }

    fn read_parameter(&mut self, node: Node<'a>) -> Option<Parameter> {
        let what = "a parameter";
        let node = self.form().expect_object(node, what)?;
        self.check_fields(&node, ElementKind::Parameter);
        let mut fields = self.form().fields(&node, what, PARAMETER)?;
        let written = fields.text("in")?;
        let location = self.location(&node, &written)?;
        let name = fields.text("name")?;
        let required = fields.flag("required").unwrap_or_default();
        let style = read_style(&node, &format!("a {written} parameter"), location, &mut self.reports);
        if location == Location::Path && !required {
            let at = node.get("required").unwrap_or_else(|| node.clone());
            self.reports.tolerated(
                &at,
                format!("a path parameter must be required; `{name}` is read as required"),
                "write `required: true`",
            );
        }
        let value = self.parameter_value(&node, what);
        let mut examples = self.examples(&node);
        if examples.is_empty() {
            examples.extend(Extension::Example.find(&node).map(|example| example.value.clone()));
        }
        Some(Parameter {
            name,
            location,
            description: fields.text("description"),
            required: required || location == Location::Path,
            deprecated: self.form().deprecation(&node, fields.flag("deprecated")),
            style,
            explode: fields.flag("explode").unwrap_or(style.explodes_by_default()),
            list: self.list_format(&node),
            allow_reserved: fields.flag("allowReserved").unwrap_or_default(),
            allow_empty: fields.flag("allowEmptyValue").unwrap_or_default(),
            schema: value.schema,
            content: value.content,
            encoding: value.encoding,
            examples,
            place: node.place,
        })
    }

    fn location(&mut self, node: &Node<'a>, text: &str) -> Option<Location> {
        let at = node.get("in")?;
        if let Some((_, location)) = LOCATIONS.iter().find(|(known, _)| *known == text) {
            return Some(*location);
        }
        let remedy = nearest(text, LOCATIONS.iter().map(|(known, _)| *known)).map_or_else(
            || match text {
                "body" | "formData" => "write a `requestBody`; OpenAPI 3 has no body parameters".to_owned(),
                _ => "write one of path, query, header, cookie".to_owned(),
            },
            |near| format!("did you mean `{near}`?"),
        );
        self.reports.malformed(&at, format!("a parameter cannot be in `{}`", text), remedy);
        None
    }

    fn parameter_value(&mut self, node: &Node<'a>, what: &str) -> ParameterValue {
        let schema = node.get("schema");
        let Some(content) = node.get("content") else {
            return ParameterValue::of_schema(schema.map(|schema| self.schemas.intern(schema)));
        };
        if let Some(schema) = schema {
            self.reports.tolerated(
                &content,
                format!("{what} has both `schema` and `content`; `schema` is used"),
                "remove one of them",
            );
            return ParameterValue::of_schema(Some(self.schemas.intern(schema)));
        }
        let media = self.content(node);
        if media.len() != 1 {
            let effect = if media.is_empty() { "any string is accepted" } else { "the first one is used" };
            let message = format!("`content` of {what} must have one media type, but has {}; {effect}", media.len());
            self.reports.tolerated(&content, message, "keep one media type");
        }
        media.into_iter().next().map_or(ParameterValue::of_schema(None), |media| ParameterValue {
            schema: media.schema,
            content: Some(media.media_type),
            encoding: media.encoding,
        })
    }

    /// Reads `headers` of a response or an encoding. `Content-Type` is ignored, as the specification requires.
    pub(super) fn headers(&mut self, holder: &Node<'a>) -> Vec<Header> {
        let Some(headers) = holder.get("headers") else { return Vec::new() };
        let Some(headers) = self.form().expect_object(headers, "`headers`") else { return Vec::new() };
        let entries = headers.members().filter(|(name, _)| !name.eq_ignore_ascii_case("content-type"));
        let mut read = Vec::new();
        for (name, node) in entries {
            let place = node.place.clone();
            let (header, broken) = self.isolated(|reader| reader.header(name, node));
            if broken {
                self.reports.record_unread(LostPart::Header, &place);
            }
            read.extend(header.filter(|_| !broken));
        }
        read
    }

    /// Reads how a list is written, if the Swagger 2.0 document says more than a style can.
    pub(super) fn list_format(&self, element: &Node<'a>) -> Option<ListFormat> {
        list_format(element.value).filter(|_| self.version == Version::V2)
    }

    /// Reads a header.
    pub(super) fn header(&mut self, name: &str, node: Node<'a>) -> Option<Header> {
        let overriding_description = self.reference_description(&node);
        let node = self.resolve(node, ElementKind::Header)?;
        let what = "a header";
        let node = self.form().expect_object(node, what)?;
        self.check_fields(&node, ElementKind::Header);
        let mut fields = self.form().fields(&node, what, HEADER)?;
        let explode = fields
            .flag("explode")
            .unwrap_or(read_style(&node, what, Location::Header, &mut self.reports).explodes_by_default());
        let value = self.in_context(Context::Header, |reader| reader.parameter_value(&node, what));
        Some(Header {
            name: name.to_owned(),
            description: overriding_description.or(fields.text("description")),
            required: fields.flag("required").unwrap_or_default(),
            deprecated: self.form().deprecation(&node, fields.flag("deprecated")),
            explode,
            list: self.list_format(&node),
            schema: value.schema,
            content: value.content,
            place: node.place,
        })
    }
}
