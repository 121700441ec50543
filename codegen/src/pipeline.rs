//! The order of the stages.

use std::time::{Duration, Instant};

use crate::diag::{Code, Diagnostic, Diagnostics, Place};
use crate::ir::Api;
use crate::layout::{self, Layout};
use crate::names::{self, NamesLock};
use crate::openapi::Document;
use crate::render::{self, Header, Plan};
use crate::settings::ApiSettings;
use crate::source::{Loader, Source};
use crate::{coverage, emit, examples, lower, openapi, overlay, passes};

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
    /// The Cargo features that the API is parted into, as the output's manifest has to have them; empty if it is not.
    pub features: Vec<String>,
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

/// Generates the code of an API: every stage once, in order.
#[must_use]
pub fn generate(request: &Request<'_>) -> Outcome {
    let mut outcome = Outcome::default();
    let mut clock = Clock::default();
    let document = read(request, &mut outcome, &mut clock);
    if let Some(document) = document {
        let api = lower(request, &document, &mut outcome.diagnostics, &mut clock);
        // No later stage reads it, and it is as large as everything that they make.
        drop(document);
        if request.keep_going || !outcome.diagnostics.has_errors() {
            print(request, &api, &mut outcome, &mut clock);
        }
        outcome.api = Some(api);
    }
    outcome.timings = clock.timings;
    outcome
}

/// Bytes to document. The source is kept in the outcome whatever happens: diagnostics show its text.
fn read(request: &Request<'_>, outcome: &mut Outcome, clock: &mut Clock) -> Option<Document> {
    let Request { settings, loader, .. } = *request;
    let Outcome { diagnostics, source: kept, .. } = outcome;
    let read = clock.time("source", || Source::open(&settings.file, loader, diagnostics));
    let mut source = match read {
        Ok(source) => source,
        Err(unread) => {
            *kept = Some(unread);
            return None;
        }
    };
    clock.time("overlay", || {
        settings.overlays.iter().for_each(|path| overlay::apply(&mut source, path, loader, diagnostics))
    });
    let document = clock.time("openapi", || openapi::read(&mut source, loader, diagnostics));
    *kept = Some(source);
    document
}

/// Document to API.
fn lower(request: &Request<'_>, document: &Document, diagnostics: &mut Diagnostics, clock: &mut Clock) -> Api {
    let mut api = clock.time("lower", || lower::lower(document, request.settings, diagnostics));
    api.home = request.layout.home(request.name);
    api.pinned_merges = request.names_lock.merged();
    clock.time("passes", || passes::run(&mut api, request.settings, diagnostics));
    api
}

/// API to files. Cannot fail because of the document: what goes wrong here is a fault of oasmith.
fn print(request: &Request<'_>, api: &Api, outcome: &mut Outcome, clock: &mut Clock) {
    let Request { name, settings, layout, names_lock, .. } = *request;
    let Outcome { diagnostics, source, .. } = outcome;
    let (names, lock) = clock.time("names", || names::choose(api, names_lock));
    let examples = clock.time("examples", || examples::file(api, &names));
    let emitter = emit::Emitter::new(api, &names);
    let header = Header {
        version: env!("CARGO_PKG_VERSION"),
        source: settings.file.rsplit(['/', '\\']).next().unwrap_or_default(),
        title: &api.title,
        api_version: &api.version,
        command: layout.command(),
    };
    match clock.time("emit and render", || render::render(&emitter.jobs(), &header)) {
        Ok(mut printed) => {
            printed.files.insert("examples.json".to_owned(), examples);
            let coverage = source.as_ref().map(|source| coverage::report(api, source)).unwrap_or_default();
            outcome.plan = Some(layout::arrange(layout, name, settings, &header, &names.features, printed, coverage));
            outcome.names_lock = Some(lock);
            outcome.features = names.features.clone();
        }
        Err(fault) => {
            let remedy = "this is a fault of oasmith, not of the document: please report it with the document";
            diagnostics.push(Diagnostic::new(Code::Internal, &Place::default(), fault.to_string(), remedy));
        }
    }
}

/// Measures the stages.
#[derive(Default)]
struct Clock {
    timings: Vec<Timing>,
}

impl Clock {
    fn time<T>(&mut self, stage: &'static str, work: impl FnOnce() -> T) -> T {
        let start = Instant::now();
        let result = work();
        self.timings.push(Timing { stage, duration: start.elapsed() });
        result
    }
}
