//! Parameters and headers.

use std::rc::Rc;

use serde_json::{Map, Value, json};

use super::document::{Fate, Header, Location, Parameter, Style};
use super::form::{Field, Kind, optional, required};
use super::node::Node;
use super::reader::{Inside, Reader};
use super::schema::SchemaId;
use super::suggest::nearest;

const PARAMETER: &[Field] = &[
    required("name"),
    required("in"),
    optional("description", Kind::Text),
    optional("required", Kind::Flag),
    optional("deprecated", Kind::Flag),
    optional("explode", Kind::Flag),
    optional("allowReserved", Kind::Flag),
    optional("allowEmptyValue", Kind::Flag),
];
const HEADER: &[Field] =
    &[optional("description", Kind::Text), optional("required", Kind::Flag), optional("deprecated", Kind::Flag)];
const STYLES: [(&str, Style, &[Location]); 8] = [
    ("matrix", Style::Matrix, &[Location::Path]),
    ("label", Style::Label, &[Location::Path]),
    ("simple", Style::Simple, &[Location::Path, Location::Header]),
    ("form", Style::Form, &[Location::Query, Location::Cookie]),
    ("spaceDelimited", Style::SpaceDelimited, &[Location::Query]),
    ("pipeDelimited", Style::PipeDelimited, &[Location::Query]),
    ("deepObject", Style::DeepObject, &[Location::Query]),
    ("cookie", Style::Cookie, &[Location::Cookie]),
];
const LOCATIONS: [(&str, Location); 5] = [
    ("path", Location::Path),
    ("query", Location::Query),
    ("querystring", Location::QueryString),
    ("header", Location::Header),
    ("cookie", Location::Cookie),
];

/// What a parameter or header carries.
struct Carried {
    schema: Option<SchemaId>,
    content: Option<String>,
}

impl<'a> Reader<'a> {
    /// A parameter. One that is declared once is read once.
    pub(super) fn parameter(&mut self, node: Node<'a>) -> Option<Rc<Parameter>> {
        let said = self.said(&node);
        let node = self.resolve(node)?;
        let address = node.address();
        let parameter = match self.parameters.get(&address).cloned() {
            Some(known) => {
                self.faults += usize::from(known.is_none());
                known
            }
            None => {
                let parameter = self.read_parameter(node).map(Rc::new);
                self.parameters.insert(address, parameter.clone());
                parameter
            }
        };
        match said {
            Some(_) => parameter.map(|known| Rc::new(Parameter { description: said, ..Parameter::clone(&known) })),
            None => parameter,
        }
    }

    fn read_parameter(&mut self, node: Node<'a>) -> Option<Parameter> {
        let what = "a parameter";
        let node = self.expect_object(node, what)?;
        let mut fields = self.shape(&node, what, PARAMETER)?;
        let location = self.location(&node)?;
        let allow_reserved = flag(&fields, "allowReserved");
        let allow_empty = flag(&fields, "allowEmptyValue");
        if location == Location::QueryString {
            // Of 3.2: for `openapiv3` it is a parameter of the query.
            fields.insert("in".to_owned(), "query".into());
        }
        fields.insert("schema".to_owned(), json!({}));
        let openapiv3::ParameterData {
            name,
            description,
            required,
            deprecated,
            explode,
            // Read beside, each with its own place.
            format: _,
            example: _,
            examples: _,
            extensions: _,
        } = self.typed::<openapiv3::Parameter>(&node, what, fields)?.parameter_data();
        let style = self.style(&node, location);
        if location == Location::Path && !required {
            let at = node.get("required").unwrap_or_else(|| node.clone());
            self.harmless(
                &at,
                format!("the path parameter `{name}` is required in any case"),
                "write `required: true`",
            );
        }
        let carried = self.carried(&node, what);
        Some(Parameter {
            name,
            location,
            description,
            required: required || location == Location::Path,
            deprecated: deprecated.unwrap_or_default(),
            style,
            explode: explode.unwrap_or(matches!(style, Style::Form | Style::Cookie | Style::DeepObject)),
            allow_reserved,
            allow_empty,
            schema: carried.schema,
            content: carried.content,
            examples: self.examples(&node),
            place: node.place,
        })
    }

