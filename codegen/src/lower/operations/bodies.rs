//! Bodies: which media types, and the codec of each.
//!
//! A request body and a body that is received have a function each, because they can hold different things: a form is written but
//! never parsed, events are read but never written.

use super::OperationLowering;
use super::media::{Kind, Written};
use crate::ir::{
    self, BinaryClass, Docs, JsonClass, JsonFraming, MediaClass, OperationPart, RequestCodec, ResponseCodec, Type,
};
use crate::lower::schemas::Site;
use crate::openapi::{Media, RequestBody, SchemaId, SchemaKind};

/// What makes two media types of a body one: only the spelling, the parameters or the vendor prefix of their names may differ.
#[derive(PartialEq)]
struct Identity {
    class: MediaClass,
    /// The format, where the class leaves it open.
    format: Option<String>,
    schema: Option<SchemaId>,
    item: Option<SchemaId>,
    /// The position of a media type with encodings of its own, which is never another one.
    encoded: Option<usize>,
}

impl OperationLowering<'_, '_> {
    /// The request body of the operation that will have this index. `None` if it has no media type.
    pub(super) fn body(&mut self, operation: usize, body: &RequestBody) -> Option<ir::Body> {
        let RequestBody { description, required, content, place } = body;
        let mut all = self.read(content);
        all.sort_by_key(|(_, written)| written.rank());
        let mut media: Vec<ir::RequestMedia> = Vec::with_capacity(all.len());
        let mut known: Vec<Identity> = Vec::new();
        for (one, written) in all {
            let class = self.class(one, &written);
            // A range is sent as a media type that it stands for.
            let (format, content_type) = if written.is_range() {
                (Written::read(sent_for(class)).and_then(|sent| sent.format()), sent_for(class).to_owned())
            } else {
                (written.format(), written.name())
            };
            if !self.is_new(&mut known, one, class, format) {
                continue;
            }
            let site = Site { operation, webhook: false, part: OperationPart::Body(media.len()) };
            media.push(ir::RequestMedia {
                media_type: written.media_type(class),
                content_type,
                codec: self.request_codec(one, &written, class, &site),
                examples: one.examples.clone(),
                place: one.place.clone(),
            });
        }
        if media.is_empty() {
            let message = "the request body has no media type; it is left out".to_owned();
            self.ignore(place, message, "name one under `content`");
            return None;
        }
        let docs = Docs { description: description.clone(), ..Docs::default() };
        Some(ir::Body { required: *required, media, docs })
    }

    /// The media types of a body that is received, in the document's order.
    pub(super) fn received(&mut self, content: &[Media], site: &dyn Fn(usize) -> Site) -> Vec<ir::ResponseMedia> {
        let all = self.read(content);
        let mut lowered: Vec<ir::ResponseMedia> = Vec::with_capacity(all.len());
        let mut known: Vec<Identity> = Vec::new();
        for (media, written) in all {
            let class = self.class(media, &written);
            // All JSON is read in the same way.
            let read_as = match class {
                MediaClass::Json(_) => MediaClass::Json(JsonClass::Plain),
                MediaClass::JsonLines(_) => MediaClass::JsonLines(JsonFraming::Lines),
                MediaClass::Form
                | MediaClass::Multipart
                | MediaClass::EventStream
                | MediaClass::Xml
                | MediaClass::Text(_)
                | MediaClass::Binary(_) => class,
            };
            if !self.is_new(&mut known, media, read_as, written.format()) {
                continue;
            }
            lowered.push(ir::ResponseMedia {
                media_type: written.media_type(class),
                codec: self.response_codec(media, &written, class, &site(lowered.len())),
                examples: media.examples.clone(),
                place: media.place.clone(),
            });
        }
        lowered
    }

