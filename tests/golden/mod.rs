//! The output of all golden cases, so that it is compiled.

pub mod enumerations;
pub mod operations;
pub mod presence;
pub mod recursion;
pub mod unions;
pub mod webhooks;
