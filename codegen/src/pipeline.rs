//! Runs the stages in order.

use std::time::{Duration, Instant};

use crate::diag::{Code, Diagnostic, Diagnostics, Fate, Located, Losses, Pointer, SourceLocation};
use crate::ir::Api;
use crate::layout::{self, Contents, Layout};
use crate::names::{self, KeptName, NamesLock};
use crate::openapi::Document;
use crate::render::{self, Header, Plan};
use crate::settings::{ApiSettings, SettingPosition};
use crate::source::{Loader, Source};
use crate::{coverage, emit, examples, lower, openapi, overlay, passes};

/// The input of [`generate`].
#[derive(Clone, Copy)]
pub struct Request<'a> {
    /// The name of the API. It is the name of the API's module and Cargo feature in the package `generated`.
    pub name: &'a str,
    /// The settings of the API. Their paths are passed to the loader without changes.
    pub settings: &'a ApiSettings,
    /// Reads files.
    pub loader: &'a dyn Loader,
    /// The names that earlier runs pinned. Empty in the first run.
    pub names_lock: &'a NamesLock,
    /// The layout of the generated files.
    pub layout: &'a Layout,
    /// Whether to generate the rest of the API if the document has errors. Constructs with errors are left out.
    pub keep_going: bool,
}

/// The result of [`generate`].
#[derive(Debug, Default)]
pub struct Outcome {
    /// The generated files. Paths are relative to the folder of the package (`src/NAME/mod.rs`). `None` if the document has errors and
    /// [`Request::keep_going`] is not set. Includes the coverage report: `src/NAME/coverage.json`, or `coverage.json` in a standalone
    /// crate.
    pub plan: Option<Plan>,
    /// The new content of `names.lock`; `Display` returns its text. `None` without a plan.
    pub names_lock: Option<NamesLock>,
    /// The names that [`Request::names_lock`] keeps although the document would give their items other names.
    pub kept_names: Vec<KeptName>,
    /// The Cargo features that the API is split into. The output's manifest must declare them. Empty if the API is not split.
    pub features: Vec<String>,
    /// Whether `validate()` needs the runtime's feature `ecma-regex`, which the output's manifest must enable with `validate`.
    pub needs_ecma_regex: bool,
    /// All errors and warnings.
    pub diagnostics: Diagnostics,
    /// The files that were read, to render diagnostics. `None` if the first file could not be read.
    pub source: Option<Source>,
    /// The intermediate representation of the API, also of a document with errors: what could be read. `None` if the document could not
    /// be read.
    pub api: Option<Api>,
    /// The duration of each stage, in order.
    pub timings: Vec<Timing>,
}

impl Outcome {
    /// Returns the parts of the document that errors cost. `None` if the document could not be read, so that the number of its operations
    /// is unknown.
    #[must_use]
    pub fn losses(&self) -> Option<&Losses> {
        self.api.as_ref().map(|api| &api.losses)
    }

    /// Returns what happened to the document if it has errors.
    #[must_use]
    pub fn fate(&self) -> Fate<'_> {
        match (&self.plan, self.losses()) {
            (Some(_), Some(losses)) => Fate::Reduced(losses),
            _ => Fate::Rejected,
        }
    }
}

/// The duration of a stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timing {
    /// The name of the stage, for example `lower`.
    pub stage: &'static str,
    /// The duration.
    pub duration: Duration,
}

/// Generates the code of an API. Runs every stage once, in order. Reads files only through the loader, and writes none.
#[must_use]
pub fn generate(request: &Request<'_>) -> Outcome {
    let mut outcome = Outcome::default();
    let mut clock = Clock::default();
    let document = read(request, &mut outcome, &mut clock);
    if let Some(document) = document {
        let api = lower(request, &document, &mut outcome.diagnostics, &mut clock);
        // No later stage needs the document, and it uses as much memory as the results of all later stages.
        drop(document);
        if request.keep_going || !outcome.diagnostics.has_errors() {
            print(request, &api, &mut outcome, &mut clock);
        }
        outcome.api = Some(api);
    }
    outcome.diagnostics.locate_settings(|setting| {
        let source = request.settings.source.as_ref()?;
        let SettingPosition { line, column, width, text } =
            source.position(&setting.path, setting.string.as_deref())?;
        Some(Located { path: source.path.clone(), pointer: Pointer::root(), line, column, width, text })
    });
    outcome.timings = clock.timings;
    outcome
}

/// Reads the document. Always stores the source in the outcome, because diagnostics show its text.
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

/// Converts the document into the API, and runs the passes.
fn lower(request: &Request<'_>, document: &Document, diagnostics: &mut Diagnostics, clock: &mut Clock) -> Api {
    let mut api = clock.time("lower", || lower::lower(document, request.settings, diagnostics));
    api.root = request.layout.root(request.name);
    api.rust_path = request.layout.rust_path(request.name);
    api.file = file_name(request.settings).to_owned();
    api.cut_prefixes.clone_from(&request.settings.cut_prefixes);
    api.pinned_merges = request.names_lock.merged();
    clock.time("passes", || passes::run(&mut api, request.settings, diagnostics));
    api
}

/// Generates the files. Any failure here is a bug in oasmith, not an error in the document.
fn print(request: &Request<'_>, api: &Api, outcome: &mut Outcome, clock: &mut Clock) {
    let Request { name, settings, layout, names_lock, .. } = *request;
    let diagnostics = &mut outcome.diagnostics;
    let (names, lock) = clock.time("names", || names::choose(api, names_lock));
    let examples = clock.time("examples", || examples::file(api, &names));
    let emitter = emit::Emitter::new(api, &names);
    let header = Header {
        version: env!("CARGO_PKG_VERSION"),
        source: file_name(settings),
        title: &api.title,
        api_version: &api.version,
        command: layout.command(),
    };
    match clock.time("emit and render", || render::render(&emitter.jobs(), &header)) {
        Ok(mut printed) => {
            printed.files.insert("examples.json".to_owned(), examples);
            let coverage = coverage::report(api);
            outcome.needs_ecma_regex = api.needs_ecma_regex();
            let (features, needs_ecma_regex) = (&names.features, outcome.needs_ecma_regex);
            let contents = Contents { features, needs_ecma_regex, printed, coverage };
            outcome.plan = Some(layout::arrange(layout, name, settings, &header, contents));
            outcome.names_lock = Some(lock);
            outcome.features = names.features.clone();
            outcome.kept_names = names.kept.clone();
        }
        Err(fault) => {
            let remedy =
                "This is a bug in oasmith, not an error in the document. Please report it, and attach the document.";
            diagnostics.push(Diagnostic::new(Code::Internal, &SourceLocation::default(), fault.to_string(), remedy));
        }
    }
}

/// Returns the file of the document, without its folders.
fn file_name(settings: &ApiSettings) -> &str {
    settings.file.rsplit(['/', '\\']).next().unwrap_or_default()
}

/// Measures the duration of stages.
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
