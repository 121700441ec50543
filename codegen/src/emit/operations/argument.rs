//! Arguments: how a value is taken and handed to the call.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;
use serde_json::Value;

use super::{Context, ident};
use crate::ir::{Parameter, ParameterEncoding, Type};

/// An argument of a constructor or a setter.
pub(super) struct Argument {
    /// Its name.
    pub(super) name: Ident,
    /// Its type as it is taken.
    pub(super) ty: TokenStream,
    /// The statement that gives it to `call`.
    pub(super) set: TokenStream,
}

/// The only value of a parameter that is sent by itself, as it is written.
pub(super) fn fixed(parameter: &Parameter) -> Option<String> {
    let value = parameter.fixed.as_ref()?;
    match (value, parameter.encoding) {
        (Value::Null | Value::Array(_) | Value::Object(_), _) => None,
        (Value::String(text), ParameterEncoding::Styled { .. } | ParameterEncoding::Text | ParameterEncoding::Form) => {
            Some(text.clone())
        }
        (Value::String(_), ParameterEncoding::Json) | (Value::Bool(_) | Value::Number(_), _) => Some(value.to_string()),
    }
}

/// The argument of the parameter with this index. `call` is where the call is in the surrounding code.
pub(super) fn of(context: Context<'_>, index: usize, call: &TokenStream) -> Option<Argument> {
    let parameter = context.operation.parameters.get(index)?;
    let name = ident(context.names.parameters.get(index)?);
    let types = context.types;
    let place = Literal::usize_unsuffixed(index);
    let (ty, set) = match types.resolved(&parameter.ty) {
        _ if types.is_text(&parameter.ty) => {
            (quote! { impl AsRef<str> }, quote! { #call.set_text(#place, #name.as_ref()); })
        }
        Type::List(item) if types.is_text(item) => {
            (quote! { impl IntoIterator<Item = impl AsRef<str>> }, quote! { #call.set_texts(#place, #name); })
        }
        Type::List(item) => {
            let item = types.rust(item);
            (quote! { impl IntoIterator<Item = #item> }, quote! { #call.set_list(#place, #name); })
        }
        _ => (types.rust(&parameter.ty), quote! { #call.set(#place, &#name); }),
    };
    Some(Argument { name, ty, set })
}

/// The parameters that a call cannot be made without: those of the path first, then the others, each in the document's order.
pub(super) fn required(context: Context<'_>) -> Vec<usize> {
    use crate::ir::ParameterLocation::Path;
    let parameters = context.operation.parameters.iter().enumerate();
    let needed = parameters.filter(|(_, parameter)| parameter.required && fixed(parameter).is_none());
    let mut order: Vec<(bool, usize)> = needed.map(|(index, parameter)| (parameter.location != Path, index)).collect();
    order.sort_unstable();
    order.into_iter().map(|(_, index)| index).collect()
}

/// All other parameters that can be set.
pub(super) fn optional(context: Context<'_>) -> Vec<usize> {
    let parameters = context.operation.parameters.iter().enumerate();
    parameters.filter(|(_, parameter)| !parameter.required).map(|(index, _)| index).collect()
}
