//! Responses: the output type of a call, the enum of its successes and the enum of its documented failures.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{format_ident, quote};

use super::{Context, part_docs};
use crate::emit::docs;
use crate::emit::rust::{Uses, braces, ident};
use crate::ir::{Response, ResponseCodec, Type};
use crate::names::Name;

/// How a response body is decoded: the runtime's method, and the type that it returns.
pub(super) struct Decoding {
    method: Ident,
    /// `as [Storage]`, for a custom type.
    storage: Option<TokenStream>,
    pub(super) ty: TokenStream,
    /// The type that the codec decodes without a storage, for a custom type.
    pub(super) codec_type: Option<TokenStream>,
}

/// Returns the method and type for a successful response, in the form of the macro `call!`.
pub(super) fn success(context: Context<'_>, uses: &mut Uses<'_>) -> (TokenStream, TokenStream) {
    if has_output_enum(&context) {
        let output = ident(&context.names.output);
        return (quote! { cases }, quote! { #output });
    }
    match success_codec(context).map(|codec| decoding(codec, true, uses)) {
        // The runtime reads the next page from the value itself.
        Some(Decoding { codec_type: Some(ty), .. }) if context.operation.pagination.is_some() => (quote! { json }, ty),
        Some(Decoding { method, storage, ty, .. }) => (quote! { #method #storage }, ty),
        None => (quote! { empty }, quote! { () }),
    }
}

/// Returns how the body of a successful response is decoded, if all have the same type; `None` without a body.
fn success_codec(context: Context<'_>) -> Option<&ResponseCodec> {
    let mut codecs = context.operation.successes.iter().flat_map(codecs);
    let first = codecs.next().flatten();
    // It also decodes what `Json` decodes.
    let text = codecs.flatten().find(|codec| matches!(codec, ResponseCodec::JsonOrText(_)));
    text.or(first).filter(|_| !context.is_head() && !has_output_enum(&context))
}

/// Whether the value of a successful response is a stream.
pub(super) fn is_stream(context: Context<'_>) -> bool {
    success_codec(context).is_some_and(is_streamed)
}

/// Returns a sentence about the data of the events in a successful response.
pub(super) fn event_data(context: Context<'_>) -> Option<&'static str> {
    match success_codec(context)? {
        ResponseCodec::EventStream(_) => Some("The data of each event is JSON."),
        ResponseCodec::TextEvents(_) => Some("The data of each event is text: quotes are part of it."),
        ResponseCodec::Json(_)
        | ResponseCodec::JsonOrText(_)
        | ResponseCodec::Text
        | ResponseCodec::Bytes
        | ResponseCodec::JsonLines(_) => None,
    }
}

/// Returns the method and type for a documented error response.
pub(super) fn failure(context: Context<'_>, uses: &mut Uses<'_>) -> (Ident, TokenStream) {
    if context.operation.failures.is_empty() {
        let infallible = uses.std("std::convert", "Infallible");
        return (format_ident!("cases"), quote! { #infallible });
    }
    let error = ident(&context.names.error);
    (format_ident!("cases"), quote! { #error })
}

/// Whether successful responses have different types.
pub(super) fn has_output_enum(context: &Context<'_>) -> bool {
    let mut cases = context.operation.successes.iter().flat_map(codecs);
    let Some(first) = cases.next() else { return false };
    cases.any(|case| !have_same_output(first, case)) && !context.is_head()
}

/// Whether two bodies have the same type and can be decoded by the same method.
fn have_same_output(left: Option<&ResponseCodec>, right: Option<&ResponseCodec>) -> bool {
    use ResponseCodec::{Json, JsonOrText};
    match (left, right) {
        (Some(Json(left) | JsonOrText(left)), Some(Json(right) | JsonOrText(right))) => left == right,
        (left, right) => left == right,
    }
}

/// Returns the codec of each media type of a response; a single `None` for a response without a body.
fn codecs(response: &Response) -> impl Iterator<Item = Option<&ResponseCodec>> {
    let empty = response.media.is_empty().then_some(None);
    empty.into_iter().chain(response.media.iter().map(|media| Some(&media.codec)))
}

/// Returns how a body is decoded. The body of an error response is never streamed, because the error value contains it.
pub(super) fn decoding(codec: &ResponseCodec, streamed: bool, uses: &mut Uses<'_>) -> Decoding {
    let (mut storage, mut codec_type) = (None, None);
    let (method, ty) = match (codec, streamed) {
        (ResponseCodec::Json(ty), _) => {
            storage = uses.storage_row(ty, false);
            codec_type = uses.storage(ty);
            (if storage.is_some() { "stored_json" } else { "json" }, uses.ty(ty))
        }
        (ResponseCodec::JsonOrText(ty), _) => {
            storage = uses.storage_row(ty, false);
            codec_type = uses.storage(ty);
            (if storage.is_some() { "stored_json_or_text" } else { "json_or_text" }, uses.ty(ty))
        }
        (ResponseCodec::Text, _) => ("text", quote! { String }),
        (
            ResponseCodec::Bytes
            | ResponseCodec::EventStream(_)
            | ResponseCodec::TextEvents(_)
            | ResponseCodec::JsonLines(_),
            false,
        ) => ("content", uses.in_http("Bytes")),
        (ResponseCodec::Bytes, true) => ("bytes", uses.in_http("ByteStream")),
        (ResponseCodec::EventStream(item), true) => ("events", stream("EventStream", item, uses)),
        (ResponseCodec::TextEvents(item), true) => ("text_events", stream("EventStream", item, uses)),
        (ResponseCodec::JsonLines(item), true) => ("lines", stream("JsonLines", item, uses)),
    };
    Decoding { method: format_ident!("{method}"), storage, ty, codec_type }
}

fn stream(kind: &'static str, item: &Type, uses: &mut Uses<'_>) -> TokenStream {
    let (kind, item) = (uses.in_http(kind), uses.codec_type(item));
    quote! { #kind<#item> }
}

/// Returns the enum of successes, if they have different types, and the enum of failures, if the document has any.
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
        // A response to HEAD has no body, so its media types are one case.
        let most = if context.is_head() { 1 } else { usize::MAX };
        for (codec, variant) in codecs(response).zip(variants).take(most) {
            let (case, variant, docs) =
                (Literal::usize_unsuffixed(count), ident(variant), part_docs::response(response));
            match codec.filter(|_| !context.is_head()).map(|codec| decoding(codec, streamed, uses)) {
                Some(Decoding { method, storage, ty, .. }) => {
                    declared.extend(quote! { #docs #variant(#ty), });
                    rows.extend(quote! { #case => #variant: #method #storage, });
                }
                None => {
                    declared.extend(quote! { #docs #variant, });
                    rows.extend(quote! { #case => #variant, });
                }
            }
            count += 1;
        }
    }
    // A stream can be neither cloned nor compared.
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

/// Whether a successful body is streamed, instead of buffered in memory.
pub(super) fn is_streamed(codec: &ResponseCodec) -> bool {
    match codec {
        ResponseCodec::Bytes
        | ResponseCodec::EventStream(_)
        | ResponseCodec::TextEvents(_)
        | ResponseCodec::JsonLines(_) => true,
        ResponseCodec::Json(_) | ResponseCodec::JsonOrText(_) | ResponseCodec::Text => false,
    }
}
