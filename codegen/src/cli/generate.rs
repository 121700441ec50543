//! `oasmith generate SPEC -o DIR`: generates a standalone crate.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{fs, io};

use clap::ValueHint;

use super::console::{self, Verbosity};
use super::output_folder::OutputFolder;
use super::output_lock::OutputLock;
use super::print::{self, DiagnosticOptions, Printer};
use super::stdin::{self, StdinLoader};
use super::{Failure, disk, enclosing_workspace, file_list, lock, shell, target_folder};
use crate::drift::report::Wording;
use crate::settings::{ApiSettings, Invalid, PackageName, PackageVersion};
use crate::source::FsLoader;
use crate::{CrateInfo, Layout, Outcome, Request, Settings, drift, err, errln};

/// The generated files next to `src/`.
const TOP_LEVEL_FILES: &[&str] = &[file_list::NAME, "Cargo.toml", "coverage.json", NAMES_LOCK];
const NAMES_LOCK: &str = "names.lock";

const EXAMPLES: &str = "\
Examples:
  oasmith generate openapi.yaml -o my-client
  oasmith generate openapi.yaml -o my-client --name shop --package-version 1.2.0
  oasmith generate openapi.yaml -o my-client --check     # in CI: exit code 4 if the crate is out of date
  oasmith generate shop.yaml -o shop --settings oasmith.toml --overlay fixes.yaml
  curl https://example.com/openapi.json | oasmith generate - -o my-client";

/// Generates a standalone Rust client crate from an OpenAPI document.
#[derive(Debug, clap::Args)]
#[command(after_help = super::help(EXAMPLES))]
pub(super) struct Args {
    /// The OpenAPI document; `-` reads it from standard input.
    #[arg(value_hint = ValueHint::FilePath)]
    spec: String,
    /// The folder of the crate.
    #[arg(short, long = "output", value_name = "DIR", value_hint = ValueHint::DirPath)]
    output: PathBuf,
    /// Package name (default: derived from the file name of SPEC).
    #[arg(long)]
    name: Option<String>,
    /// Package version.
    #[arg(long, value_name = "VERSION", default_value = "0.1.0")]
    package_version: String,
    /// Read settings from this file, an oasmith.toml.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    settings: Option<PathBuf>,
    /// Use the settings of this API; required if the settings file has several.
    #[arg(long, value_name = "NAME")]
    api: Option<String>,
    /// Apply an OpenAPI Overlay to SPEC (repeatable).
    #[arg(long = "overlay", value_name = "FILE", value_hint = ValueHint::FilePath)]
    overlays: Vec<String>,
    /// The folder whose files a `$ref` may read (default: the current folder if SPEC is below it, otherwise the folder of SPEC).
    #[arg(long, value_name = "DIR")]
    ref_root: Option<PathBuf>,
    /// Write nothing; show differences and exit with code 4 if there are any.
    #[arg(long)]
    check: bool,
    /// Write into DIR even if oasmith did not create it; files with the path of a generated file are replaced.
    #[arg(long, conflicts_with = "check")]
    force: bool,
    /// On errors, leave out the affected parts and generate the rest.
    #[arg(long)]
    keep_going: bool,
    #[command(flatten)]
    diagnostics: DiagnosticOptions,
    /// Show the duration of each stage.
    #[arg(long)]
    timings: bool,
}

/// Runs the command.
pub(super) fn run(args: Args) -> Result<(), Failure> {
    let (package, name, settings) = args.package()?;
    let _lock = OutputLock::acquire(&OutputLock::path(&args.output), &args.output.display().to_string())?;
    if !args.force {
        target_folder::require_own_or_empty(&args.output)?;
    }
    let mut outcome = args.outcome(package, &name, &settings)?;
    let mut printer = Printer::new(args.diagnostics);
    err!("{}", printer.render(&name, &outcome));
    printer.finish();
    for kept in &outcome.kept_names {
        errln!("note: {kept}");
    }
    if let Some(kept) = outcome.kept_names.first() {
        errln!(
            "  = help: to release a name, delete its line in `{}`: the line that ends with ` = {}`",
            args.output.join(NAMES_LOCK).display(),
            kept.name
        );
    }
    if args.timings {
        for timing in &outcome.timings {
            errln!("{:>10.3} ms  {}", timing.duration.as_secs_f64() * 1000.0, timing.stage);
        }
    }
    let files = outcome.plan.take().map(|plan| plan.files);
    let lock = lock::text(outcome.names_lock.as_ref());
    let errors = outcome.diagnostics.has_errors();
    let rejection = errors.then(|| args.rejection(&outcome));
    // The process ends soon. Freeing a large document piece by piece would take longer than writing the output.
    std::mem::forget(outcome);
    match files {
        Some(mut files) if !errors || args.keep_going => {
            files.extend(lock.map(|lock| (NAMES_LOCK.to_owned(), lock)));
            files.insert(file_list::NAME.to_owned(), file_list::text("", &files));
            args.update(&settings.file, &files)
        }
        _ => Err(rejection.unwrap_or_else(|| {
            Failure::new("bug in oasmith: generation produced neither output nor an error; please report it")
        })),
    }
}

