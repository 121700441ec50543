//! Encoding objects of forms: how each property becomes pairs. The parts of multipart bodies are in `parts`.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use super::media::ParsedMediaType;
use super::{OperationLowering, parameters};
use crate::diag::SourceLocation;
use crate::ir::{CoverageKind, FormEncoding, FormProperty, MediaClass};
use crate::openapi::{Encoding, Media, SchemaId, SchemaKind, Style, Version};

/// A chain of references and `allOf` is followed for at most this many schemas.
const MOST_SCHEMAS: usize = 1000;

impl OperationLowering<'_, '_> {
    /// Returns the encoding of each property of a form, in the document's order.
    pub(super) fn form_properties(
        &mut self,
        schema: Option<SchemaId>,
        encodings: &IndexMap<String, Encoding>,
        place: &SourceLocation,
    ) -> Vec<FormProperty> {
        let properties = self.properties_of(schema);
        let properties = properties.into_iter().map(|(wire, schema)| {
            let encoding = match encodings.get(&wire) {
                Some(encoding) => self.form_encoding(&wire, schema, encoding, place),
                None => FormEncoding::Default,
            };
            FormProperty { wire, encoding }
        });
        properties.collect()
    }

    /// Lowers an encoding object. `contentType` has an effect only if `style`, `explode` and `allowReserved` are absent, and the style only if
    /// one of them is present (OpenAPI 3.1.1, "Encoding Object").
    fn form_encoding(
        &mut self,
        wire: &str,
        schema: SchemaId,
        encoding: &Encoding,
        place: &SourceLocation,
    ) -> FormEncoding {
        // Headers have no effect in a form, as the specification says.
        let Encoding { content_type, headers: _, style, explode, list, allow_reserved, is_nested: _ } = encoding;
        if let Some(list) = list {
            return FormEncoding::List(parameters::lower_list_format(list));
        }
        if style.is_some() || explode.is_some() || allow_reserved.is_some() {
            let style = style.unwrap_or(Style::Form);
            return FormEncoding::Styled {
                style: parameters::lower_style(style),
                explode: explode.unwrap_or(style == Style::Form),
                allow_reserved: allow_reserved.unwrap_or_default(),
            };
        }
        let types = content_type.iter().flat_map(|types| types.split(',')).filter_map(ParsedMediaType::parse);
        let classes: Vec<MediaClass> = types.filter_map(|one| one.class()).collect();
        let item = self.schemas.part_schema(schema);
        let is_object = self.is_composite(item);
        let is_json = match classes.first() {
            Some(first) => first.is_json() || (is_object && classes.iter().any(|class| class.is_json())),
            None => false,
        };
        // A string with a media type of its own already is JSON text.
        if is_json && self.schemas.content_keywords(item).media_type.is_none() {
            // An encoding object applies to each item (OpenAPI 3.2.0, "Encoding By Name"). Before, it applied to the property.
            let applies_to_items = self.document.version >= Version::V3_2;
            return if applies_to_items { FormEncoding::JsonItems } else { FormEncoding::Json };
        }
        if is_object && !is_json && classes.iter().any(|class| !matches!(class, MediaClass::Text(_))) {
            let message = format!(
                "the property `{}` is sent as JSON: `{}` is not encoded",
                wire.escape_debug(),
                content_type.as_deref().unwrap_or_default().escape_debug()
            );
            self.cover(CoverageKind::LeftOut, "encoding.contentType", place, &message);
            self.ignore(place, message, "use an overlay to declare the property as a string that the caller encodes");
        }
        FormEncoding::Default
    }

    /// Returns the properties of a body.
    pub(super) fn properties(&self, media: &Media) -> IndexMap<String, SchemaId> {
        self.properties_of(media.schema)
    }

    fn properties_of(&self, schema: Option<SchemaId>) -> IndexMap<String, SchemaId> {
        let mut properties = IndexMap::new();
        if let Some(schema) = schema {
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

    /// Returns the schema of undeclared properties (`additionalProperties`), if a body's schema describes them.
    pub(super) fn additional_properties(&self, media: &Media) -> Option<SchemaId> {
        let mut pending = Vec::from_iter(media.schema);
        let mut seen = BTreeSet::new();
        while let Some(id) = pending.pop() {
            if !seen.insert(id) || seen.len() > MOST_SCHEMAS {
                continue;
            }
            let SchemaKind::Keywords(keywords) = &self.document.schema(id).kind else { continue };
            match keywords.additional_properties {
                Some(schema) => match &self.document.schema(schema).kind {
                    SchemaKind::Bool(_) => {}
                    SchemaKind::Keywords(_) => return Some(schema),
                },
                None => pending.extend(keywords.reference.iter().chain(&keywords.all_of)),
            }
        }
        None
    }
}
