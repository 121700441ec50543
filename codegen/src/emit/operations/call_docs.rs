//! Documentation of calls.

use proc_macro2::TokenStream;

use super::call::Parts;
use super::part_docs::status;
use super::type_text::TypeText;
use super::{Context, accept, argument, own_server, paging, required, responses};
use crate::emit::docs;
use crate::emit::rust::bare;
use crate::ir::Docs;

/// Returns the documentation of a client's method: the operation's own, its request line, parameters, result and errors.
pub(super) fn operation(context: Context<'_>, parts: &Parts) -> TokenStream {
    let operation = context.operation;
    let more = operation.external_docs.as_ref().map(|url| format!("See also: {}", docs::link(url)));
    docs::with_deprecated(
        &operation.docs,
        docs::comment(docs::sections([
            docs::lines(&operation.docs, "", None),
            vec![request_line(context)],
            own_server::docs(context),
            parameters(context),
            ranges(context),
            returns(context, parts),
            errors(context),
            more.into_iter().collect(),
        ])),
    )
}

/// Returns the list of the arguments that the document describes, and links to the setters of the optional parameters.
fn parameters(context: Context<'_>) -> Vec<String> {
    let names = context.names;
    let body = context.operation.body.as_ref();
    let mut lines: Vec<String> = if required::is_needed(context) {
        vec![format!("- `required`: the required parameters, see [`{}`]", bare(&names.required))]
    } else {
        let parameters = argument::required(context).into_iter();
        parameters.flat_map(|(_, parameter, name)| described(bare(name), &parameter.docs)).collect()
    };
    if let Some(body) = body.filter(|body| body.required) {
        lines.extend(described(bare(&names.body), &body.docs));
    }
    let ty = bare(&names.ty);
    let optional_body = body.filter(|body| !body.required && !body.media.is_empty()).map(|_| &names.body);
    let setters = argument::optional(context).map(|(_, _, name)| name).chain(optional_body);
    let setters: Vec<String> = setters.map(bare).map(|name| format!("[`{name}`]({ty}::{name})")).collect();
    let label = if lines.is_empty() { "**Optional parameters**" } else { "Optional:" };
    let setters = match setters.as_slice() {
        [] => Vec::new(),
        setters => docs::paragraph(&format!("{label} {}", setters.join(", "))),
    };
    if lines.is_empty() {
        return setters;
    }
    docs::sections([vec!["**Parameters**".to_owned()], lines, setters])
}

/// Returns a sentence about the media type of a body for which the document names only ranges.
fn ranges(context: Context<'_>) -> Vec<String> {
    let media = context.operation.body.iter().flat_map(|body| &body.media);
    let ranges: Vec<String> = media.filter_map(|media| media.range()).map(docs::code_span).collect();
    if ranges.is_empty() {
        return Vec::new();
    }
    docs::paragraph(&format!(
        "The body has a media type in {}. Set it with the method `content_type` of `File` or `Body`, unless the name of a file determines it.",
        ranges.join(" or ")
    ))
}

/// Returns the list item of an argument, if the document describes it.
fn described(name: &str, docs: &Docs) -> Vec<String> {
    let texts = [&docs.summary, &docs.description];
    let text = texts.into_iter().flatten().find(|text| !text.trim().is_empty());
    text.map(|text| docs::bullet(&docs::code_span(name), Some(text))).unwrap_or_default()
}

/// Returns a sentence about the value of a successful response.
fn returns(context: Context<'_>, parts: &Parts) -> Vec<String> {
    let ty = bare(&context.names.ty);
    let output = TypeText::new(&parts.output);
    let mut text = match output.link() {
        None if output.is_empty() => format!(
            "**Returns** `()` when awaited: no body is expected. Status and headers are in [`with_response`]({ty}::with_response)."
        ),
        link => format!("**Returns** {} when awaited.", link.unwrap_or_else(|| docs::code_span(&output.text))),
    };
    if responses::is_stream(context) {
        text.push_str(" The response is streamed.");
    }
    if let Some(sentence) = responses::event_data(context) {
        text.push(' ');
        text.push_str(sentence);
    }
    if let Some(sentence) = accept::sentence(&parts.accept, ty) {
        text.push(' ');
        text.push_str(&sentence);
    }
    let one_media_type: Vec<String> =
        paging::accept_methods(context).into_iter().map(|name| format!("[`{0}`]({ty}::{0})", bare(name))).collect();
    if !parts.pages.is_empty() && !paging::are_direct(context) {
        let text_of = "The response is one page: the methods `items` and `pages` also request the following ones. Calls have them after";
        text.push_str(&format!(" {text_of} {}.", one_media_type.join(" or ")));
    } else if !parts.pages.is_empty() {
        text.push_str(&format!(
            " This is one page: [`items`]({ty}::items) and [`pages`]({ty}::pages) also request the following ones."
        ));
    }
    docs::paragraph(&text)
}

/// Returns the documented error responses by status.
fn errors(context: Context<'_>) -> Vec<String> {
    let failures = &context.operation.failures;
    if failures.is_empty() {
        return vec!["**Errors** The document describes none.".to_owned()];
    }
    let bullets = failures
        .iter()
        .flat_map(|response| docs::bullet(&status(response.status), response.docs.description.as_ref()))
        .collect();
    docs::sections([vec![format!("**Errors** [`{}`]:", bare(&context.names.error))], bullets])
}

/// Returns the documentation of a call type.
pub(super) fn call(context: Context<'_>, output: &TokenStream) -> TokenStream {
    let (request, method) = (request_line(context), bare(&context.names.method));
    let output = TypeText::new(output);
    let result = match output.link() {
        None if output.is_empty() => "send it".to_owned(),
        link => format!("get {}", link.unwrap_or_else(|| docs::code_span(&output.text))),
    };
    let sent = format!("Await it, or call `send_blocking()`, to {result}.");
    docs::comment(docs::sections([
        vec![format!("A call of {request}, created by [`Client::{method}`].")],
        docs::paragraph(&sent),
    ]))
}

fn request_line(context: Context<'_>) -> String {
    docs::code_span(&format!("{} {}", context.operation.method, context.operation.path_template))
}
