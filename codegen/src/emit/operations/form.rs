//! Multipart bodies with files. They get their own struct, which streams files: a model would hold them in memory.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::{Context, table};
use crate::emit::constructor::{self, ConstructorStyle, RequiredField};
use crate::emit::docs;
use crate::emit::rust::{ResolvedStructure, Uses, braces, ident, not_null};
use crate::ir::{MAX_POSITIONAL_ARGUMENTS, Member, MultipartForm, PartContent, PartEncoding, RequestMedia, Type};

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
    if !media.has_files() {
        FormBody::Model
    } else if of(context).is_some_and(|form| std::ptr::eq(form.media, media)) {
        FormBody::Struct
    } else {
        FormBody::Parts
    }
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
pub(super) fn of(context: Context<'_>) -> Option<MultipartForm<'_>> {
    context.lookup.api.multipart_form(context.operation.body.as_ref()?)
}

/// Returns the struct of a form.
pub(super) fn items(context: Context<'_>, uses: &mut Uses<'_>) -> TokenStream {
    let Some(form) = of(context) else { return TokenStream::new() };
    let http = uses.runtime("http");
    let name = ident(&context.names.form);
    let docs =
        docs::comment([format!("Multipart request body of [`{}`]. Files are streamed.", context.names.ty.as_str())]);
    let (mut fields, mut settings) = (TokenStream::new(), TokenStream::new());
    let (mut required, mut initializers) = (Vec::new(), Vec::new());
    for part in parts(context, &form) {
        let (field, member) = (&part.field, part.member);
        let ty = part.ty(uses);
        let docs = docs::comment(docs::lines(&member.docs, &docs::code_span(&member.wire), None));
        settings.extend(part.setting(uses));
        if !member.required {
            fields.extend(quote! { #docs pub #field: Option<#ty>, });
            initializers.push(quote! { #field: None });
            continue;
        }
        fields.extend(quote! { #docs pub #field: #ty, });
        required.push(required_field(context, &part, ty));
    }
    let default = required.is_empty().then(|| quote! { , Default });
    let sent = &form.media.content_type;
    let fields = braces(fields);
    let style = ConstructorStyle {
        docs: "Creates a form with all required fields; optional fields are unset.",
        method_attributes: quote! { #[inline] },
        struct_attributes: quote! { #[derive(Debug)] },
    };
    let (required_struct, constructor) = if has_required_struct(context) {
        constructor::named(&style, &name, &ident(&context.names.form_required), &required, &initializers)
    } else {
        (TokenStream::new(), constructor::positional(&style, &required, &initializers))
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

/// Returns a required part as a field for the constructor.
fn required_field(context: Context<'_>, part: &FormPart<'_>, ty: TokenStream) -> RequiredField {
    let is_text = matches!(context.lookup.resolve(&part.member.ty), Type::String);
    let converts = if part.file { !part.list } else { is_text };
    let docs = docs::comment([docs::code_span(&part.member.wire)]);
    RequiredField { name: part.field.clone(), ty, converts, docs }
}

fn parts<'a>(context: Context<'a>, form: &MultipartForm<'a>) -> Vec<FormPart<'a>> {
    let names = &context.lookup.names.ty(form.id).parts;
    let members = form.object.members.iter().zip(names);
    members
        .map(|(member, name)| {
            let encoding = form.encodings.iter().find(|encoding| encoding.wire == member.wire);
            let file = encoding.is_some_and(PartEncoding::is_file);
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
        let content = self.encoding.map_or(&PartContent::Value, |encoding| &encoding.content);
        match (content, self.list, self.member.required) {
            (PartContent::Value, ..) => quote! { parts.value(#wire, #content_type, &#value); },
            (PartContent::List(format), ..) => {
                let format = table::list_format(format);
                quote! { parts.list(#wire, &#value, #format); }
            }
            (PartContent::Json, ..) => quote! { parts.json(#wire, #content_type, &#value); },
            (PartContent::File, false, true) => quote! { parts.file(#wire, #content_type, self.#field); },
            (PartContent::File, false, false) => quote! { if let Some(file) = self.#field { #file } },
            (PartContent::File, true, true) => quote! { for file in self.#field { #file } },
            (PartContent::File, true, false) => quote! { for file in self.#field.into_iter().flatten() { #file } },
        }
    }
}
