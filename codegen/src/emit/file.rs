//! A file of the output, not yet printed.

use proc_macro2::{Delimiter, Group, TokenStream};
use quote::quote;

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

/// Tokens in braces, to be quoted: whatever is quoted is copied token by token, only a group is not.
pub(super) fn braces(tokens: TokenStream) -> Group {
    Group::new(Delimiter::Brace, tokens)
}

/// A word in a row of a codec table: a type behind a keyword, or the sign that a row begins with. It is printed with a space on
/// each side, whatever its first and last token are. Without it, `empty ()` would read as a call and `none ::path::Type` as a path.
pub(crate) fn word(tokens: TokenStream) -> Group {
    Group::new(Delimiter::None, tokens)
}

/// Documentation: an attribute for each line. Returns no tokens for no lines.
#[must_use]
pub fn doc_attributes(lines: &[String]) -> TokenStream {
    let lines = lines.iter().map(|line| if line.is_empty() { String::new() } else { format!(" {line}") });
    quote!(#(#[doc = #lines])*)
}
