//! A file of the output, not yet printed.

use proc_macro2::TokenStream;
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

/// Documentation as one attribute, its lines parted by [`LINE_END`]; nothing for no lines.
#[must_use]
pub fn doc_attribute(lines: &[String]) -> TokenStream {
    if lines.is_empty() {
        return TokenStream::new();
    }
    let mut text = String::with_capacity(lines.iter().map(|line| line.len() + 2).sum());
    for (index, line) in lines.iter().enumerate() {
        if index > 0 {
            text.push(LINE_END);
        }
        if !line.is_empty() {
            text.push(' ');
            text.push_str(line);
        }
    }
    quote!(#[doc = #text])
}

/// Parts the lines of documentation inside one `#[doc]`: an attribute for each line would be most of all tokens. A control character,
/// which no documentation holds. `render` gives each line its comment sign.
pub const LINE_END: char = '\u{1}';
