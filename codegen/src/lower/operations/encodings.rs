//! Encoding objects: how the properties of form and multipart bodies are encoded.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use super::media::ParsedMediaType;
use super::{OperationLowering, parameters};
use crate::ir::{BinaryClass, CoverageKind, FormEncoding, FormProperty, MediaClass, PartContent, PartEncoding};
use crate::openapi::{Encoding, Media, SchemaId, SchemaKind, Style};

impl OperationLowering<'_, '_> {
    /// Returns the encoding of each property of a form, in the document's order.
    pub(super) fn form_properties(&mut self, media: &Media) -> Vec<FormProperty> {
        let properties = self.properties(media);
        properties
            .into_keys()
            .map(|wire| {
                let encoding = media.encoding.get(&wire).map_or(FormEncoding::Default, form_encoding);
                if media.encoding.get(&wire).is_some_and(|encoding| !encoding.headers.is_empty()) {
                    self.leave_out_headers(media);
                }
                FormProperty { wire, encoding }
            })
            .collect()
    }

    /// Returns the encoding of each part of a multipart body, in the document's order.
    pub(super) fn part_encodings(&mut self, media: &Media) -> Vec<PartEncoding> {
        let properties = self.properties(media);
        let nothing = Encoding::default();
        let mut encodings = Vec::with_capacity(properties.len());
        for (wire, schema) in properties {
            let encoding = media.encoding.get(&wire).unwrap_or(&nothing);
            let listed = encoding.content_type.iter().flat_map(|types| types.split(','));
            let types: Vec<Option<ParsedMediaType>> = listed.map(ParsedMediaType::parse).collect();
            let all = |is: fn(MediaClass) -> bool| {
                !types.is_empty()
                    && types.iter().all(|one| one.as_ref().and_then(ParsedMediaType::class).is_some_and(is))
            };
            let content = if self.schemas.file(schema).is_some() || all(is_file) {
                PartContent::File
            } else if all(MediaClass::is_json) {
                PartContent::Json
            } else if let Some(list) = &encoding.list {
                PartContent::List(parameters::lower_list_format(list))
            } else {
                PartContent::Value
            };
            // Users set the headers of a file with `File::header`.
            if !encoding.headers.is_empty() && content != PartContent::File {
                self.leave_out_headers(media);
            }
            if form_encoding(&Encoding { content_type: None, list: None, ..encoding.clone() }) != FormEncoding::Default
            {
                let note =
                    "the style of a part is not applied: an array becomes one part per item, an object becomes JSON";
                self.cover(CoverageKind::LeftOut, "encoding.style", &media.place, note);
            }
            let content_type = match types.as_slice() {
                [Some(only)] if !only.is_range() => Some(only.name()),
                _ => None,
            };
            encodings.push(PartEncoding { wire, content, content_type });
        }
        encodings
    }

    fn leave_out_headers(&mut self, media: &Media) {
        let note = "headers of a part cannot be set, unless the part is a file";
        self.cover(CoverageKind::LeftOut, "encoding.headers", &media.place, note);
    }

    fn properties(&self, media: &Media) -> IndexMap<String, SchemaId> {
        let mut properties = IndexMap::new();
        if let Some(schema) = media.schema {
            self.collect(schema, &mut properties, &mut BTreeSet::new());
        }
        properties
    }

    /// Collects the properties of a schema, its references and its `allOf`, `anyOf` and `oneOf` branches.
    fn collect(&self, id: SchemaId, found: &mut IndexMap<String, SchemaId>, seen: &mut BTreeSet<SchemaId>) {
        if !seen.insert(id) {
            return;
        }
        let SchemaKind::Keywords(keywords) = &self.document.schema(id).kind else { return };
        let parts = keywords.reference.iter().chain(&keywords.all_of).chain(&keywords.any_of).chain(&keywords.one_of);
        for part in parts {
            self.collect(*part, found, seen);
        }
        for (wire, schema) in &keywords.properties {
            found.insert(wire.clone(), *schema);
        }
    }
}

/// Lowers an encoding object. `contentType` has an effect only if `style`, `explode` and `allowReserved` are absent (OpenAPI 3.1.1,
/// "Encoding Object").
fn form_encoding(encoding: &Encoding) -> FormEncoding {
    let Encoding { content_type, headers: _, style, explode, list, allow_reserved } = encoding;
    if let Some(list) = list {
        return FormEncoding::List(parameters::lower_list_format(list));
    }
    let by_content = style.is_none() && explode.is_none() && !allow_reserved;
    let class = content_type.as_deref().and_then(ParsedMediaType::parse).and_then(|parsed| parsed.class());
    if by_content && class.is_some_and(MediaClass::is_json) {
        return FormEncoding::Json;
    }
    let style = style.unwrap_or(Style::Form);
    let explode = explode.unwrap_or(style == Style::Form);
    if style == Style::Form && explode && !allow_reserved {
        return FormEncoding::Default;
    }
    FormEncoding::Styled { style: parameters::lower_style(style), explode, allow_reserved: *allow_reserved }
}

/// Whether a part with this media type is a file, regardless of its schema.
fn is_file(class: MediaClass) -> bool {
    match class {
        MediaClass::Binary(BinaryClass::Other) => false,
        MediaClass::Binary(_) => true,
        MediaClass::Json(_)
        | MediaClass::JsonLines(_)
        | MediaClass::Form
        | MediaClass::Multipart
        | MediaClass::EventStream
        | MediaClass::Xml
        | MediaClass::Text(_) => false,
    }
}
