//! Media types of one body that have the same content. They are one case of the body, under several names.
//!
//! - Names that differ only in spelling, parameters or vendor prefix: `application/json`, `text/json`, `application/vnd.x.v2+json`.
//! - `text/plain` next to JSON of the same schema. Some frameworks list it for every response. A value that is not a string is JSON under
//!   either name. A string is JSON under one name, and the text itself under the other.
//!
//! Other text is not JSON: `text/csv` and `text/html` with a schema are other formats of the same value.

use foldhash::{HashMap, HashMapExt};

use super::OperationLowering;
use super::media::ParsedMediaType;
use crate::ir::{JsonClass, JsonFraming, JsonType, MediaClass};
use crate::openapi::{Keywords, Media, SchemaId, SchemaKind, SimpleType};

/// Upper bound for the schemas of one body that are compared with each other. Further ones count as different.
const MOST_SCHEMAS: usize = 16;

/// A media type of a body, parsed.
#[derive(Debug, Clone)]
pub(super) struct ClassifiedMedia<'m> {
    pub(super) media: &'m Media,
    pub(super) parsed: ParsedMediaType,
    pub(super) class: MediaClass,
    /// Whether a response under this name is a sequence of JSON values, although its class is JSON.
    pub(super) is_stream: bool,
}

/// Identifies the content of a media type within a body. Media types with the same identity have the same content.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Identity {
    class: MediaClass,
    /// The media type's name, if the class contains different formats.
    format: Option<String>,
    schema: Option<SchemaId>,
    item: Option<SchemaId>,
    /// The position of a media type with an `encoding`, whose content is never the same.
    encoded: Option<usize>,
}

/// How a `text/plain` body has the same content as a JSON body with this schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PlainText {
    /// It is JSON: the schema does not allow strings.
    Json(SchemaId),
    /// It is the string itself, without the quotes of JSON.
    String(SchemaId),
}

/// The schemas of a body, to find those that are the same.
#[derive(Debug, Default)]
pub(super) struct BodySchemas {
    inline: Vec<SchemaId>,
    /// The schemas of JSON bodies.
    json: Vec<SchemaId>,
}

impl OperationLowering<'_, '_> {
    /// Collects the schemas of a body.
    pub(super) fn body_schemas(&self, all: &[ClassifiedMedia<'_>]) -> BodySchemas {
        let mut schemas = BodySchemas::default();
        for ClassifiedMedia { media, class, is_stream, parsed: _ } in all {
            let is_value = class.is_json() && !is_stream && media.item_schema.is_none() && media.encoding.is_empty();
            let Some(schema) = media.schema.filter(|_| is_value && !self.is_binary(media)) else { continue };
            if schemas.json.len() < MOST_SCHEMAS {
                let schema = self.representative(schema, &mut schemas);
                schemas.json.push(schema);
            }
        }
        schemas
    }

    /// Returns the first of the body's schemas that is the same as this one.
    fn representative(&self, schema: SchemaId, known: &mut BodySchemas) -> SchemaId {
        let target = self.document.referenced(schema);
        if target != schema {
            return target;
        }
        if let Some(first) = known.inline.iter().find(|first| self.document.are_copies(**first, schema)) {
            return *first;
        }
        if known.inline.len() < MOST_SCHEMAS {
            known.inline.push(schema);
        }
        schema
    }

    /// Returns the identity of a media type. `class` is the class that determines how it is encoded or decoded, `format` the name of its
    /// format, and `index` its position.
    pub(super) fn identity(
        &self,
        media: &Media,
        class: MediaClass,
        format: Option<String>,
        index: usize,
        known: &mut BodySchemas,
    ) -> Identity {
        let counts = match class {
            MediaClass::Json(_)
            | MediaClass::JsonLines(_)
            | MediaClass::Form
            | MediaClass::Multipart
            | MediaClass::EventStream => true,
            // Text and bytes have no type, so their schemas do not matter. Only a text file differs from other text.
            MediaClass::Text(_) => self.is_file(media),
            MediaClass::Xml | MediaClass::Binary(_) => false,
        };
        let mut of =
            |schema: Option<SchemaId>| schema.filter(|_| counts).map(|schema| self.representative(schema, known));
        let (schema, item) = (of(media.schema), of(media.item_schema));
        let encoded = (!media.encoding.is_empty()).then_some(index);
        Identity { class, format, schema, item, encoded }
    }

    /// Returns the JSON body that has the same content as a `text/plain` body, if there is one.
    pub(super) fn plain_text(&self, text: &ClassifiedMedia<'_>, known: &mut BodySchemas) -> Option<PlainText> {
        let ClassifiedMedia { media, parsed, .. } = text;
        if !parsed.is_plain_text() || self.is_file(media) || !media.encoding.is_empty() {
            return None;
        }
        let schema = media.schema.map(|schema| self.representative(schema, known));
        if let Some(schema) = schema.filter(|schema| known.json.contains(schema)) {
            let types = self.schemas.json_types(schema);
            return if !types.contains(&JsonType::String) {
                Some(PlainText::Json(schema))
            } else if types.iter().all(|ty| matches!(ty, JsonType::String | JsonType::Null)) {
                Some(PlainText::String(schema))
            } else {
                // The text `1` may be a number or a string.
                None
            };
        }
        // Any text is a value of a schema that allows every string.
        let is_text = schema.is_none_or(|schema| self.schemas.json_types(schema) == [JsonType::String]);
        known.json.iter().copied().find(|json| is_text && self.is_any_string(*json)).map(PlainText::String)
    }

    /// Whether a schema allows every string, and nothing else.
    pub(super) fn is_any_string(&self, schema: SchemaId) -> bool {
        match &self.document.schema(schema).kind {
            SchemaKind::Bool(_) => false,
            SchemaKind::Keywords(keywords) => {
                let others = Keywords {
                    types: None,
                    title: None,
                    description: None,
                    default: None,
                    examples: Vec::new(),
                    ..(**keywords).clone()
                };
                keywords.types.as_deref() == Some(&[SimpleType::String]) && others == Keywords::default()
            }
        }
    }
}

impl Identity {
    /// Returns the identity of a JSON body with this schema.
    fn json(schema: SchemaId) -> Self {
        Self { class: PLAIN_JSON, format: None, schema: Some(schema), item: None, encoded: None }
    }
}

/// The media types of a received body that are one case.
#[derive(Debug)]
pub(super) struct MediaCase<'m> {
    /// The media types, in the document's order.
    pub(super) members: Vec<ClassifiedMedia<'m>>,
    /// Whether one of them is a string without the quotes of JSON.
    pub(super) is_also_text: bool,
}

