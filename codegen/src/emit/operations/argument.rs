//! Arguments of constructors and setters, and how they are passed to the call.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;
use serde_json::Value;

use super::Context;
use crate::emit::rust::{ResolvedStructure, Uses, ident, not_null};
use crate::ir::{Parameter, ParameterEncoding, ParameterLocation};
use crate::names::Name;

/// An argument of a constructor or a setter.
pub(super) struct Argument {
    /// Its name.
    pub(super) name: Ident,
    /// The generic parameters that its type needs, in angle brackets.
    pub(super) generics: TokenStream,
    /// The type in the signature.
    pub(super) ty: TokenStream,
    /// The statement that sets it on the call.
    pub(super) set: TokenStream,
}

/// A parameter with its index in the operation's table and its name.
type Indexed<'a> = (usize, &'a Parameter, &'a Name);

/// Returns the text of a parameter with only one possible value. The call sends it without an argument.
pub(super) fn fixed(parameter: &Parameter) -> Option<String> {
    let value = parameter.fixed.as_ref()?;
    match value {
        Value::Null | Value::Array(_) | Value::Object(_) => None,
        Value::Bool(_) | Value::Number(_) => Some(value.to_string()),
        Value::String(text) => Some(match parameter.encoding {
            ParameterEncoding::Styled { .. }
            | ParameterEncoding::List(_)
            | ParameterEncoding::Text
            | ParameterEncoding::Form(_) => text.clone(),
            ParameterEncoding::Json => value.to_string(),
        }),
    }
}

/// Returns the argument of a constructor for a parameter.
pub(super) fn required_argument(parameter: Indexed<'_>, uses: &mut Uses<'_>) -> Argument {
    let (index, parameter, name) = parameter;
    let (index, name) = (Literal::usize_unsuffixed(index), ident(name));
    let (ty, set) = match ArgumentForm::of(parameter, uses) {
        ArgumentForm::Text => (quote! { impl AsRef<str> }, quote! { call.set_text(#index, #name.as_ref()); }),
        ArgumentForm::Texts => {
            (quote! { impl IntoIterator<Item = impl AsRef<str>> }, quote! { call.set_texts(#index, #name); })
        }
        ArgumentForm::List(item) => {
            let borrow = uses.std("std::borrow", "Borrow");
            (quote! { impl IntoIterator<Item: #borrow<#item>> }, quote! { call.set_list::<#item>(#index, #name); })
        }
        ArgumentForm::Value => {
            let value = uses.encodable(&parameter.ty, quote! { #name });
            (uses.ty(&parameter.ty), quote! { call.set(#index, &#value); })
        }
    };
    Argument { name, generics: quote!(), ty, set }
}

/// Returns the argument of a setter for a parameter: a value or an `Option` of it.
pub(super) fn optional_argument(parameter: Indexed<'_>, uses: &mut Uses<'_>) -> Argument {
    let (index, parameter, name) = parameter;
    let (index, name) = (Literal::usize_unsuffixed(index), ident(name));
    let marker = quote! { <M> };
    let (generics, ty, set) = match ArgumentForm::of(parameter, uses) {
        ArgumentForm::Text => {
            let text = uses.in_http("OptionalText");
            (marker, quote! { impl #text<M> }, quote! { self.0.set_optional_text(#index, #name); })
        }
        ArgumentForm::Texts => {
            let texts = uses.in_http("OptionalTexts");
            (marker, quote! { impl #texts<M> }, quote! { self.0.set_optional_texts(#index, #name); })
        }
        ArgumentForm::List(item) => {
            let list = uses.in_http("OptionalList");
            (marker, quote! { impl #list<#item, M> }, quote! { self.0.set_optional_list::<#item, M>(#index, #name); })
        }
        ArgumentForm::Value => {
            // Null and an unset parameter are sent alike: not at all.
            let ty = not_null(&parameter.ty);
            let value = match uses.storage(ty) {
                Some(storage) => quote! { #name.into().map(crate::runtime::codec::store::<#storage>) },
                None => quote! { #name.into() },
            };
            let ty = uses.ty(ty);
            (quote!(), quote! { impl Into<Option<#ty>> }, quote! { self.0.set_optional(#index, #value); })
        }
    };
    Argument { name, generics, ty, set }
}

/// The form of a parameter's argument.
pub(super) enum ArgumentForm {
    Text,
    Texts,
    /// A list of items of this type.
    List(TokenStream),
    Value,
}

impl ArgumentForm {
    pub(super) fn of(parameter: &Parameter, uses: &mut Uses<'_>) -> Self {
        match uses.lookup.structure(&parameter.ty) {
            ResolvedStructure::Text => Self::Text,
            ResolvedStructure::List(item) => match uses.lookup.structure(item) {
                ResolvedStructure::Text => Self::Texts,
                // The items of custom types need a conversion of the whole list.
                ResolvedStructure::List(_) | ResolvedStructure::Object(..) | ResolvedStructure::Other => {
                    if uses.storage(item).is_some() { Self::Value } else { Self::List(uses.ty(item)) }
                }
            },
            ResolvedStructure::Object(..) | ResolvedStructure::Other => Self::Value,
        }
    }
}

/// Returns the parameters that the constructor takes: path parameters first, then the others, each in the document's order.
pub(super) fn required<'a>(context: Context<'a>) -> Vec<Indexed<'a>> {
    let mut required: Vec<_> =
        indexed(context).filter(|(_, parameter, _)| parameter.required && fixed(parameter).is_none()).collect();
    required.sort_by_key(|(_, parameter, _)| parameter.location != ParameterLocation::Path);
    required
}

/// Returns the parameters that have setters.
pub(super) fn optional<'a>(context: Context<'a>) -> impl Iterator<Item = Indexed<'a>> {
    indexed(context).filter(|(_, parameter, _)| !parameter.required)
}

fn indexed<'a>(context: Context<'a>) -> impl Iterator<Item = Indexed<'a>> {
    let parameters = context.operation.parameters.iter().zip(&context.names.parameters).enumerate();
    parameters.map(|(index, (parameter, name))| (index, parameter, name))
}