impl Args {
    /// Returns the package, and the name and settings of the API.
    fn package(&self) -> Result<(CrateInfo, String, ApiSettings), Failure> {
        let (name, settings) = self.api_settings()?;
        let package = match &self.name {
            Some(name) => valid("--name", PackageName::new(name))?,
            None => valid("cannot derive a package name from the file name; set one with --name", package_name(&name))?,
        };
        let version = valid("--package-version", PackageVersion::new(&self.package_version))?;
        Ok((CrateInfo { name: package, version }, name, settings))
    }

    fn outcome(&self, package: CrateInfo, name: &str, settings: &ApiSettings) -> Result<Outcome, Failure> {
        let names_lock = lock::read(&self.output.join(NAMES_LOCK))?;
        if let Some(root) = self.ref_root.as_ref().filter(|root| !root.is_dir()) {
            let message =
                format!("--ref-root: `{}` is not a folder\n  = help: name a folder that exists", root.display());
            return Err(Failure::Arguments(message));
        }
        let files = match &self.ref_root {
            Some(root) => FsLoader::below(root),
            None => FsLoader::for_document(&settings.file),
        };
        let files = files
            .with_files(settings.overlays.iter().chain([&settings.file]))
            .with_remedy("if you trust the document, widen the folder with `--ref-root DIR`");
        Ok(crate::generate(&Request {
            name,
            settings,
            loader: &StdinLoader::new(files),
            names_lock: &names_lock,
            layout: &Layout::Crate(package),
            keep_going: self.keep_going,
        }))
    }

    /// Returns the failure because of a document with errors: what was not done, how to go on, and what would be lost.
    fn rejection(&self, outcome: &Outcome) -> Failure {
        let consequence = format!("no files were written to `{}`", self.output.display());
        let way_on = match print::losses(&[outcome]) {
            Some(losses) if !self.keep_going => format!("\n  = help: `--keep-going` generates the rest; {losses}"),
            _ => String::new(),
        };
        Failure::new(print::rejected(&[outcome], &consequence) + &way_on)
    }

    /// Returns the API's name and settings. Options of the command line override the settings file.
    fn api_settings(&self) -> Result<(String, ApiSettings), Failure> {
        let is_stdin = self.spec == stdin::ARGUMENT;
        // The document on standard input has no name, so the folder gives the package its name.
        let named = if is_stdin { &self.output } else { Path::new(&self.spec) };
        let stem = if is_stdin { named.file_name() } else { named.file_stem() };
        let stem = stem.map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        let (name, mut settings) = match &self.settings {
            None => (self.api.clone().unwrap_or(stem), ApiSettings::default()),
            Some(file) => read_settings(file, self.api.as_deref())?,
        };
        settings.file = if is_stdin { stdin::PATH.to_owned() } else { self.spec.clone() };
        settings.overlays.extend(self.overlays.iter().cloned());
        Ok((name, settings))
    }

