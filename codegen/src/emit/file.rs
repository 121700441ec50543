//! A file of the output, not yet printed.

use proc_macro2::TokenStream;

/// A file of the output.
#[derive(Debug, Clone)]
pub struct File {
    /// Its path below the module of the API, with `/`: `models/customer.rs`.
    pub path: String,
    /// Its inner documentation (`//!`), lines without the comment sign; empty for none.
    pub docs: String,
    /// Its items.
    pub items: TokenStream,
}
