//! Types that the settings bring.

use crate::settings::RustType;

/// A type of the user's.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct CustomType {
    /// The type: `rust_decimal::Decimal`.
    pub ty: RustType,
    /// How it is read and written.
    pub way: CustomWay,
}

/// How a type of the user's is read and written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CustomWay {
    /// By serde's two traits.
    Serde,
    /// As a string, by `FromStr` and `Display`.
    Text,
    /// As a number, by `FromStr` and `Display`.
    Number,
}
