//! `#[cfg(feature = "…")]` on items that exist only in some builds.

use proc_macro2::TokenStream;
use quote::quote;

/// The names of the Cargo features of an API, same index as [`crate::ir::Api::features`].
#[derive(Debug, Clone, Copy)]
pub(in crate::emit) struct Features<'a>(pub(in crate::emit) &'a [String]);

impl Features<'_> {
    /// Returns the condition that any of these features is enabled. Returns no tokens for no features.
    pub(in crate::emit) fn any(self, features: &[usize]) -> TokenStream {
        let names: Vec<&String> = features.iter().filter_map(|index| self.0.get(*index)).collect();
        match names.as_slice() {
            [] => quote!(),
            [only] => quote!(#[cfg(feature = #only)]),
            several => quote!(#[cfg(any(#(feature = #several),*))]),
        }
    }
}
