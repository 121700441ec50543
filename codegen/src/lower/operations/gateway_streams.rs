//! Streams of grpc-gateway. A gateway answers a streaming call with one JSON object per line, although the document says `application/json`:
//! each line has a member `result` with a message, or a member `error`, which ends the stream.
//!
//! The document's generators (`protoc-gen-openapiv2`, before `protoc-gen-swagger`) mark such a response:
//!
//! - The description ends with `(streaming responses)`, and the schema is an object with the title `Stream result of M` and no properties
//!   other than `result` and `error`. Converters to OpenAPI 3 preserve both.
//! - Earlier versions refer to a schema below `x-stream-definitions` at the root of the document.

use super::OperationLowering;
use crate::openapi::{Media, Response, SchemaId, SchemaKind};

impl OperationLowering<'_, '_> {
    /// Whether the JSON of a response is a stream of grpc-gateway.
    pub(super) fn is_gateway_stream(&self, response: &Response) -> bool {
        let is_marked = response.description.as_deref().is_some_and(|text| text.ends_with("(streaming responses)"));
        let mut schemas = response.content.iter().filter_map(|Media { schema, .. }| *schema).peekable();
        schemas.peek().is_some()
            && schemas.all(|schema| self.is_stream_definition(schema) || (is_marked && self.is_stream_result(schema)))
    }

    /// Whether a schema is below `x-stream-definitions`.
    fn is_stream_definition(&self, schema: SchemaId) -> bool {
        let place = &self.document.schema(self.document.referenced(schema)).place;
        place.pointer.as_str().starts_with("/x-stream-definitions/")
    }

    fn is_stream_result(&self, schema: SchemaId) -> bool {
        match &self.document.schema(self.document.referenced(schema)).kind {
            SchemaKind::Bool(_) => false,
            SchemaKind::Keywords(keywords) => {
                keywords.title.as_deref().is_some_and(|title| title.starts_with("Stream result of "))
                    && keywords.properties.contains_key("result")
                    && keywords.properties.keys().all(|name| matches!(name.as_str(), "result" | "error"))
            }
        }
    }
}
