//! Multipart bodies with files: a struct of their own, because a model holds a file in memory and these stream it.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::{Context, ident, text};
use crate::ir::{Member, Object, PartContent, PartEncoding, RequestMedia, Type, TypeId};

/// A multipart body with files.
pub(super) struct Form<'a> {
    media: &'a RequestMedia,
    encodings: &'a [PartEncoding],
    id: TypeId,
    object: &'a Object,
}

/// A part of it.
struct Part<'a> {
    field: Ident,
    member: &'a Member,
    encoding: Option<&'a PartEncoding>,
    file: bool,
    list: bool,
}

impl Form<'_> {
    /// Whether it is the body in this media type.
    pub(super) fn is_for(&self, media: &RequestMedia) -> bool {
        std::ptr::eq(self.media, media)
    }
}

/// Whether a body has files among its parts.
pub(super) fn has_files(media: &RequestMedia) -> bool {
    media.codec.multipart().is_some_and(|(_, encodings)| encodings.iter().any(is_file))
}

fn is_file(encoding: &PartEncoding) -> bool {
    match encoding.content {
        PartContent::File => true,
        PartContent::Value | PartContent::Json => false,
    }
}

/// The form of a call, if it has one.
pub(super) fn of(context: Context<'_>) -> Option<Form<'_>> {
    let body = context.operation.body.as_ref()?;
    body.media.iter().filter(|media| has_files(media)).find_map(|media| {
        let (ty, encodings) = media.codec.multipart()?;
        let (id, object) = context.types.object(ty)?;
        object.flats.is_empty().then_some(Form { media, encodings, id, object })
    })
}

/// The form, as an item of the call.
pub(super) fn item<'a>(context: &Context<'a>) -> Option<Form<'a>> {
    of(*context)
}

/// The struct of a form.
pub(super) fn items(context: Context<'_>) -> TokenStream {
    let Some(form) = of(context) else { return TokenStream::new() };
    let name = ident(&context.names.form);
    let parts = parts(context, &form);
    let docs =
        text::doc(&format!("The body of [`{}`]. Files are read while they are sent.", context.names.ty.as_str()));
    let fields = parts.iter().map(|part| {
        let (field, ty, docs) = (
            &part.field,
            part.ty(context),
            text::doc(&text::of(&part.member.docs, &format!("`{}`", part.member.wire))),
        );
        quote! { #docs pub #field: #ty }
    });
    let arguments = parts.iter().filter(|part| part.member.required).map(|part| {
        let (field, ty) = (&part.field, part.ty(context));
        if part.file && !part.list {
            quote! { #field: impl Into<http::File> }
        } else {
            quote! { #field: #ty }
        }
    });
    let values = parts.iter().map(|part| {
        let field = &part.field;
        match (part.member.required, part.file && !part.list) {
            (true, true) => quote! { #field: #field.into() },
            (true, false) => quote! { #field },
            (false, _) => quote! { #field: None },
        }
    });
    let default = parts.iter().all(|part| !part.member.required).then(|| quote! { , Default });
    let settings = parts.iter().map(Part::setting);
    let sent = &form.media.content_type;
    quote! {
        #docs
        #[derive(Debug #default)]
        pub struct #name {
            #(#fields),*
        }

        impl #name {
            /// The form with what it needs.
            #[inline]
            #[must_use]
            pub fn new(#(#arguments),*) -> Self {
                Self { #(#values),* }
            }

            #[inline]
            fn set(self, call: &mut Call) {
                let mut parts = http::Multipart::new();
                #(#settings)*
                call.multipart(#sent, parts);
            }
        }
    }
}

fn parts<'a>(context: Context<'a>, form: &Form<'a>) -> Vec<Part<'a>> {
    let names = &context.types.names.ty(form.id).parts;
    let members = form.object.members.iter().zip(names);
    members
        .map(|(member, name)| {
            let encoding = form.encodings.iter().find(|encoding| encoding.wire == member.wire);
            let file = encoding.is_some_and(is_file);
            let list = matches!(context.types.resolved(&member.ty), Type::List(_));
            Part { field: ident(name), member, encoding, file, list }
        })
        .collect()
}

impl Part<'_> {
    fn ty(&self, context: Context<'_>) -> TokenStream {
        let ty = match (self.file, self.list) {
            (true, true) => quote! { Vec<http::File> },
            (true, false) => quote! { http::File },
            // A part cannot be null: it is left out.
            (false, _) => match &self.member.ty {
                Type::Nullable(inner) => context.types.rust(inner),
                ty => context.types.rust(ty),
            },
        };
        if self.member.required {
            ty
        } else {
            quote! { Option<#ty> }
        }
    }

    /// The statement that adds it to `parts`.
    fn setting(&self) -> TokenStream {
        let (field, wire) = (&self.field, &self.member.wire);
        let content_type = match self.encoding.and_then(|encoding| encoding.content_type.as_ref()) {
            Some(content_type) => quote! { Some(#content_type) },
            None => quote! { None },
        };
        let file = quote! { parts.file(#wire, #content_type, file); };
        let content = self.encoding.map_or(PartContent::Value, |encoding| encoding.content);
        match (content, self.list, self.member.required) {
            (PartContent::Value, ..) => quote! { parts.value(#wire, #content_type, &self.#field); },
            (PartContent::Json, ..) => quote! { parts.json(#wire, #content_type, &self.#field); },
            (PartContent::File, false, true) => quote! { parts.file(#wire, #content_type, self.#field); },
            (PartContent::File, false, false) => quote! { if let Some(file) = self.#field { #file } },
            (PartContent::File, true, true) => quote! { for file in self.#field { #file } },
            (PartContent::File, true, false) => quote! { for file in self.#field.into_iter().flatten() { #file } },
        }
    }
}
