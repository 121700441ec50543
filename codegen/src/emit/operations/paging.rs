//! Pages: `pages` and `items` of a call that is answered with a part of a list.

use proc_macro2::TokenStream;

use super::Context;

/// What makes a call one of pages.
pub(super) fn items(context: Context<'_>) -> TokenStream {
    let _ = context;
    TokenStream::new()
}
