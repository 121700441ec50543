//! A call: its struct with constructor and setters, and the method of the client that makes it.

use proc_macro2::TokenStream;
use quote::quote;

use super::argument::{self, Argument};
use super::{Context, body, form, headers, ident, outcome, paging, table, text};
use crate::emit::{braces, word};

/// Everything that belongs to a call.
pub(super) fn items(context: Context<'_>) -> TokenStream {
    let call = call(context);
    let choice = body::choice(context);
    let form = form::items(context);
    let enums = outcome::enums(context);
    let headers = headers::items(context);
    [call, choice, form, headers, enums].into_iter().collect()
}

fn call(context: Context<'_>) -> TokenStream {
    let name = ident(&context.names.ty);
    let docs = text::doc(&text::call(context));
    let must_use = "a call is sent by `.await`";
    let table = table::operation(context);
    let place = quote! { call };
    let arguments = arguments(context, &place);
    let (taken, set): (Vec<_>, Vec<_>) =
        arguments.iter().map(|Argument { name, ty, set }| (quote! { #name: #ty }, set)).unzip();
    let mutable = if set.is_empty() {
        quote! {}
    } else {
        quote! { mut }
    };
    let made = if set.is_empty() {
        quote! { Self(Call::new(&Self::TABLE)) }
    } else {
        quote! {
            let #mutable call = Call::new(&Self::TABLE);
            #(#set)*
            Self(call)
        }
    };
    let mut members = quote! {
        const TABLE: table::Operation = #table;

        /// The call with what it needs.
        #[inline]
        pub fn new(#(#taken),*) -> Self {
            #made
        }
    };
    members.extend(setters(context));
    let members = braces(members);
    let (success, output) = outcome::success(context);
    let (failure, error) = outcome::failure(context);
    // `empty ()`, `none Infallible`: a way to read and a type, not a call or a path.
    let (output, error) = (word(output), word(error));
    let headers = headers::ty(context);
    let pages = paging::items(context);
    quote! {
        #docs
        #[must_use = #must_use]
        pub struct #name(Call);

        impl #name #members

        crate::runtime::http::call!(#name => #success #output, #headers; #failure #error);

        #pages
    }
}

/// What a call cannot be made without: parameters, then the body.
fn arguments(context: Context<'_>, call: &TokenStream) -> Vec<Argument> {
    let parameters = argument::required(context).into_iter().filter_map(|index| argument::of(context, index, call));
    let body = context.operation.body.as_ref().filter(|body| body.required);
    parameters.chain(body.and_then(|_| body::argument(context, call))).collect()
}

fn setters(context: Context<'_>) -> Vec<TokenStream> {
    let call = quote! { self.0 };
    let mut setters = Vec::new();
    for index in argument::optional(context) {
        let Some(parameter) = context.operation.parameters.get(index) else { continue };
        let Some(Argument { name, ty, set }) = argument::of(context, index, &call) else { continue };
        let docs = text::of(&parameter.docs, &format!("Sets `{}`.", parameter.wire));
        let (docs, deprecated) = (text::doc(&docs), text::deprecated(&parameter.docs));
        setters.push(setter(&quote! { #docs #deprecated }, &name, &ty, &set));
    }
    if let Some(body) = context.operation.body.as_ref().filter(|body| !body.required)
        && let Some(Argument { name, ty, set }) = body::argument(context, &call)
    {
        let docs = text::doc(&text::of(&body.docs, "Sets the body."));
        setters.push(setter(&docs, &name, &ty, &set));
    }
    setters
}

fn setter(attributes: &TokenStream, name: &proc_macro2::Ident, ty: &TokenStream, set: &TokenStream) -> TokenStream {
    quote! {
        #attributes
        #[inline]
        pub fn #name(mut self, #name: #ty) -> Self {
            #set
            self
        }
    }
}

/// The method of the client.
pub(super) fn client_method(context: Context<'_>) -> TokenStream {
    let (method, ty) = (ident(&context.names.method), ident(&context.names.ty));
    let docs = text::doc(&text::operation(context));
    let deprecated = text::deprecated(&context.operation.docs);
    let arguments = arguments(context, &quote! { call });
    let (taken, given): (Vec<_>, Vec<_>) =
        arguments.iter().map(|Argument { name, ty, .. }| (quote! { #name: #ty }, name)).unzip();
    quote! {
        #docs
        #deprecated
        #[inline]
        pub fn #method(&self, #(#taken),*) -> #ty {
            #ty::new(#(#given),*).with_client(self)
        }
    }
}
