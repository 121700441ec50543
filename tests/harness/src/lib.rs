//! What the tests of all packages share.
//!
//! The package does not depend on the generator, so that the generator's own unit tests can use it.

pub mod equal;
pub mod golden;
pub mod json;
pub mod program;
