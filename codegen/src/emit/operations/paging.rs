//! Pagination: the methods `pages` and `items` of a call that returns a part of a list.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{Context, responses};
use crate::emit::rust::{Presence, ResolvedStructure, Uses, ident, word};
use crate::ir::{Operation, PageStrategy, Pagination, Type};

/// Returns the `pages!` of a paginated call; no tokens for any other call.
pub(super) fn items(context: Context<'_>, uses: &mut Uses<'_>) -> TokenStream {
    try_items(context, uses).unwrap_or_default()
}

fn try_items(context: Context<'_>, uses: &mut Uses<'_>) -> Option<TokenStream> {
    let Pagination { items, strategy } = context.operation.pagination.as_ref()?;
    if responses::has_output_enum(&context) {
        return None;
    }
    let page = context.operation.successes.first()?.media.first()?.codec.json()?;
    let next = next(context.operation, strategy)?;
    let (item, taken) = taken(context, page, items)?;
    // A page that is itself a list of a custom type has the wrapper.
    let item = if uses.storage(page).is_some() { uses.codec_type(item) } else { uses.ty(item) };
    let (name, item) = (ident(&context.names.ty), word(item));
    Some(quote! {
        crate::runtime::http::pages!(#name => #item, |page| #taken; table::Paging { items: &[#(#items),*], next: #next });
    })
}

/// Returns the type of an item, and the expression that moves the items out of `page`.
fn taken<'a>(context: Context<'a>, page: &'a Type, path: &[String]) -> Option<(&'a Type, TokenStream)> {
    let lookup = context.lookup;
    let mut ty = page;
    let mut certain = quote! { page };
    let mut possible = quote! { Some(page) };
    let mut all_certain = true;
    for wire in path {
        let ResolvedStructure::Object(id, object) = lookup.structure(ty) else { return None };
        let names = &lookup.names.ty(id).parts;
        let (member, field) = object.members.iter().zip(names).find(|(member, _)| member.wire == *wire)?;
        let field = ident(field);
        let step = match lookup.presence(member) {
            Presence::Required if lookup.nullable(&member.ty).is_none() => {
                certain = quote! { #certain.#field };
                quote! { map(|page| page.#field) }
            }
            Presence::Required | Presence::Optional => {
                all_certain = false;
                quote! { and_then(|page| page.#field) }
            }
            Presence::Patch(_) => {
                all_certain = false;
                quote! { and_then(|page| page.#field.into_option()) }
            }
        };
        possible = quote! { #possible.#step };
        if matches!(member.ty, Type::Boxed(_)) {
            possible = quote! { #possible.map(|page| *page) };
            all_certain = false;
        }
        ty = &member.ty;
    }
    let ResolvedStructure::List(item) = lookup.structure(ty) else { return None };
    Some((
        item,
        if all_certain {
            certain
        } else {
            quote! { #possible.unwrap_or_default() }
        },
    ))
}

fn next(operation: &Operation, strategy: &PageStrategy) -> Option<TokenStream> {
    let parameter = |wire: &String| {
        let index = operation.parameters.iter().position(|parameter| parameter.wire == *wire);
        index.map(Literal::usize_unsuffixed)
    };
    Some(match strategy {
        PageStrategy::Offset { offset, limit: _, total, has_more } => {
            let parameter = parameter(offset)?;
            quote! { table::Next::Offset { parameter: #parameter, total: &[#(#total),*], has_more: &[#(#has_more),*] } }
        }
        PageStrategy::Page { page, total_pages, has_more } => {
            let declared = operation.parameters.iter().find(|parameter| parameter.wire == *page)?;
            let first = declared.default.as_ref().and_then(serde_json::Value::as_i64).unwrap_or(1);
            let (parameter, first) = (parameter(page)?, Literal::i64_unsuffixed(first));
            quote! {
                table::Next::Page {
                    parameter: #parameter,
                    first: #first,
                    total_pages: &[#(#total_pages),*],
                    has_more: &[#(#has_more),*],
                }
            }
        }
        PageStrategy::Cursor { cursor, next, has_more } => {
            let parameter = parameter(cursor)?;
            quote! {
                table::Next::Cursor { parameter: #parameter, cursor: &[#(#next),*], has_more: &[#(#has_more),*] }
            }
        }
        PageStrategy::LastItem { cursor, member, has_more } => {
            let parameter = parameter(cursor)?;
            quote! {
                table::Next::LastItem { parameter: #parameter, member: &[#(#member),*], has_more: &[#(#has_more),*] }
            }
        }
        PageStrategy::CursorHeader { cursor, header } => {
            let parameter = parameter(cursor)?;
            quote! { table::Next::CursorHeader { parameter: #parameter, header: #header } }
        }
        PageStrategy::NextUrl { next } => quote! { table::Next::Url { path: &[#(#next),*] } },
        PageStrategy::LinkHeader => quote! { table::Next::Link },
    })
}
