//! The methods of a call that ask for one of several media types.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::responses::{Decoding, decoding};
use super::type_text::TypeText;
use super::{Context, responses};
use crate::emit::docs;
use crate::emit::rust::{Uses, bare, ident};
use crate::ir::{AcceptChoice, ResponseCodec};
use crate::names::Name;

/// A method that asks for one media type.
pub(super) struct AcceptMethod {
    name: Name,
    media_type: String,
    case: usize,
    /// The type that decodes the body, an `AcceptedBody` of the runtime.
    body: TokenStream,
    /// The type of the value that the call then returns.
    value: TokenStream,
    is_streamed: bool,
}

/// Returns the methods of a call; none if its successful responses have only one media type.
pub(super) fn methods(context: Context<'_>, uses: &mut Uses<'_>) -> Vec<AcceptMethod> {
    let choices = context.operation.accept_choices().into_iter().zip(&context.names.accept);
    let method = |(AcceptChoice { media, case }, name): (AcceptChoice<'_>, &Name)| {
        let Decoding { ty: value, codec_type, .. } = decoding(&media.codec, true, uses);
        let body = match (&media.codec, &codec_type) {
            (ResponseCodec::Json(_), Some(stored)) => generic("StoredJson", stored, uses),
            (ResponseCodec::Json(_), None) => generic("Json", &value, uses),
            (ResponseCodec::JsonOrText(_), Some(stored)) => generic("StoredJsonOrText", stored, uses),
            (ResponseCodec::JsonOrText(_), None) => generic("JsonOrText", &value, uses),
            (ResponseCodec::Text, _) => uses.in_http("Text"),
            (ResponseCodec::TextEvents(item), _) => {
                let item = uses.codec_type(item);
                generic("TextEvents", &item, uses)
            }
            (ResponseCodec::Bytes | ResponseCodec::EventStream(_) | ResponseCodec::JsonLines(_), _) => value.clone(),
        };
        let (name, media_type) = (name.clone(), media.media_type.name.clone());
        AcceptMethod { name, media_type, case, body, value, is_streamed: responses::is_streamed(&media.codec) }
    };
    choices.map(method).collect()
}

fn generic(body: &'static str, argument: &TokenStream, uses: &mut Uses<'_>) -> TokenStream {
    let body = uses.in_http(body);
    quote! { #body<#argument> }
}

/// Returns the methods as items of the call's `impl`.
pub(super) fn items(methods: &[AcceptMethod], uses: &mut Uses<'_>) -> TokenStream {
    let mut items = TokenStream::new();
    for AcceptMethod { name, media_type, case, body, value, is_streamed } in methods {
        let accepting = uses.in_http("Accepting");
        let (name, case) = (ident(name), Literal::usize_unsuffixed(*case));
        let value = TypeText::new(value);
        let value = value.link().unwrap_or_else(|| docs::code_span(&value.text));
        let streamed = if *is_streamed { " The response is streamed." } else { "" };
        let media_type = docs::code_span(media_type);
        let docs = format!("Asks only for {media_type}. The call then returns {value}.{streamed}");
        let docs = docs::comment(docs::paragraph(&docs));
        items.extend(quote! {
            #docs
            #[inline]
            pub fn #name(self) -> #accepting<Self, #body, #case> {
                #accepting::new(self.0)
            }
        });
    }
    items
}

/// Returns a sentence about the methods of the call `ty`; none if it has none.
pub(super) fn sentence(methods: &[AcceptMethod], ty: &str) -> Option<String> {
    let method = |AcceptMethod { name, value, .. }: &AcceptMethod| {
        let (name, value) = (bare(name), TypeText::new(value));
        let value = value.link().unwrap_or_else(|| docs::code_span(&value.text));
        format!("[`{name}`]({ty}::{name}) returns {value}")
    };
    let methods: Vec<String> = methods.iter().map(method).collect();
    (!methods.is_empty()).then(|| format!("{}.", methods.join(", ")))
}
