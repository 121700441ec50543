//! Reads request bodies, media types, encodings and examples.

use indexmap::IndexMap;
use serde_json::Value;

use super::super::document::{Encoding, Location, MOST_MEDIA_TYPES, Media, RequestBody, Style};
use super::super::form::{Field, FieldType, optional};
use super::super::node::Node;
use super::super::references::ElementKind;
use super::styles::read_style_name;
use super::{Context, DocumentReader};
use crate::diag::{Code, Diagnostic, LostPart, SourceLocation};

const REQUEST_BODY: &[Field] = &[optional("description", FieldType::Text), optional("required", FieldType::Flag)];
/// `style` is checked separately: it must be a style of query parameters.
const ENCODING: &[Field] = &[
    optional("contentType", FieldType::Text),
    optional("explode", FieldType::Flag),
    optional("allowReserved", FieldType::Flag),
];

impl Media {
    /// Returns a body of any media type, without a schema.
    pub(super) fn anything(place: &SourceLocation) -> Self {
        Self {
            media_type: "*/*".to_owned(),
            schema: None,
            item_schema: None,
            encoding: IndexMap::new(),
            examples: Vec::new(),
            place: place.clone(),
        }
    }
}

impl<'a> DocumentReader<'a> {
    /// Reads a request body.
    pub(super) fn request_body(&mut self, node: Node<'a>) -> Option<RequestBody> {
        let overriding_description = self.reference_description(&node);
        let node = self.resolve(node, ElementKind::RequestBody)?;
        let what = "a request body";
        let node = self.form().expect_object(node, what)?;
        self.check_fields(&node, ElementKind::RequestBody);
        let mut fields = self.form().fields(&node, what, REQUEST_BODY)?;
        if node.get("content").is_none() && node.get("schema").is_none() {
            self.reports.tolerated(
                &node,
                "a request body has no `content`; it is ignored",
                "add `content` with a media type",
            );
        }
        Some(RequestBody {
            description: overriding_description.or(fields.text("description")),
            required: fields.flag("required").unwrap_or_default(),
            content: self.content_or_schema(&node, what),
            place: node.place,
        })
    }

    /// Reads the media types of a request body or response. A `schema` in the style of Swagger 2.0 is the schema of a JSON body.
    pub(super) fn content_or_schema(&mut self, holder: &Node<'a>, what: &str) -> Vec<Media> {
        let Some(schema) = holder.get("schema").filter(|_| holder.get("content").is_none()) else {
            return self.content(holder);
        };
        let message = format!(
            "in OpenAPI 3, the `schema` of {what} belongs in `content`; it is read as the schema of `application/json`"
        );
        self.reports.tolerated(&schema, message, "write `content: {application/json: {schema: …}}`");
        let place = schema.place.clone();
        vec![Media {
            media_type: "application/json".to_owned(),
            schema: Some(self.schemas.intern(schema)),
            ..Media::anything(&place)
        }]
    }

    /// Reads `content`: the media types of a body.
    pub(super) fn content(&mut self, holder: &Node<'a>) -> Vec<Media> {
        let Some(content) = holder.get("content") else { return Vec::new() };
        let Some(content) = self.form().expect_object(content, "`content`") else { return Vec::new() };
        if let Some((_, node)) = content.plain_members().nth(MOST_MEDIA_TYPES) {
            let message = format!("the body has more than {MOST_MEDIA_TYPES} media types; the others are left out");
            self.reports.report(Diagnostic::new(Code::LimitExceeded, &node.place, message, "remove media types"));
            self.reports.record_unread(LostPart::MediaType, &node.place);
        }
        let media = content.plain_members().take(MOST_MEDIA_TYPES);
        media.filter_map(|(name, node)| self.media(name, node)).collect()
    }

    /// Reads one media type of a body.
    pub(super) fn media(&mut self, name: &str, node: Node<'a>) -> Option<Media> {
        if node.value.is_null() {
            return Some(Media { media_type: name.to_owned(), ..Media::anything(&node.place) });
        }
        let node = self.resolve(node, ElementKind::MediaType)?;
        let node = self.form().expect_object(node, "a media type")?;
        self.check_fields(&node, ElementKind::MediaType);
        Some(Media {
            media_type: name.to_owned(),
            schema: node.get("schema").map(|schema| self.schemas.intern(schema)),
            item_schema: node.get("itemSchema").map(|schema| self.schemas.intern(schema)),
            encoding: self.encodings(&node),
            examples: self.examples(&node),
            place: node.place,
        })
    }

    fn encodings(&mut self, media: &Node<'a>) -> IndexMap<String, Encoding> {
        let mut encodings = IndexMap::new();
        let Some(node) = media.get("encoding").filter(|_| self.context != Context::Header) else { return encodings };
        let Some(node) = self.form().expect_object(node, "`encoding`") else { return encodings };
        for (property, member) in node.plain_members() {
            if let Some(encoding) = self.encoding(member) {
                encodings.insert(property.to_owned(), encoding);
            }
        }
        encodings
    }

    fn encoding(&mut self, node: Node<'a>) -> Option<Encoding> {
        let what = "an encoding";
        let node = self.form().object_or_ignored(node, what)?;
        let mut fields = self.form().fields(&node, what, ENCODING)?;
        // `openapiv3` does not distinguish an absent `explode` from `false`.
        let explode = fields.flag("explode");
        let has_allow_reserved = fields.has("allowReserved");
        if let Some(style) = read_style_name(&node, what, Location::Query, &mut self.reports) {
            fields.add_text("style", style.to_owned());
        }
        let openapiv3::Encoding {
            content_type,
            style,
            allow_reserved,
            explode: _,
            // Headers are read separately to keep their places.
            headers: _,
            extensions: _,
        } = self.form().typed(&node, what, fields)?;
        let style = style.map(Style::from);
        Some(Encoding {
            content_type,
            headers: self.headers(&node),
            style,
            explode,
            list: self.list_format(&node),
            allow_reserved: has_allow_reserved.then_some(allow_reserved),
            is_nested: ["encoding", "prefixEncoding", "itemEncoding"].iter().any(|field| node.get(field).is_some()),
        })
    }

    /// Reads `example` and the values of `examples`. Problems are warnings, because examples do not affect the output.
    pub(super) fn examples(&mut self, holder: &Node<'a>) -> Vec<Value> {
        let mut values: Vec<Value> = holder.value.get("example").cloned().into_iter().collect();
        let examples = holder.get("examples").and_then(|examples| self.form().expand_tolerant(examples));
        let Some(node) = examples else { return values };
        match node.value {
            Value::Object(_) => {
                for (_, example) in node.plain_members() {
                    let Some(example) = self.resolve_tolerant(example) else { continue };
                    let written = example.value.get("value").or_else(|| example.value.get("dataValue"));
                    values.extend(written.cloned());
                }
            }
            // A list is the form of examples in schemas.
            Value::Array(items) => values.extend(items.iter().cloned()),
            _ => self.form().ignored(&node, "an object of examples"),
        }
        values
    }
}
