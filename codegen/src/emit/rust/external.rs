//! External types: Rust types that the settings name, and the runtime's wrappers around them.

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, quote};

use super::tokens::identifier;
use crate::ir::{CustomType, CustomWay};
use crate::settings::{RustType, TypeArgument};

/// Returns an external type in the runtime's wrapper that decodes and encodes it. The path is absolute, because a model may have the
/// wrapper's name.
pub(super) fn external_type(external: &CustomType) -> TokenStream {
    let ty = rust_type(&external.ty);
    let wrapper = match external.way {
        CustomWay::Serde => quote!(Custom),
        CustomWay::Text => quote!(CustomText),
        CustomWay::Number => quote!(CustomNumber),
    };
    quote!(crate::runtime::#wrapper<#ty>)
}

/// Returns a type as it is written in the settings.
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
    fn external_types_are_printed_as_written_in_the_settings() {
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
            // Parsed and quoted tokens have different spaces.
            let bare = |tokens: TokenStream| tokens.to_string().replace(' ', "");
            assert_eq!(bare(rust_type(&ty)), bare(written));
        }
    }
}
