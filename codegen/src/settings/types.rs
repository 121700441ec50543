//! The Rust types that settings give to formats, components and members.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::forms::{Forms, several_forms};
use super::invalid::Invalid;
use super::{FeatureName, PackageName, RustType, VersionRequirement};

/// The Rust type for a `format`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FormatSetting {
    /// `"plain"` or `"String"`: the type without the format, a `String` or a number.
    Plain,
    /// A type that generated code has anyway, by its own name (`"u32"`) or by the name of its format (`"date-time"`).
    BuiltIn(BuiltInType),
    /// Any other type.
    Custom(CustomTypeSetting),
}

/// A type that is read and written by traits of its own: the path of one that serde reads and writes, or a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomTypeSetting {
    /// The type. It must implement `Clone` and `Debug`, and what `as` asks for; it needs no default.
    pub ty: RustType,
    /// How it is read and written.
    pub way: TypeWay,
    /// The crate that has it.
    pub dependency: Option<Dependency>,
}

/// A [`CustomTypeSetting`] as a table.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CustomTypeTable {
    #[serde(rename = "type")]
    ty: RustType,
    #[serde(default, rename = "as")]
    way: TypeWay,
    #[serde(rename = "crate")]
    dependency: Option<Dependency>,
}

/// How a type of a crate is read and written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TypeWay {
    /// By serde's two traits, `Serialize` and `Deserialize`: `as = "serde"`.
    #[default]
    Serde,
    /// By `FromStr` and `Display`: `as = "text"`. Where the schema is of numbers, what is parsed and printed are their digits.
    Text,
}

/// A crate that the output needs.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dependency {
    /// Its name.
    pub name: PackageName,
    /// The version requirement.
    pub version: VersionRequirement,
    /// Features that are needed.
    #[serde(default)]
    pub features: Vec<FeatureName>,
}

impl Dependency {
    /// Adds the crate to others: one that is there already gets the features of both.
    pub fn merge_into(&self, others: &mut BTreeMap<PackageName, Dependency>) {
        let merged = others.entry(self.name.clone()).or_insert_with(|| self.clone());
        let more: Vec<_> = self.features.iter().filter(|feature| !merged.features.contains(feature)).cloned().collect();
        merged.features.extend(more);
    }
}

/// A type that generated code has anyway.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum BuiltInType {
    Bool,
    I8,
    I16,
    I32,
    I64,
    I128,
    U8,
    U16,
    U32,
    U64,
    U128,
    F32,
    F64,
    DateTime,
    Date,
    Uuid,
    Byte,
    Password,
    Ipv4,
    Ipv6,
}

impl BuiltInType {
    fn of_text(text: &str) -> Option<Self> {
        Some(match text {
            "bool" => Self::Bool,
            "i8" => Self::I8,
            "i16" => Self::I16,
            "i32" => Self::I32,
            "i64" => Self::I64,
            "i128" => Self::I128,
            "u8" => Self::U8,
            "u16" => Self::U16,
            "u32" => Self::U32,
            "u64" => Self::U64,
            "u128" => Self::U128,
            "f32" => Self::F32,
            "f64" => Self::F64,
            "date-time" => Self::DateTime,
            "date" => Self::Date,
            "uuid" => Self::Uuid,
            "byte" => Self::Byte,
            "password" => Self::Password,
            "ipv4" => Self::Ipv4,
            "ipv6" => Self::Ipv6,
            _ => return None,
        })
    }
}

impl Forms for FormatSetting {
    type Table = CustomTypeTable;

    const EXPECTED: &'static str = "a Rust type, the name of a format, `\"plain\"`, or a table with `type`";

    fn of_table(table: CustomTypeTable) -> Self {
        Self::Custom(CustomTypeSetting::of_table(table))
    }

    fn of_text(text: &str) -> Option<Result<Self, Invalid>> {
        Some(match (text, BuiltInType::of_text(text)) {
            ("plain" | "String", _) => Ok(Self::Plain),
            (_, Some(built_in)) => Ok(Self::BuiltIn(built_in)),
            (_, None) => CustomTypeSetting::of_path(text).map(Self::Custom),
        })
    }
}

impl Forms for CustomTypeSetting {
    type Table = CustomTypeTable;

    const EXPECTED: &'static str = "a Rust type, or a table with `type`";

    fn of_table(table: CustomTypeTable) -> Self {
        let CustomTypeTable { ty, way, dependency } = table;
        Self { ty, way, dependency }
    }

    fn of_text(text: &str) -> Option<Result<Self, Invalid>> {
        Some(Self::of_path(text))
    }
}

impl CustomTypeSetting {
    fn of_path(text: &str) -> Result<Self, Invalid> {
        Ok(Self { ty: RustType::parse(text)?, way: TypeWay::Serde, dependency: None })
    }
}

several_forms!(FormatSetting, CustomTypeSetting);
