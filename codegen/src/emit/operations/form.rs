//! Multipart bodies with files. They get their own struct, which streams files: a model would hold them in memory.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::Context;
use crate::emit::docs;
use crate::emit::rust::{ResolvedStructure, Uses, braces, ident, not_null};
use crate::ir::{MAX_POSITIONAL_ARGUMENTS, Member, Object, PartContent, PartEncoding, RequestMedia, Type, TypeId};

/// The Rust type of a multipart body.
pub(super) enum FormBody {
    /// A model: the body has no files.
    Model,
    /// A form struct.
    Struct,
    /// The runtime's list of parts, which the user fills, because the parts cannot be the fields of a struct.
    Parts,
}

/// Returns the Rust type of the body in this media type.
pub(super) fn body(context: Context<'_>, media: &RequestMedia) -> FormBody {
    if !has_files(media) {
        FormBody::Model
    } else if of(context).is_some_and(|form| std::ptr::eq(form.media, media)) {
        FormBody::Struct
    } else {
        FormBody::Parts
    }
}

/// A multipart body with files.
pub(super) struct Form<'a> {
    media: &'a RequestMedia,
    encodings: &'a [PartEncoding],
    id: TypeId,
    object: &'a Object,
}

/// A part of a multipart body.
struct FormPart<'a> {
    field: Ident,
    member: &'a Member,
    encoding: Option<&'a PartEncoding>,
    file: bool,
    list: bool,
}

