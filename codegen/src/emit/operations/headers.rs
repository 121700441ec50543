//! The struct of typed response headers.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::Context;
use crate::emit::docs;
use crate::emit::rust::{Uses, braces, ident, not_null};
use crate::ir::Header;

/// Whether a call's successes document headers.
pub(super) fn is_needed(context: &Context<'_>) -> bool {
    !context.names.header_fields.is_empty()
}

/// Returns the struct of response headers and its table.
pub(super) fn items(context: Context<'_>, uses: &mut Uses<'_>) -> TokenStream {
    if !is_needed(&context) {
        return TokenStream::new();
    }
    let name = ident(&context.names.headers);
    let docs = docs::comment([format!("Response headers of [`{}`].", context.names.ty.as_str())]);
    let (mut fields, mut rows) = (TokenStream::new(), TokenStream::new());
    for (index, (wire, field)) in context.names.header_fields.iter().enumerate() {
        let Some(header) = find(context, wire).next() else { continue };
        let (index, field) = (Literal::usize_unsuffixed(index), ident(field));
        let ty = uses.ty(not_null(&header.ty));
        let docs = docs::attributes(&header.docs, &docs::code_span(wire), None);
        let wire = wire.to_ascii_lowercase();
        if is_required(context, &wire) {
            let storage = uses.storage_row(not_null(&header.ty), true);
            fields.extend(quote! { #docs pub #field: #ty, });
            rows.extend(quote! { #index #wire => #field: Required #storage, });
        } else {
            let storage = uses.storage_row(not_null(&header.ty), false);
            fields.extend(quote! { #docs pub #field: Option<#ty>, });
            rows.extend(quote! { #index #wire => #field: Optional #storage, });
        }
    }
    let (fields, rows) = (braces(fields), braces(rows));
    quote! {
        #docs
        #[derive(Debug, Clone, PartialEq)]
        pub struct #name #fields

        crate::runtime::codec::object!(#name #rows);
    }
}

fn find<'a>(context: Context<'a>, wire: &'a str) -> impl Iterator<Item = &'a Header> {
    let headers = context.operation.successes.iter().flat_map(|response| &response.headers);
    headers.filter(move |header| header.wire.eq_ignore_ascii_case(wire))
}

/// Whether every successful response has the header.
fn is_required(context: Context<'_>, wire: &str) -> bool {
    let required = find(context, wire).filter(|header| header.required).count();
    required == context.operation.successes.len()
}
