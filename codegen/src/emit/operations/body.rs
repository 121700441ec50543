//! The request body: one argument, for every media type.

use proc_macro2::TokenStream;
use quote::quote;

use super::argument::Argument;
use super::{Context, form, table};
use crate::emit::docs;
use crate::emit::rust::{Uses, braces, ident};
use crate::ir::{
    Body, FormEncoding, FormProperty, JsonFraming, PartContent, PartEncoding, PartHeader, RequestCodec, RequestMedia,
};

/// Returns the argument of a constructor for the body.
pub(super) fn required_argument(context: Context<'_>, body: &Body, uses: &mut Uses<'_>) -> Option<Argument> {
    let name = ident(&context.names.body);
    let call = &quote! { call };
    if choices(&context).is_some() {
        let ty = ident(&context.names.body_enum);
        let set = quote! { #name.into().set(&mut #call); };
        return Some(Argument { name, generics: quote!(), ty: quote! { impl Into<#ty> }, set });
    }
    let media = body.media.first()?;
    let (ty, given) = match &media.codec {
        RequestCodec::Text => (quote! { impl Into<String> }, quote! { #name.into() }),
        RequestCodec::Bytes => {
            let body = uses.in_http("Body");
            (quote! { impl Into<#body> }, quote! { #name.into() })
        }
        RequestCodec::JsonLines(ty, _) => {
            let ty = uses.ty(ty);
            (quote! { impl IntoIterator<Item = #ty> }, quote! { #name })
        }
        RequestCodec::Json(_) | RequestCodec::Form(..) | RequestCodec::Multipart(..) | RequestCodec::Parts => {
            (held(context, media, uses), quote! { #name })
        }
    };
    let set = setting(context, media, &given, call, &quote! { &mut #call }, uses);
    Some(Argument { name, generics: quote!(), ty, set })
}

/// Returns the argument of a setter for the body: a value or an `Option` of it.
pub(super) fn optional_argument(context: Context<'_>, body: &Body, uses: &mut Uses<'_>) -> Option<Argument> {
    let name = ident(&context.names.body);
    let call = &quote! { self.0 };
    let (lent, given) = (quote! { &mut #call }, quote! { #name });
    let (generics, ty, value, set) = if choices(&context).is_some() {
        let ty = ident(&context.names.body_enum);
        let (generics, argument) = converted(&quote! { #ty }, uses);
        (generics, argument, quote! { #name.optional_into() }, quote! { #name.set(#lent); })
    } else {
        let media = body.media.first()?;
        let ty = held(context, media, uses);
        let set = setting(context, media, &given, call, &lent, uses);
        match &media.codec {
            RequestCodec::Text | RequestCodec::Bytes => {
                let (generics, argument) = converted(&ty, uses);
                (generics, argument, quote! { #name.optional_into() }, set)
            }
            RequestCodec::Json(_)
            | RequestCodec::Form(..)
            | RequestCodec::Multipart(..)
            | RequestCodec::Parts
            | RequestCodec::JsonLines(..) => {
                (quote!(), quote! { impl Into<Option<#ty>> }, quote! { #name.into() }, set)
            }
        }
    };
    let set = quote! {
        match #value {
            Some(#name) => { #set }
            None => #call.unset_body(),
        }
    };
    Some(Argument { name: name.clone(), generics, ty, set })
}

/// Returns the generic parameters and the type of an argument that converts into a type.
fn converted(ty: &TokenStream, uses: &mut Uses<'_>) -> (TokenStream, TokenStream) {
    let into = uses.in_http("OptionalInto");
    (quote! { <M> }, quote! { impl #into<#ty, M> })
}

/// Returns the media types of the body if it has several. Then the body is an enum with a variant for each.
pub(super) fn choices<'a>(context: &Context<'a>) -> Option<&'a [RequestMedia]> {
    context.operation.body.as_ref().map(|body| body.media.as_slice()).filter(|media| media.len() > 1)
}

/// Returns the enum with a variant for each media type.
pub(super) fn choice(context: Context<'_>, uses: &mut Uses<'_>) -> TokenStream {
    let Some(media) = choices(&context) else { return TokenStream::new() };
    let name = ident(&context.names.body_enum);
    let docs = docs::comment([format!(
        "The request body of [`{}`]. The variant determines the media type.",
        context.names.ty.as_str()
    )]);
    let call = quote! { call };
    let (mut variants, mut arms, mut from) = (TokenStream::new(), TokenStream::new(), None);
    for (media, variant) in media.iter().zip(&context.names.body_variants) {
        let variant = ident(variant);
        let docs = docs::comment([docs::code_span(&media.media_type.name)]);
        let ty = held(context, media, uses);
        let set = setting(context, media, &quote! { body }, &call, &call, uses);
        variants.extend(quote! { #docs #variant(#ty), });
        arms.extend(quote! { Self::#variant(body) => { #set } });
        if from.is_none() && media.codec.json().is_some() {
            from = Some(quote! {
                impl From<#ty> for #name {
                    fn from(body: #ty) -> Self {
                        Self::#variant(body)
                    }
                }
            });
        }
    }
    let (variants, arms) = (braces(variants), braces(arms));
    quote! {
        #docs
        #[derive(Debug)]
        #[non_exhaustive]
        pub enum #name #variants

        impl #name {
            #[inline]
            fn set(self, call: &mut Call) {
                match self #arms
            }
        }

        #from
    }
}

/// Returns the type of a body.
fn held(context: Context<'_>, media: &RequestMedia, uses: &mut Uses<'_>) -> TokenStream {
    match &media.codec {
        RequestCodec::Json(ty) | RequestCodec::Form(ty, _) => uses.ty(ty),
        RequestCodec::Multipart(ty, _) => match form::kind(context, media) {
            form::FormBody::Struct => {
                let name = ident(&context.names.form);
                quote! { #name }
            }
            form::FormBody::Files => {
                let (map, file) = (uses.map_type(), uses.in_http("File"));
                quote! { #map<String, #file> }
            }
            form::FormBody::Parts => uses.in_http("Multipart"),
            form::FormBody::Model => uses.ty(ty),
        },
        RequestCodec::Parts => uses.in_http("Multipart"),
        RequestCodec::Text => quote! { String },
        RequestCodec::Bytes => uses.in_http("Body"),
        RequestCodec::JsonLines(ty, _) => {
            let ty = uses.ty(ty);
            quote! { Vec<#ty> }
        }
    }
}

/// Returns the statement that sets the body of the call. `lent` is the expression that borrows the call mutably.
fn setting(
    context: Context<'_>,
    media: &RequestMedia,
    body: &TokenStream,
    call: &TokenStream,
    lent: &TokenStream,
    uses: &mut Uses<'_>,
) -> TokenStream {
    let sent = &media.content_type;
    match &media.codec {
        RequestCodec::Json(ty) => {
            let body = uses.encodable(ty, body.clone());
            quote! { #call.json(#sent, &#body); }
        }
        RequestCodec::Form(_, properties) => {
            let fields: Vec<_> = properties.iter().filter_map(|property| form_field(property, uses)).collect();
            quote! { #call.form(#sent, &#body, &[#(#fields),*]); }
        }
        RequestCodec::Multipart(_, parts) => match form::kind(context, media) {
            form::FormBody::Struct => quote! { #body.set(#lent); },
            form::FormBody::Files => {
                let multipart = uses.in_http("Multipart");
                let content_type = form::option(parts.others.as_ref().and_then(|others| others.content_type.as_ref()));
                quote! { #call.multipart(#sent, #multipart::of_files(#content_type, #body)); }
            }
            form::FormBody::Parts => quote! { #call.multipart(#sent, #body); },
            form::FormBody::Model => {
                let fields = parts.declared.iter().filter_map(part_field);
                let multipart = uses.in_http("Multipart");
                quote! { #call.multipart(#sent, #multipart::of(&#body, &[#(#fields),*])); }
            }
        },
        RequestCodec::Parts => quote! { #call.multipart(#sent, #body); },
        RequestCodec::Text => quote! { #call.text(#sent, #body); },
        RequestCodec::Bytes => quote! { #call.body(#sent, #body); },
        RequestCodec::JsonLines(item, framing) => {
            let method = match framing {
                JsonFraming::Lines => quote! { lines },
                JsonFraming::Sequence => quote! { sequence },
            };
            let items = match uses.storage(item) {
                Some(storage) => {
                    quote! { #body.into_iter().map(crate::runtime::codec::store::<#storage>) }
                }
                None => body.clone(),
            };
            quote! { #call.#method(#sent, #items); }
        }
    }
}

/// Returns how a property of a form is encoded, unless that is the default.
pub(super) fn form_field(property: &FormProperty, uses: &mut Uses<'_>) -> Option<TokenStream> {
    let name = &property.wire;
    match &property.encoding {
        FormEncoding::Default => None,
        FormEncoding::List(format) => {
            let (field, format) = (uses.in_http("FormField"), table::list_format(format));
            Some(quote! { #field::list(#name, #format) })
        }
        FormEncoding::Json => {
            let field = uses.in_http("FormField");
            Some(quote! { #field::json(#name) })
        }
        FormEncoding::JsonItems => {
            let field = uses.in_http("FormField");
            Some(quote! { #field::json_items(#name) })
        }
        &FormEncoding::Styled { style, explode, allow_reserved } => {
            let (field, style) = (uses.in_http("FormField"), table::style(style));
            let reserved = allow_reserved.then(|| quote! { .allow_reserved() });
            Some(quote! { #field::styled(#name, #style, #explode)#reserved })
        }
    }
}

/// Returns how a part is encoded, unless that is the default. `http` is imported with the multipart body that contains the part.
pub(super) fn part_field(encoding: &PartEncoding) -> Option<TokenStream> {
    let PartEncoding { wire, content, content_type, headers } = encoding;
    let json = content_type.as_deref().unwrap_or("application/json");
    let field = match (content, content_type) {
        (PartContent::List(format), _) => {
            let format = table::list_format(format);
            quote! { http::PartField::list(#wire, #format) }
        }
        (PartContent::Json, _) => quote! { http::PartField::json(#wire, #json) },
        (PartContent::JsonItems, _) => quote! { http::PartField::json_items(#wire, #json) },
        (PartContent::Styled { style, explode }, _) => {
            let style = table::style(*style);
            quote! { http::PartField::styled(#wire, #style, #explode) }
        }
        (PartContent::Value | PartContent::File, Some(content_type)) => {
            quote! { http::PartField::of_type(#wire, #content_type) }
        }
        (PartContent::Value | PartContent::File, None) => quote! { http::PartField::value(#wire) },
    };
    let fixed = headers.iter().filter_map(|PartHeader { wire, fixed }| Some((wire, fixed.as_ref()?)));
    let fixed: Vec<_> = fixed.map(|(wire, value)| quote! { (#wire, #value) }).collect();
    if !fixed.is_empty() {
        return Some(quote! { #field.headers(&[#(#fixed),*]) });
    }
    let is_default = content_type.is_none() && matches!(content, PartContent::Value | PartContent::File);
    (!is_default).then_some(field)
}
