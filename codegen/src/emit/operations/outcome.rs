//! What comes back: the type of an answer, and the enums of several successes and of documented failures.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{format_ident, quote};

use super::{Context, ident, text};
use crate::ir::{Response, ResponseCodec, Type};
use crate::names::Name;

/// How an answer becomes a value: the method of the runtime's `Answer`, and the type that it gives.
struct Reading {
    method: Ident,
    ty: TokenStream,
}

/// The method and type for a call's success.
pub(super) fn success(context: Context<'_>) -> (Ident, TokenStream) {
    if has_output_enum(&context) {
        let output = ident(&context.names.output);
        return (format_ident!("cases"), quote! { #output });
    }
    match first_success(context) {
        Some(Reading { method, ty }) => (method, ty),
        None => (format_ident!("empty"), quote! { () }),
    }
}

/// The method and type for a call's documented failure.
pub(super) fn failure(context: Context<'_>) -> (Ident, TokenStream) {
    if context.operation.failures.is_empty() {
        return (format_ident!("none"), quote! { Infallible });
    }
    let error = ident(&context.names.error);
    (format_ident!("cases"), quote! { #error })
}

/// Whether the successes differ in what they give.
pub(super) fn has_output_enum(context: &Context<'_>) -> bool {
    let mut cases = context.operation.successes.iter().flat_map(codecs);
    let Some(first) = cases.next() else { return false };
    cases.any(|case| first != case) && context.operation.method != "HEAD"
}

fn first_success(context: Context<'_>) -> Option<Reading> {
    let head = context.operation.method == "HEAD";
    let codec = context.operation.successes.first().and_then(|response| codecs(response).next()).flatten();
    reading(context, codec.filter(|_| !head), true)
}

/// Each case of a response: its codec, or nothing for one without body.
fn codecs(response: &Response) -> impl Iterator<Item = Option<&ResponseCodec>> {
    let empty = response.media.is_empty().then_some(None);
    empty.into_iter().chain(response.media.iter().map(|media| Some(&media.codec)))
}

/// How a case is read; `None` if it has no value. A failure is never streamed: an error holds it.
fn reading(context: Context<'_>, codec: Option<&ResponseCodec>, streamed: bool) -> Option<Reading> {
    let item = |ty: &Type| context.types.rust(ty);
    let (method, ty) = match (codec?, streamed) {
        (ResponseCodec::Json(ty), _) => ("json", item(ty)),
        (ResponseCodec::Text, _) => ("text", quote! { String }),
        (ResponseCodec::Bytes | ResponseCodec::EventStream(_) | ResponseCodec::JsonLines(_), false) => {
            ("content", quote! { http::Bytes })
        }
        (ResponseCodec::Bytes, true) => ("bytes", quote! { http::ByteStream }),
        (ResponseCodec::EventStream(ty), true) => {
            let item = item(ty);
            ("events", quote! { http::EventStream<#item> })
        }
        (ResponseCodec::JsonLines(ty), true) => {
            let item = item(ty);
            ("lines", quote! { http::JsonLines<#item> })
        }
    };
    Some(Reading { method: format_ident!("{method}"), ty })
}

/// The enum of successes, if there are several, and that of failures, if there are any.
pub(super) fn enums(context: Context<'_>) -> TokenStream {
    let operation = context.operation;
    let output = has_output_enum(&context).then(|| {
        let docs = format!("What [`{}`] gives.", context.names.ty.as_str());
        cases(context, &context.names.output, &docs, &operation.successes, &context.names.output_variants, true)
    });
    let error = (!operation.failures.is_empty()).then(|| {
        let docs = format!("What [`{}`] can fail with.", context.names.ty.as_str());
        cases(context, &context.names.error, &docs, &operation.failures, &context.names.error_variants, false)
    });
    quote! { #output #error }
}

fn cases(
    context: Context<'_>,
    name: &Name,
    docs: &str,
    responses: &[Response],
    variants: &[Vec<Name>],
    streamed: bool,
) -> TokenStream {
    let (name, docs) = (ident(name), text::doc(docs));
    let head = context.operation.method == "HEAD";
    let mut declared = Vec::new();
    let mut rows = Vec::new();
    for (response, variants) in responses.iter().zip(variants) {
        for (codec, variant) in codecs(response).zip(variants) {
            let case = Literal::usize_unsuffixed(rows.len());
            let variant = ident(variant);
            let docs = text::doc(&variant_docs(response));
            match reading(context, codec.filter(|_| !head), streamed) {
                Some(Reading { method, ty }) => {
                    declared.push(quote! { #docs #variant(#ty) });
                    rows.push(quote! { #case => #variant: #method });
                }
                None => {
                    declared.push(quote! { #docs #variant });
                    rows.push(quote! { #case => #variant });
                }
            }
            // Nothing has a body after HEAD: the media types of a response are one case.
            if head {
                break;
            }
        }
    }
    // A stream can be neither copied nor compared.
    let derives = if streamed && has_stream(responses) {
        quote! { #[derive(Debug)] }
    } else {
        quote! { #[derive(Debug, Clone, PartialEq)] }
    };
    quote! {
        #docs
        #derives
        #[non_exhaustive]
        pub enum #name {
            #(#declared),*
        }

        crate::runtime::http::cases!(#name { #(#rows),* });
    }
}

fn has_stream(responses: &[Response]) -> bool {
    responses.iter().flat_map(|response| &response.media).any(|media| is_streamed(&media.codec))
}

/// Whether a success is handed on as it comes, instead of being held in memory.
pub(super) fn is_streamed(codec: &ResponseCodec) -> bool {
    match codec {
        ResponseCodec::Bytes | ResponseCodec::EventStream(_) | ResponseCodec::JsonLines(_) => true,
        ResponseCodec::Json(_) | ResponseCodec::Text => false,
    }
}

fn variant_docs(response: &Response) -> String {
    use crate::ir::Status;
    let status = match response.status {
        Status::Exact(status) => format!("{status}"),
        Status::Range(first) => format!("{first}XX"),
        Status::Default => "Any other status".to_owned(),
    };
    format!("{status}: {}", text::of(&response.docs, "no description."))
}
