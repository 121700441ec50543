//! Generates the files of `generated/` from the documents in `specs/`.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::Path;

use oasmith::cli::print::{self, Printer};
use oasmith::cli::{Failure, file_list, lock};
use oasmith::diag::{Code, Severity};
use oasmith::merge_conflict;
use oasmith::names::{KeptName, NamesLock};
use oasmith::settings::{ApiName, ApiSettings};
use oasmith::source::{FsLoader, Loader, Recorder};
use oasmith::{About, Layout, Outcome, Request, Settings};

use crate::progress::{OffTerminal, Progress};
use crate::workspace::{GENERATED, MEMBER_MANIFEST, SETTINGS, SPECS, in_specs};
use crate::{generated_manifests, pins, unused_documents};

/// The generated files.
pub struct Output {
    /// All files, by path below the workspace's root.
    pub files: BTreeMap<String, String>,
    /// The names that the files `.names.lock` keep although the documents changed.
    pub kept_names: BTreeMap<ApiName, Vec<KeptName>>,
    /// The rendered warnings.
    pub warnings: String,
}

/// Reads `specs/oasmith.toml`. Makes its paths relative to the workspace's root.
pub fn settings() -> Result<Settings, Failure> {
    let text = match std::fs::read_to_string(SETTINGS) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(no_settings()),
        Err(error) => return Err(Failure::new(format!("{SETTINGS}: {error}"))),
    };
    let mut settings =
        Settings::parse_file(SETTINGS, &text).map_err(|error| Failure::new(print::settings_error(SETTINGS, &error)))?;
    settings.apis.values_mut().for_each(resolve_paths);
    Ok(settings)
}

/// Returns the failure of a workspace without settings: how to add the documents in `specs/`, if any.
fn no_settings() -> Failure {
    match unused_documents::problems([], &BTreeSet::new()) {
        Ok(unused) if !unused.is_empty() => {
            Failure::Problems { report: unused.join("\n"), message: format!("{SETTINGS} does not exist") }
        }
        _ => {
            Failure::new(format!("{SETTINGS} does not exist\n  = help: to add an API, run: cargo xtask add NAME FILE"))
        }
    }
}

/// Returns the failure for a name that is not that of an API.
pub fn unknown_api(name: &str, settings: &Settings) -> Failure {
    let known = settings.apis.keys().map(|name| name.as_str()).collect::<Vec<_>>().join(", ");
    Failure::Arguments(format!("unknown API `{name}`. Known APIs: {known}"))
}

/// Makes the paths of an API's settings relative to the workspace's root.
fn resolve_paths(api: &mut ApiSettings) {
    api.file = in_specs(&api.file);
    for overlay in &mut api.overlays {
        *overlay = in_specs(overlay);
    }
    api.files = std::mem::take(&mut api.files).into_iter().map(|(path, hash)| (in_specs(&path), hash)).collect();
}

/// An API that was generated, and the files that were read for it.
pub struct Generated {
    /// The result.
    pub outcome: Outcome,
    /// The files of the document and the overlays, by path.
    pub read: BTreeMap<String, Vec<u8>>,
}

/// Generates every API.
///
/// # Errors
/// The failure holds the rendered problems of all documents.
pub fn output(settings: &Settings, printer: &mut Printer) -> Result<Output, Failure> {
    let mut problems = Vec::new();
    let mut rejected = Vec::new();
    let mut output = Output { files: BTreeMap::new(), kept_names: BTreeMap::new(), warnings: String::new() };
    let mut about = BTreeMap::new();
    let generated = generate_all(settings)?;
    let all_read = generated.iter().flat_map(|(_, generated)| generated.read.keys().map(String::as_str));
    let unused = unused_documents::problems(all_read, &settings.apis.keys().map(|name| name.as_str()).collect())?;
    for (name, Generated { outcome, read }) in generated {
        // A file with a merge conflict has changed, of course. Its hash must not be accepted.
        let has_conflict = outcome.diagnostics.has_errors() && read.values().any(|bytes| has_conflict(bytes));
        if !has_conflict {
            problems.extend(settings.apis.get(&name).and_then(|api| pins::problem(&name, api, &read)));
        }
        let rendered = printer.render(&name, &outcome);
        if outcome.diagnostics.has_errors() {
            let missing = settings.apis.get(&name).filter(|api| !Path::new(&api.file).exists());
            problems.push(rendered + &missing.map(|_| without_document(&name)).unwrap_or_default());
            rejected.push(outcome);
            continue;
        }
        output.warnings.push_str(&rendered);
        let Some(plan) = outcome.plan else {
            problems.push(format!(
                "error: API `{name}`: oasmith produced neither output nor an error. This is a bug in oasmith, please report it"
            ));
            continue;
        };
        output.files.extend(plan.files.into_iter().map(|(path, text)| (format!("{GENERATED}/{path}"), text)));
        if let Some(lock) = lock::text(outcome.names_lock.as_ref()) {
            output.files.insert(lock_path(&name), lock);
        }
        if !outcome.kept_names.is_empty() {
            output.kept_names.insert(name.clone(), outcome.kept_names);
        }
        let (title, recursion_limit) = outcome.api.map(|api| (api.title, api.recursion_limit)).unwrap_or_default();
        let (features, needs_ecma_regex) = (outcome.features, outcome.needs_ecma_regex);
        about.insert(name, About { title, features, needs_ecma_regex, recursion_limit });
    }
    problems.extend(unused);
    if !problems.is_empty() {
        return Err(Failure::Problems { report: problems.join("\n"), message: rejection(&rejected, NOTHING_WRITTEN) });
    }
    let package = oasmith::package(&settings.apis, &about);
    output.files.extend(package.files.into_iter().map(|(path, text)| (format!("{GENERATED}/{path}"), text)));
    add_manifests(&mut output.files)?;
    let list = file_list::text(&format!("{GENERATED}/"), &output.files);
    output.files.insert(list_path(), list);
    Ok(output)
}

