//! Pagination: the methods `pages` and `items` of a call that returns a part of a list.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{Context, responses};
use crate::emit::rust::{Presence, ResolvedStructure, Uses, ident, word};
use crate::ir::{Operation, PageInput, PageStrategy, Pagination, ResponseCodec, Type};
use crate::names::Name;

/// Returns the `pages!` of a paginated call; no tokens for any other call.
pub(super) fn items(context: Context<'_>, uses: &mut Uses<'_>) -> TokenStream {
    try_items(context, uses).unwrap_or_default()
}

fn try_items(context: Context<'_>, uses: &mut Uses<'_>) -> Option<TokenStream> {
    let Pagination { items, strategy } = context.operation.pagination.as_ref()?;
    let page = context.operation.page_type()?;
    let next = next(context.operation, strategy)?;
    let (item, taken) = taken(context, page, items)?;
    let is_stored = uses.storage(page).is_some();
    // A page that is itself a list of a custom type has the wrapper.
    let item = word(if is_stored { uses.codec_type(item) } else { uses.ty(item) });
    let name = ident(&context.names.ty);
    let paging = quote! { table::Paging { items: &[#(#items),*], next: #next } };
    let mut items = TokenStream::new();
    if !responses::has_output_enum(&context) {
        items.extend(quote! {
            crate::runtime::http::pages!(#name => #item, |page| #taken; #paging);
        });
    }
    for case in cases(context, page).into_iter().filter(|_| !is_stored) {
        let (case, page) = (Literal::usize_unsuffixed(case), word(uses.ty(page)));
        items.extend(quote! {
            crate::runtime::http::pages!(#name[#case]: #page => #item, |page| #taken; #paging);
        });
    }
    Some(items)
}

/// Whether all calls of the operation return a page, also those that ask for no media type.
pub(super) fn are_direct(context: Context<'_>) -> bool {
    !responses::has_output_enum(&context)
}

/// Returns the cases of the successful responses that a call can ask for alone, and that are a page of this type.
fn cases(context: Context<'_>, page: &Type) -> Vec<usize> {
    let choices = context.operation.accept_choices().into_iter().zip(&context.names.accept);
    let choices = choices.filter(|(choice, _)| matches!(&choice.media.codec, ResponseCodec::Json(ty) if ty == page));
    choices.map(|(choice, _)| choice.case).collect()
}

/// Returns the methods that ask for one media type and return a page.
pub(super) fn accept_methods(context: Context<'_>) -> Vec<&Name> {
    let Some(page) = context.operation.page_type().filter(|_| context.operation.pagination.is_some()) else {
        return Vec::new();
    };
    let cases = cases(context, page);
    let choices = context.operation.accept_choices().into_iter().zip(&context.names.accept);
    choices.filter(|(choice, _)| cases.contains(&choice.case)).map(|(_, name)| name).collect()
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
    let input = |input: &PageInput| match input {
        PageInput::Parameter(wire) => {
            let index = operation.parameters.iter().position(|parameter| parameter.wire == *wire);
            index.map(Literal::usize_unsuffixed).map(|index| quote! { table::PageInput::Parameter(#index) })
        }
        PageInput::Member(path) => Some(quote! { table::PageInput::Member(&[#(#path),*]) }),
    };
    Some(match strategy {
        PageStrategy::Offset { offset, limit: _, total, has_more } => {
            let input = input(offset)?;
            quote! { table::Next::Offset { input: #input, total: &[#(#total),*], has_more: &[#(#has_more),*] } }
        }
        PageStrategy::Page { page, first, total_pages, has_more, is_last } => {
            let (input, first) = (input(page)?, Literal::i64_unsuffixed(first.unwrap_or(1)));
            quote! {
                table::Next::Page {
                    input: #input,
                    first: #first,
                    total_pages: &[#(#total_pages),*],
                    has_more: &[#(#has_more),*],
                    is_last: &[#(#is_last),*],
                }
            }
        }
        PageStrategy::Cursor { cursor, next, has_more } => {
            let input = input(cursor)?;
            quote! {
                table::Next::Cursor { input: #input, cursor: &[#(#next),*], has_more: &[#(#has_more),*] }
            }
        }
        PageStrategy::LastItem { cursor, member, has_more } => {
            let input = input(cursor)?;
            quote! {
                table::Next::LastItem { input: #input, member: &[#(#member),*], has_more: &[#(#has_more),*] }
            }
        }
        PageStrategy::CursorHeader { cursor, header } => {
            let input = input(cursor)?;
            quote! { table::Next::CursorHeader { input: #input, header: #header } }
        }
        PageStrategy::NextUrl { next } => quote! { table::Next::Url { path: &[#(#next),*] } },
        PageStrategy::LinkHeader => quote! { table::Next::Link },
    })
}
