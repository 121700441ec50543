//! Types of string formats. A decoded value is encoded as the same text again.

mod base64;
mod date_time;
mod ip;
mod secret;
mod traits;
mod uuid;

pub use self::base64::{Base64, Base64Error};
pub use self::date_time::{Date, DateTime, TimeConversionError};
pub use self::ip::Ipv6;
pub use self::secret::Secret;
pub use self::uuid::Uuid;
