//! Items of the output from the IR and its names: with `quote`, never as text.
//!
//! Emitting cannot fail, finds no fault, and chooses no name. A file's `use` lines follow from what its items mention ([`Uses`]).

mod client;
pub mod docs;
mod features;
mod file;
pub mod models;
mod operations;
mod root;
mod types;
mod webhooks;

use proc_macro2::{Ident, Span};

use self::features::Features;
use self::file::braces;
pub(crate) use self::file::word;
pub use self::file::{File, doc_attributes};
pub use self::root::{NAME_LINTS, NAME_LINTS_REASON};
pub use self::types::{Presence, Uses, resolve};
use crate::ir::Api;
use crate::names::Names;

/// Emits the files of an API. Tokens cannot go from one thread to another, so what is handed out are jobs: each makes one
/// file, on whatever thread it is run.
pub struct Emitter<'a> {
    api: &'a Api,
    names: &'a Names,
    models: models::Models<'a>,
    groups: operations::Groups<'a>,
}

/// Makes one file; `None` where the API has nothing for it.
pub type Job<'e> = Box<dyn Fn() -> Option<File> + Send + Sync + 'e>;

impl<'a> Emitter<'a> {
    /// Works out what the files have in common.
    #[must_use]
    pub fn new(api: &'a Api, names: &'a Names) -> Self {
        let features = Features(&names.features);
        let models = models::Models::new(api, names, features);
        let groups = operations::Groups::of(api, names, features);
        Self { api, names, models, groups }
    }

    /// A job for each file: the root of the API's module, and below it `models` and what calls the API.
    #[must_use]
    pub fn jobs(&self) -> Vec<Job<'_>> {
        let mut jobs: Vec<Job<'_>> = vec![Box::new(|| Some(root::file(self.api, self.names)))];
        // The largest first, so that no thread is left with one of them at the end.
        jobs.extend(self.groups.jobs());
        jobs.extend(self.models.jobs());
        jobs.push(Box::new(|| Some(client::file(self.api, self.names))));
        jobs.push(Box::new(|| webhooks::file(self.api, self.names)));
        jobs
    }
}

/// A name as an identifier, raw if it is written so.
#[must_use]
pub fn ident(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(raw) => Ident::new_raw(raw, Span::call_site()),
        None => Ident::new(name, Span::call_site()),
    }
}

/// The name of a module's file.
#[must_use]
pub fn file_stem(module: &str) -> &str {
    module.strip_prefix("r#").unwrap_or(module)
}
