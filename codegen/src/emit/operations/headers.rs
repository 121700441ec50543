//! The struct of typed response headers.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{Context, ident, text};
use crate::ir::{Header, Type};

/// Whether a call's successes document headers.
pub(super) fn is_needed(context: &Context<'_>) -> bool {
    !context.names.header_fields.is_empty()
}

/// The type of a call's headers.
pub(super) fn ty(context: Context<'_>) -> TokenStream {
    if !is_needed(&context) {
        return quote! { () };
    }
    let name = ident(&context.names.headers);
    quote! { #name }
}

/// The struct and its table.
pub(super) fn items(context: Context<'_>) -> TokenStream {
    if !is_needed(&context) {
        return TokenStream::new();
    }
    let name = ident(&context.names.headers);
    let docs = text::doc(&format!("The headers of an answer to [`{}`].", context.names.ty.as_str()));
    let mut fields = Vec::new();
    let mut rows = Vec::new();
    for (index, (wire, field)) in context.names.header_fields.iter().enumerate() {
        let Some(header) = find(context, wire).next() else { continue };
        let (index, field) = (Literal::usize_unsuffixed(index), ident(field));
        let ty = match &header.ty {
            Type::Nullable(inner) => context.types.rust(inner),
            ty => context.types.rust(ty),
        };
        let docs = text::doc(&text::of(&header.docs, &format!("`{wire}`")));
        let wire = wire.to_ascii_lowercase();
        if is_required(context, &wire) {
            fields.push(quote! { #docs pub #field: #ty });
            rows.push(quote! { #index #wire => #field: Required });
        } else {
            fields.push(quote! { #docs pub #field: Option<#ty> });
            rows.push(quote! { #index #wire => #field: Optional });
        }
    }
    quote! {
        #docs
        #[derive(Debug, Clone, PartialEq)]
        pub struct #name {
            #(#fields),*
        }

        crate::runtime::codec::object!(#name { #(#rows,)* });
    }
}

fn find<'a>(context: Context<'a>, wire: &'a str) -> impl Iterator<Item = &'a Header> {
    let headers = context.operation.successes.iter().flat_map(|response| &response.headers);
    headers.filter(move |header| header.wire.eq_ignore_ascii_case(wire))
}

/// Whether every success has it.
fn is_required(context: Context<'_>, wire: &str) -> bool {
    let required = find(context, wire).filter(|header| header.required).count();
    required == context.operation.successes.len()
}
