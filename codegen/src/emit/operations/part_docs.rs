//! Documentation of the parts of a call: fields of required parameters, and variants of responses. It depends on no other part of a call.

use proc_macro2::TokenStream;

use crate::emit::docs;
use crate::ir::{Parameter, Response, Status};

/// Returns the documentation of a required parameter's field.
pub(super) fn required_parameter(parameter: &Parameter) -> TokenStream {
    docs::comment(docs::lines(&parameter.docs, &docs::code_span(&parameter.wire), None))
}

/// Returns the documentation of the variant for a response.
pub(super) fn response(response: &Response) -> TokenStream {
    let status = status(response.status);
    let (label, alone) = match response.status {
        Status::Exact(_) | Status::Range(_) => (status.as_str(), format!("Status {status}.")),
        Status::Default => ("Any other status", "Any other status.".to_owned()),
    };
    let lines = docs::lines(&response.docs, "", None);
    docs::comment(if lines.is_empty() { vec![alone] } else { docs::labelled(label, lines) })
}

/// Returns a status as text.
pub(super) fn status(status: Status) -> String {
    match status {
        Status::Exact(status) => status.to_string(),
        Status::Range(first) => format!("{first}XX"),
        Status::Default => "any other status".to_owned(),
    }
}
