//! Helpers for the tests of all packages.
//!
//! This package does not depend on the generator, so that the generator's unit tests can use it.

pub mod equal;
pub mod golden;
pub mod json;
pub mod program;
pub mod server;
pub mod session;
