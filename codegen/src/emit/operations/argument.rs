//! Arguments of constructors and setters, and how they are passed to the call.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;
use serde_json::Value;

use super::Context;
use crate::emit::rust::{ResolvedStructure, Uses, ident};
use crate::ir::{Parameter, ParameterEncoding, ParameterLocation};
use crate::names::Name;

/// An argument of a constructor or a setter.
pub(super) struct Argument {
    /// Its name.
    pub(super) name: Ident,
    /// The type in the signature.
    pub(super) ty: TokenStream,
    /// The statement that sets it on `call`.
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
            ParameterEncoding::Styled { .. } | ParameterEncoding::Text | ParameterEncoding::Form => text.clone(),
            ParameterEncoding::Json => value.to_string(),
        }),
    }
}

/// Returns the argument for a parameter. `call` is the expression for the call in the surrounding code.
pub(super) fn of(parameter: Indexed<'_>, call: &TokenStream, uses: &mut Uses<'_>) -> Argument {
    let (index, parameter, name) = parameter;
    let (index, name) = (Literal::usize_unsuffixed(index), ident(name));
    let (ty, set) = match uses.lookup.structure(&parameter.ty) {
        ResolvedStructure::Text => (quote! { impl AsRef<str> }, quote! { #call.set_text(#index, #name.as_ref()); }),
        ResolvedStructure::List(item) => match uses.lookup.structure(item) {
            ResolvedStructure::Text => {
                (quote! { impl IntoIterator<Item = impl AsRef<str>> }, quote! { #call.set_texts(#index, #name); })
            }
            ResolvedStructure::List(_) | ResolvedStructure::Object(..) | ResolvedStructure::Other => {
                let ty = uses.ty(item);
                let items = match uses.storage(item) {
                    Some(storage) => {
                        quote! { #name.into_iter().map(crate::runtime::codec::store::<#storage>) }
                    }
                    None => quote! { #name },
                };
                (quote! { impl IntoIterator<Item = #ty> }, quote! { #call.set_list(#index, #items); })
            }
        },
        ResolvedStructure::Object(..) | ResolvedStructure::Other => {
            let value = uses.encodable(&parameter.ty, quote! { #name });
            (uses.ty(&parameter.ty), quote! { #call.set(#index, &#value); })
        }
    };
    Argument { name, ty, set }
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
