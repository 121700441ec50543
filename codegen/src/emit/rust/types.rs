//! Rust types from IR types, for fields, arguments, bodies and responses.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};

use super::custom_type::field_type;
use super::tokens::identifier;
use super::{Presence, Uses};
use crate::ir::{Format, Integer, JsonType, Member, Number, Type};

impl Uses<'_> {
    /// Returns a type, and imports the names that it mentions.
    pub(in crate::emit) fn ty(&mut self, ty: &Type) -> TokenStream {
        match ty {
            Type::Any => self.runtime("Value").into_token_stream(),
            Type::Null => quote!(()),
            // A full path, because a model may have this name.
            Type::Never => quote!(crate::runtime::Never),
            Type::Bool => quote!(bool),
            Type::Integer(Integer::Big) => self.runtime("BigInteger").into_token_stream(),
            Type::Integer(width) => integer(*width).into_token_stream(),
            // Single precision would change most numbers in a round trip: it cannot represent 0.1.
            Type::Number(Number::F32 | Number::F64) => quote!(f64),
            Type::String => quote!(String),
            Type::Format(format) => self.format(*format).into_token_stream(),
            Type::Named(id) => self.model(*id),
            Type::List(item) => {
                let item = self.ty(item);
                quote!(Vec<#item>)
            }
            Type::Map(value) => self.map(value),
            Type::Nullable(inner) => {
                let inner = self.ty(inner);
                quote!(Option<#inner>)
            }
            Type::Boxed(inner) => {
                let inner = self.ty(inner);
                quote!(Box<#inner>)
            }
            Type::Custom(ty) => field_type(ty),
        }
    }

    /// `BTreeMap<String, T>`.
    pub(in crate::emit) fn map(&mut self, value: &Type) -> TokenStream {
        let map = self.map_type();
        let value = self.ty(value);
        quote!(#map<String, #value>)
    }

    /// `BTreeMap<String, T>` with a value type that the codec handles itself.
    pub(in crate::emit) fn codec_map(&mut self, value: &Type) -> TokenStream {
        let map = self.map_type();
        let value = self.codec_type(value);
        quote!(#map<String, #value>)
    }

    /// `BTreeMap`.
    pub(in crate::emit) fn map_type(&mut self) -> Ident {
        self.std("std::collections", "BTreeMap")
    }

    /// Returns the type of a member's field.
    pub(in crate::emit) fn member(&mut self, member: &Member) -> TokenStream {
        match self.lookup.presence(member) {
            Presence::Required => self.ty(&member.ty),
            Presence::Optional => {
                let ty = self.ty(&member.ty);
                quote!(Option<#ty>)
            }
            Presence::Patch(inner) => {
                let patch = self.runtime("Patch");
                let inner = self.ty(inner);
                quote!(#patch<#inner>)
            }
        }
    }

    fn format(&mut self, format: Format) -> Ident {
        match format {
            Format::DateTime => self.runtime("DateTime"),
            Format::OptionalOffsetDateTime => self.runtime("OptionalOffsetDateTime"),
            Format::Date => self.runtime("Date"),
            Format::Uuid => self.runtime("Uuid"),
            Format::Byte => self.runtime("Base64"),
            Format::Password => self.runtime("Secret"),
            Format::Ipv4 => self.std("std::net", "Ipv4Addr"),
            Format::Ipv6 => self.runtime("Ipv6"),
        }
    }
}

fn integer(width: Integer) -> Ident {
    identifier(match width {
        Integer::I8 => "i8",
        Integer::I16 => "i16",
        Integer::I32 => "i32",
        Integer::I64 => "i64",
        Integer::I128 => "i128",
        Integer::U8 => "u8",
        Integer::U16 => "u16",
        Integer::U32 => "u32",
        Integer::U64 => "u64",
        Integer::U128 => "u128",
        Integer::Big => "BigInteger",
    })
}

/// Returns the codec's name of a JSON type.
pub(in crate::emit) fn json_type(kind: JsonType) -> Ident {
    identifier(match kind {
        JsonType::Null => "Null",
        JsonType::Boolean => "Boolean",
        JsonType::Integer => "Integer",
        JsonType::Number => "Number",
        JsonType::String => "String",
        JsonType::Array => "Array",
        JsonType::Object => "Object",
    })
}
