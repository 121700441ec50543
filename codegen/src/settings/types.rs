//! The Rust types of formats, components and properties in the settings.

use std::collections::BTreeMap;

use serde::de::Error;
use serde::{Deserialize, Deserializer};

use super::forms::{Forms, choices, several_forms};
use super::invalid::Invalid;
use super::{FeatureName, PackageName, RustType, VersionRequirement};

/// The Rust type for a `format`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FormatSetting {
    /// `"plain"` or `"String"`: the format is ignored; the type is a `String` or a number.
    Plain,
    /// A built-in type, by its Rust name (`"u32"`) or by the name of its format (`"date-time"`). `"optional-offset-date-time"` is a
    /// `date-time` whose offset may be missing.
    BuiltIn(BuiltInType),
    /// Any other type.
    Custom(CustomTypeSetting),
}

/// A custom type: the path of a type that implements serde's traits, or a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomTypeSetting {
    /// The type. It must implement `Clone`, `Debug` and the traits that `as` requires. Unless `wrapper` is set, it must also implement
    /// `PartialEq`, and `Default` if a required field has the type and no `placeholder` is set.
    pub ty: RustType,
    /// How values are decoded and encoded: `as`.
    pub encoding: CustomEncoding,
    /// The initial value of a required field, which decoding replaces: a value as it appears in JSON. By default it is the type's `Default`,
    /// or a known value of a common type such as `url::Url`.
    pub placeholder: Option<serde_json::Value>,
    /// Whether fields have the type inside the runtime's wrapper `Custom`, which needs neither `PartialEq` nor a placeholder.
    pub wrapper: bool,
    /// The crate that defines the type.
    pub dependency: Option<Dependency>,
}

/// A [`CustomTypeSetting`] as a table.
#[derive(Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(super) struct CustomTypeTable {
    #[serde(rename = "type")]
    ty: RustType,
    #[serde(default, rename = "as")]
    encoding: CustomEncoding,
    #[serde(default, deserialize_with = "json_value")]
    placeholder: Option<serde_json::Value>,
    #[serde(default)]
    wrapper: bool,
    #[serde(rename = "crate")]
    dependency: Option<Dependency>,
}

/// The encoding of a custom type: how its values are decoded and encoded.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum CustomEncoding {
    /// With `serde::Serialize` and `serde::Deserialize`: `as = "serde"`.
    #[default]
    Serde,
    /// As a JSON string, with `FromStr` and `Display`: `as = "text"`.
    Text,
    /// As a JSON number, with `FromStr` and `Display` of its digits: `as = "text"` for a number schema.
    Number,
}

/// A crate that the generated code depends on.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Dependency {
    /// The package name.
    pub name: PackageName,
    /// The version requirement.
    pub version: VersionRequirement,
    /// The features to enable.
    #[serde(default)]
    pub features: Vec<FeatureName>,
}

impl Dependency {
    /// Adds the dependency to a map. If the map has the crate already, the features are combined.
    pub fn merge_into(&self, others: &mut BTreeMap<PackageName, Dependency>) {
        let merged = others.entry(self.name.clone()).or_insert_with(|| self.clone());
        let more: Vec<_> = self.features.iter().filter(|feature| !merged.features.contains(feature)).cloned().collect();
        merged.features.extend(more);
    }
}

/// A type that generated code supports without an additional dependency.
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
    BigInteger,
    F32,
    F64,
    DateTime,
    OptionalOffsetDateTime,
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
            "BigInteger" => Self::BigInteger,
            "f32" => Self::F32,
            "f64" => Self::F64,
            "date-time" => Self::DateTime,
            "optional-offset-date-time" => Self::OptionalOffsetDateTime,
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
        let CustomTypeTable { ty, encoding, placeholder, wrapper, dependency } = table;
        Self { ty, encoding, placeholder, wrapper, dependency }
    }

    fn of_text(text: &str) -> Option<Result<Self, Invalid>> {
        Some(Self::of_path(text))
    }
}

impl CustomTypeSetting {
    fn of_path(text: &str) -> Result<Self, Invalid> {
        Ok(Self {
            ty: RustType::parse(text)?,
            encoding: CustomEncoding::Serde,
            placeholder: None,
            wrapper: false,
            dependency: None,
        })
    }
}

several_forms!(FormatSetting, CustomTypeSetting);

choices! {
    CustomEncoding { "serde" => Serde, "text" => Text }
}

/// Reads a value as it appears in JSON. A date of TOML is not one.
fn json_value<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<serde_json::Value>, D::Error> {
    let value = toml::Value::deserialize(deserializer)?;
    if has_date(&value) {
        let problem =
            Invalid::new("a date of TOML does not appear in JSON", "write it as a string, in quotation marks");
        return Err(D::Error::custom(problem));
    }
    serde_json::to_value(value).map(Some).map_err(D::Error::custom)
}

fn has_date(value: &toml::Value) -> bool {
    match value {
        toml::Value::Datetime(_) => true,
        toml::Value::Array(items) => items.iter().any(has_date),
        toml::Value::Table(table) => table.values().any(has_date),
        toml::Value::String(_) | toml::Value::Integer(_) | toml::Value::Float(_) | toml::Value::Boolean(_) => false,
    }
}
