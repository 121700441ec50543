//! The struct of the required parameters, for operations with more than three. The caller names each value, and the compiler names a
//! field that is missing or misspelled.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::argument::{self, Argument, ArgumentForm};
use super::{Context, part_docs};
use crate::emit::docs;
use crate::emit::rust::{Uses, braces, ident};
use crate::ir::{MAX_POSITIONAL_ARGUMENTS, Parameter};

/// Whether the constructor takes a struct instead of one argument for each parameter.
pub(super) fn is_needed(context: Context<'_>) -> bool {
    argument::required(context).len() > MAX_POSITIONAL_ARGUMENTS
}

/// Returns the struct, if the operation needs one.
pub(super) fn items(context: Context<'_>, uses: &mut Uses<'_>) -> TokenStream {
    if !is_needed(context) {
        return TokenStream::new();
    }
    let name = ident(&context.names.required);
    let docs = docs::comment([format!("Required parameters of [`{}`].", context.names.ty.as_str())]);
    let mut fields = TokenStream::new();
    for (_, parameter, field) in argument::required(context) {
        let (ty, docs) = (field_type(parameter, uses), part_docs::required_parameter(parameter));
        let field = ident(field);
        fields.extend(quote! { #docs pub #field: #ty, });
    }
    let (lifetime, fields) = (borrows(context, uses).then(|| quote! { <'a> }), braces(fields));
    quote! {
        #docs
        #[derive(Debug, Clone)]
        pub struct #name #lifetime #fields
    }
}

/// Returns the argument of the constructor: the struct, from which all required parameters are set.
pub(super) fn argument(context: Context<'_>, uses: &mut Uses<'_>) -> Argument {
    let ty = ident(&context.names.required);
    let lifetime = borrows(context, uses).then(|| quote! { <'_> });
    let set: TokenStream = argument::required(context)
        .into_iter()
        .map(|(index, parameter, field)| setting(&Literal::usize_unsuffixed(index), parameter, &ident(field), uses))
        .collect();
    let name = Ident::new("required", proc_macro2::Span::call_site());
    Argument { name, generics: quote!(), ty: quote! { #ty #lifetime }, set }
}

/// Whether any field borrows its value. Texts are borrowed, because they are serialized at once.
fn borrows(context: Context<'_>, uses: &mut Uses<'_>) -> bool {
    let mut parameters = argument::required(context).into_iter();
    parameters.any(|(_, parameter, _)| matches!(ArgumentForm::of(parameter, uses), ArgumentForm::Text))
}

fn field_type(parameter: &Parameter, uses: &mut Uses<'_>) -> TokenStream {
    match ArgumentForm::of(parameter, uses) {
        ArgumentForm::Text => quote! { &'a str },
        ArgumentForm::Texts => quote! { Vec<String> },
        ArgumentForm::List(item) => quote! { Vec<#item> },
        ArgumentForm::Value => uses.ty(&parameter.ty),
    }
}

fn setting(index: &Literal, parameter: &Parameter, field: &Ident, uses: &mut Uses<'_>) -> TokenStream {
    match ArgumentForm::of(parameter, uses) {
        ArgumentForm::Text => quote! { call.set_text(#index, required.#field); },
        ArgumentForm::Texts => quote! { call.set_texts(#index, required.#field); },
        ArgumentForm::List(item) => quote! { call.set_list::<#item>(#index, required.#field); },
        ArgumentForm::Value => {
            let value = uses.encodable(&parameter.ty, quote! { required.#field });
            quote! { call.set(#index, &#value); }
        }
    }
}
