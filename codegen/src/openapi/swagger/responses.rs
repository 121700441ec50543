//! Rewrites responses: their schema applies to every media type in `produces`.

use serde_json::{Map, Value, json};

use super::parameters;
use super::problems::Problems;
use crate::diag::SourceLocation;
use crate::source::SourceMap;

/// Rewrites a response, which was at `from`.
pub(super) fn rewrite(
    response: &mut Value,
    from: &SourceLocation,
    place: &SourceLocation,
    produces: &[String],
    source_map: &mut SourceMap,
    problems: &mut Problems,
) {
    let Value::Object(members) = response else { return };
    if let Some(Value::Object(headers)) = members.get_mut("headers") {
        for (name, header) in headers.iter_mut() {
            let key = |response: &SourceLocation| response.key("headers").key(name);
            *header = parameters::header(header, &key(from), &key(place), source_map, problems);
        }
    }
    let schema = members.shift_remove("schema").map(|mut schema| {
        parameters::read_file_type(&mut schema);
        schema
    });
    let examples = members.shift_remove("examples");
    let examples = examples.as_ref().and_then(Value::as_object);
    if schema.is_none() && examples.is_none_or(Map::is_empty) {
        return;
    }
    let file = schema.as_ref().and_then(|schema| schema.get("format")).and_then(Value::as_str) == Some("binary");
    let mut media_types = produces.to_vec();
    if media_types.is_empty() {
        media_types.push(if file { "application/octet-stream" } else { "application/json" }.to_owned());
    }
    let mut content = Map::new();
    for media_type in media_types {
        let mut media = Map::new();
        if let Some(schema) = &schema {
            source_map.moved(place.key("content").key(&media_type).key("schema"), place.key("schema"));
            media.insert("schema".to_owned(), schema.clone());
        }
        if let Some(example) = examples.and_then(|examples| examples.get(&media_type)) {
            source_map
                .moved(place.key("content").key(&media_type).key("example"), place.key("examples").key(&media_type));
            media.insert("example".to_owned(), example.clone());
        }
        content.insert(media_type, Value::Object(media));
    }
    members.insert("content".to_owned(), json!(content));
}
