//! Custom types, which the settings name: the types of fields, and the storages that the codec decodes them into.

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, quote};

use super::tokens::identifier;
use super::{Presence, Uses};
use crate::ir::{CustomEncoding, CustomType, Member, Type};
use crate::settings::{RustType, TypeArgument};

/// Returns a custom type as the type of a field.
pub(super) fn field_type(custom: &CustomType) -> TokenStream {
    if custom.wrapper { wrapped(custom) } else { rust_type(&custom.ty) }
}

/// Returns a custom type in the runtime's wrapper, which decodes and encodes it. The paths are absolute, because a model may have one of
/// these names.
fn wrapped(custom: &CustomType) -> TokenStream {
    let ty = rust_type(&custom.ty);
    match custom.encoding {
        CustomEncoding::Serde => quote!(crate::runtime::Custom<#ty>),
        CustomEncoding::Text => quote!(crate::runtime::Custom<#ty, crate::runtime::AsText>),
        CustomEncoding::Number => quote!(crate::runtime::Custom<#ty, crate::runtime::AsNumber>),
    }
}

impl Uses<'_> {
    /// Returns the storage of a type that contains a custom type without a wrapper. `None` for a type that the codec handles itself.
    pub(in crate::emit) fn storage(&mut self, ty: &Type) -> Option<TokenStream> {
        match self.lookup.resolve(ty) {
            Type::Custom(custom) => (!custom.wrapper).then(|| wrapped(custom)),
            Type::List(item) => self.storage(item).map(|item| quote!(Vec<#item>)),
            Type::Map(value) => {
                let value = self.storage(value)?;
                let map = self.map_type();
                Some(quote!(#map<String, #value>))
            }
            Type::Nullable(inner) => self.storage(inner).map(|inner| quote!(Option<#inner>)),
            Type::Boxed(inner) => self.storage(inner).map(|inner| quote!(Box<#inner>)),
            Type::Any
            | Type::Null
            | Type::Never
            | Type::Bool
            | Type::Integer(_)
            | Type::Number(_)
            | Type::String
            | Type::Format(_)
            | Type::Named(_) => None,
        }
    }

    /// Returns the type of a field that cannot have a storage: the storage itself is the type of the field.
    pub(in crate::emit) fn codec_type(&mut self, ty: &Type) -> TokenStream {
        self.storage(ty).unwrap_or_else(|| self.ty(ty))
    }

    /// Returns `as [Storage = "placeholder"]` for the row of a value in a codec's table, if its type has a storage. Only a value that always
    /// exists needs a placeholder.
    pub(in crate::emit) fn storage_row(&mut self, ty: &Type, always_exists: bool) -> Option<TokenStream> {
        let storage = self.storage(ty)?;
        let mut placeholder = None;
        if let Type::Custom(custom) = self.lookup.resolve(ty)
            && always_exists
        {
            placeholder = custom.placeholder.as_ref().map(|placeholder| quote!(= #placeholder));
        }
        Some(quote!(as [#storage #placeholder]))
    }

    /// Returns the [`storage_row`](Self::storage_row) of a member.
    pub(in crate::emit) fn member_storage_row(&mut self, member: &Member) -> Option<TokenStream> {
        match self.lookup.presence(member) {
            Presence::Required => self.storage_row(&member.ty, true),
            Presence::Optional => self.storage_row(&member.ty, false),
            Presence::Patch(inner) => self.storage_row(inner, false),
        }
    }

    /// Returns an expression of a type that the codec handles, for a value of this type.
    pub(in crate::emit) fn encodable(&mut self, ty: &Type, value: TokenStream) -> TokenStream {
        match self.storage(ty) {
            Some(storage) => quote!(crate::runtime::codec::store::<#storage>(#value)),
            None => value,
        }
    }
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
    fn custom_types_are_printed_as_written_in_the_settings() {
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
