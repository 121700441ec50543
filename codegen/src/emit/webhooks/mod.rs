//! `webhooks.rs`: requests that the API sends. They are types that are parsed, not called.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::docs;
use super::rust::{File, Lookup, Uses, braces, ident, identifier, json_type};
use crate::ir::{Api, JsonType, Shape, Type, Webhook};
use crate::names::Name;

/// Returns the file `webhooks.rs`, if the API sends webhooks or callbacks with a JSON body.
pub(super) fn file(lookup: Lookup<'_>) -> Option<File> {
    let mut uses = Uses::of_api(lookup, "super");
    let (callbacks, webhooks): (Vec<_>, Vec<_>) = lookup
        .api
        .webhooks
        .iter()
        .zip(&lookup.names.webhooks)
        .filter_map(|(webhook, name)| Some((webhook, name, body(webhook)?)))
        .partition(|(webhook, ..)| webhook.callback_of.is_some());
    let webhook = family("Webhook", "The body of a webhook request from the API.", &webhooks, &mut uses);
    let callback = family(
        "Callback",
        "The body of a callback request, which the API sends after an operation.",
        &callbacks,
        &mut uses,
    );
    if webhook.is_empty() && callback.is_empty() {
        return None;
    }
    let mut items = uses.items();
    items.extend([webhook, callback]);
    let docs = "Webhooks and callbacks: requests that the API sends to you. The types here parse their bodies.";
    Some(File { path: "webhooks.rs".to_owned(), docs: docs.to_owned(), items })
}

/// Whether the API sends webhooks or callbacks with a JSON body.
pub(super) fn are_received(api: &Api) -> bool {
    api.webhooks.iter().any(|webhook| body(webhook).is_some())
}

fn family(name: &str, docs: &str, members: &[(&Webhook, &Name, &Type)], uses: &mut Uses<'_>) -> TokenStream {
    let Some((_, first, first_body)) = members.first() else { return TokenStream::new() };
    let (name, first, docs) = (identifier(name), ident(first), docs::comment([docs]));
    let [decode_error, verifier, webhook_error] =
        ["DecodeError", "Verifier", "WebhookError"].map(|item| uses.runtime(item));
    let (mut variants, mut rows) = (TokenStream::new(), TokenStream::new());
    for (index, (webhook, variant, body)) in members.iter().enumerate() {
        let (index, variant, ty) = (Literal::usize_unsuffixed(index), ident(variant), uses.ty(body));
        let lines = docs::sections([docs::lines(&webhook.docs, "", None), vec![docs::code_span(&webhook.name)]]);
        let docs = docs::comment(lines);
        variants.extend(quote! { #docs #variant(#ty), });
        let types: Vec<Ident> = json_types(body, uses.lookup).into_iter().map(json_type).collect();
        let storage = uses.storage_row(body, false);
        rows.extend(quote! { #index #variant: [] [#(#types),*] #storage, });
    }
    let (variants, rows) = (braces(variants), braces(rows));
    let placeholder_storage = uses.storage_row(first_body, true);
    quote! {
        #docs
        #[derive(Debug, Clone, PartialEq)]
        #[non_exhaustive]
        pub enum #name #variants

        crate::runtime::codec::union!(#name = #first #placeholder_storage #rows);

        impl #name {
            /// Parses the body of a request. If several variants match, the variant that retains the most data is chosen.
            ///
            /// This method does not verify the sender. Use [`Self::verify`], unless you have already verified the signature.
            ///
            /// # Errors
            ///
            /// Returns an error if no variant matches. The error contains the path of the invalid value.
            pub fn parse(body: &[u8]) -> Result<Self, #decode_error> {
                crate::runtime::decode_webhook(body, "")
            }

            /// Parses the body of a request in the encoding that its header `Content-Type` declares (`charset`). Otherwise like [`Self::parse`],
            /// which expects UTF-8 or UTF-16.
            ///
            /// # Errors
            ///
            /// Returns an error if the encoding is unknown or if no variant matches.
            pub fn parse_with_content_type(body: &[u8], content_type: &str) -> Result<Self, #decode_error> {
                crate::runtime::decode_webhook(body, content_type)
            }

            /// Verifies the signature of a request, then parses its body. `headers` returns the value of the header with the given lower-case name.
            ///
            /// # Errors
            ///
            /// Returns an error if verification fails or if no variant matches.
            pub fn verify(
                body: &[u8],
                headers: &dyn Fn(&str) -> Option<String>,
                verifier: &dyn #verifier,
            ) -> Result<Self, #webhook_error> {
                crate::runtime::verify_webhook(body, headers, verifier)
            }
        }
    }
}

/// Returns the JSON types that a value can have.
fn json_types(ty: &Type, lookup: Lookup<'_>) -> Vec<JsonType> {
    match ty {
        Type::Null => vec![JsonType::Null],
        Type::Never => Vec::new(),
        Type::Bool => vec![JsonType::Boolean],
        Type::Integer(_) => vec![JsonType::Integer],
        Type::Number(_) => vec![JsonType::Integer, JsonType::Number],
        Type::String | Type::Format(_) => vec![JsonType::String],
        Type::List(_) => vec![JsonType::Array],
        Type::Map(_) => vec![JsonType::Object],
        Type::Any | Type::Custom(_) => JsonType::ALL.to_vec(),
        Type::Boxed(inner) => json_types(inner, lookup),
        Type::Nullable(inner) => json_types(inner, lookup).into_iter().chain([JsonType::Null]).collect(),
        Type::Named(id) => match &lookup.api.type_def(*id).shape {
            Shape::Object(_) => vec![JsonType::Object],
            Shape::Tuple(_) => vec![JsonType::Array],
            Shape::Alias(inner) => json_types(inner, lookup),
            Shape::Union(union) => union.variants.iter().flat_map(|variant| &variant.json_types).copied().collect(),
            Shape::Enumeration(_) | Shape::Newtype(_) => JsonType::ALL.to_vec(),
        },
    }
}

fn body(webhook: &Webhook) -> Option<&Type> {
    webhook.media.iter().find_map(|media| media.codec.json())
}
