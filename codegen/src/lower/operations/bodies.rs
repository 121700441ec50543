//! Bodies: which media types, and the codec of each.

use super::OperationLowering;
use super::media::{MediaKind, is_media_type};
use crate::ir::{self, Docs, MediaCodec, OperationPart, Type};
use crate::lower::schemas::Site;
use crate::openapi::{Media, RequestBody, SchemaId, SchemaKind};

/// Which way a body travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Travels {
    /// To the API.
    Out,
    /// From the API.
    In,
}

impl OperationLowering<'_, '_> {
    /// The request body of the operation (or webhook) that will have this index. `None` if it has no media type.
    pub(super) fn body(&mut self, operation: usize, webhook: bool, body: &RequestBody) -> Option<ir::Body> {
        let RequestBody { description, required, content, place } = body;
        let site = |media| Site { operation, webhook, part: OperationPart::Body(media) };
        let travels = if webhook { Travels::In } else { Travels::Out };
        let mut media = self.all_media(content, travels, &site);
        if media.is_empty() {
            self.ignore(
                place,
                "the request body has no media type; it is left out".to_owned(),
                "name one under `content`",
            );
            return None;
        }
        media.sort_by_key(|media| MediaKind::of(&media.media_type).rank());
        let docs = Docs { description: description.clone(), ..Docs::default() };
        Some(ir::Body { required: *required, media, docs })
    }

    /// All media of a body. Of several that are JSON and of one type, the first stands for all.
    pub(super) fn all_media(
        &mut self,
        content: &[Media],
        travels: Travels,
        site: &dyn Fn(usize) -> Site,
    ) -> Vec<ir::Media> {
        let mut lowered: Vec<ir::Media> = Vec::with_capacity(content.len());
        let mut json: Vec<Option<SchemaId>> = Vec::new();
        for media in content {
            if !is_media_type(&media.media_type) {
                let message = format!("`{}` is no media type; it is left out", media.media_type.escape_debug());
                self.ignore(&media.place, message, "a media type is written `application/json`");
                self.leave_out("media type", &media.place, "its name is no media type");
                continue;
            }
            let schema = media.schema.map(|schema| self.target(schema));
            if MediaKind::of(&media.media_type) == MediaKind::Json {
                if json.contains(&schema) {
                    continue;
                }
                json.push(schema);
            }
            lowered.push(ir::Media {
                media_type: media.media_type.clone(),
                codec: self.codec(media, travels, &site(lowered.len())),
                examples: media.examples.clone(),
                place: media.place.clone(),
            });
        }
        lowered
    }

    fn codec(&mut self, media: &Media, travels: Travels, site: &Site) -> MediaCodec {
        let name = &media.media_type;
        match MediaKind::of(name) {
            MediaKind::Json => MediaCodec::Json(self.ty(media.schema, site)),
            MediaKind::Anything if media.schema.is_none() || self.is_file(media) => MediaCodec::Bytes,
            MediaKind::Anything => MediaCodec::Json(self.ty(media.schema, site)),
            MediaKind::Form | MediaKind::Multipart if travels == Travels::In => {
                self.raw("form", &media.place, format!("`{name}` that is received is carried as bytes"));
                MediaCodec::Bytes
            }
            MediaKind::Form => {
                let encodings = self.encodings(media);
                MediaCodec::Form(self.ty(media.schema, site), encodings)
            }
            MediaKind::Multipart => {
                let encodings = self.encodings(media);
                MediaCodec::Multipart(self.ty(media.schema, site), encodings)
            }
            MediaKind::EventStream => MediaCodec::EventStream(self.event_data(media, site)),
            MediaKind::JsonLines => MediaCodec::JsonLines(self.line(media, site)),
            MediaKind::Xml => {
                if media.schema.is_some_and(|schema| self.is_structured(schema)) {
                    self.raw("xml", &media.place, format!("`{name}` is carried as text"));
                }
                MediaCodec::Text
            }
            MediaKind::Text if self.is_file(media) => MediaCodec::Bytes,
            MediaKind::Text => {
                if media.schema.is_some_and(|schema| self.is_structured(schema)) {
                    self.raw(
                        "text",
                        &media.place,
                        format!("`{name}` with a schema of more than text is carried as text"),
                    );
                }
                MediaCodec::Text
            }
            MediaKind::Bytes => {
                if media.schema.is_some_and(|schema| self.is_structured(schema)) {
                    self.raw(
                        "binary",
                        &media.place,
                        format!("`{name}` with a schema of more than bytes is carried as bytes"),
                    );
                }
                MediaCodec::Bytes
            }
        }
    }

    /// The type of each event's data. 3.2 describes the event as an object whose `data` has a `contentSchema`; before that,
    /// documents put the schema of the data itself.
    fn event_data(&mut self, media: &Media, site: &Site) -> Type {
        let Some(item) = media.item_schema else { return self.ty(media.schema, site) };
        let data = match &self.document.schema(self.target(item)).kind {
            SchemaKind::Keywords(event) => event.properties.get("data").copied(),
            SchemaKind::Bool(_) => None,
        };
        let Some(data) = data else { return self.ty(Some(item), site) };
        let content = match &self.document.schema(self.target(data)).kind {
            SchemaKind::Keywords(data) => data.content_schema,
            SchemaKind::Bool(_) => None,
        };
        content.map_or(Type::String, |content| self.ty(Some(content), site))
    }

    /// The type of each line: `itemSchema`, or the item of a list, or the schema itself.
    fn line(&mut self, media: &Media, site: &Site) -> Type {
        let listed = media.schema.and_then(|schema| match &self.document.schema(self.target(schema)).kind {
            SchemaKind::Keywords(keywords) => keywords.items,
            SchemaKind::Bool(_) => None,
        });
        self.ty(media.item_schema.or(listed).or(media.schema), site)
    }

    fn is_file(&self, media: &Media) -> bool {
        media.schema.is_some_and(|schema| self.schemas.file(schema).is_some())
    }

    /// Whether a schema describes more than a text.
    pub(super) fn is_structured(&self, schema: SchemaId) -> bool {
        match &self.document.schema(self.target(schema)).kind {
            SchemaKind::Bool(_) => false,
            SchemaKind::Keywords(keywords) => {
                use crate::openapi::SimpleType::{Array, Object};
                let typed =
                    keywords.types.as_ref().is_some_and(|types| types.contains(&Object) || types.contains(&Array));
                typed || !keywords.properties.is_empty() || !keywords.all_of.is_empty()
            }
        }
    }

    /// Behind references that say nothing else.
    fn target(&self, schema: SchemaId) -> SchemaId {
        let mut at = schema;
        // A chain of references is no longer than there are schemas.
        for _ in 0..self.document.schemas.len() {
            match &self.document.schema(at).kind {
                SchemaKind::Keywords(keywords) => match keywords.reference {
                    Some(next) => at = next,
                    None => break,
                },
                SchemaKind::Bool(_) => break,
            }
        }
        at
    }
}
