//! Files: schemas whose values are raw bytes.

use super::resolve;
use crate::lower::schemas::analysis::schema::{JsonTypes, SchemaAnalysis};
use crate::openapi::SchemaId;

/// Whether a value of the schema is a file: a string of `format: binary`, or one with a `contentMediaType` and no
/// `contentEncoding`. `Some(true)` for a list of files.
pub(crate) fn file(analysis: &SchemaAnalysis<'_>, schema: SchemaId) -> Option<bool> {
    file_of(analysis, schema, false)
}

/// Whether a value of the schema is a string of `format: binary`.
pub(crate) fn is_binary(analysis: &SchemaAnalysis<'_>, schema: SchemaId) -> bool {
    let intersection = analysis.intersection_of(schema);
    let resolved = resolve(analysis, &intersection.operands, intersection.json_types.non_null());
    resolved.schemas.iter().any(|schema| schema.keywords.format.as_deref() == Some("binary"))
        && file(analysis, schema) == Some(false)
}

/// The schema of each part that a value of the schema becomes: the items of an array, else the schema itself.
pub(crate) fn part_schema(analysis: &SchemaAnalysis<'_>, schema: SchemaId) -> SchemaId {
    let intersection = analysis.intersection_of(schema);
    if intersection.json_types.non_null() != JsonTypes::ARRAY {
        return schema;
    }
    let resolved = resolve(analysis, &intersection.operands, JsonTypes::ARRAY);
    resolved.schemas.iter().find_map(|schema| schema.keywords.items).unwrap_or(schema)
}

/// Whether the schema says nothing about its values, not even their type.
pub(crate) fn is_untyped(analysis: &SchemaAnalysis<'_>, schema: SchemaId) -> bool {
    let intersection = analysis.intersection_of(schema);
    intersection.json_types == JsonTypes::ALL && resolve(analysis, &intersection.operands, JsonTypes::ALL).is_empty()
}

/// The keywords about the content of a string.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct ContentKeywords {
    /// `contentMediaType`.
    pub(crate) media_type: Option<String>,
    /// `contentEncoding`.
    pub(crate) encoding: Option<String>,
}

/// Returns the keywords about the content of a string.
pub(crate) fn content_keywords(analysis: &SchemaAnalysis<'_>, schema: SchemaId) -> ContentKeywords {
    let intersection = analysis.intersection_of(schema);
    let json_types = intersection.json_types.non_null();
    let resolved = resolve(analysis, &intersection.operands, json_types);
    if !json_types.contains(JsonTypes::STRING) {
        return ContentKeywords::default();
    }
    let mut keywords = resolved.schemas.iter().map(|schema| schema.keywords);
    ContentKeywords {
        media_type: keywords.clone().find_map(|keywords| keywords.content_media_type.clone()),
        encoding: keywords.find_map(|keywords| keywords.content_encoding.clone()),
    }
}

fn file_of(analysis: &SchemaAnalysis<'_>, schema: SchemaId, listed: bool) -> Option<bool> {
    let intersection = analysis.intersection_of(schema);
    let json_types = intersection.json_types.non_null();
    let resolved = resolve(analysis, &intersection.operands, json_types);
    if json_types == JsonTypes::ARRAY && !listed {
        let items = resolved.schemas.iter().find_map(|schema| schema.keywords.items)?;
        return file_of(analysis, items, true);
    }
    let is_binary = resolved.schemas.iter().any(|schema| schema.keywords.format.as_deref() == Some("binary"));
    let has_media_type = resolved.schemas.iter().any(|schema| {
        schema.keywords.content_media_type.is_some()
            && schema.keywords.content_encoding.is_none()
            && schema.keywords.content_schema.is_none()
    });
    let is_string =
        json_types == JsonTypes::STRING || resolved.schemas.iter().all(|schema| schema.keywords.types.is_none());
    (is_string && (is_binary || has_media_type)).then_some(listed)
}
