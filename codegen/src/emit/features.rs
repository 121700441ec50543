//! `#[cfg(feature = "…")]` on what is there only in some builds.

use proc_macro2::TokenStream;
use quote::quote;

/// The names of the Cargo features of an API, same index as [`crate::ir::Api::features`].
#[derive(Debug, Clone, Copy)]
pub(super) struct Features<'a>(pub(super) &'a [String]);

impl Features<'_> {
    /// The condition that any of some features is on; nothing if there are none.
    pub(super) fn any(self, features: &[usize]) -> TokenStream {
        let names: Vec<&String> = features.iter().filter_map(|index| self.0.get(*index)).collect();
        match names.as_slice() {
            [] => quote!(),
            [only] => quote!(#[cfg(feature = #only)]),
            several => quote!(#[cfg(any(#(feature = #several),*))]),
        }
    }
}
