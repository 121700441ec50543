//! What a user can change about types.

use std::collections::{BTreeMap, BTreeSet};

use super::kinds::Kinds;
use super::numbers;
use super::scalar::string_format;
use crate::ir::{CustomType, CustomWay, NameSource, Shape, Type, TypeDef};
use crate::settings::{ApiSettings, FormatSetting, TypeWay};

/// The user's choices about types.
#[derive(Debug, Clone, Default)]
pub struct TypeSettings {
    /// The Rust type of each format that has one of the user's.
    pub formats: BTreeMap<String, FormatType>,
    /// The type of each component or member that has one of the user's: by `Component` or `Component.member`.
    pub types: BTreeMap<String, UserType>,
    /// Enumerations and unions that refuse values that are not listed: names of components, pointers, `*` for all.
    pub sealed: BTreeSet<String>,
}

/// The type of a format.
#[derive(Debug, Clone, PartialEq)]
pub enum FormatType {
    /// The type that the schema has without a format: a string, a number.
    Plain,
    /// A type that needs no further crate.
    Is(Type),
    /// A type of the user's.
    User(UserType),
}

/// A type of the user's.
#[derive(Debug, Clone, PartialEq)]
pub struct UserType {
    /// Its path, `rust_decimal::Decimal`.
    pub path: String,
    /// How it is read and written.
    pub way: TypeWay,
}

impl UserType {
    fn of_setting(setting: &FormatSetting) -> Self {
        match setting {
            FormatSetting::Type(path) => Self { path: path.clone(), way: TypeWay::Serde },
            FormatSetting::External(external) => Self { path: external.path.clone(), way: external.way },
        }
    }

    /// The type where values of these kinds belong.
    pub(super) fn ty(&self, kinds: Kinds) -> Type {
        let way = match self.way {
            TypeWay::Serde => CustomWay::Serde,
            TypeWay::Text if Kinds::NUMBER.has(kinds.non_null()) => CustomWay::Number,
            TypeWay::Text => CustomWay::Text,
        };
        Type::Custom(CustomType { path: self.path.clone(), way })
    }
}

impl TypeSettings {
    /// What the settings of an API say about types.
    #[must_use]
    pub fn of_api(api: &ApiSettings) -> Self {
        let formats = api.formats.iter().map(|(format, setting)| {
            let ty = match setting {
                FormatSetting::Type(name) => built_in(name),
                FormatSetting::External(_) => FormatType::User(UserType::of_setting(setting)),
            };
            (format.clone(), ty)
        });
        let types = api.types.iter().map(|(name, setting)| (name.clone(), UserType::of_setting(setting)));
        Self { formats: formats.collect(), types: types.collect(), sealed: api.sealed.iter().cloned().collect() }
    }
}

impl TypeSettings {
    /// What is to have a type of the user's and is not there.
    pub(super) fn untyped(&self, types: &[TypeDef]) -> Vec<String> {
        let there = |name: &&String| {
            types.iter().any(|def| match (&def.name, &def.shape) {
                (NameSource::Component(component), _) if component == *name => true,
                (NameSource::Component(component), Shape::Object(object)) => name
                    .strip_prefix(component.as_str())
                    .and_then(|rest| rest.strip_prefix('.'))
                    .is_some_and(|wire| object.members.iter().any(|member| member.wire == wire)),
                _ => false,
            })
        };
        self.types.keys().filter(|name| !there(name)).cloned().collect()
    }

    /// What is to be sealed and is not there.
    pub(super) fn unmatched(&self, types: &[TypeDef]) -> Vec<String> {
        let can_be_sealed =
            |def: &&TypeDef| matches!(def.shape, Shape::Enumeration(_) | Shape::Union(_) | Shape::Alias(_));
        let there = |name: &&String| {
            types.iter().filter(can_be_sealed).any(|def| {
                let component = matches!(&def.name, NameSource::Component(component) if component == *name);
                component || def.place.pointer.as_str() == name.as_str()
            })
        };
        self.sealed.iter().filter(|name| *name != "*" && !there(name)).cloned().collect()
    }
}

fn built_in(name: &str) -> FormatType {
    let number = |format: &str| FormatType::Is(numbers::number(Some(format)));
    match name {
        "plain" | "String" => FormatType::Plain,
        "i8" | "i16" | "i32" | "i64" | "i128" => number(&name.replace('i', "int")),
        "u8" | "u16" | "u32" | "u64" | "u128" => number(&name.replace('u', "uint")),
        "f32" => number("float"),
        "f64" => number("double"),
        "bool" => FormatType::Is(Type::Bool),
        other => match string_format(other) {
            Some(format) => FormatType::Is(Type::Format(format)),
            None => FormatType::User(UserType { path: other.to_owned(), way: TypeWay::Serde }),
        },
    }
}
