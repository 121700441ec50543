//! The constructor `new` of a struct. It has one argument for each required field. Above three it takes a struct of them, so that each is named.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::docs;
use super::rust::braces;

/// A required field.
pub(super) struct RequiredField {
    pub(super) name: Ident,
    pub(super) ty: TokenStream,
    /// Whether an argument is `impl Into` of the type.
    pub(super) converts: bool,
    /// The documentation of the field in the struct of required fields.
    pub(super) docs: TokenStream,
}

/// What differs between the constructors of models and of forms.
pub(super) struct ConstructorStyle {
    /// The first line of its documentation.
    pub(super) docs: &'static str,
    /// The attributes of the method before `#[must_use]`.
    pub(super) method_attributes: TokenStream,
    /// The attributes of the struct of required fields.
    pub(super) struct_attributes: TokenStream,
}

/// Returns the method `new`. `initializers` are those of all other fields.
pub(super) fn positional(
    style: &ConstructorStyle,
    fields: &[RequiredField],
    initializers: &[TokenStream],
) -> TokenStream {
    let taken = fields.iter().map(|RequiredField { name, ty, converts, .. }| match converts {
        true => quote!(#name: impl Into<#ty>),
        false => quote!(#name: #ty),
    });
    let given = fields.iter().map(|RequiredField { name, converts, .. }| match converts {
        true => quote!(#name: #name.into()),
        false => quote!(#name),
    });
    let ConstructorStyle { method_attributes, .. } = style;
    let docs = docs::comment([style.docs]);
    quote! {
        #docs
        #method_attributes
        #[must_use]
        pub fn new(#(#taken),*) -> Self {
            Self { #(#given,)* #(#initializers),* }
        }
    }
}

/// Returns the struct of the required fields of `owner`, and the method `new`, which takes it.
pub(super) fn named(
    style: &ConstructorStyle,
    owner: &Ident,
    required: &Ident,
    fields: &[RequiredField],
    initializers: &[TokenStream],
) -> (TokenStream, TokenStream) {
    let names: Vec<_> = fields.iter().map(|field| &field.name).collect();
    let declared =
        braces(fields.iter().map(|RequiredField { name, ty, docs, .. }| quote!(#docs pub #name: #ty,)).collect());
    let ConstructorStyle { method_attributes, struct_attributes, .. } = style;
    let struct_docs = docs::comment([format!("The required fields of [`{owner}`], for [`{owner}::new`].")]);
    let docs = docs::comment([style.docs]);
    let item = quote! {
        #struct_docs
        #struct_attributes
        pub struct #required #declared
    };
    let method = quote! {
        #docs
        #method_attributes
        #[must_use]
        pub fn new(required: #required) -> Self {
            let #required { #(#names),* } = required;
            Self { #(#names,)* #(#initializers),* }
        }
    };
    (item, method)
}
