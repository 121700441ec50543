//! The driver for any serde format. Only this code is generic over formats: it is compiled once for each, not once per type.
//!
//! Layer 5 of decoding: imports `buffered` and the layers below it, and `policy` only for tags and JSON types. A stream cannot go back, so
//! a value that needs trials is read into a tree first. In this folder `value` imports `members` and `tree`, and `members` imports `tree`.

mod members;
mod tree;
mod value;

pub(super) use self::value::SlotSeed;
