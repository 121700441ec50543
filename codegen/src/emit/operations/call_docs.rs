//! Documentation of calls.

use proc_macro2::TokenStream;

use super::{Context, argument};
use crate::emit::docs;
use crate::emit::rust::bare;
use crate::ir::{Parameter, Response, Status};

/// Returns the documentation of a client's method: the operation's own, its request line, arguments and responses.
pub(super) fn operation(context: Context<'_>) -> TokenStream {
    let operation = context.operation;
    let arguments = argument::required(context).into_iter().filter_map(|(_, parameter, name)| {
        let text = parameter.docs.summary.as_ref().or(parameter.docs.description.as_ref())?;
        // An argument without a description is not listed.
        (!text.lines().next()?.trim().is_empty()).then(|| docs::bullet(&docs::code_span(bare(name)), Some(text)))
    });
    let responses = operation
        .successes
        .iter()
        .chain(&operation.failures)
        .map(|response| docs::bullet(&status(response.status), response.docs.description.as_ref()));
    let more = operation.external_docs.as_ref().map(|url| format!("See also: {}", docs::link(url)));
    docs::with_deprecated(
        &operation.docs,
        docs::comment(docs::sections([
            docs::lines(&operation.docs, "", None),
            vec![request_line(context)],
            arguments.flatten().collect(),
            responses.flatten().collect(),
            more.into_iter().collect(),
        ])),
    )
}

/// Returns the documentation of a required parameter's field.
pub(super) fn required_parameter(parameter: &Parameter) -> TokenStream {
    docs::comment(docs::lines(&parameter.docs, &docs::code_span(&parameter.wire), None))
}

/// Returns the documentation of a call type.
pub(super) fn call(context: Context<'_>) -> TokenStream {
    let (request, method) = (request_line(context), bare(&context.names.method));
    docs::comment([format!("A call of {request}, created by [`Client::{method}`].")])
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

fn request_line(context: Context<'_>) -> String {
    docs::code_span(&format!("{} {}", context.operation.method, context.operation.path_template))
}

fn status(status: Status) -> String {
    match status {
        Status::Exact(status) => status.to_string(),
        Status::Range(first) => format!("{first}XX"),
        Status::Default => "any other status".to_owned(),
    }
}
