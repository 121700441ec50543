//! Types as Rust source, and the `use` lines that they need.

use std::collections::BTreeSet;

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{ToTokens, quote};

use super::ident;
use crate::ir::{Api, CustomWay, Format, Integer, JsonKind, Member, Number, Shape, Type, TypeId};
use crate::names::{Name, Names};
use crate::settings::{RustType, TypeArgument};

/// What a file mentions, and so must import.
#[derive(Debug, Default)]
pub struct Uses {
    std: BTreeSet<&'static str>,
    runtime: BTreeSet<&'static str>,
    models: BTreeSet<Name>,
    /// The module of `models` that the file itself is: its types need no import.
    home: Option<Name>,
}

impl Uses {
    /// Nothing yet, for a file outside of `models`.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Nothing yet, for the file of a module of `models`.
    #[must_use]
    pub fn of_models(home: &Name) -> Self {
        Self { home: Some(home.clone()), ..Self::default() }
    }

    /// Imports an item of the runtime's root.
    pub fn runtime(&mut self, name: &'static str) -> TokenStream {
        self.runtime.insert(name);
        ident(name).into_token_stream()
    }

    /// Imports an item of the standard library by its path.
    pub fn std(&mut self, path: &'static str) -> TokenStream {
        self.std.insert(path);
        ident(path.rsplit("::").next().unwrap_or(path)).into_token_stream()
    }

    /// A type.
    pub fn ty(&mut self, ty: &Type, names: &Names) -> TokenStream {
        match ty {
            Type::Any => self.runtime("Value"),
            Type::Null => quote!(()),
            Type::Never => quote!(crate::runtime::Never),
            Type::Bool => quote!(bool),
            Type::Integer(width) => ident(integer(*width)).into_token_stream(),
            // Single precision would change most numbers on their way through: 0.1 is none.
            Type::Number(Number::F32 | Number::F64) => quote!(f64),
            Type::String => quote!(String),
            Type::Format(format) => self.format(*format),
            Type::Named(id) => self.named(*id, names),
            Type::List(item) => {
                let item = self.ty(item, names);
                quote!(Vec<#item>)
            }
            Type::Map(value) => self.map(value, names),
            Type::Nullable(inner) => {
                let inner = self.ty(inner, names);
                quote!(Option<#inner>)
            }
            Type::Boxed(inner) => {
                let inner = self.ty(inner, names);
                quote!(Box<#inner>)
            }
            Type::Custom(custom) => {
                let (wrapper, ty) = (wrapper(custom.way), rust_type(&custom.ty));
                quote!(crate::runtime::#wrapper<#ty>)
            }
        }
    }

    /// `BTreeMap<String, T>`.
    pub fn map(&mut self, value: &Type, names: &Names) -> TokenStream {
        let map = self.std("std::collections::BTreeMap");
        let value = self.ty(value, names);
        quote!(#map<String, #value>)
    }

    /// The type of the field of a member.
    pub fn member(&mut self, member: &Member, api: &Api, names: &Names) -> TokenStream {
        match Presence::of(member, api) {
            Presence::Required => self.ty(&member.ty, names),
            Presence::Optional => {
                let ty = self.ty(&member.ty, names);
                quote!(Option<#ty>)
            }
            Presence::Patch(inner) => {
                let patch = self.runtime("Patch");
                let inner = self.ty(inner, names);
                quote!(#patch<#inner>)
            }
        }
    }

    /// The `use` items; `models` is the path to the module `models`.
    #[must_use]
    pub fn items(&self, models: &TokenStream) -> TokenStream {
        let std = self.std.iter().filter_map(|path| path.parse::<TokenStream>().ok());
        let runtime = group(&quote!(crate::runtime), self.runtime.iter().map(|name| ident(name)));
        let models = group(models, self.models.iter().map(|name| ident(name.as_str())));
        quote!(#(use #std;)* #runtime #models)
    }

    fn named(&mut self, id: TypeId, names: &Names) -> TokenStream {
        let names = names.ty(id);
        if self.home.as_ref() != Some(&names.module) {
            self.models.insert(names.name.clone());
        }
        ident(names.name.as_str()).into_token_stream()
    }

    fn format(&mut self, format: Format) -> TokenStream {
        match format {
            Format::DateTime => self.runtime("DateTime"),
            Format::Date => self.runtime("Date"),
            Format::Uuid => self.runtime("Uuid"),
            Format::Byte => self.runtime("Base64"),
            Format::Password => self.runtime("Secret"),
            Format::Ipv4 => self.std("std::net::Ipv4Addr"),
            Format::Ipv6 => self.runtime("Ipv6"),
        }
    }
}

/// How the field of a member says whether the member is there.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Presence<'a> {
    /// `T`
    Required,
    /// `Option<T>`
    Optional,
    /// `Patch<T>` of this type.
    Patch(&'a Type),
}

impl<'a> Presence<'a> {
    /// The presence of a member.
    #[must_use]
    pub fn of(member: &'a Member, api: &'a Api) -> Self {
        match resolve(&member.ty, api) {
            _ if member.required => Self::Required,
            Type::Nullable(inner) => Self::Patch(inner),
            _ => Self::Optional,
        }
    }
}

/// A type behind its aliases.
#[must_use]
pub fn resolve<'a>(mut ty: &'a Type, api: &'a Api) -> &'a Type {
    while let Type::Named(id) = ty
        && let Shape::Alias(target) = &api.type_def(*id).shape
    {
        ty = target;
    }
    ty
}

fn group(path: &TokenStream, names: impl ExactSizeIterator<Item = Ident>) -> TokenStream {
    match names.len() {
        0 => quote!(),
        1 => quote!(#(use #path::#names;)*),
        _ => quote!(use #path::{#(#names),*};),
    }
}

fn integer(width: Integer) -> &'static str {
    match width {
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
    }
}

/// The name that the codec gives a JSON type.
pub(super) fn kind_name(kind: JsonKind) -> &'static str {
    match kind {
        JsonKind::Null => "Null",
        JsonKind::Boolean => "Boolean",
        JsonKind::Integer => "Integer",
        JsonKind::Number => "Number",
        JsonKind::String => "String",
        JsonKind::Array => "Array",
        JsonKind::Object => "Object",
    }
}

/// A type of the user's.
pub fn rust_type(ty: &RustType) -> TokenStream {
    match ty {
        RustType::Path(path) => {
            let global = path.is_global.then(|| quote!(::));
            let segments = path.segments.iter().map(|segment| {
                let name = ident(&segment.name);
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

/// What holds a type of the user's that is read and written in this way.
pub fn wrapper(way: CustomWay) -> TokenStream {
    match way {
        CustomWay::Serde => quote!(Custom),
        CustomWay::Text => quote!(CustomText),
        CustomWay::Number => quote!(CustomNumber),
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