/// Returns the form of a call, if it has one.
pub(super) fn of(context: Context<'_>) -> Option<Form<'_>> {
    let body = context.operation.body.as_ref()?;
    body.media.iter().filter(|media| has_files(media)).find_map(|media| {
        let (ty, encodings) = media.codec.multipart()?;
        match context.lookup.structure(ty) {
            ResolvedStructure::Object(id, object) if object.flattened.is_empty() => {
                Some(Form { media, encodings, id, object })
            }
            ResolvedStructure::Object(..)
            | ResolvedStructure::Text
            | ResolvedStructure::List(_)
            | ResolvedStructure::Other => None,
        }
    })
}

/// Whether any part of a body is a file.
fn has_files(media: &RequestMedia) -> bool {
    media.codec.multipart().is_some_and(|(_, encodings)| encodings.iter().any(is_file))
}

fn is_file(encoding: &PartEncoding) -> bool {
    match encoding.content {
        PartContent::File => true,
        PartContent::Value | PartContent::Json => false,
    }
}

/// Returns the struct of a form.
pub(super) fn items(context: Context<'_>, uses: &mut Uses<'_>) -> TokenStream {
    let Some(form) = of(context) else { return TokenStream::new() };
    let http = uses.runtime("http");
    let name = ident(&context.names.form);
    let docs =
        docs::comment([format!("Multipart request body of [`{}`]. Files are streamed.", context.names.ty.as_str())]);
    let (mut fields, mut values, mut settings) = (TokenStream::new(), TokenStream::new(), TokenStream::new());
    let mut required = Vec::new();
    for part in parts(context, &form) {
        let (field, member) = (&part.field, part.member);
        let ty = part.ty(uses);
        let docs = docs::comment(docs::lines(&member.docs, &docs::code_span(&member.wire), None));
        settings.extend(part.setting(uses));
        if !member.required {
            fields.extend(quote! { #docs pub #field: Option<#ty>, });
            values.extend(quote! { #field: None, });
            continue;
        }
        fields.extend(quote! { #docs pub #field: #ty, });
        required.push((part, ty));
    }
    let default = required.is_empty().then(|| quote! { , Default });
    let sent = &form.media.content_type;
    let fields = braces(fields);
    let (required_struct, constructor) = if required.len() > MAX_POSITIONAL_ARGUMENTS {
        named_constructor(context, &required, &values)
    } else {
        (TokenStream::new(), positional_constructor(context, &required, &values))
    };
    quote! {
        #docs
        #[derive(Debug #default)]
        pub struct #name #fields

        #required_struct

        impl #name {
            #constructor

            #[inline]
            fn set(self, call: &mut Call) {
                let mut parts = #http::Multipart::new();
                #settings
                call.multipart(#sent, parts);
            }
        }
    }
}

/// Whether the form's constructor takes a struct instead of one argument for each required part.
pub(super) fn has_required_struct(context: Context<'_>) -> bool {
    of(context).is_some_and(|form| {
        form.object.members.iter().filter(|member| member.required).count() > MAX_POSITIONAL_ARGUMENTS
    })
}

/// Returns `new` with one argument for each required part. `values` are the optional parts with their values.
fn positional_constructor(
    context: Context<'_>,
    required: &[(FormPart<'_>, TokenStream)],
    values: &TokenStream,
) -> TokenStream {
    let (mut arguments, mut given) = (TokenStream::new(), TokenStream::new());
    for (part, ty) in required {
        let field = &part.field;
        let is_text = matches!(context.lookup.resolve(&part.member.ty), Type::String);
        match (part.file, part.list, is_text) {
            (true, false, _) => {
                arguments.extend(quote! { #field: impl Into<http::File>, });
                given.extend(quote! { #field: #field.into(), });
            }
            (false, _, true) => {
                arguments.extend(quote! { #field: impl Into<String>, });
                given.extend(quote! { #field: #field.into(), });
            }
            (true, true, _) | (false, _, false) => {
                arguments.extend(quote! { #field: #ty, });
                given.extend(quote! { #field, });
            }
        }
    }
    quote! {
        /// Creates a form with all required fields; optional fields are unset.
        #[inline]
        #[must_use]
        pub fn new(#arguments) -> Self {
            Self { #given #values }
        }
    }
}

/// Returns the struct of the required parts, and `new`, which takes it.
fn named_constructor(
    context: Context<'_>,
    required: &[(FormPart<'_>, TokenStream)],
    values: &TokenStream,
) -> (TokenStream, TokenStream) {
    let (form, name) = (context.names.form.as_str(), ident(&context.names.form_required));
    let docs = docs::comment([format!("The required fields of [`{form}`], for [`{form}::new`].")]);
    let names: Vec<_> = required.iter().map(|(part, _)| &part.field).collect();
    let fields = required.iter().map(|(part, ty)| {
        let (field, docs) = (&part.field, docs::comment([docs::code_span(&part.member.wire)]));
        quote! { #docs pub #field: #ty, }
    });
    let fields = braces(fields.collect());
    let item = quote! {
        #docs
        #[derive(Debug)]
        pub struct #name #fields
    };
    let constructor = quote! {
        /// Creates a form with all required fields; optional fields are unset.
        #[inline]
        #[must_use]
        pub fn new(required: #name) -> Self {
            let #name { #(#names),* } = required;
            Self { #(#names,)* #values }
        }
    };
    (item, constructor)
}

fn parts<'a>(context: Context<'a>, form: &Form<'a>) -> Vec<FormPart<'a>> {
    let names = &context.lookup.names.ty(form.id).parts;
    let members = form.object.members.iter().zip(names);
    members
        .map(|(member, name)| {
            let encoding = form.encodings.iter().find(|encoding| encoding.wire == member.wire);
            let file = encoding.is_some_and(is_file);
            let list = match context.lookup.structure(&member.ty) {
                ResolvedStructure::List(_) => true,
                ResolvedStructure::Text | ResolvedStructure::Object(..) | ResolvedStructure::Other => false,
            };
            FormPart { field: ident(name), member, encoding, file, list }
        })
        .collect()
}

impl FormPart<'_> {
    /// Returns the type of the part's field if the part is required. A part cannot be null; a null value is not sent.
    fn ty(&self, uses: &mut Uses<'_>) -> TokenStream {
        match (self.file, self.list) {
            (true, true) => quote! { Vec<http::File> },
            (true, false) => quote! { http::File },
            (false, _) => uses.ty(not_null(&self.member.ty)),
        }
    }

    /// Returns the statement that adds the part to `parts`.
    fn setting(&self, uses: &mut Uses<'_>) -> TokenStream {
        let (field, wire) = (&self.field, &self.member.wire);
        let value = match uses.storage(not_null(&self.member.ty)).filter(|_| !self.file) {
            Some(storage) if self.member.required => {
                quote! { crate::runtime::codec::store::<#storage>(self.#field) }
            }
            Some(storage) => quote! { self.#field.map(crate::runtime::codec::store::<#storage>) },
            None => quote! { self.#field },
        };
        let content_type = match self.encoding.and_then(|encoding| encoding.content_type.as_ref()) {
            Some(content_type) => quote! { Some(#content_type) },
            None => quote! { None },
        };
        let file = quote! { parts.file(#wire, #content_type, file); };
        let content = self.encoding.map_or(PartContent::Value, |encoding| encoding.content);
        match (content, self.list, self.member.required) {
            (PartContent::Value, ..) => quote! { parts.value(#wire, #content_type, &#value); },
            (PartContent::Json, ..) => quote! { parts.json(#wire, #content_type, &#value); },
            (PartContent::File, false, true) => quote! { parts.file(#wire, #content_type, self.#field); },
            (PartContent::File, false, false) => quote! { if let Some(file) = self.#field { #file } },
            (PartContent::File, true, true) => quote! { for file in self.#field { #file } },
            (PartContent::File, true, false) => quote! { for file in self.#field.into_iter().flatten() { #file } },
        }
    }
}
