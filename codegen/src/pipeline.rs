//! The order of the stages.

use std::time::Duration;

use crate::diag::Diagnostics;
use crate::ir::Api;
use crate::layout::Layout;
use crate::names::NamesLock;
use crate::render::Plan;
use crate::settings::ApiSettings;
use crate::source::{Loader, Source};

/// What is to be generated.
#[derive(Clone, Copy)]
pub struct Request<'a> {
    /// The name of the API: its module and Cargo feature in `generated`.
    pub name: &'a str,
    /// Its settings. Paths in them are handed to the loader as they are.
    pub settings: &'a ApiSettings,
    /// Gives the bytes of files.
    pub loader: &'a dyn Loader,
    /// The names that earlier runs pinned; empty at first.
    pub names_lock: &'a NamesLock,
    /// Where the files go.
    pub layout: &'a Layout,
    /// Whether what cannot be generated is left out, and the rest is written all the same.
    pub keep_going: bool,
}

/// What came of it.
#[derive(Debug, Default)]
pub struct Outcome {
    /// The files, relative to the folder of the package (`src/NAME/mod.rs`). `None` if there are errors (without `keep_going`).
    /// The coverage report is among them: `src/NAME/coverage.json`, or `coverage.json` of a crate of its own.
    pub plan: Option<Plan>,
    /// What `names.lock` shall hold from now on (its text is that of `Display`). `None` without a plan.
    pub names_lock: Option<NamesLock>,
    /// All that was found.
    pub diagnostics: Diagnostics,
    /// The files that were read, for the rendering of diagnostics. `None` if not even the first could be.
    pub source: Option<Source>,
    /// The API as Rust sees it, as far as it came.
    pub api: Option<Api>,
    /// How long each stage took, in order.
    pub timings: Vec<Timing>,
}

/// How long a stage took.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timing {
    /// The stage, for example `lower`.
    pub stage: &'static str,
    /// How long.
    pub duration: Duration,
}

/// Generates the code of an API.
#[must_use]
pub fn generate(request: &Request<'_>) -> Outcome {
    let _ = request;
    Outcome::default()
}
