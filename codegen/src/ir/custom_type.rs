//! Custom types: Rust types that the settings name.

pub use crate::settings::CustomEncoding;
use crate::settings::RustType;

/// A custom type: a Rust type that the settings name for a format, a schema or a property.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct CustomType {
    /// The type, for example `rust_decimal::Decimal`.
    pub ty: RustType,
    /// How values are decoded and encoded.
    pub encoding: CustomEncoding,
    /// The placeholder of a required field, as the encoding reads it: a text, or JSON. `None` for the type's `Default`.
    pub placeholder: Option<String>,
    /// Whether fields have the type in the runtime's wrapper `Custom`, which needs neither a placeholder nor `PartialEq`.
    pub wrapper: bool,
}
