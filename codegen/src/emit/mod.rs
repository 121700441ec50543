//! Writes the items of the generated code, from the IR and its names. Items are built with `quote`, never as text.
//!
//! Emitting cannot fail, reports no diagnostics and chooses no names. All emitters share two modules: `rust` writes types,
//! identifiers and imports; [`docs`] writes documentation. Every emitter takes the `Uses` of its file (its `use`
//! lines) and requests each type and each import from it.

mod client;
mod constructor;
pub mod docs;
mod models;
mod operations;
mod own_servers;
mod root;
mod rules;
pub(crate) mod rust;
mod webhooks;

pub use self::root::{NAME_LINTS, NAME_LINTS_REASON};
pub use self::rust::File;
use self::rust::{Features, Lookup};
use crate::ir::Api;
use crate::names::Names;

/// Emits the files of an API. Tokens cannot be sent to another thread, so the emitter returns jobs. Each job creates one file on
/// the thread that runs it.
pub struct Emitter<'a> {
    lookup: Lookup<'a>,
    models: models::Models<'a>,
    groups: operations::Groups<'a>,
}

/// Creates one file. Returns `None` if the API has no items for it.
pub type Job<'e> = Box<dyn Fn() -> Option<File> + Send + Sync + 'e>;

impl<'a> Emitter<'a> {
    /// Groups types and operations into files.
    #[must_use]
    pub fn new(api: &'a Api, names: &'a Names) -> Self {
        let (lookup, features) = (Lookup { api, names }, Features(&names.features));
        let models = models::Models::new(lookup, features);
        let groups = operations::Groups::new(lookup, features);
        Self { lookup, models, groups }
    }

    /// Returns a job for each file: the root of the API's module, `models`, `operations`, `client` and `webhooks`.
    #[must_use]
    pub fn jobs(&self) -> Vec<Job<'_>> {
        let mut jobs: Vec<Job<'_>> = vec![Box::new(|| Some(root::file(self.lookup)))];
        // The largest first, so that no thread is left with one of them at the end.
        jobs.extend(self.groups.jobs());
        jobs.extend(self.models.jobs());
        jobs.push(Box::new(|| Some(client::file(self.lookup))));
        jobs.push(Box::new(|| own_servers::file(self.lookup)));
        jobs.push(Box::new(|| webhooks::file(self.lookup)));
        jobs.push(Box::new(|| root::tags(self.lookup)));
        jobs
    }
}
