//! The runtime of generated client crates.
//!
//! - The types of the crate root are the field types of models.
//! - `codec`: decoding and encoding of models, for generated code.
//! - `http`: calls of operations (feature `http`).
//! - `validate`: validation of values against their schemas (feature `validate`).
//!
//! Every standalone crate contains these files as `src/runtime/`, so all paths start with `crate::runtime`.

extern crate self as runtime;

mod big_integer;
#[doc(hidden)]
pub mod codec;
mod custom;
mod error;
mod format;
#[cfg(feature = "http")]
pub mod http;
mod json;
mod members;
mod patch;
mod signature;
mod unknown;
#[cfg(feature = "validate")]
pub mod validate;

pub use serde_json::{self, Value};

pub use self::big_integer::{BigInteger, BigIntegerError};
pub use self::codec::Never;
pub use self::custom::{AsNumber, AsText, BySerde, Custom, CustomEncoding};
pub use self::error::{DecodeError, EncodeError};
pub use self::format::{
    Base64, Base64Error, Date, DateTime, Ipv6, OptionalOffsetDateTime, Secret, TimeConversionError, Uuid,
};
pub use self::json::{decode, decode_counting_unknown, decode_value, encode, encode_value};
pub use self::members::Members;
pub use self::patch::Patch;
#[doc(hidden)]
pub use self::signature::decode_webhook;
#[cfg(feature = "standard-webhooks")]
pub use self::signature::{SecretError, StandardWebhooks};
pub use self::signature::{SignatureError, Verifier, WebhookError, verify_webhook};
pub use self::unknown::{UnknownValue, UnknownVariant};
#[cfg(feature = "validate")]
pub use self::validate::{Validate, Violation, Violations};