/// The consequence of problems.
const NOTHING_WRITTEN: &str = "no files were written";

/// Returns the message of a command that stops because of errors in documents: what was not done, how to go on, and what would be lost.
/// `consequence` is the whole message if no document has errors.
pub fn rejection(outcomes: &[Outcome], consequence: &str) -> String {
    let outcomes: Vec<&Outcome> = outcomes.iter().collect();
    if outcomes.is_empty() {
        return consequence.to_owned();
    }
    let message = print::rejected(&outcomes, consequence);
    let errors = outcomes.iter().flat_map(|outcome| outcome.diagnostics.iter());
    let errors: Vec<Code> = errors.map(|found| found.code).filter(|code| code.severity() == Severity::Error).collect();
    if errors.iter().all(|code| *code == Code::SettingNoMatch) {
        return message + "\n  = help: correct the settings";
    }
    if errors.iter().all(|code| matches!(code, Code::OverlayNoMatch | Code::OverlayMalformed)) {
        return message + "\n  = help: correct the overlay";
    }
    let (document, crates) = match outcomes.len() {
        1 => ("the document, or write an overlay for it", "a crate"),
        _ => ("the documents, or write overlays for them", "crates"),
    };
    let way_on = print::losses(&outcomes).map(|losses| {
        format!(
            "\n  = help: correct {document}\n  = help: `oasmith generate --keep-going` generates the rest as {crates}; {losses}"
        )
    });
    message + &way_on.unwrap_or_default()
}

/// Returns the path of the list of generated files.
pub fn list_path() -> String {
    format!("{GENERATED}/{}", file_list::NAME)
}

/// Replaces the manifest by those of the workspace's member and of the standalone package.
fn add_manifests(files: &mut BTreeMap<String, String>) -> Result<(), Failure> {
    let path = format!("{GENERATED}/Cargo.toml");
    let Some(manifest) = files.remove(&path) else { return Ok(()) };
    let root = std::fs::read_to_string("Cargo.toml").map_err(|error| Failure::new(format!("Cargo.toml: {error}")))?;
    files.insert(path, generated_manifests::standalone(&manifest, &root)?);
    files.insert(MEMBER_MANIFEST.to_owned(), generated_manifests::member(&manifest)?);
    Ok(())
}

/// Returns the remedies for an API whose document does not exist.
fn without_document(name: &str) -> String {
    format!(
        "  to remove the API, delete the table `[api.{name}]` in {SETTINGS}\n  to add its document again, run: cargo xtask add {name} FILE\n"
    )
}

fn has_conflict(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_ok_and(|text| merge_conflict::find(text).is_some())
}

/// Returns the path of the file that pins the names of an API.
pub fn lock_path(api: &str) -> String {
    in_specs(&format!("{api}.names.lock"))
}

fn generate_all(settings: &Settings) -> Result<Vec<(ApiName, Generated)>, Failure> {
    let progress = &Progress::new("generating", settings.apis.len(), OffTerminal::Nothing);
    let generate = |name, api| {
        let generated = generate(name, api, &loader(api));
        progress.advance();
        generated
    };
    std::thread::scope(|scope| {
        let running: Vec<_> =
            settings.apis.iter().map(|(name, api)| (name, scope.spawn(move || generate(name, api)))).collect();
        let finished = running.into_iter().map(|(name, thread)| match thread.join() {
            Ok(outcome) => Ok((name.clone(), outcome?)),
            Err(panic) => std::panic::resume_unwind(panic),
        });
        finished.collect()
    })
}

/// Returns the loader of an API of the workspace. Its document may refer to files in `specs/`.
pub fn loader(api: &ApiSettings) -> FsLoader {
    FsLoader::below(SPECS).with_files(api.overlays.iter().chain([&api.file]))
}

/// Generates an API with the names that are pinned for it. The paths of the settings are passed to the loader.
pub fn generate(name: &str, settings: &ApiSettings, loader: &dyn Loader) -> Result<Generated, Failure> {
    let names_lock = lock::read(Path::new(&lock_path(name)))?;
    let recorder = Recorder::new(loader);
    let outcome = generate_with_names(name, settings, &recorder, &names_lock);
    Ok(Generated { outcome, read: recorder.into_files() })
}

/// Generates an API with other pinned names than those of its file.
pub fn generate_with_names(name: &str, settings: &ApiSettings, loader: &dyn Loader, names_lock: &NamesLock) -> Outcome {
    oasmith::generate(&Request { name, settings, loader, names_lock, layout: &Layout::Module, keep_going: false })
}
