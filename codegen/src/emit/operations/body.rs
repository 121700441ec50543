//! The request body: one argument, whatever the media type.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::argument::Argument;
use super::{Context, form, ident, table, text};
use crate::ir::{Body, Media, MediaCodec, PartEncoding};

/// The argument of the body. `call` is where the call is in the surrounding code.
pub(super) fn argument(context: Context<'_>, call: &TokenStream) -> Option<Argument> {
    let body = context.operation.body.as_ref()?;
    let name = ident(&context.names.body);
    if item(&context).is_some() {
        let ty = ident(&context.names.body_enum);
        let set = quote! { #name.into().set(&mut #call); };
        return Some(Argument { name, ty: quote! { impl Into<#ty> }, set });
    }
    let media = body.media.first()?;
    let lent = quote! { &mut #call };
    let (ty, set) = match &media.codec {
        MediaCodec::Text => {
            (quote! { impl Into<String> }, setting(context, media, &quote! { #name.into() }, call, &lent))
        }
        MediaCodec::Bytes | MediaCodec::EventStream(_) => {
            (quote! { impl Into<http::Body> }, setting(context, media, &quote! { #name.into() }, call, &lent))
        }
        MediaCodec::JsonLines(ty) => {
            let ty = context.types.rust(ty);
            (quote! { impl IntoIterator<Item = #ty> }, setting(context, media, &quote! { #name }, call, &lent))
        }
        _ => (held(context, media), setting(context, media, &quote! { #name }, call, &lent)),
    };
    Some(Argument { name, ty, set })
}

/// The body, if it has a choice of media types.
pub(super) fn item<'a>(context: &Context<'a>) -> Option<&'a Body> {
    context.operation.body.as_ref().filter(|body| body.media.len() > 1)
}

/// The enum of media types.
pub(super) fn choice(context: Context<'_>) -> TokenStream {
    let Some(body) = item(&context) else { return TokenStream::new() };
    let name = ident(&context.names.body_enum);
    let variants: Vec<_> = context.names.body_variants.iter().map(ident).collect();
    let docs = text::doc(&format!("The body of [`{}`], in one of its media types.", context.names.ty.as_str()));
    let declared = body.media.iter().zip(&variants).map(|(media, variant)| {
        let docs = text::doc(&format!("`{}`", media.media_type));
        let ty = held(context, media);
        quote! { #docs #variant(#ty) }
    });
    let call = quote! { call };
    let arms = body.media.iter().zip(&variants).map(|(media, variant)| {
        let set = setting(context, media, &quote! { body }, &call, &call);
        quote! { Self::#variant(body) => { #set } }
    });
    let from = body.media.iter().zip(&variants).find(|(media, _)| matches!(media.codec, MediaCodec::Json(_)));
    let from = from.map(|(media, variant)| {
        let ty = held(context, media);
        quote! {
            impl From<#ty> for #name {
                fn from(body: #ty) -> Self {
                    Self::#variant(body)
                }
            }
        }
    });
    quote! {
        #docs
        #[derive(Debug)]
        #[non_exhaustive]
        pub enum #name {
            #(#declared),*
        }

        impl #name {
            #[inline]
            fn set(self, call: &mut Call) {
                match self {
                    #(#arms)*
                }
            }
        }

        #from
    }
}

/// The type that holds a body.
fn held(context: Context<'_>, media: &Media) -> TokenStream {
    match &media.codec {
        MediaCodec::Json(ty) | MediaCodec::Form(ty, _) => context.types.rust(ty),
        MediaCodec::Multipart(ty, _) => match form::of(context) {
            Some(form) if form.is_for(media) => {
                let name = ident(&context.names.form);
                quote! { #name }
            }
            _ if form::has_files(media) => quote! { http::Multipart },
            _ => context.types.rust(ty),
        },
        MediaCodec::Text => quote! { String },
        MediaCodec::Bytes | MediaCodec::EventStream(_) => quote! { http::Body },
        MediaCodec::JsonLines(ty) => {
            let ty = context.types.rust(ty);
            quote! { Vec<#ty> }
        }
    }
}

/// The statement that gives a body to the call. `lent` is the call as it is lent to another function.
fn setting(
    context: Context<'_>,
    media: &Media,
    body: &TokenStream,
    call: &TokenStream,
    lent: &TokenStream,
) -> TokenStream {
    let sent = sent_as(media);
    match &media.codec {
        MediaCodec::Json(_) => quote! { #call.json(#sent, &#body); },
        MediaCodec::Form(_, encodings) => {
            let fields = encodings.iter().filter(|encoding| !is_plain(encoding)).map(form_field);
            quote! { #call.form(#sent, &#body, &[#(#fields),*]); }
        }
        MediaCodec::Multipart(_, encodings) => match form::of(context) {
            Some(form) if form.is_for(media) => quote! { #body.set(#lent); },
            _ if form::has_files(media) => quote! { #call.multipart(#sent, #body); },
            _ => {
                let types = encodings.iter().filter_map(|encoding| {
                    let (wire, content_type) = (&encoding.wire, encoding.content_type.as_ref()?);
                    Some(quote! { (#wire, #content_type) })
                });
                quote! { #call.multipart(#sent, http::Multipart::of(&#body, &[#(#types),*])); }
            }
        },
        MediaCodec::Text => quote! { #call.text(#sent, #body); },
        MediaCodec::Bytes | MediaCodec::EventStream(_) => quote! { #call.body(#sent, #body); },
        MediaCodec::JsonLines(_) => quote! { #call.lines(#sent, #body); },
    }
}

/// The media type that is sent: never a range.
pub(super) fn sent_as(media: &Media) -> &str {
    if !media.media_type.contains('*') {
        return &media.media_type;
    }
    match media.codec {
        MediaCodec::Json(_) => "application/json",
        MediaCodec::Form(..) => "application/x-www-form-urlencoded",
        MediaCodec::Multipart(..) => "multipart/form-data",
        MediaCodec::Text => "text/plain",
        MediaCodec::Bytes | MediaCodec::EventStream(_) => "application/octet-stream",
        MediaCodec::JsonLines(_) => "application/x-ndjson",
    }
}

/// Whether a property of a form is written as properties are unless a document says otherwise.
fn is_plain(encoding: &PartEncoding) -> bool {
    encoding.style == crate::ir::ParameterStyle::Form && encoding.explode && !encoding.allow_reserved
}

fn form_field(encoding: &PartEncoding) -> TokenStream {
    let (name, style) = (&encoding.wire, table::style(encoding.style));
    let (explode, allow_reserved) = (encoding.explode, encoding.allow_reserved);
    let field = format_ident!("FormField");
    quote! { http::#field { name: #name, style: #style, explode: #explode, allow_reserved: #allow_reserved } }
}
