//! How the properties of a form are written.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use super::{OperationLowering, parameters};
use crate::ir::{ParameterStyle, PartEncoding};
use crate::openapi::{Encoding, Media, SchemaId, SchemaKind};

impl OperationLowering<'_, '_> {
    /// How each property of a form or multipart body is written, in the document's order.
    pub(super) fn encodings(&mut self, media: &Media) -> Vec<PartEncoding> {
        let mut properties = IndexMap::new();
        if let Some(schema) = media.schema {
            self.collect(schema, &mut properties, &mut BTreeSet::new());
        }
        let nothing = Encoding::default();
        let mut encodings = Vec::with_capacity(properties.len());
        for (wire, schema) in &properties {
            let encoding = media.encoding.get(wire).unwrap_or(&nothing);
            let file = self.schemas.file(*schema).is_some() || encoding.content_type.as_deref().is_some_and(is_binary);
            // A file takes headers of its own (`File::header`).
            if !encoding.headers.is_empty() && !file {
                let note = "headers of a part that is no file cannot be set";
                self.cover(crate::ir::CoverageKind::LeftOut, "encoding.headers", &media.place, note);
            }
            encodings.push(PartEncoding {
                wire: wire.clone(),
                content_type: encoding.content_type.clone(),
                style: encoding.style.map_or(ParameterStyle::Form, parameters::lower_style),
                explode: encoding
                    .explode
                    .unwrap_or_else(|| encoding.style.is_none_or(|style| style == crate::openapi::Style::Form)),
                allow_reserved: encoding.allow_reserved,
                file,
            });
        }
        encodings
    }

    /// The properties of a schema and of what it is composed of.
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

/// A part of such a media type is a file, whatever its schema says.
fn is_binary(content_type: &str) -> bool {
    content_type.split(',').all(|one| {
        let one = one.trim().to_ascii_lowercase();
        one == "application/octet-stream"
            || ["image/", "audio/", "video/", "font/"].iter().any(|start| one.starts_with(start))
            || matches!(one.as_str(), "application/pdf" | "application/zip" | "application/gzip")
    })
}
