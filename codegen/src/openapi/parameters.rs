//! Parameters and headers.

use std::rc::Rc;

use super::document::{Fate, Header, Location, Parameter};
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
const HEADER: &[Field] = &[
    optional("description", Kind::Text),
    optional("required", Kind::Flag),
    optional("deprecated", Kind::Flag),
    optional("explode", Kind::Flag),
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
        let mut fields = self.fields(&node, what, PARAMETER)?;
        let place = fields.text("in")?;
        let location = self.location(&node, &place)?;
        let name = fields.text("name")?;
        let required = fields.flag("required").unwrap_or_default();
        let style = self.style(&node, &format!("a {place} parameter"), location);
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
            description: fields.text("description"),
            required: required || location == Location::Path,
            deprecated: fields.flag("deprecated").unwrap_or_default(),
            style,
            explode: fields.flag("explode").unwrap_or(style.explodes_by_default()),
            allow_reserved: fields.flag("allowReserved").unwrap_or_default(),
            allow_empty: fields.flag("allowEmptyValue").unwrap_or_default(),
            schema: carried.schema,
            content: carried.content,
            examples: self.examples(&node),
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
                "body" | "formData" => "write a `requestBody`: OpenAPI 3 has no such parameters".to_owned(),
                _ => "write one of path, query, header, cookie".to_owned(),
            },
            |near| format!("did you mean `{near}`?"),
        );
        self.malformed(&at, format!("a parameter cannot stand in `{}`", text), remedy);
        None
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
        let mut fields = self.fields(&node, what, HEADER)?;
        let explode = fields.flag("explode").unwrap_or(self.style(&node, what, Location::Header).explodes_by_default());
        let carried = self.within(Inside::Header, |reader| reader.carried(&node, what));
        Some(Header {
            name: name.to_owned(),
            description: said.or(fields.text("description")),
            required: fields.flag("required").unwrap_or_default(),
            deprecated: fields.flag("deprecated").unwrap_or_default(),
            explode,
            schema: carried.schema,
            content: carried.content,
            place: node.place,
        })
    }
}
