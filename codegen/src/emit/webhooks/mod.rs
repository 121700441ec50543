//! `webhooks.rs`: what the API sends to its user, as types that are parsed, not called.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{format_ident, quote};

use super::operations::{Types, doc, ident, safe};
use crate::emit::File;
use crate::ir::{Api, Type, Webhook};
use crate::names::{Name, Names};

/// The file `webhooks.rs`, if there is anything to receive.
pub(super) fn file(api: &Api, names: &Names) -> Option<File> {
    let types = Types { api, names };
    let all = || api.webhooks.iter().zip(&names.webhooks);
    let webhooks: Vec<_> = all().filter(|(webhook, _)| webhook.callback_of.is_none()).collect();
    let callbacks: Vec<_> = all().filter(|(webhook, _)| webhook.callback_of.is_some()).collect();
    let webhook = family(types, &format_ident!("Webhook"), "An event that the API sends.", &webhooks);
    let callback =
        family(types, &format_ident!("Callback"), "A call that the API makes after an operation.", &callbacks);
    if webhook.is_empty() && callback.is_empty() {
        return None;
    }
    let items = quote! {
        #webhook
        #callback
    };
    let docs = "What the API sends by itself. Take the body of the request that it makes, and parse it.";
    let items = super::operations::with_imports(items, 1);
    Some(File { path: "webhooks.rs".to_owned(), docs: docs.to_owned(), items })
}

/// Whether there is anything to receive.
pub(super) fn are_received(api: &Api) -> bool {
    api.webhooks.iter().any(|webhook| body(webhook).is_some())
}

fn family(types: Types<'_>, name: &Ident, docs: &str, members: &[(&Webhook, &Name)]) -> TokenStream {
    let bodies: Vec<(&Webhook, Ident, &Type)> =
        members.iter().filter_map(|(webhook, name)| Some((*webhook, ident(name), body(webhook)?))).collect();
    let Some((_, first, _)) = bodies.first() else { return TokenStream::new() };
    let docs = doc(docs);
    let variants = bodies.iter().map(|(webhook, variant, ty)| {
        let said = webhook.docs.summary.as_deref().or(webhook.docs.description.as_deref()).unwrap_or_default();
        let docs = doc(&format!("`{}`\n\n{}", webhook.name, safe(said)));
        let ty = types.rust(ty);
        quote! { #docs #variant(#ty) }
    });
    let rows = bodies.iter().enumerate().map(|(index, (_, variant, ty))| {
        let index = Literal::usize_unsuffixed(index);
        let kinds = types.kinds(ty).into_iter().map(|kind| format_ident!("{kind}"));
        quote! { #index #variant: [] [#(#kinds),*] }
    });
    quote! {
        #docs
        #[derive(Debug, Clone, PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants),*
        }

        crate::runtime::codec::union!(#name = #first { #(#rows,)* });

        impl #name {
            /// Parses the body of a request that the API made. Where several kinds would fit, the one that keeps most of it is taken.
            ///
            /// The sender is not verified: use [`Self::verified`] unless the signature was verified already.
            ///
            /// # Errors
            ///
            /// If it is none of them; the error names the path.
            pub fn parse(body: &[u8]) -> Result<Self, runtime::DecodeError> {
                runtime::decode(body)
            }

            /// Verifies the signature, then parses the body. `headers` returns the value of a header by its name in lower case.
            ///
            /// # Errors
            ///
            /// If it is not to be trusted, or is none of them.
            pub fn verified(
                body: &[u8],
                headers: &dyn Fn(&str) -> Option<String>,
                verifier: &dyn runtime::Verifier,
            ) -> Result<Self, runtime::WebhookError> {
                runtime::verified(body, headers, verifier)
            }
        }
    }
}

fn body(webhook: &Webhook) -> Option<&Type> {
    webhook.media.iter().find_map(|media| media.codec.json())
}
