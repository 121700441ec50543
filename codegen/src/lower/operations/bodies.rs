//! Bodies: their media types, and the codec of each media type.
//!
//! Request bodies and received bodies have separate functions, because they support different media types: a form is sent but not
//! parsed, and events are parsed but not sent.

use foldhash::{HashSet, HashSetExt};

use super::OperationLowering;
use super::media::{Classification, ParsedMediaType};
use super::same_content::{ClassifiedMedia, Identity, MediaCase, PlainText};
use crate::ir::{
    self, BinaryClass, Docs, JsonClass, JsonFraming, JsonType, MediaClass, OperationPart, RequestCodec, ResponseCodec,
    Type,
};
use crate::lower::schemas::SchemaUse;
use crate::openapi::{Media, RequestBody, SchemaId, SchemaKind};

impl OperationLowering<'_, '_> {
    /// Lowers the request body of the operation with this index. Returns `None` if it has no media type.
    pub(super) fn body(&mut self, operation: usize, body: &RequestBody) -> Option<ir::Body> {
        let RequestBody { description, required, content, place } = body;
        let mut all = self.read(content, false);
        all.sort_by_key(|one| one.parsed.rank());
        let mut media: Vec<ir::RequestMedia> = Vec::with_capacity(all.len());
        let mut schemas = self.body_schemas(&all);
        let mut known: HashSet<Identity> = HashSet::new();
        for (index, classified) in all.into_iter().enumerate() {
            // It is sent as JSON.
            if matches!(self.plain_text(&classified, &mut schemas), Some(PlainText::Json(_))) {
                continue;
            }
            let ClassifiedMedia { media: one, parsed, class, is_stream: _ } = classified;
            // A media type range is sent as a concrete media type in it. The caller chooses that of bytes.
            let is_own_format = match (parsed.classification, class) {
                (Classification::Known(_), MediaClass::Binary(_)) => true,
                (Classification::Known(_) | Classification::Wildcard, _) => false,
            };
            let (format, content_type) = if parsed.is_range() && !is_own_format {
                (ParsedMediaType::parse(sent_for(class)).and_then(|sent| sent.format()), sent_for(class).to_owned())
            } else {
                (parsed.format(), parsed.name())
            };
            if !known.insert(self.identity(one, class, format, index, &mut schemas)) {
                continue;
            }
            let schema_use = SchemaUse { operation, webhook: false, part: OperationPart::Body(media.len()) };
            let codec = self.request_codec(one, &parsed, class, &schema_use);
            let is_callers_choice = parsed.is_range() && codec.is_bytes();
            let content_type = if is_callers_choice { parsed.name() } else { content_type };
            media.push(ir::RequestMedia {
                media_type: parsed.media_type(class),
                content_type,
                codec,
                examples: one.examples.clone(),
                place: one.place.clone(),
            });
        }
        if media.is_empty() {
            let message = "the request body has no media type; the method sends no body".to_owned();
            self.ignore(place, message, "add a media type to `content`");
            return None;
        }
        let docs = Docs { description: description.clone(), ..Docs::default() };
        Some(ir::Body { required: *required, media, docs })
    }

    /// Lowers the media types of a received body to its cases, in the document's order. `is_stream` tells whether JSON in it is a sequence
    /// of values.
    pub(super) fn received(
        &mut self,
        content: &[Media],
        is_stream: bool,
        schema_use: &dyn Fn(usize) -> SchemaUse,
    ) -> Vec<ir::ResponseMedia> {
        let all = self.read(content, is_stream);
        let cases = self.cases(all).into_iter().enumerate();
        cases.filter_map(|(index, case)| self.case(case, &schema_use(index))).collect()
    }

    fn case(&mut self, mut case: MediaCase<'_>, schema_use: &SchemaUse) -> Option<ir::ResponseMedia> {
        let first = case.take_first()?;
        let MediaCase { members: also, is_also_text } = case;
        let mut codec = self.response_codec(&first, schema_use);
        if let ResponseCodec::Json(ty) = &codec
            && is_also_text
        {
            codec = ResponseCodec::JsonOrText(ty.clone());
        }
        let media_type = first.parsed.media_type(first.class);
        let mut names: HashSet<String> = HashSet::from_iter([media_type.name.clone()]);
        let json = also.iter().filter(|other| other.class == first.class).map(|other| other.media);
        let examples = std::iter::once(first.media).chain(json).map(|media| &media.examples);
        Some(ir::ResponseMedia {
            codec,
            examples: examples.clone().find(|examples| !examples.is_empty()).cloned().unwrap_or_default(),
            place: first.media.place.clone(),
            also: also
                .iter()
                .map(|other| other.parsed.media_type(other.class))
                .filter(|other| names.insert(other.name.clone()))
                .collect(),
            media_type,
        })
    }