impl<'m> MediaCase<'m> {
    /// Removes and returns the media type that names the case: the first JSON, because `text/plain` and a range do not tell that a body is
    /// JSON.
    pub(super) fn take_first(&mut self) -> Option<ClassifiedMedia<'m>> {
        let rank = |member: &ClassifiedMedia<'_>| (!member.class.is_json(), member.parsed.is_range());
        let (first, _) = self.members.iter().enumerate().min_by_key(|(_, member)| rank(member))?;
        Some(self.members.remove(first))
    }
}

impl OperationLowering<'_, '_> {
    /// Groups the media types of a received body into cases, in the order of their first media types.
    pub(super) fn cases<'m>(&self, all: Vec<ClassifiedMedia<'m>>) -> Vec<MediaCase<'m>> {
        let mut schemas = self.body_schemas(&all);
        let mut indices: HashMap<Identity, usize> = HashMap::new();
        let mut cases: Vec<MediaCase<'m>> = Vec::new();
        for (index, one) in all.into_iter().enumerate() {
            let (identity, is_also_text) = match self.plain_text(&one, &mut schemas) {
                Some(PlainText::Json(schema)) => (Identity::json(schema), false),
                Some(PlainText::String(schema)) => (Identity::json(schema), true),
                None => {
                    let class = one.decoded_as();
                    // A range is decoded like any JSON of the same schema.
                    let format = one.parsed.format().filter(|_| !class.is_json());
                    (self.identity(one.media, class, format, index, &mut schemas), false)
                }
            };
            let next = cases.len();
            match cases.get_mut(*indices.entry(identity).or_insert(next)) {
                Some(case) => {
                    case.members.push(one);
                    case.is_also_text |= is_also_text;
                }
                None => cases.push(MediaCase { members: vec![one], is_also_text }),
            }
        }
        cases
    }
}

const PLAIN_JSON: MediaClass = MediaClass::Json(JsonClass::Plain);

impl ClassifiedMedia<'_> {
    /// Returns the class that determines how a received body is decoded. All JSON is decoded in the same way.
    fn decoded_as(&self) -> MediaClass {
        match self.class {
            MediaClass::Json(_) if self.is_stream => MediaClass::JsonLines(JsonFraming::Lines),
            MediaClass::Json(_) => PLAIN_JSON,
            MediaClass::JsonLines(_) => MediaClass::JsonLines(JsonFraming::Lines),
            MediaClass::Form
            | MediaClass::Multipart
            | MediaClass::EventStream
            | MediaClass::Xml
            | MediaClass::Text(_)
            | MediaClass::Binary(_) => self.class,
        }
    }
}