    /// All media types of a body. What cannot be one is reported and left out.
    fn read<'m>(&mut self, content: &'m [Media]) -> Vec<(&'m Media, Written)> {
        let mut all = Vec::with_capacity(content.len());
        for media in content {
            let Some(written) = Written::read(&media.media_type) else {
                let message = format!("`{}` is no media type; it is left out", media.media_type.escape_debug());
                self.ignore(&media.place, message, "a media type is written `application/json`");
                self.leave_out("media type", &media.place, "its name is no media type");
                continue;
            };
            all.push((media, written));
        }
        all
    }

    /// Whether a media type is another one than those that are known.
    fn is_new(&self, known: &mut Vec<Identity>, media: &Media, class: MediaClass, format: Option<String>) -> bool {
        let counts = match class {
            MediaClass::Json(_)
            | MediaClass::JsonLines(_)
            | MediaClass::Form
            | MediaClass::Multipart
            | MediaClass::EventStream => true,
            // Text and bytes have no type. Only a file of text differs from other text.
            MediaClass::Text(_) => self.is_file(media),
            MediaClass::Xml | MediaClass::Binary(_) => false,
        };
        let target = |schema: Option<SchemaId>| schema.filter(|_| counts).map(|schema| self.target(schema));
        let (schema, item) = (target(media.schema), target(media.item_schema));
        let encoded = (!media.encoding.is_empty()).then_some(known.len());
        let identity = Identity { class, format, schema, item, encoded };
        let new = !known.contains(&identity);
        known.extend(new.then_some(identity));
        new
    }

    /// What a media type is. A range that may be anything is JSON if a schema describes a value, otherwise bytes.
    fn class(&self, media: &Media, written: &Written) -> MediaClass {
        match written.kind {
            Kind::Of(class) => class,
            Kind::Anything if media.schema.is_none() || self.is_file(media) => {
                MediaClass::Binary(BinaryClass::OctetStream)
            }
            Kind::Anything => MediaClass::Json(JsonClass::Plain),
        }
    }

    fn request_codec(&mut self, media: &Media, written: &Written, class: MediaClass, site: &Site) -> RequestCodec {
        match class {
            MediaClass::Json(_) => RequestCodec::Json(self.ty(media.schema, site)),
            MediaClass::Form => {
                let properties = self.form_properties(media);
                RequestCodec::Form(self.ty(media.schema, site), properties)
            }
            MediaClass::Multipart => {
                let encodings = self.part_encodings(media);
                RequestCodec::Multipart(self.ty(media.schema, site), encodings)
            }
            MediaClass::JsonLines(framing) => RequestCodec::JsonLines(self.line(media, site), framing),
            MediaClass::Text(_) if self.is_file(media) => RequestCodec::Bytes,
            MediaClass::Text(_) | MediaClass::Xml => {
                self.report_raw(media, written, class);
                RequestCodec::Text
            }
            // Events are sent as the user writes them.
            MediaClass::EventStream | MediaClass::Binary(_) => {
                self.report_raw(media, written, class);
                RequestCodec::Bytes
            }
        }
    }

    fn response_codec(&mut self, media: &Media, written: &Written, class: MediaClass, site: &Site) -> ResponseCodec {
        match class {
            MediaClass::Json(_) => ResponseCodec::Json(self.ty(media.schema, site)),
            MediaClass::Form | MediaClass::Multipart => {
                let name = written.name();
                self.raw("form", &media.place, format!("`{name}` that is received is carried as bytes"));
                ResponseCodec::Bytes
            }
            MediaClass::JsonLines(_) => ResponseCodec::JsonLines(self.line(media, site)),
            MediaClass::EventStream => ResponseCodec::EventStream(self.event_data(media, site)),
            MediaClass::Text(_) if self.is_file(media) => ResponseCodec::Bytes,
            MediaClass::Text(_) | MediaClass::Xml => {
                self.report_raw(media, written, class);
                ResponseCodec::Text
            }
            MediaClass::Binary(_) => {
                self.report_raw(media, written, class);
                ResponseCodec::Bytes
            }
        }
    }

    /// Reports a schema that says more of a body than the text or the bytes that the body is carried as.
    fn report_raw(&mut self, media: &Media, written: &Written, class: MediaClass) {
        if !media.schema.or(media.item_schema).is_some_and(|schema| self.is_structured(schema)) {
            return;
        }
        let name = written.name();
        let (construct, message) = match class {
            MediaClass::Xml => ("xml", format!("`{name}` is carried as text")),
            MediaClass::Text(_) => ("text", format!("`{name}` with a schema of more than text is carried as text")),
            MediaClass::EventStream => ("events", format!("`{name}` that is sent is carried as bytes")),
            MediaClass::Binary(_) => {
                ("binary", format!("`{name}` with a schema of more than bytes is carried as bytes"))
            }
            // These follow their schema.
            MediaClass::Json(_) | MediaClass::JsonLines(_) | MediaClass::Form | MediaClass::Multipart => return,
        };
        self.raw(construct, &media.place, message);
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

/// The media type that is sent for a range.
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
