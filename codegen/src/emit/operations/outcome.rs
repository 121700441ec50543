//! What comes back: the type of an answer, and the enums of several successes and of documented failures.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{format_ident, quote};

use super::{Context, text};
use crate::emit::docs;
use crate::emit::rust::{Uses, braces, ident};
use crate::ir::{Response, ResponseCodec, Type};
use crate::names::Name;

/// How an answer becomes a value: the method of the runtime's `Answer`, and the type that it gives.
struct Reading {
    method: Ident,
    ty: TokenStream,
}

/// The method and type for a call's success.
pub(super) fn success(context: Context<'_>, uses: &mut Uses<'_>) -> (Ident, TokenStream) {
    if has_output_enum(&context) {
        let output = ident(&context.names.output);
        return (format_ident!("cases"), quote! { #output });
    }
    let first = context.operation.successes.first().and_then(|response| codecs(response).next()).flatten();
    match first.filter(|_| !context.is_head()).map(|codec| reading(codec, true, uses)) {
        Some(Reading { method, ty }) => (method, ty),
        None => (format_ident!("empty"), quote! { () }),
    }
}

/// The method and type for a call's documented failure.
pub(super) fn failure(context: Context<'_>, uses: &mut Uses<'_>) -> (Ident, TokenStream) {
    if context.operation.failures.is_empty() {
        let infallible = uses.std("std::convert", "Infallible");
        return (format_ident!("none"), quote! { #infallible });
    }
    let error = ident(&context.names.error);
    (format_ident!("cases"), quote! { #error })
}

/// Whether the successes differ in what they give.
pub(super) fn has_output_enum(context: &Context<'_>) -> bool {
    let mut cases = context.operation.successes.iter().flat_map(codecs);
    let Some(first) = cases.next() else { return false };
    cases.any(|case| first != case) && !context.is_head()
}

/// Each case of a response: its codec, or nothing for one without body.
fn codecs(response: &Response) -> impl Iterator<Item = Option<&ResponseCodec>> {
    let empty = response.media.is_empty().then_some(None);
    empty.into_iter().chain(response.media.iter().map(|media| Some(&media.codec)))
}

/// How a body is read. A failure is never streamed: an error holds it.
fn reading(codec: &ResponseCodec, streamed: bool, uses: &mut Uses<'_>) -> Reading {
    let (method, ty) = match (codec, streamed) {
        (ResponseCodec::Json(ty), _) => ("json", uses.ty(ty)),
        (ResponseCodec::Text, _) => ("text", quote! { String }),
        (ResponseCodec::Bytes | ResponseCodec::EventStream(_) | ResponseCodec::JsonLines(_), false) => {
            ("content", uses.in_http("Bytes"))
        }
        (ResponseCodec::Bytes, true) => ("bytes", uses.in_http("ByteStream")),
        (ResponseCodec::EventStream(item), true) => ("events", stream("EventStream", item, uses)),
        (ResponseCodec::JsonLines(item), true) => ("lines", stream("JsonLines", item, uses)),
    };
    Reading { method: format_ident!("{method}"), ty }
}

fn stream(kind: &'static str, item: &Type, uses: &mut Uses<'_>) -> TokenStream {
    let (kind, item) = (uses.in_http(kind), uses.ty(item));
    quote! { #kind<#item> }
}

/// The enum of successes, if there are several, and that of failures, if there are any.
pub(super) fn enums(context: Context<'_>, uses: &mut Uses<'_>) -> TokenStream {
    let Context { operation, names, .. } = context;
    let mut enums = TokenStream::new();
    if has_output_enum(&context) {
        let docs = format!("Successful responses of [`{}`].", names.ty.as_str());
        enums.extend(cases(context, &names.output, docs, &operation.successes, &names.output_variants, true, uses));
    }
    if !operation.failures.is_empty() {
        let docs = format!("Documented error responses of [`{}`].", names.ty.as_str());
        enums.extend(cases(context, &names.error, docs, &operation.failures, &names.error_variants, false, uses));
    }
    enums
}

fn cases(
    context: Context<'_>,
    name: &Name,
    docs: String,
    responses: &[Response],
    variants: &[Vec<Name>],
    streamed: bool,
    uses: &mut Uses<'_>,
) -> TokenStream {
    let (name, docs) = (ident(name), docs::comment([docs]));
    let (mut declared, mut rows) = (TokenStream::new(), TokenStream::new());
    let mut count = 0;
    for (response, variants) in responses.iter().zip(variants) {
        // After HEAD, the media types of a response are one case without a body.
        let most = if context.is_head() { 1 } else { usize::MAX };
        for (codec, variant) in codecs(response).zip(variants).take(most) {
            let (case, variant, docs) = (Literal::usize_unsuffixed(count), ident(variant), text::response(response));
            match codec.filter(|_| !context.is_head()).map(|codec| reading(codec, streamed, uses)) {
                Some(Reading { method, ty }) => {
                    declared.extend(quote! { #docs #variant(#ty), });
                    rows.extend(quote! { #case => #variant: #method, });
                }
                None => {
                    declared.extend(quote! { #docs #variant, });
                    rows.extend(quote! { #case => #variant, });
                }
            }
            count += 1;
        }
    }
    // A stream can be neither copied nor compared.
    let derives = if streamed && has_stream(responses) {
        quote! { #[derive(Debug)] }
    } else {
        quote! { #[derive(Debug, Clone, PartialEq)] }
    };
    let (declared, rows) = (braces(declared), braces(rows));
    quote! {
        #docs
        #derives
        #[non_exhaustive]
        pub enum #name #declared

        crate::runtime::http::cases!(#name #rows);
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
