//! What a user can change about types.

use std::collections::{BTreeMap, BTreeSet};

use super::kinds::Kinds;
use crate::ir::{CustomType, CustomWay, Format, Integer, NameSource, Number, Shape, Type, TypeDef};
use crate::settings::{ApiSettings, BuiltInType, CustomTypeSetting, FormatSetting, TypeWay};

/// The user's choices about types.
#[derive(Debug, Clone, Default)]
pub struct TypeSettings {
    /// The Rust type of each format that has one of the user's.
    pub formats: BTreeMap<String, FormatType>,
    /// The type of each component or member that has one of the user's: by `Component` or `Component.member`.
    pub types: BTreeMap<String, CustomTypeSetting>,
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
    Custom(CustomTypeSetting),
}

/// A type of the user's, where values of these kinds belong.
pub(super) fn custom(setting: &CustomTypeSetting, kinds: Kinds) -> Type {
    let way = match setting.way {
        TypeWay::Serde => CustomWay::Serde,
        TypeWay::Text if Kinds::NUMBER.has(kinds.non_null()) => CustomWay::Number,
        TypeWay::Text => CustomWay::Text,
    };
    Type::Custom(CustomType { ty: setting.ty.clone(), way })
}

impl TypeSettings {
    /// What the settings of an API say about types.
    #[must_use]
    pub fn of_api(api: &ApiSettings) -> Self {
        let formats = api.formats.iter().map(|(format, setting)| {
            let ty = match setting {
                FormatSetting::Plain => FormatType::Plain,
                FormatSetting::BuiltIn(ty) => FormatType::Is(built_in(*ty)),
                FormatSetting::Custom(setting) => FormatType::Custom(setting.clone()),
            };
            (format.clone(), ty)
        });
        Self { formats: formats.collect(), types: api.types.clone(), sealed: api.sealed.iter().cloned().collect() }
    }
}

impl TypeSettings {
    /// What is to have a type of the user's and is not there.
    pub(super) fn untyped(&self, types: &[TypeDef]) -> Vec<String> {
        let there = |name: &&String| {
            types.iter().any(|def| match &def.name {
                NameSource::Component(component) => {
                    name.strip_prefix(component.as_str()).is_some_and(|rest| is_here(&def.shape, rest))
                }
                NameSource::Part { .. }
                | NameSource::Operation { .. }
                | NameSource::Given(_)
                | NameSource::Merged { .. } => false,
            })
        };
        self.types.keys().filter(|name| !there(name)).cloned().collect()
    }

    /// What is to be sealed and is not there.
    pub(super) fn unmatched(&self, types: &[TypeDef]) -> Vec<String> {
        let can_be_sealed = |def: &&TypeDef| match def.shape {
            Shape::Enumeration(_) | Shape::Union(_) | Shape::Alias(_) => true,
            Shape::Object(_) | Shape::Tuple(_) | Shape::Newtype(_) => false,
        };
        let there = |name: &&String| {
            types.iter().filter(can_be_sealed).any(|def| {
                let component = matches!(&def.name, NameSource::Component(component) if component == *name);
                component || def.place.pointer.as_str() == name.as_str()
            })
        };
        self.sealed.iter().filter(|name| *name != "*" && !there(name)).cloned().collect()
    }
}

fn built_in(ty: BuiltInType) -> Type {
    match ty {
        BuiltInType::Bool => Type::Bool,
        BuiltInType::I8 => Type::Integer(Integer::I8),
        BuiltInType::I16 => Type::Integer(Integer::I16),
        BuiltInType::I32 => Type::Integer(Integer::I32),
        BuiltInType::I64 => Type::Integer(Integer::I64),
        BuiltInType::I128 => Type::Integer(Integer::I128),
        BuiltInType::U8 => Type::Integer(Integer::U8),
        BuiltInType::U16 => Type::Integer(Integer::U16),
        BuiltInType::U32 => Type::Integer(Integer::U32),
        BuiltInType::U64 => Type::Integer(Integer::U64),
        BuiltInType::U128 => Type::Integer(Integer::U128),
        BuiltInType::F32 => Type::Number(Number::F32),
        BuiltInType::F64 => Type::Number(Number::F64),
        BuiltInType::DateTime => Type::Format(Format::DateTime),
        BuiltInType::Date => Type::Format(Format::Date),
        BuiltInType::Uuid => Type::Format(Format::Uuid),
        BuiltInType::Byte => Type::Format(Format::Byte),
        BuiltInType::Password => Type::Format(Format::Password),
        BuiltInType::Ipv4 => Type::Format(Format::Ipv4),
        BuiltInType::Ipv6 => Type::Format(Format::Ipv6),
    }
}

/// Whether a component has what a key of the settings says behind its name: nothing, or `.` and a member.
fn is_here(shape: &Shape, rest: &str) -> bool {
    let Some(wire) = rest.strip_prefix('.') else { return rest.is_empty() };
    match shape {
        Shape::Object(object) => object.members.iter().any(|member| member.wire == wire),
        Shape::Enumeration(_) | Shape::Union(_) | Shape::Tuple(_) | Shape::Alias(_) | Shape::Newtype(_) => false,
    }
}
