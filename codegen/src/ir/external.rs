//! External types: Rust types that the settings name.

use crate::settings::RustType;

/// An external type: a Rust type that the settings name for a format, a schema or a property.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct CustomType {
    /// The type, for example `rust_decimal::Decimal`.
    pub ty: RustType,
    /// How values are decoded and encoded.
    pub way: CustomWay,
}

/// How the values of an external type are decoded and encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CustomWay {
    /// With serde's `Deserialize` and `Serialize`.
    Serde,
    /// As a JSON string, with `FromStr` and `Display`.
    Text,
    /// As a JSON number, with `FromStr` and `Display`.
    Number,
}
