//! Types in call files: written in full (`models::Customer`), so that no model can clash with a call.

use proc_macro2::TokenStream;
use quote::quote;

use super::ident;
use crate::emit::types::kind_name;
use crate::emit::types::{rust_type, wrapper};
use crate::ir::{Api, Format, Integer, JsonKind, Number, Object, Shape, Type, TypeId};
use crate::names::Names;

/// All types and their names.
#[derive(Clone, Copy)]
pub(in crate::emit) struct Types<'a> {
    pub(in crate::emit) api: &'a Api,
    pub(in crate::emit) names: &'a Names,
}

impl<'a> Types<'a> {
    /// The type as Rust source.
    pub(in crate::emit) fn rust(self, ty: &Type) -> TokenStream {
        match ty {
            Type::Any => quote! { runtime::Value },
            Type::Null => quote! { () },
            Type::Never => quote! { runtime::Never },
            Type::Bool => quote! { bool },
            Type::Integer(integer) => self::integer(*integer),
            Type::Number(Number::F32 | Number::F64) => quote! { f64 },
            Type::String => quote! { String },
            Type::Format(format) => self::format(*format),
            Type::Named(id) => {
                let name = ident(&self.names.ty(*id).name);
                quote! { models::#name }
            }
            Type::List(item) => {
                let item = self.rust(item);
                quote! { Vec<#item> }
            }
            Type::Map(value) => {
                let value = self.rust(value);
                quote! { ::std::collections::BTreeMap<String, #value> }
            }
            Type::Nullable(inner) => {
                let inner = self.rust(inner);
                quote! { Option<#inner> }
            }
            Type::Boxed(inner) => {
                let inner = self.rust(inner);
                quote! { Box<#inner> }
            }
            Type::Custom(custom) => {
                let (wrapper, ty) = (wrapper(custom.way), rust_type(&custom.ty));
                quote!(runtime::#wrapper<#ty>)
            }
        }
    }

    /// The type behind aliases, boxes and null.
    pub(in crate::emit) fn resolved(self, ty: &'a Type) -> &'a Type {
        let mut ty = ty;
        // Aliases cannot be cyclic, but a fault there must not hang the generator.
        for _ in 0..64 {
            ty = match ty {
                Type::Named(id) => match &self.api.type_def(*id).shape {
                    Shape::Alias(inner) => inner,
                    _ => return ty,
                },
                Type::Boxed(inner) | Type::Nullable(inner) => inner,
                other => return other,
            };
        }
        ty
    }

    /// The object that a type is.
    pub(super) fn object(self, ty: &'a Type) -> Option<(TypeId, &'a Object)> {
        match self.resolved(ty) {
            Type::Named(id) => match &self.api.type_def(*id).shape {
                Shape::Object(object) => Some((*id, object)),
                _ => None,
            },
            _ => None,
        }
    }

    /// Whether it is a string without a type of its own.
    pub(super) fn is_text(self, ty: &Type) -> bool {
        matches!(self.resolved(ty), Type::String | Type::Format(Format::Password))
    }

    /// The JSON types that a value can have, by the names that the codec gives them.
    pub(in crate::emit) fn kinds(self, ty: &Type) -> Vec<&'static str> {
        let kind = |kind: &JsonKind| kind_name(*kind);
        let all = vec!["Null", "Boolean", "Integer", "Number", "String", "Array", "Object"];
        match ty {
            Type::Null => vec!["Null"],
            Type::Never => Vec::new(),
            Type::Bool => vec!["Boolean"],
            Type::Integer(_) => vec!["Integer"],
            Type::Number(_) => vec!["Integer", "Number"],
            Type::String | Type::Format(_) => vec!["String"],
            Type::List(_) => vec!["Array"],
            Type::Map(_) => vec!["Object"],
            Type::Any | Type::Custom(_) => all,
            Type::Boxed(inner) => self.kinds(inner),
            Type::Nullable(inner) => self.kinds(inner).into_iter().chain(["Null"]).collect(),
            Type::Named(id) => match &self.api.type_def(*id).shape {
                Shape::Object(_) => vec!["Object"],
                Shape::Tuple(_) => vec!["Array"],
                Shape::Alias(inner) => self.kinds(inner),
                Shape::Union(union) => {
                    union.variants.iter().flat_map(|variant| variant.kinds.iter().map(kind)).collect()
                }
                Shape::Enumeration(_) | Shape::Newtype(_) => all,
            },
        }
    }
}

fn integer(integer: Integer) -> TokenStream {
    match integer {
        Integer::I8 => quote! { i8 },
        Integer::I16 => quote! { i16 },
        Integer::I32 => quote! { i32 },
        Integer::I64 => quote! { i64 },
        Integer::I128 => quote! { i128 },
        Integer::U8 => quote! { u8 },
        Integer::U16 => quote! { u16 },
        Integer::U32 => quote! { u32 },
        Integer::U64 => quote! { u64 },
        Integer::U128 => quote! { u128 },
    }
}

fn format(format: Format) -> TokenStream {
    match format {
        Format::DateTime => quote! { runtime::DateTime },
        Format::Date => quote! { runtime::Date },
        Format::Uuid => quote! { runtime::Uuid },
        Format::Byte => quote! { runtime::Base64 },
        Format::Password => quote! { runtime::Secret },
        Format::Ipv4 => quote! { ::std::net::Ipv4Addr },
        Format::Ipv6 => quote! { runtime::Ipv6 },
    }
}
