//! Responses: which of them mean success, their bodies and headers.

use super::content::{EncodedHeader, ParameterValue};
use super::parameters::docs;
use super::{OperationLowering, is_token};
use crate::ir::{self, Docs, OperationPart, Type};
use crate::lower::schemas::SchemaUse;
use crate::openapi::{Header, Operation, Response, Status};

impl OperationLowering<'_, '_> {
    /// Lowers the responses of the operation with this index. Returns the successes and the failures.
    pub(super) fn responses(
        &mut self,
        index: usize,
        operation: &Operation,
        responses: &[Response],
    ) -> (Vec<ir::Response>, Vec<ir::Response>) {
        let success = success(responses);
        let mut successes = Vec::new();
        let mut failures = Vec::new();
        for response in responses {
            let lowered = self.response(index, operation, response);
            // `default` covers every status without another response (OpenAPI 3.1, "Responses Object"), so also errors. Without a body it says
            // nothing about them.
            if lowered.status == ir::Status::Default && success == StatusClass::Default && !lowered.media.is_empty() {
                failures.push(lowered.clone());
            }
            let list = if class(response.status) == success { &mut successes } else { &mut failures };
            list.push(lowered);
        }
        (successes, failures)
    }

    fn response(&mut self, operation: usize, whole: &Operation, response: &Response) -> ir::Response {
        let Response { status, description, headers, content, place } = response;
        let status = lower_status(*status);
        let number = match status {
            ir::Status::Exact(code) => usize::from(code),
            ir::Status::Range(digit) => usize::from(digit),
            ir::Status::Default => 0,
        };
        let schema_use = |media| SchemaUse { operation, webhook: false, part: OperationPart::Response(number, media) };
        let bodiless = whole.method == "HEAD" || matches!(number, 1 | 100..=199 | 204 | 205 | 304);
        let media =
            if bodiless { Vec::new() } else { self.received(content, self.is_gateway_stream(response), &schema_use) };
        if bodiless && !content.is_empty() && whole.method != "HEAD" {
            let message = format!("a response with status {number} has no body; its `content` is ignored");
            self.ignore(place, message, "remove `content`, or use another status");
        }
        ir::Response {
            status,
            media,
            headers: headers.iter().filter_map(|header| self.header(operation, header)).collect(),
            docs: Docs { description: description.clone(), ..Docs::default() },
            place: place.clone(),
        }
    }

    fn header(&mut self, operation: usize, header: &Header) -> Option<ir::Header> {
        // `header_encoding` reads the other fields.
        let Header { name, description, required, deprecated, explode: _, list: _, schema, content: _, place } = header;
        if !is_token(name) {
            let message = format!("`{}` is not a valid header name; the header is left out", name.escape_debug());
            self.ignore(place, message, "use letters, digits and `-` in the name");
            self.leave_out("header", place, "its name is not a valid header name");
            return None;
        }
        let schema_use = SchemaUse { operation, webhook: false, part: OperationPart::Header(name.clone()) };
        let EncodedHeader { encoding, value } = self.header_encoding(header);
        let ty = match value {
            ParameterValue::Schema(schema) => self.schemas.ty(schema, &schema_use).without_null(),
            ParameterValue::Text => Type::String,
            ParameterValue::Any => Type::Any,
        };
        let of_schema = schema.map(|schema| self.schemas.docs(schema)).unwrap_or_default();
        Some(ir::Header {
            wire: name.clone(),
            ty,
            required: *required,
            encoding,
            docs: docs(description.as_ref(), deprecated.as_ref(), &[], of_schema),
        })
    }
}

/// The class of a status: its first digit, or `default`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum StatusClass {
    Digit(u16),
    Default,
}

fn class(status: Status) -> StatusClass {
    match status {
        Status::Exact(code) => StatusClass::Digit(code / 100),
        Status::Range(digit) => StatusClass::Digit(u16::from(digit)),
        Status::Default => StatusClass::Default,
    }
}

/// Returns the status class that means success: 2XX if any response has it, else 3XX, else 1XX (a protocol upgrade), else `default`.
fn success(responses: &[Response]) -> StatusClass {
    [2, 3, 1]
        .into_iter()
        .map(StatusClass::Digit)
        .find(|wanted| responses.iter().any(|response| class(response.status) == *wanted))
        .unwrap_or(StatusClass::Default)
}

fn lower_status(status: Status) -> ir::Status {
    match status {
        Status::Exact(code) => ir::Status::Exact(code),
        Status::Range(digit) => ir::Status::Range(digit),
        Status::Default => ir::Status::Default,
    }
}
