//! Types of the user's, as they were written in the settings, and the runtime's wrappers of them.

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, quote};

use super::tokens::identifier;
use crate::ir::{CustomType, CustomWay};
use crate::settings::{RustType, TypeArgument};

/// A type of the user's in the wrapper that reads and writes it. The path is full: a model may have the wrapper's name.
pub(super) fn custom(custom: &CustomType) -> TokenStream {
    let ty = rust_type(&custom.ty);
    let wrapper = match custom.way {
        CustomWay::Serde => quote!(Custom),
        CustomWay::Text => quote!(CustomText),
        CustomWay::Number => quote!(CustomNumber),
    };
    quote!(crate::runtime::#wrapper<#ty>)
}

/// A type as it was written.
fn rust_type(ty: &RustType) -> TokenStream {
    match ty {
        RustType::Path(path) => {
            let global = path.is_global.then(|| quote!(::));
            let segments = path.segments.iter().map(|segment| {
                let name = identifier(&segment.name);
                let arguments = segment.arguments.iter().map(|argument| match argument {
                    TypeArgument::Type(ty) => rust_type(ty),
                    TypeArgument::Static => quote!('static),
                    TypeArgument::Number(number) => Literal::u64_unsuffixed(*number).into_token_stream(),
                    TypeArgument::Bool(value) => quote!(#value),
                });
                let arguments = (!segment.arguments.is_empty()).then(|| quote!(<#(#arguments),*>));
                quote!(#name #arguments)
            });
            quote!(#global #(#segments)::*)
        }
        RustType::Tuple(items) => {
            let comma = (items.len() == 1).then(|| quote!(,));
            let items = items.iter().map(rust_type);
            quote!((#(#items),* #comma))
        }
        RustType::Array(item, length) => {
            let (item, length) = (rust_type(item), Literal::u64_unsuffixed(*length));
            quote!([#item; #length])
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_of_the_users_are_printed_as_they_were_written() {
        for text in [
            "rust_decimal::Decimal",
            "::url::Url",
            "crate::Own",
            "a::r#type::B<'static, c::D<Vec<u8>>, 4, true>",
            "(f64, [a::B; 2])",
            "(a::B,)",
            "()",
        ] {
            let ty = RustType::parse(text).unwrap_or_else(|invalid| panic!("{invalid}"));
            let written: TokenStream = text.parse().unwrap_or_default();
            // How tokens are spaced says where they came from.
            let bare = |tokens: TokenStream| tokens.to_string().replace(' ', "");
            assert_eq!(bare(rust_type(&ty)), bare(written));
        }
    }
}
