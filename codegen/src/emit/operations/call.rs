//! A call: its struct with constructor and setters, and the method of the client that creates it.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::accept::{self, AcceptMethod};
use super::argument::{self, Argument};
use super::{Context, body, call_docs, form, headers, own_server, paging, required, responses, table};
use crate::emit::docs;
use crate::emit::rules::RuleRows;
use crate::emit::rust::{Uses, braces, ident, word};

/// The parts of a call that both its items and its documentation need.
pub(super) struct Parts {
    /// How the body of a successful response is decoded, in the form of the macro `call!`.
    success: TokenStream,
    /// The type of a successful response.
    pub(super) output: TokenStream,
    /// The `pages!` of a paginated call. Empty for any other call.
    pub(super) pages: TokenStream,
    /// The methods that ask for one media type.
    pub(super) accept: Vec<AcceptMethod>,
    /// The arguments of the constructor and of the client's method.
    arguments: Vec<Argument>,
}

impl Parts {
    pub(super) fn of(context: Context<'_>, uses: &mut Uses<'_>) -> Self {
        let (success, output) = responses::success(context, uses);
        Self {
            success,
            output,
            pages: paging::items(context, uses),
            accept: accept::methods(context, uses),
            arguments: arguments(context, uses),
        }
    }
}

/// Returns all items of an operation: the call and the types that only it uses.
pub(super) fn items(context: Context<'_>, parts: &Parts, uses: &mut Uses<'_>) -> TokenStream {
    let mut items = call(context, parts, uses);
    items.extend(required::items(context, uses));
    items.extend(body::choice(context, uses));
    items.extend(form::items(context, uses));
    items.extend(headers::items(context, uses));
    items.extend(responses::enums(context, uses));
    items
}

fn call(context: Context<'_>, parts: &Parts, uses: &mut Uses<'_>) -> TokenStream {
    let Parts { success, output, pages, accept, arguments } = parts;
    let name = ident(&context.names.ty);
    let docs = call_docs::call(context, output);
    let rules = parameter_rules(context);
    let must_use = "a call is not sent until it is awaited";
    let call = uses.http("Call");
    let table = table::operation(context, uses);
    let (taken, set): (Vec<_>, Vec<_>) =
        arguments.iter().map(|Argument { name, ty, set, .. }| (quote! { #name: #ty }, set)).unzip();
    let (created, made) = if set.is_empty() {
        ("Creates the call.", quote! { Self(#call::new(&Self::TABLE)) })
    } else {
        let made = quote! {
            let mut call = #call::new(&Self::TABLE);
            #(#set)*
            Self(call)
        };
        ("Creates the call with its required arguments.", made)
    };
    let created = docs::comment([created]);
    let mut members = quote! {
        const TABLE: table::Operation = #table;

        #created
        #[inline]
        pub fn new(#(#taken),*) -> Self {
            #made
        }
    };
    members.extend(setters(context, uses));
    members.extend(own_server::setter(context, uses));
    members.extend(accept::items(accept, uses));
    let members = braces(members);
    let (failure, error) = responses::failure(context, uses);
    // `empty ()` and `none Infallible` are a method and a type, not a function call or a path.
    let (output, error) = (word(output.clone()), word(error));
    let headers = if headers::is_needed(&context) {
        let headers = ident(&context.names.headers);
        quote! { #headers }
    } else {
        quote! { () }
    };
    quote! {
        #docs
        #[must_use = #must_use]
        pub struct #name(#call);

        impl #name #members

        #rules
        crate::runtime::http::call!(#name => #success #output, #headers; #failure #error);

        #pages
    }
}

/// Returns the rules of the parameters, if any has some.
fn parameter_rules(context: Context<'_>) -> Option<TokenStream> {
    if !table::has_parameter_rules(context) {
        return None;
    }
    let name = ident(&context.names.ty);
    let rows = RuleRows::new(context.lookup, quote!(super::super::models));
    let parameters = context.operation.parameters.iter().enumerate().filter_map(|(index, parameter)| {
        let (index, rules) = (Literal::usize_unsuffixed(index), rows.rows(&parameter.rules));
        (!rules.is_empty()).then(|| quote! { #index => [#(#rules),*] })
    });
    Some(quote! { crate::runtime::http::parameter_rules!(#name { #(#parameters,)* }); })
}

/// Returns the required arguments: parameters first, then the body.
fn arguments(context: Context<'_>, uses: &mut Uses<'_>) -> Vec<Argument> {
    let mut arguments: Vec<_> = if required::is_needed(context) {
        vec![required::argument(context, uses)]
    } else {
        let parameters = argument::required(context).into_iter();
        parameters.map(|parameter| argument::required_argument(parameter, uses)).collect()
    };
    let body = context.operation.body.as_ref().filter(|body| body.required);
    arguments.extend(body.and_then(|body| body::required_argument(context, body, uses)));
    arguments
}

fn setters(context: Context<'_>, uses: &mut Uses<'_>) -> TokenStream {
    let mut setters = TokenStream::new();
    for (index, parameter, name) in argument::optional(context) {
        let subject = format!("Sets {}.", docs::code_span(&parameter.wire));
        let docs = docs::attributes(&parameter.docs, &subject, None);
        let argument = argument::optional_argument((index, parameter, name), uses);
        setters.extend(setter(&docs, argument));
    }
    if let Some(body) = context.operation.body.as_ref().filter(|body| !body.required)
        && let Some(argument) = body::optional_argument(context, body, uses)
    {
        setters.extend(setter(&docs::attributes(&body.docs, "Sets the request body.", None), argument));
    }
    setters
}

fn setter(attributes: &TokenStream, argument: Argument) -> TokenStream {
    let Argument { name, generics, ty, set } = argument;
    quote! {
        #attributes
        #[inline]
        pub fn #name #generics(mut self, #name: #ty) -> Self {
            #set
            self
        }
    }
}

/// Returns the method of the client.
pub(super) fn client_method(context: Context<'_>, parts: &Parts) -> TokenStream {
    let (method, ty) = (ident(&context.names.method), ident(&context.names.ty));
    let attributes = call_docs::operation(context, parts);
    let (taken, given): (Vec<_>, Vec<_>) =
        parts.arguments.iter().map(|Argument { name, ty, .. }| (quote! { #name: #ty }, name)).unzip();
    quote! {
        #attributes
        #[inline]
        pub fn #method(&self, #(#taken),*) -> #ty {
            #ty::new(#(#given),*).with_client(self)
        }
    }
}
