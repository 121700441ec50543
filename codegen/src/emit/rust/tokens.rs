//! The pieces that files are put together from: identifiers, groups of tokens, the exports of a module, a file.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream};
use quote::quote;

use crate::names::Name;

/// A file of the output, not yet printed.
#[derive(Debug, Clone)]
pub struct File {
    /// Its path below the module of the API, with `/`: `models/customer.rs`.
    pub path: String,
    /// Its inner documentation (`//!`), lines without the comment sign; empty for none.
    pub docs: String,
    /// Its items.
    pub items: TokenStream,
}

/// A chosen name as an identifier.
pub(in crate::emit) fn ident(name: &Name) -> Ident {
    identifier(name.as_str())
}

/// A word that is an identifier, raw if it is written so.
pub(in crate::emit) fn identifier(word: &str) -> Ident {
    match word.strip_prefix("r#") {
        Some(raw) => Ident::new_raw(raw, Span::call_site()),
        None => Ident::new(word, Span::call_site()),
    }
}

/// A name without the mark of a raw identifier, as it stands in texts and in paths of files.
pub(in crate::emit) fn bare(module: &Name) -> &str {
    module.as_str().strip_prefix("r#").unwrap_or(module.as_str())
}

/// The private modules of a folder and their public items, each with the condition under which it exists.
pub(in crate::emit) fn exports<'a>(
    modules: impl Iterator<Item = (TokenStream, &'a Name, Vec<&'a Name>)>,
) -> TokenStream {
    let (mut declared, mut exported) = (TokenStream::new(), TokenStream::new());
    for (gate, module, items) in modules {
        let module = ident(module);
        let items: Vec<Ident> = items.into_iter().map(ident).collect();
        declared.extend(quote!(#gate mod #module;));
        // `self::` tells the reader that the module is not a crate.
        exported.extend(match items.as_slice() {
            [only] => quote!(#gate pub use self::#module::#only;),
            items => quote!(#gate pub use self::#module::{#(#items),*};),
        });
    }
    declared.extend(exported);
    declared
}

/// `impl Default` with this value.
pub(in crate::emit) fn default_impl(ty: &Ident, value: &TokenStream) -> TokenStream {
    quote! {
        impl Default for #ty {
            fn default() -> Self {
                #value
            }
        }
    }
}

/// Tokens in braces, to be quoted: quoting copies tokens one by one, except for a group.
pub(in crate::emit) fn braces(tokens: TokenStream) -> Group {
    Group::new(Delimiter::Brace, tokens)
}

/// A word in a row of a codec table: a type behind a keyword, or the sign that a row begins with. It is printed with a space on
/// each side, whatever its first and last token are. Without it, `empty ()` would read as a call and `none ::path::Type` as a path.
pub(crate) fn word(tokens: TokenStream) -> Group {
    Group::new(Delimiter::None, tokens)
}
