//! Documentation of calls.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Context, argument};
use crate::emit::{doc_attributes, docs};
use crate::ir::{Docs, Response, Status};

/// A doc comment; nothing for no text.
pub(in crate::emit) fn doc(text: &str) -> TokenStream {
    let lines: Vec<String> = text.trim_end().lines().map(str::to_owned).collect();
    doc_attributes(&lines)
}

/// The document's own text, made safe.
pub(in crate::emit) fn safe(text: &str) -> String {
    docs::safe(text).join("\n")
}

/// What the document says of a thing, or `subject` where it says nothing.
pub(super) fn of(written: &Docs, subject: &str) -> String {
    docs::lines(written, subject, None).join("\n")
}

/// What an operation does, how it is sent, what can come back.
pub(super) fn operation(context: Context<'_>) -> String {
    let operation = context.operation;
    let sent = docs::code_span(&format!("{} {}", operation.method, operation.path_template));
    let said = of(&operation.docs, "");
    let mut text = if said.trim().is_empty() { sent } else { format!("{}\n\n{sent}", said.trim_end()) };
    let arguments: Vec<String> =
        argument::required(context).into_iter().filter_map(|index| argument(context, index)).collect();
    if !arguments.is_empty() {
        text.push_str("\n\n");
        text.push_str(&arguments.join("\n"));
    }
    let replies: Vec<String> = operation.successes.iter().chain(&operation.failures).map(reply).collect();
    if !replies.is_empty() {
        text.push_str("\n\n");
        text.push_str(&replies.join("\n"));
    }
    if let Some(link) = &operation.external_docs {
        text.push_str(&format!("\n\nMore: <{}>", link.replace(['<', '>', ' ', '\n'], "")));
    }
    text
}

/// What a call is of.
pub(super) fn call(context: Context<'_>) -> String {
    let Context { operation, names, .. } = context;
    let sent = docs::code_span(&format!("{} {}", operation.method, operation.path_template));
    format!("The call {sent}: see [`Client::{}`].", names.method.as_str().trim_start_matches("r#"))
}

/// A line on an argument; nothing if its name says all that the document says.
fn argument(context: Context<'_>, index: usize) -> Option<String> {
    let (parameter, name) = (context.operation.parameters.get(index)?, context.names.parameters.get(index)?);
    let said = parameter.docs.summary.as_ref().or(parameter.docs.description.as_ref())?;
    let said = said.lines().next().unwrap_or_default().trim();
    let name = name.as_str().trim_start_matches("r#");
    (!said.is_empty()).then(|| safe(&format!("- `{name}`: {said}")))
}

fn reply(response: &Response) -> String {
    let status = match response.status {
        Status::Exact(status) => format!("{status}"),
        Status::Range(first) => format!("{first}XX"),
        Status::Default => "any other".to_owned(),
    };
    let said = response.docs.description.as_deref().unwrap_or_default();
    let said = said.lines().next().unwrap_or_default().trim();
    if said.is_empty() { format!("- {status}") } else { safe(&format!("- {status}: {said}")) }
}

/// `#[deprecated]`, if it is.
pub(super) fn deprecated(docs: &Docs) -> TokenStream {
    if docs.deprecated {
        quote! { #[deprecated] }
    } else {
        TokenStream::new()
    }
}