    /// Parses and classifies all media types of a body. Invalid ones are reported and left out.
    fn read<'m>(&mut self, content: &'m [Media], is_stream: bool) -> Vec<ClassifiedMedia<'m>> {
        let mut all = Vec::with_capacity(content.len());
        for media in content {
            let Some(parsed) = ParsedMediaType::parse(&media.media_type) else {
                let message =
                    format!("`{}` is not a valid media type and is left out", media.media_type.escape_debug());
                self.ignore(&media.place, message, "write a media type such as `application/json`");
                self.leave_out("media type", &media.place, "its name is not a valid media type");
                continue;
            };
            let class = self.class(media, &parsed);
            all.push(ClassifiedMedia { media, parsed, class, is_stream });
        }
        all
    }

    /// Returns the class of a media type. The range `*/*` is JSON if a schema describes a value, otherwise bytes.
    fn class(&self, media: &Media, parsed: &ParsedMediaType) -> MediaClass {
        match parsed.classification {
            Classification::Known(class) => class,
            Classification::Wildcard if media.schema.is_none() || self.is_file(media) => {
                MediaClass::Binary(BinaryClass::OctetStream)
            }
            Classification::Wildcard => MediaClass::Json(JsonClass::Plain),
        }
    }

    fn request_codec(
        &mut self,
        media: &Media,
        parsed: &ParsedMediaType,
        class: MediaClass,
        schema_use: &SchemaUse,
    ) -> RequestCodec {
        match class {
            MediaClass::Json(_) if self.is_binary(media) => RequestCodec::Bytes,
            MediaClass::Json(_) => RequestCodec::Json(self.ty(media.schema, schema_use)),
            MediaClass::Form => {
                let properties = self.form_properties(media.schema, &media.encoding, &media.place);
                RequestCodec::Form(self.ty(media.schema, schema_use), properties)
            }
            // Without a schema, any part is allowed. The parts of a list have an order, but no names (OpenAPI 3.2.0, "Encoding By Position").
            MediaClass::Multipart if media.schema.is_none() || self.is_list(media) => {
                let name = parsed.name();
                if media.schema.or(media.item_schema).is_some() {
                    let message = format!(
                        "the caller adds the parts of a body of type `{name}`: the schema of a list is not used"
                    );
                    self.raw("multipart", &media.place, message);
                }
                RequestCodec::Parts
            }
            MediaClass::Multipart => {
                let parts = self.parts(media, parsed);
                RequestCodec::Multipart(self.ty(media.schema, schema_use), parts)
            }
            MediaClass::JsonLines(framing) => RequestCodec::JsonLines(self.line(media, schema_use), framing),
            MediaClass::Text(_) if self.is_file(media) => RequestCodec::Bytes,
            MediaClass::Text(_) | MediaClass::Xml => {
                self.report_raw(media, parsed, class);
                RequestCodec::Text
            }
            // The user encodes events.
            MediaClass::EventStream | MediaClass::Binary(_) => {
                self.report_raw(media, parsed, class);
                RequestCodec::Bytes
            }
        }
    }

    fn response_codec(&mut self, received: &ClassifiedMedia<'_>, schema_use: &SchemaUse) -> ResponseCodec {
        let ClassifiedMedia { media, ref parsed, class, is_stream } = *received;
        match class {
            MediaClass::Json(_) if self.is_binary(media) => ResponseCodec::Bytes,
            MediaClass::Json(_) if is_stream => ResponseCodec::JsonLines(self.line(media, schema_use)),
            MediaClass::Json(_) => ResponseCodec::Json(self.ty(media.schema, schema_use)),
            MediaClass::Form | MediaClass::Multipart => {
                let name = parsed.name();
                self.raw(
                    "form",
                    &media.place,
                    format!("a received body of type `{name}` is not parsed: it is raw bytes"),
                );
                ResponseCodec::Bytes
            }
            MediaClass::JsonLines(_) => ResponseCodec::JsonLines(self.line(media, schema_use)),
            MediaClass::EventStream => self.event_codec(media, schema_use),
            MediaClass::Text(_) if self.is_file(media) => ResponseCodec::Bytes,
            MediaClass::Text(_) | MediaClass::Xml => {
                self.report_raw(media, parsed, class);
                ResponseCodec::Text
            }
            MediaClass::Binary(_) => {
                self.report_raw(media, parsed, class);
                ResponseCodec::Bytes
            }
        }
    }

    /// Reports a body with a structured schema that is only text or bytes in Rust.
    fn report_raw(&mut self, media: &Media, parsed: &ParsedMediaType, class: MediaClass) {
        if !media.schema.or(media.item_schema).is_some_and(|schema| self.is_structured(schema)) {
            return;
        }
        let name = parsed.name();
        let (construct, message) = match class {
            MediaClass::Xml => ("xml", format!("a body of type `{name}` is a string: XML is not parsed")),
            MediaClass::Text(_) => {
                ("text", format!("a body of type `{name}` is a string: its structured schema is not used"))
            }
            MediaClass::EventStream => {
                ("events", format!("a request body of type `{name}` is raw bytes: events are not encoded"))
            }
            MediaClass::Binary(_) => {
                ("binary", format!("a body of type `{name}` is raw bytes: its structured schema is not used"))
            }
            // These use their schema.
            MediaClass::Json(_) | MediaClass::JsonLines(_) | MediaClass::Form | MediaClass::Multipart => return,
        };
        self.raw(construct, &media.place, message);
    }

    /// Returns the type of each line: `itemSchema`, or the items of an array, or the schema itself.
    fn line(&mut self, media: &Media, schema_use: &SchemaUse) -> Type {
        let listed = media.schema.and_then(|schema| match &self.document.schema(self.document.target(schema)).kind {
            SchemaKind::Keywords(keywords) => keywords.items,
            SchemaKind::Bool(_) => None,
        });
        self.ty(media.item_schema.or(listed).or(media.schema), schema_use)
    }

    /// Whether a body is the bytes of a file, whatever its media type: JSON has no binary strings.
    pub(super) fn is_binary(&self, media: &Media) -> bool {
        media.schema.is_some_and(|schema| self.schemas.is_binary(schema))
    }

    pub(super) fn is_file(&self, media: &Media) -> bool {
        media.schema.is_some_and(|schema| self.schemas.file(schema).is_some())
    }

    fn is_list(&self, media: &Media) -> bool {
        media.schema.is_some_and(|schema| self.schemas.part_schema(schema) != schema)
            || media.schema.is_some_and(|schema| self.schemas.json_types(schema) == [JsonType::Array])
    }

    /// Whether a schema describes an object or an array.
    pub(super) fn is_structured(&self, schema: SchemaId) -> bool {
        match &self.document.schema(self.document.target(schema)).kind {
            SchemaKind::Bool(_) => false,
            SchemaKind::Keywords(keywords) => {
                use crate::openapi::SimpleType::{Array, Object};
                let typed =
                    keywords.types.as_ref().is_some_and(|types| types.contains(&Object) || types.contains(&Array));
                typed || !keywords.properties.is_empty() || !keywords.all_of.is_empty()
            }
        }
    }
}

/// Returns the media type that is sent for a range.
fn sent_for(class: MediaClass) -> &'static str {
    match class {
        MediaClass::Json(JsonClass::Plain) => "application/json",
        MediaClass::Json(JsonClass::Problem) => "application/problem+json",
        MediaClass::Json(JsonClass::MergePatch) => "application/merge-patch+json",
        MediaClass::Json(JsonClass::JsonPatch) => "application/json-patch+json",
        MediaClass::JsonLines(JsonFraming::Lines) => "application/x-ndjson",
        MediaClass::JsonLines(JsonFraming::Sequence) => "application/json-seq",
        MediaClass::Form => "application/x-www-form-urlencoded",
        MediaClass::Multipart => "multipart/form-data",
        MediaClass::EventStream => "text/event-stream",
        MediaClass::Xml => "application/xml",
        MediaClass::Text(_) => "text/plain",
        MediaClass::Binary(_) => "application/octet-stream",
    }
}
