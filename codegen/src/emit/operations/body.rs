//! The request body: one argument, whatever the media type.

use proc_macro2::TokenStream;
use quote::quote;

use super::argument::Argument;
use super::{Context, form, ident, table, text};
use crate::ir::{Body, FormEncoding, FormProperty, JsonFraming, PartContent, PartEncoding, RequestCodec, RequestMedia};

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
    let (ty, given) = match &media.codec {
        RequestCodec::Text => (quote! { impl Into<String> }, quote! { #name.into() }),
        RequestCodec::Bytes => (quote! { impl Into<http::Body> }, quote! { #name.into() }),
        RequestCodec::JsonLines(ty, _) => {
            let ty = context.types.rust(ty);
            (quote! { impl IntoIterator<Item = #ty> }, quote! { #name })
        }
        RequestCodec::Json(_) | RequestCodec::Form(..) | RequestCodec::Multipart(..) => {
            (held(context, media), quote! { #name })
        }
    };
    let set = setting(context, media, &given, call, &lent);
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
        let docs = text::doc(&format!("`{}`", media.media_type.name));
        let ty = held(context, media);
        quote! { #docs #variant(#ty) }
    });
    let call = quote! { call };
    let arms = body.media.iter().zip(&variants).map(|(media, variant)| {
        let set = setting(context, media, &quote! { body }, &call, &call);
        quote! { Self::#variant(body) => { #set } }
    });
    let from = body.media.iter().zip(&variants).find(|(media, _)| media.codec.json().is_some());
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
fn held(context: Context<'_>, media: &RequestMedia) -> TokenStream {
    match &media.codec {
        RequestCodec::Json(ty) | RequestCodec::Form(ty, _) => context.types.rust(ty),
        RequestCodec::Multipart(ty, _) => match form::of(context) {
            Some(form) if form.is_for(media) => {
                let name = ident(&context.names.form);
                quote! { #name }
            }
            _ if form::has_files(media) => quote! { http::Multipart },
            _ => context.types.rust(ty),
        },
        RequestCodec::Text => quote! { String },
        RequestCodec::Bytes => quote! { http::Body },
        RequestCodec::JsonLines(ty, _) => {
            let ty = context.types.rust(ty);
            quote! { Vec<#ty> }
        }
    }
}

/// The statement that gives a body to the call. `lent` is the call as it is lent to another function.
fn setting(
    context: Context<'_>,
    media: &RequestMedia,
    body: &TokenStream,
    call: &TokenStream,
    lent: &TokenStream,
) -> TokenStream {
    let sent = &media.content_type;
    match &media.codec {
        RequestCodec::Json(_) => quote! { #call.json(#sent, &#body); },
        RequestCodec::Form(_, properties) => {
            let fields = properties.iter().filter_map(form_field);
            quote! { #call.form(#sent, &#body, &[#(#fields),*]); }
        }
        RequestCodec::Multipart(_, encodings) => match form::of(context) {
            Some(form) if form.is_for(media) => quote! { #body.set(#lent); },
            _ if form::has_files(media) => quote! { #call.multipart(#sent, #body); },
            _ => {
                let fields = encodings.iter().filter_map(part_field);
                quote! { #call.multipart(#sent, http::Multipart::of(&#body, &[#(#fields),*])); }
            }
        },
        RequestCodec::Text => quote! { #call.text(#sent, #body); },
        RequestCodec::Bytes => quote! { #call.body(#sent, #body); },
        RequestCodec::JsonLines(_, JsonFraming::Lines) => quote! { #call.lines(#sent, #body); },
        RequestCodec::JsonLines(_, JsonFraming::Sequence) => quote! { #call.sequence(#sent, #body); },
    }
}

/// How a property of a form is written, unless it is as properties are by default.
fn form_field(property: &FormProperty) -> Option<TokenStream> {
    let name = &property.wire;
    match property.encoding {
        FormEncoding::Default => None,
        FormEncoding::Json => Some(quote! { http::FormField::json(#name) }),
        FormEncoding::Styled { style, explode, allow_reserved } => {
            let style = table::style(style);
            let reserved = allow_reserved.then(|| quote! { .allow_reserved() });
            Some(quote! { http::FormField::styled(#name, #style, #explode)#reserved })
        }
    }
}

/// How a part is written, unless it is as parts are by default.
fn part_field(encoding: &PartEncoding) -> Option<TokenStream> {
    let PartEncoding { wire, content, content_type } = encoding;
    match (content, content_type) {
        (PartContent::Json, Some(content_type)) => Some(quote! { http::PartField::json(#wire, #content_type) }),
        (PartContent::Json, None) => Some(quote! { http::PartField::json(#wire, "application/json") }),
        (PartContent::Value | PartContent::File, Some(content_type)) => {
            Some(quote! { http::PartField::of_type(#wire, #content_type) })
        }
        (PartContent::Value | PartContent::File, None) => None,
    }
}