    fn location(&mut self, node: &Node<'a>) -> Option<Location> {
        let at = node.get("in")?;
        let text = at.text().unwrap_or_default();
        if let Some((_, location)) = LOCATIONS.iter().find(|(known, _)| *known == text) {
            return Some(*location);
        }
        let remedy = nearest(text, LOCATIONS.iter().map(|(known, _)| *known)).map_or_else(
            || match text {
                "body" | "formData" => "write a `requestBody`: OpenAPI 3 has no such parameters".to_owned(),
                _ => "write one of path, query, header, cookie".to_owned(),
            },
            |near| format!("did you mean `{near}`?"),
        );
        self.malformed(&at, format!("a parameter cannot stand in `{}`", text), remedy);
        None
    }

    /// The style, or the default of the location. One that the location does not allow is replaced by the default.
    fn style(&mut self, node: &Node<'a>, location: Location) -> Style {
        let default = match location {
            Location::Path | Location::Header => Style::Simple,
            Location::Query | Location::QueryString | Location::Cookie => Style::Form,
        };
        let Some(at) = node.get("style") else { return default };
        let known = STYLES.iter().find(|(name, _, _)| Some(*name) == at.text());
        match known {
            Some((_, style, locations)) if locations.contains(&location) => *style,
            _ => {
                let allowed: Vec<&str> = STYLES
                    .iter()
                    .filter(|(_, _, locations)| locations.contains(&location))
                    .map(|(name, _, _)| *name)
                    .collect();
                let message = format!("the style {} does not exist there; the default is taken", at.value);
                self.harmless(&at, message, format!("write one of {}, or remove it", allowed.join(", ")));
                default
            }
        }
    }

    fn carried(&mut self, node: &Node<'a>, what: &str) -> Carried {
        let schema = node.get("schema");
        if let (None, None, Some(ty)) = (&schema, node.get("content"), node.get("type")) {
            let message =
                format!("since OpenAPI 3 {what} has its `type` in `schema`; any value is sent as the text that it is");
            self.harmless(&ty, message, "write `schema: {type: …}`");
        }
        let Some(content) = node.get("content") else {
            return Carried { schema: schema.map(|schema| self.schema(schema)), content: None };
        };
        if let Some(schema) = schema {
            self.harmless(
                &content,
                format!("{what} has `schema` and `content`; `schema` is taken"),
                "remove one of the two",
            );
            return Carried { schema: Some(self.schema(schema)), content: None };
        }
        let media = self.content(node);
        if media.len() != 1 {
            let message =
                format!("`content` of {what} must have one media type, but has {}; the first is taken", media.len());
            self.harmless(&content, message, "keep one media type");
        }
        media.into_iter().next().map_or(Carried { schema: None, content: None }, |media| Carried {
            schema: media.schema,
            content: Some(media.media_type),
        })
    }

    /// `headers` of a response or an encoding. `Content-Type` is left out, as the specification says.
    pub(super) fn headers(&mut self, holder: &Node<'a>) -> Vec<Header> {
        let Some(headers) = holder.get("headers") else { return Vec::new() };
        let Some(headers) = self.expect_object(headers, "`headers`") else { return Vec::new() };
        let entries = headers.members().filter(|(name, _)| !name.eq_ignore_ascii_case("content-type"));
        let mut read = Vec::new();
        for (name, node) in entries {
            let place = node.place.clone();
            let (header, broken) = self.apart(|reader| reader.header(name, node));
            if broken {
                self.lose("header", &place, Fate::LeftOut);
            }
            read.extend(header.filter(|_| !broken));
        }
        read
    }

    /// A header.
    pub(super) fn header(&mut self, name: &str, node: Node<'a>) -> Option<Header> {
        let said = self.said(&node);
        let node = self.resolve(node)?;
        let what = "a header";
        let node = self.expect_object(node, what)?;
        let mut fields = self.shape(&node, what, HEADER)?;
        fields.insert("schema".to_owned(), json!({}));
        // The only style that headers have, but `openapiv3` wants it said.
        fields.insert("style".to_owned(), "simple".into());
        let openapiv3::Header {
            description,
            required,
            deprecated,
            style: _,
            // Read beside, each with its own place.
            format: _,
            example: _,
            examples: _,
            extensions: _,
        } = self.typed(&node, what, fields)?;
        let explode = node.get("explode").and_then(|explode| self.flag(&explode)).unwrap_or_default();
        let carried = self.within(Inside::Header, |reader| reader.carried(&node, what));
        Some(Header {
            name: name.to_owned(),
            description: said.or(description),
            required,
            deprecated: deprecated.unwrap_or_default(),
            explode,
            schema: carried.schema,
            content: carried.content,
            place: node.place,
        })
    }
}

fn flag(fields: &Map<String, Value>, name: &str) -> bool {
    fields.get(name).and_then(Value::as_bool).unwrap_or_default()
}
