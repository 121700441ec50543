//! `oasmith generate SPEC -o DIR`: generates a standalone crate.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::output_folder::OutputFolder;
use super::{Failure, disk, lock, print};
use crate::diag::Repeats;
use crate::drift::report::Wording;
use crate::settings::{ApiSettings, Invalid, PackageName, PackageVersion};
use crate::source::FsLoader;
use crate::{CrateInfo, Layout, Outcome, Request, Settings};

/// The generated files next to `src/`.
const TOP_LEVEL_FILES: &[&str] = &["Cargo.toml", "coverage.json", NAMES_LOCK];
const NAMES_LOCK: &str = "names.lock";

/// Generates a standalone Rust client crate from an OpenAPI document.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The OpenAPI document.
    spec: String,
    /// The folder of the crate.
    #[arg(short, long = "output", value_name = "DIR")]
    output: PathBuf,
    /// Package name (default: derived from the file name of SPEC).
    #[arg(long)]
    name: Option<String>,
    /// Package version.
    #[arg(long, value_name = "VERSION", default_value = "0.1.0")]
    package_version: String,
    /// Read settings from this file, an oasmith.toml.
    #[arg(long, value_name = "FILE")]
    settings: Option<PathBuf>,
    /// Use the settings of this API; required if the settings file has several.
    #[arg(long, value_name = "NAME")]
    api: Option<String>,
    /// Apply an OpenAPI Overlay to SPEC (repeatable).
    #[arg(long = "overlay", value_name = "FILE")]
    overlays: Vec<String>,
    /// Write nothing; show differences and exit with code 4 if there are any.
    #[arg(long)]
    check: bool,
    /// On errors, skip the affected parts and generate the rest.
    #[arg(long)]
    keep_going: bool,
    /// Format of diagnostics.
    #[arg(long, value_enum, default_value_t)]
    format: print::Format,
    /// Show every diagnostic, including similar ones that are otherwise only counted.
    #[arg(long)]
    all_diagnostics: bool,
    /// Show the duration of each stage.
    #[arg(long)]
    timings: bool,
}

/// Runs the command.
pub(super) fn run(options: Args) -> Result<(), Failure> {
    let mut outcome = options.outcome()?;
    let repeats = if options.all_diagnostics { Repeats::Shown } else { Repeats::default() };
    let rendered = options.format.render(&outcome, repeats);
    eprint!("{}", rendered.text);
    if rendered.hidden > 0 {
        eprintln!("To show all diagnostics: --all-diagnostics");
    }
    for kept in &outcome.kept_names {
        eprintln!("note: {kept}");
    }
    if let Some(kept) = outcome.kept_names.first() {
        eprintln!(
            "  = help: to release a name, delete its line in `{}`: the line that ends with ` = {}`",
            options.output.join(NAMES_LOCK).display(),
            kept.name
        );
    }
    if options.timings {
        for timing in &outcome.timings {
            eprintln!("{:>10.3} ms  {}", timing.duration.as_secs_f64() * 1000.0, timing.stage);
        }
    }
    let files = outcome.plan.take().map(|plan| plan.files);
    let lock = lock::text(outcome.names_lock.as_ref());
    let errors = outcome.diagnostics.has_errors();
    // The process ends soon. Freeing a large document piece by piece would take longer than writing the output.
    std::mem::forget(outcome);
    match files {
        Some(mut files) if !errors || options.keep_going => {
            files.extend(lock.map(|lock| (NAMES_LOCK.to_owned(), lock)));
            options.update(&files)
        }
        _ if errors => Err(Failure::new(format!("no files were written to `{}`", options.output.display()))),
        _ => Err(Failure::new("bug in oasmith: generation produced neither output nor an error; please report it")),
    }
}

impl Args {
    fn outcome(&self) -> Result<Outcome, Failure> {
        let (name, settings) = self.api_settings()?;
        let names_lock = lock::read(&self.output.join(NAMES_LOCK))?;
        let package = match &self.name {
            Some(name) => valid("--name", PackageName::new(name))?,
            None => valid("cannot derive a package name from the file name; set one with --name", package_name(&name))?,
        };
        let version = valid("--package-version", PackageVersion::new(&self.package_version))?;
        let layout = Layout::Crate(CrateInfo { name: package, version });
        Ok(crate::generate(&Request {
            name: &name,
            settings: &settings,
            loader: &FsLoader,
            names_lock: &names_lock,
            layout: &layout,
            keep_going: self.keep_going,
        }))
    }

