//! Types of string formats. Encoding a decoded value produces its original text.

mod base64;
mod date_time;
mod ip;
mod secret;
mod traits;
mod uuid;

pub use self::base64::{Base64, Base64Error};
pub use self::date_time::{Date, DateTime, OptionalOffsetDateTime, TimeConversionError};
pub use self::ip::Ipv6;
pub use self::secret::Secret;
pub use self::uuid::Uuid;
