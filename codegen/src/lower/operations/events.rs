//! Server-sent events: the codec of their data.
//!
//! - In OpenAPI 3.2, `itemSchema` describes an event as an object with the fields of the HTML standard, and `data` is a string. Its
//!   `contentMediaType` and `contentSchema` describe JSON in that string.
//! - Earlier versions have no way to describe events. By convention, the schema is that of the data of each event. Servers that send JSON
//!   declare an object or a union; a string is text, as in `text/plain`: with quotes, it would be `data: "x"` for the server's `"x"` as well as
//!   for a JSON string. Text is the reading that loses nothing.

use foldhash::HashSet;

use super::OperationLowering;
use super::media::ParsedMediaType;
use crate::ir::{JsonType, MediaClass, ResponseCodec, Type};
use crate::lower::schemas::SchemaUse;
use crate::openapi::{Keywords, Media, SchemaId, SchemaKind};

/// The fields of an event (HTML standard, 9.2.6).
const FIELDS: &[&str] = &["data", "event", "id", "retry"];

/// Branches inside branches are followed to this depth. Real documents have one level.
const MAX_DEPTH: usize = 8;

/// What a schema says about the fields of an event.
#[derive(Debug, Default)]
struct EventFields {
    /// Schemas of `data`, without those that only say that it is a string. More than two are not needed.
    data: Vec<SchemaId>,
    /// Whether `data` is declared.
    has_data: bool,
    /// Whether a field is declared.
    is_declared: bool,
    /// Whether a property is declared that is not a field.
    has_others: bool,
    /// The schemas that were read.
    seen: HashSet<SchemaId>,
}

impl OperationLowering<'_, '_> {
    /// Returns the codec of a stream of events.
    pub(super) fn event_codec(&mut self, media: &Media, schema_use: &SchemaUse) -> ResponseCodec {
        let listed = media.schema.and_then(|schema| self.event_in_list(schema));
        let Some(item) = media.item_schema.or(listed) else { return self.data_codec(media.schema, schema_use) };
        let mut fields = EventFields::default();
        self.add_fields(item, &mut fields, MAX_DEPTH);
        match fields.data.as_slice() {
            // The schema is that of the data, as in earlier versions.
            _ if !fields.is_event() => self.data_codec(Some(item), schema_use),
            [] => ResponseCodec::TextEvents(Type::String),
            [data] => self.field_codec(*data, schema_use),
            _ => {
                let message = "the data of an event is a string: its content depends on the event".to_owned();
                self.raw("events", &media.place, message);
                ResponseCodec::TextEvents(Type::String)
            }
        }
    }

    /// Returns the items of a list of events: a schema for the whole body describes them as an array.
    fn event_in_list(&self, schema: SchemaId) -> Option<SchemaId> {
        let item = self.keywords_of(schema)?.items?;
        let mut fields = EventFields::default();
        self.add_fields(item, &mut fields, MAX_DEPTH);
        fields.is_event().then_some(item)
    }

    /// Returns the codec of data that this schema describes.
    fn data_codec(&mut self, schema: Option<SchemaId>, schema_use: &SchemaUse) -> ResponseCodec {
        let is_text = schema.is_some_and(|schema| self.schemas.json_types(schema) == [JsonType::String]);
        let ty = self.ty(schema, schema_use);
        if is_text { ResponseCodec::TextEvents(ty) } else { ResponseCodec::EventStream(ty) }
    }

    /// Returns the codec of the field `data` with this schema.
    fn field_codec(&mut self, data: SchemaId, schema_use: &SchemaUse) -> ResponseCodec {
        let (content, is_json) = self.keywords_of(data).map_or((None, None), content);
        match (content, is_json) {
            (Some(content), None | Some(true)) => ResponseCodec::EventStream(self.ty(Some(content), schema_use)),
            (None, Some(true)) => ResponseCodec::EventStream(Type::Any),
            (_, Some(false)) => ResponseCodec::TextEvents(Type::String),
            (None, None) => {
                let json_types = self.schemas.json_types(data);
                if json_types == [JsonType::String] && !self.schemas.is_binary(data) {
                    return self.data_codec(Some(data), schema_use);
                }
                if json_types.contains(&JsonType::String) {
                    return ResponseCodec::TextEvents(Type::String);
                }
                // Not as the specification says, but clear.
                let place = self.document.schema(data).place.clone();
                let message =
                    "the field `data` of an event is a string; its schema allows no string, so it is read as JSON";
                let remedy =
                    "write `type: string` with `contentMediaType: application/json`, and the schema as `contentSchema`";
                self.ignore(&place, message.to_owned(), remedy);
                ResponseCodec::EventStream(self.ty(Some(data), schema_use))
            }
        }
    }

    /// Adds what a schema and its branches say about the fields of an event.
    fn add_fields(&self, schema: SchemaId, fields: &mut EventFields, depth: usize) {
        let (Some(keywords), Some(depth)) = (self.keywords_of(schema), depth.checked_sub(1)) else { return };
        if !fields.seen.insert(self.document.target(schema)) {
            return;
        }
        for (name, property) in &keywords.properties {
            fields.is_declared |= FIELDS.contains(&name.as_str());
            fields.has_others |= !FIELDS.contains(&name.as_str());
            if name == "data" {
                fields.has_data = true;
                if fields.data.len() < 2 && !fields.data.contains(property) && !self.is_plain_string(*property) {
                    fields.data.push(*property);
                }
            }
        }
        for branch in keywords.all_of.iter().chain(&keywords.one_of).chain(&keywords.any_of) {
            self.add_fields(*branch, fields, depth);
        }
    }

    /// Whether a schema says nothing but that a value is a string.
    fn is_plain_string(&self, schema: SchemaId) -> bool {
        let has_content = self.keywords_of(schema).is_some_and(|keywords| content(keywords) != (None, None));
        let json_types = self.schemas.json_types(schema);
        !has_content && (json_types.len() == JsonType::ALL.len() || self.is_any_string(schema))
    }

    fn keywords_of(&self, schema: SchemaId) -> Option<&Keywords> {
        match &self.document.schema(self.document.target(schema)).kind {
            SchemaKind::Keywords(keywords) => Some(keywords),
            SchemaKind::Bool(_) => None,
        }
    }
}

impl EventFields {
    /// Whether the schema describes an event. An object with other properties describes the data, unless it has `data` itself.
    fn is_event(&self) -> bool {
        self.is_declared && (!self.has_others || self.has_data)
    }
}

/// Returns the schema of the content of a string, and whether it is JSON, if the schema names its media type.
fn content(keywords: &Keywords) -> (Option<SchemaId>, Option<bool>) {
    let class = |name: &String| ParsedMediaType::parse(name).and_then(|parsed| parsed.class());
    let is_json = keywords.content_media_type.as_ref().map(|name| matches!(class(name), Some(MediaClass::Json(_))));
    (keywords.content_schema, is_json)
}