    /// Returns the API's name and settings. Options of the command line override the settings file.
    fn api_settings(&self) -> Result<(String, ApiSettings), Failure> {
        let stem =
            Path::new(&self.spec).file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        let (name, mut settings) = match &self.settings {
            None => (self.api.clone().unwrap_or(stem), ApiSettings::default()),
            Some(file) => read_settings(file, self.api.as_deref())?,
        };
        settings.file.clone_from(&self.spec);
        settings.overlays.extend(self.overlays.iter().cloned());
        Ok((name, settings))
    }

    fn update(&self, files: &BTreeMap<String, String>) -> Result<(), Failure> {
        let subject = format!("{}/", self.output.display());
        let command = format!("oasmith generate {} -o {}", self.spec, self.output.display());
        let output = OutputFolder {
            root: &self.output,
            expected: files,
            read: &|mode| read_crate(&self.output, mode),
            is_owned,
            is_compared: &|_| true,
            wording: Wording {
                subject: &subject,
                root: "",
                origin: &self.spec,
                patch_file: None,
                command: &command,
                plan: files,
            },
        };
        if self.check { output.check() } else { output.write() }
    }
}

/// Reads the settings of one API from an `oasmith.toml`. Paths of overlays are relative to the file's folder.
fn read_settings(file: &Path, api: Option<&str>) -> Result<(String, ApiSettings), Failure> {
    let shown = file.display();
    let text = fs::read_to_string(file).map_err(|error| Failure::new(format!("cannot read `{shown}`: {error}")))?;
    let settings = Settings::parse_file(&shown.to_string(), &text)
        .map_err(|error| Failure::new(print::settings_error(&shown.to_string(), &error)))?;
    let known: Vec<&str> = settings.apis.keys().map(|name| name.as_str()).collect();
    let name = match (api, known.as_slice()) {
        (Some(name), _) => name,
        (None, [only]) => only,
        (None, _) => {
            return Err(Failure::Arguments(format!(
                "`{shown}` has several APIs; choose one with --api: {}",
                known.join(", ")
            )));
        }
    };
    let Some(found) = settings.apis.get(name) else {
        return Err(Failure::Arguments(format!("`{shown}` has no API `{name}`; its APIs are: {}", known.join(", "))));
    };
    let mut found = found.clone();
    let folder = file.parent().unwrap_or(Path::new(""));
    for overlay in &mut found.overlays {
        *overlay = folder.join(&*overlay).to_string_lossy().into_owned();
    }
    Ok((name.to_owned(), found))
}

/// Reads the existing files of the crate: `src/` and the generated files next to it.
fn read_crate(folder: &Path, mode: disk::ReadMode) -> io::Result<BTreeMap<String, Vec<u8>>> {
    let mut files = BTreeMap::new();
    for (path, bytes) in disk::read_with(&folder.join("src"), &[], mode)? {
        files.insert(format!("src/{path}"), bytes);
    }
    for name in TOP_LEVEL_FILES {
        match mode.read_file(&folder.join(name)) {
            Ok(bytes) => _ = files.insert((*name).to_owned(), bytes),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
    }
    Ok(files)
}

/// Returns whether a file is generated although its first line does not say so: the embedded runtime is copied byte for byte,
/// and JSON has no comments.
fn is_owned(path: &str) -> bool {
    path.starts_with("src/runtime/") || matches!(path, "coverage.json" | "src/examples.json" | NAMES_LOCK)
}

/// Returns the value of an option, or a failure that contains the name of the option.
fn valid<T>(option: &str, value: Result<T, Invalid>) -> Result<T, Failure> {
    value.map_err(|Invalid { message, remedy }| Failure::Arguments(format!("{option}: {message}\n  = help: {remedy}")))
}

/// Returns a valid package name that is close to `name`.
fn package_name(name: &str) -> Result<PackageName, Invalid> {
    let allowed: String = name
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || c == '_' { c.to_ascii_lowercase() } else { '-' })
        .collect();
    let allowed = allowed.trim_matches('-');
    let name = match allowed.chars().next() {
        None => "api-client".to_owned(),
        Some(first) if first.is_ascii_digit() => format!("api-{allowed}"),
        Some(_) => allowed.to_owned(),
    };
    // A long name is truncated. A reserved name gets a suffix.
    let shortened: String = name.chars().take(PackageName::LONGEST - "-api".len()).collect();
    let shortened = shortened.trim_end_matches('-');
    PackageName::new(shortened).or_else(|_| PackageName::new(format!("{shortened}-api")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn package_names_are_derived_from_file_names() {
        for (name, expect) in [
            ("petstore", "petstore"),
            ("Pet Store 3.0", "pet-store-3-0"),
            ("3d", "api-3d"),
            ("…", "api-client"),
            ("type", "type-api"),
            ("__", "__"),
        ] {
            assert_eq!(package_name(name).unwrap().as_str(), expect);
        }
    }
}
