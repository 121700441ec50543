//! Generates the files of `generated/` from the documents in `specs/`.

use std::collections::BTreeMap;
use std::path::Path;

use oasmith::cli::{Failure, lock, print};
use oasmith::names::KeptName;
use oasmith::settings::{ApiName, ApiSettings};
use oasmith::source::FsLoader;
use oasmith::{About, Layout, Outcome, Request, Settings};
use sha2::{Digest, Sha256};

use crate::workspace::{GENERATED, SETTINGS, SPECS};

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
    let text = std::fs::read_to_string(SETTINGS).map_err(|error| Failure::new(format!("{SETTINGS}: {error}")))?;
    let mut settings =
        Settings::parse_file(SETTINGS, &text).map_err(|error| Failure::new(print::settings_error(SETTINGS, &error)))?;
    for api in settings.apis.values_mut() {
        api.file = format!("{SPECS}/{}", api.file);
        for overlay in &mut api.overlays {
            *overlay = format!("{SPECS}/{overlay}");
        }
    }
    Ok(settings)
}

/// Generates every API.
///
/// # Errors
/// The failure holds the rendered problems of all documents.
pub fn output(settings: &Settings) -> Result<Output, Failure> {
    let mut problems: Vec<String> = settings.apis.iter().filter_map(|(name, api)| pin_problem(name, api)).collect();
    let mut output = Output { files: BTreeMap::new(), kept_names: BTreeMap::new(), warnings: String::new() };
    let mut about = BTreeMap::new();
    for (name, outcome) in generate_all(settings)? {
        let rendered = print::diagnostics(&outcome);
        if outcome.diagnostics.has_errors() {
            problems.push(rendered);
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
        let title = outcome.api.map(|api| api.title).unwrap_or_default();
        about.insert(name, About { title, features: outcome.features });
    }
    if !problems.is_empty() {
        return Err(Failure::Problems { report: problems.join("\n"), message: "no files were written".to_owned() });
    }
    let package = oasmith::package(&settings.apis, &about);
    output.files.extend(package.files.into_iter().map(|(path, text)| (format!("{GENERATED}/{path}"), text)));
    Ok(output)
}

/// Returns the path of the file that pins the names of an API.
pub fn lock_path(api: &str) -> String {
    format!("{SPECS}/{api}.names.lock")
}

/// Returns the SHA-256 of the bytes in hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn generate_all(settings: &Settings) -> Result<Vec<(ApiName, Outcome)>, Failure> {
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

fn generate(name: &str, settings: &ApiSettings) -> Result<Outcome, Failure> {
    let names_lock = lock::read(Path::new(&lock_path(name)))?;
    Ok(oasmith::generate(&Request {
        name,
        settings,
        loader: &FsLoader,
        names_lock: &names_lock,
        layout: &Layout::Module,
        keep_going: false,
    }))
}

/// Returns an error message if the hash of a document differs from the pinned hash. The generator reports missing files.
fn pin_problem(name: &str, api: &ApiSettings) -> Option<String> {
    let bytes = std::fs::read(&api.file).ok()?;
    let found = sha256(&bytes);
    let remedy = format!("to accept this document, run: cargo xtask add {name} {}", api.file);
    match &api.sha256 {
        Some(pinned) if pinned.eq_ignore_ascii_case(&found) => None,
        Some(pinned) => Some(format!(
            "error: {} has changed since its hash was pinned in {SETTINGS}\n  pinned: sha256 {pinned}\n  found:  sha256 {found}\n  {remedy}",
            api.file
        )),
        None => {
            Some(format!("error: {} has no pinned hash in {SETTINGS}\n  found:  sha256 {found}\n  {remedy}", api.file))
        }
    }
}
