//! Multipart bodies with files, or with headers of parts. They get their own struct, which streams files: a model would hold them in memory.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::{Context, body};
use crate::emit::constructor::{self, ConstructorStyle, RequiredField};
use crate::emit::docs;
use crate::emit::rust::{ResolvedStructure, Uses, braces, ident, not_null};
use crate::ir::{
    Extra, MAX_POSITIONAL_ARGUMENTS, Member, MultipartForm, PartContent, PartEncoding, RequestMedia, Type,
};

/// The Rust type of a multipart body.
pub(super) enum FormBody {
    /// A model: the body has no files.
    Model,
    /// A form struct.
    Struct,
    /// A map of files, because the document does not list the names of the parts.
    Files,
    /// The runtime's list of parts, which the user fills, because the parts cannot be the fields of a struct.
    Parts,
}

/// Returns the Rust type of the body in this media type.
pub(super) fn kind(context: Context<'_>, media: &RequestMedia) -> FormBody {
    if !media.needs_form() {
        FormBody::Model
    } else if of(context).is_some_and(|form| std::ptr::eq(form.media, media)) {
        FormBody::Struct
    } else if context.lookup.api.is_map_of_files(media) {
        FormBody::Files
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
        let docs = docs::comment(docs::sections([
            docs::lines(&member.docs, &docs::code_span(&member.wire), None),
            part.notes(),
        ]));
        settings.extend(part.setting(uses));
        if !member.required {
            fields.extend(quote! { #docs pub #field: Option<#ty>, });
            initializers.push(quote! { #field: None });
            continue;
        }
        fields.extend(quote! { #docs pub #field: #ty, });
        required.push(required_field(context, &part, ty));
    }
    for map in maps(context, &form, uses) {
        let PartMap { field, docs, ty, setting } = map;
        fields.extend(quote! { #docs pub #field: #ty, });
        initializers.push(quote! { #field: Default::default() });
        settings.extend(setting);
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
    let converts = if part.file { !part.list } else { is_text || part.has_own_headers() };
    let docs = docs::comment([docs::code_span(&part.member.wire)]);
    RequiredField { name: part.field.clone(), ty, converts, docs }
}

fn parts<'a>(context: Context<'a>, form: &MultipartForm<'a>) -> Vec<FormPart<'a>> {
    let names = &context.lookup.names.ty(form.id).parts;
    let members = form.object.members.iter().zip(names);
    members
        .map(|(member, name)| {
            let encoding = form.encodings.of(&member.wire);
            let file = encoding.is_some_and(PartEncoding::is_file);
            let list = match context.lookup.structure(&member.ty) {
                ResolvedStructure::List(_) => true,
                ResolvedStructure::Text | ResolvedStructure::Object(..) | ResolvedStructure::Other => false,
            };
            FormPart { field: ident(name), member, encoding, file, list }
        })
        .collect()
}

/// A field for the parts whose names the document does not list.
struct PartMap {
    field: Ident,
    docs: TokenStream,
    ty: TokenStream,
    /// The statement that adds the parts to `parts`.
    setting: TokenStream,
}

/// Returns the fields for the parts whose names the document does not list: `patternProperties` and `additionalProperties`.
fn maps(context: Context<'_>, form: &MultipartForm<'_>, uses: &mut Uses<'_>) -> Vec<PartMap> {
    let names = context.lookup.names.ty(form.id);
    let mut maps = Vec::new();
    for (pattern, name) in form.object.patterns.iter().zip(&names.patterns) {
        let docs = format!("Parts whose names match {}.", docs::code_span(&pattern.pattern.text));
        maps.push(value_map(ident(name), docs, &pattern.ty, None, uses));
    }
    let docs = "The other parts, by their names.".to_owned();
    match (&form.object.extra, &form.encodings.others) {
        (Extra::Kept(ty), Some(others)) if others.is_file() => {
            let (field, map, content_type) =
                (ident(&names.catch_all), uses.map_type(), option(others.content_type.as_ref()));
            let (ty, setting) = match context.lookup.structure(ty) {
                ResolvedStructure::List(_) => (
                    quote! { #map<String, Vec<http::File>> },
                    quote! {
                        for (name, files) in self.#field {
                            for file in files {
                                parts.file(&name, #content_type, file);
                            }
                        }
                    },
                ),
                ResolvedStructure::Text | ResolvedStructure::Object(..) | ResolvedStructure::Other => (
                    quote! { #map<String, http::File> },
                    quote! {
                        for (name, file) in self.#field {
                            parts.file(&name, #content_type, file);
                        }
                    },
                ),
            };
            maps.push(PartMap { field, docs: docs::comment([docs]), ty, setting });
        }
        (Extra::Kept(ty), others) => {
            let content_type = others.as_ref().and_then(|others| others.content_type.as_ref());
            maps.push(value_map(ident(&names.catch_all), docs, ty, content_type, uses));
        }
        // A caller cannot add parts that the document does not allow.
        (Extra::Ignored | Extra::Denied | Extra::Unknown, _) => {}
    }
    maps
}

fn value_map(field: Ident, docs: String, ty: &Type, content_type: Option<&String>, uses: &mut Uses<'_>) -> PartMap {
    let value = match uses.storage(ty) {
        Some(storage) => quote! { crate::runtime::codec::store::<#storage>(value) },
        None => quote! { value },
    };
    let content_type = option(content_type);
    let setting = quote! {
        for (name, value) in self.#field {
            parts.value(&name, #content_type, &#value);
        }
    };
    PartMap { field, docs: docs::comment([docs]), ty: uses.map(ty), setting }
}

/// Returns an `Option` of a text.
pub(super) fn option(text: Option<&String>) -> TokenStream {
    match text {
        Some(text) => quote! { Some(#text) },
        None => quote! { None },
    }
}

impl FormPart<'_> {
    fn has_own_headers(&self) -> bool {
        !self.file && self.encoding.is_some_and(PartEncoding::has_own_headers)
    }

    /// Returns the sentences about the headers that the caller sets.
    fn notes(&self) -> Vec<String> {
        let Some(encoding) = self.encoding else { return Vec::new() };
        let headers = encoding.headers.iter().filter(|header| header.fixed.is_none());
        let headers: Vec<String> = headers.map(|header| docs::code_span(&header.wire)).collect();
        let holder = if self.file { "File" } else { "Part" };
        let headers = (!headers.is_empty())
            .then(|| format!("Headers, which the method `header` of `{holder}` sets: {}.", headers.join(", ")));
        let content_type = encoding.content_type.as_ref().filter(|_| self.file);
        let content_type = content_type.map(|content_type| format!("Content type: {}.", docs::code_span(content_type)));
        [content_type, headers].into_iter().flatten().flat_map(|text| docs::paragraph(&text)).collect()
    }

    /// Returns the type of the part's field if the part is required. A part cannot be null; a null value is not sent.
    fn ty(&self, uses: &mut Uses<'_>) -> TokenStream {
        match (self.file, self.list) {
            (true, true) => quote! { Vec<http::File> },
            (true, false) => quote! { http::File },
            (false, _) if self.has_own_headers() => {
                let value = uses.ty(not_null(&self.member.ty));
                quote! { http::Part<#value> }
            }
            (false, _) => uses.ty(not_null(&self.member.ty)),
        }
    }

    /// Returns the statement that adds the part to `parts`.
    fn setting(&self, uses: &mut Uses<'_>) -> TokenStream {
        let (field, wire) = (&self.field, &self.member.wire);
        let storage = uses.storage(not_null(&self.member.ty));
        let content_type = option(self.encoding.and_then(|encoding| encoding.content_type.as_ref()));
        let part_field = self.encoding.and_then(body::part_field);
        let has_headers =
            self.encoding.is_some_and(|encoding| encoding.headers.iter().any(|header| header.fixed.is_some()));
        if self.file {
            let add = |file: TokenStream| match part_field.as_ref().filter(|_| has_headers) {
                Some(part_field) => quote! { parts.file_field(#part_field, #file); },
                None => quote! { parts.file(#wire, #content_type, #file); },
            };
            let add_one = add(quote! { file });
            return match (self.list, self.member.required) {
                (false, true) => add(quote! { self.#field }),
                (false, false) => quote! { if let Some(file) = self.#field { #add_one } },
                (true, true) => quote! { for file in self.#field { #add_one } },
                (true, false) => quote! { for file in self.#field.into_iter().flatten() { #add_one } },
            };
        }
        if self.has_own_headers() {
            let part_field = part_field.unwrap_or_else(|| quote! { http::PartField::value(#wire) });
            let value = match storage {
                Some(storage) => quote! { crate::runtime::codec::store::<#storage>(value) },
                None => quote! { value },
            };
            let add = quote! { parts.field_with_headers(#part_field, &#value, &headers); };
            return if self.member.required {
                quote! {
                    let (value, headers) = self.#field.into_value_and_headers();
                    #add
                }
            } else {
                quote! {
                    if let Some(part) = self.#field {
                        let (value, headers) = part.into_value_and_headers();
                        #add
                    }
                }
            };
        }
        let value = match storage {
            Some(storage) if self.member.required => {
                quote! { crate::runtime::codec::store::<#storage>(self.#field) }
            }
            Some(storage) => quote! { self.#field.map(crate::runtime::codec::store::<#storage>) },
            None => quote! { self.#field },
        };
        let content = self.encoding.map_or(&PartContent::Value, |encoding| &encoding.content);
        match (content, part_field) {
            (PartContent::Value, Some(part_field)) if has_headers => quote! { parts.field(#part_field, &#value); },
            (PartContent::Value, _) => quote! { parts.value(#wire, #content_type, &#value); },
            (PartContent::Json, Some(part_field)) if has_headers => quote! { parts.field(#part_field, &#value); },
            (PartContent::Json, _) => quote! { parts.json(#wire, #content_type, &#value); },
            (
                PartContent::List(_) | PartContent::JsonItems | PartContent::Styled { .. } | PartContent::File,
                part_field,
            ) => quote! { parts.field(#part_field, &#value); },
        }
    }
}
