//! Items of the output from the IR and its names: with `quote`, never as text.
//!
//! Emitting cannot fail, finds no fault, and chooses no name. A file's `use` lines follow from what its items mention ([`Uses`]).

mod client;
pub mod docs;
mod file;
pub mod models;
mod operations;
mod root;
mod types;
mod webhooks;

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

pub use self::file::File;
pub use self::root::Root;
pub use self::types::{Presence, Uses, resolve};
use crate::ir::Api;
use crate::names::Names;

/// What the items depend on beside the API.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    /// What the files lie in.
    pub root: Root,
}

/// The files of an API, by path: the root of its module, and below it `models` and what calls the API.
#[must_use]
pub fn emit(api: &Api, names: &Names, options: &Options) -> Vec<File> {
    let mut files = vec![root::file(api, options)];
    files.extend(models::files(api, names));
    files.extend(operations::files(api, names));
    files.push(client::file(api, names));
    files.extend(webhooks::file(api, names));
    files
}

/// A name as tokens: an identifier, raw if it is written so.
#[must_use]
pub fn ident(name: &str) -> TokenStream {
    let ident = match name.strip_prefix("r#") {
        Some(raw) => Ident::new_raw(raw, Span::call_site()),
        None => Ident::new(name, Span::call_site()),
    };
    quote!(#ident)
}

/// The name of a module's file.
#[must_use]
pub fn file_stem(module: &str) -> &str {
    module.strip_prefix("r#").unwrap_or(module)
}
