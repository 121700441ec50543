//! A file of the output, not yet printed.

use proc_macro2::{Delimiter, Group, Literal, TokenStream};
use quote::quote;

use super::tree::Tree;

/// A file of the output.
#[derive(Debug, Clone)]
pub struct File {
    /// Its path below the module of the API, with `/`: `models/customer.rs`.
    pub path: String,
    /// Its inner documentation (`//!`), lines without the comment sign; empty for none.
    pub docs: String,
    /// Its items.
    pub(crate) items: Vec<Tree>,
}

/// Tokens in braces, to be quoted: whatever is quoted is copied token by token, only a group is not.
pub(super) fn braces(tokens: TokenStream) -> Group {
    Group::new(Delimiter::Brace, tokens)
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
    let text = raw(&text);
    quote!(#[doc = #text])
}

/// A text as a literal without escapes, which is made and read several times as fast as one with them.
fn raw(text: &str) -> Literal {
    let mut fence = String::new();
    while text.contains('"') && text.contains(&format!("\"{fence}")) {
        fence.push('#');
    }
    format!("r{fence}\"{text}\"{fence}").parse().unwrap_or_else(|_| Literal::string(text))
}

/// Parts the lines of documentation inside one `#[doc]`: an attribute for each line would be most of all tokens. A control character,
/// which no documentation holds. `render` gives each line its comment sign.
pub const LINE_END: char = '\u{1}';
