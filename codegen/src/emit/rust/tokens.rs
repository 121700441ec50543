//! The basic elements of a file: identifiers, groups of tokens, the exports of a module.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream};
use quote::quote;

use crate::names::Name;

/// A file of the output, before it is printed.
#[derive(Debug, Clone)]
pub struct File {
    /// Its path below the module of the API, with `/`: `models/customer.rs`.
    pub path: String,
    /// The module's documentation (`//!`), without the comment signs. Empty if it has none.
    pub docs: String,
    /// Its items.
    pub items: TokenStream,
}

/// Returns a chosen name as an identifier.
pub(in crate::emit) fn ident(name: &Name) -> Ident {
    identifier(name.as_str())
}

/// Returns a word as an identifier. A word with the prefix `r#` becomes a raw identifier.
pub(in crate::emit) fn identifier(word: &str) -> Ident {
    match word.strip_prefix("r#") {
        Some(raw) => Ident::new_raw(raw, Span::call_site()),
        None => Ident::new(word, Span::call_site()),
    }
}

/// Returns a name without the prefix `r#`, for texts and file paths.
pub(in crate::emit) fn bare(module: &Name) -> &str {
    module.as_str().strip_prefix("r#").unwrap_or(module.as_str())
}

/// Returns the declarations of a folder's private modules and the exports of their public items. Each has its `#[cfg]`.
pub(in crate::emit) fn exports<'a>(
    modules: impl Iterator<Item = (TokenStream, &'a Name, Vec<&'a Name>)>,
) -> TokenStream {
    let (mut declared, mut exported) = (TokenStream::new(), TokenStream::new());
    for (gate, module, items) in modules {
        let module = ident(module);
        let items: Vec<Ident> = items.into_iter().map(ident).collect();
        declared.extend(quote!(#gate mod #module;));
        // `self::` shows that the module is not a crate.
        exported.extend(match items.as_slice() {
            [only] => quote!(#gate pub use self::#module::#only;),
            items => quote!(#gate pub use self::#module::{#(#items),*};),
        });
    }
    declared.extend(exported);
    declared
}

/// Returns `impl Default` with this value.
pub(in crate::emit) fn default_impl(ty: &Ident, value: &TokenStream) -> TokenStream {
    quote! {
        impl Default for #ty {
            fn default() -> Self {
                #value
            }
        }
    }
}

/// Returns the tokens in braces. Quoting copies tokens one by one, but a group as a whole.
pub(in crate::emit) fn braces(tokens: TokenStream) -> Group {
    Group::new(Delimiter::Brace, tokens)
}

/// Returns a word of a codec table's row: a type after a keyword, or the sign at the start of a row. It is printed with a space on
/// each side. Without the spaces, `empty ()` would look like a function call and `none ::path::Type` like a path.
pub(crate) fn word(tokens: TokenStream) -> Group {
    Group::new(Delimiter::None, tokens)
}