    fn update(&self, origin: &str, files: &BTreeMap<String, String>) -> Result<(), Failure> {
        let subject = format!("{}/", self.output.to_string_lossy().trim_end_matches('/'));
        let output = OutputFolder {
            root: &self.output,
            read: &|mode| self.read_crate(mode),
            list: file_list::NAME,
            is_owned,
            is_compared: &|_| true,
            annotates: self.diagnostics.annotates(),
            wording: Wording {
                subject: &subject,
                origin,
                patch_file: None,
                command: &command_line(
                    std::env::args_os().skip(1).map(|argument| argument.to_string_lossy().into_owned()),
                ),
                plan: files,
                api_of: |_| None,
            },
        };
        if self.check {
            return output.check();
        }
        disk::remove_leftovers(&self.output)?;
        let is_new = !self.output.join("Cargo.toml").exists();
        output.write()?;
        if is_new && console::verbosity() != Verbosity::Quiet {
            self.print_workspace_conflict();
        }
        Ok(())
    }

    /// Reads the existing files of the crate: `src/` and the generated files next to it. With `--force`, leaves out the
    /// user's files: those with the path of a generated file are replaced, and others are not reported.
    fn read_crate(&self, mode: disk::ReadMode) -> io::Result<BTreeMap<String, Vec<u8>>> {
        let mut existing = read_crate(&self.output, mode)?;
        if self.force && mode == disk::ReadMode::Contents {
            let is_own =
                |path: &str, bytes: &[u8]| path == file_list::NAME || is_owned(path) || drift::is_marked(bytes);
            existing.retain(|path, bytes| is_own(path, bytes));
        }
        Ok(existing)
    }

    /// Prints how to build the crate if its folder lies in a workspace that does not contain it.
    fn print_workspace_conflict(&self) {
        let Some(conflict) = enclosing_workspace::conflict(&self.output) else { return };
        let enclosing_workspace::Conflict { manifest, member } = conflict;
        let current = std::env::current_dir().and_then(fs::canonicalize).unwrap_or_default();
        let manifest = manifest.strip_prefix(current).unwrap_or(&manifest).display();
        console::note(format_args!(
            "`{}` lies in the workspace of `{manifest}`, so Cargo builds it only after a change of that file\n  \
             = help: to make it a part of the workspace, add \"{member}\" to `members` in `[workspace]`\n  \
             = help: to build it on its own, add \"{member}\" to `exclude` in `[workspace]`",
            self.output.display()
        ));
    }
}

/// Returns the command that updates the crate, as a user would type it in a shell: the arguments of this run without `--check`.
fn command_line(arguments: impl Iterator<Item = String>) -> String {
    let arguments = arguments.filter(|argument| argument != "--check").map(|argument| shell::quoted(&argument));
    std::iter::once("oasmith".to_owned()).chain(arguments).collect::<Vec<_>>().join(" ")
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
    value.map_err(|Invalid { message, remedy }| Invalid { message: format!("{option}: {message}"), remedy }.into())
}

/// Returns a valid package name that is close to `name`.
fn package_name(name: &str) -> Result<PackageName, Invalid> {
    let is_separator = |c: char| matches!(c, '-' | '_');
    let mut allowed = String::new();
    for c in name.chars().map(|c| if c.is_ascii_alphanumeric() || c == '_' { c.to_ascii_lowercase() } else { '-' }) {
        // The compiler warns about two separators in a row.
        if !(is_separator(c) && allowed.ends_with(is_separator)) {
            allowed.push(c);
        }
    }
    let allowed = allowed.trim_matches(is_separator);
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
    fn the_command_that_updates_a_crate_has_the_same_options() {
        for (arguments, expect) in [
            (
                &["generate", "a.yaml", "-o", "out", "--check", "--name=x"][..],
                "oasmith generate a.yaml -o out --name=x",
            ),
            (&["generate", "the API's.yaml", "-o", ""][..], r"oasmith generate 'the API'\''s.yaml' -o ''"),
        ] {
            assert_eq!(command_line(arguments.iter().map(|&argument| argument.to_owned())), expect);
        }
    }

    #[test]
    fn package_names_are_derived_from_file_names() {
        for (name, expect) in [
            ("petstore", "petstore"),
            ("Pet Store 3.0", "pet-store-3-0"),
            ("3d", "api-3d"),
            ("…", "api-client"),
            ("type", "type-api"),
            ("__", "api-client"),
            ("_private", "private"),
            ("Shop -- API (v2)", "shop-api-v2"),
            ("a_-_b__c-_-d", "a_b_c-d"),
        ] {
            assert_eq!(package_name(name).unwrap().as_str(), expect);
        }
    }
}
