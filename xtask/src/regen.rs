//! `cargo xtask regen`: generates `generated/` from `specs/`, or shows how the two differ.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::Path;

use oasmith::cli::output_folder::OutputFolder;
use oasmith::cli::print::{DiagnosticOptions, Printer};
use oasmith::cli::{Failure, disk};
use oasmith::drift::report::Wording;
use oasmith::err;

use crate::workspace::{GENERATED, MEMBER_MANIFEST, REPORTS, SPECS};
use crate::{notes, specs, workspace};

const EXAMPLES: &str = "\
Examples:
  cargo xtask regen
  cargo xtask regen shop           # only the API `shop`
  cargo xtask regen --check        # in CI: exit code 4 if generated/ is out of date";

/// Generates the code in generated/ from the documents in specs/.
#[derive(Debug, clap::Args)]
#[command(after_help = crate::help(EXAMPLES))]
pub struct Args {
    /// Generate only these APIs (default: all).
    #[arg(value_name = "API")]
    apis: Vec<String>,
    /// Write nothing; show how generated/ differs from specs/ and exit with code 4 if it does.
    #[arg(long)]
    check: bool,
    #[command(flatten)]
    diagnostics: DiagnosticOptions,
}

/// Runs the command.
pub fn run(args: Args) -> Result<(), Failure> {
    // `--check` takes it, too: it must not compare the files while another process writes them.
    let _lock = workspace::lock()?;
    let chosen: BTreeSet<String> = args.apis.into_iter().collect();
    let settings = specs::settings()?;
    let known: BTreeSet<String> = settings.apis.keys().map(ToString::to_string).collect();
    if let Some(unknown) = chosen.difference(&known).next() {
        let known = known.iter().cloned().collect::<Vec<_>>().join(", ");
        return Err(Failure::Arguments(format!("unknown API `{unknown}`. Known APIs: {known}")));
    }
    let mut printer = Printer::new(args.diagnostics).annotating();
    let output = specs::output(&settings, &mut printer);
    printer.finish();
    let output = output?;
    err!("{}{}", output.warnings, notes::kept_names(&output.kept_names));
    err!("{}", notes::removed_apis(&settings, args.check));
    let others: Vec<&String> =
        known.iter().filter(|_| !chosen.is_empty()).filter(|api| !chosen.contains(*api)).collect();
    let (patch_file, list) = (format!("{REPORTS}/regen.patch"), specs::list_path());
    let output_folder = OutputFolder {
        root: Path::new("."),
        expected: &output.files,
        read: &|mode| read(&known, mode),
        list: &list,
        is_owned,
        is_compared: &|path| !others.iter().any(|api| belongs_to(path, api)),
        annotates: args.diagnostics.annotates(),
        wording: Wording {
            subject: "generated/",
            root: "",
            origin: "specs/",
            patch_file: Some(&patch_file),
            command: "cargo xtask regen",
            plan: &output.files,
            api_of,
        },
    };
    if args.check {
        return output_folder.check();
    }
    remove_leftovers()?;
    output_folder.write()?;
    copy_cargo_lock()
}

/// Deletes the temporary files of a killed process.
fn remove_leftovers() -> io::Result<()> {
    let manifest = Path::new(MEMBER_MANIFEST).parent().unwrap_or(Path::new("."));
    [Path::new(GENERATED), Path::new(SPECS), manifest].into_iter().try_for_each(disk::remove_leftovers)
}

/// Gives the package `generated`, which is not a member of the workspace, the versions of the workspace's dependencies. Cargo removes
/// the packages that `generated` does not use. The copy is not in git: the workspace's `Cargo.lock` is the only one, with which all
/// checks run. Does nothing if there is a copy, because `generated` may have more dependencies.
fn copy_cargo_lock() -> Result<(), Failure> {
    let copy = Path::new(GENERATED).join(CARGO_LOCK);
    match std::fs::read(CARGO_LOCK) {
        Ok(bytes) if !copy.exists() => Ok(disk::write(&copy, &bytes)?),
        _ => Ok(()),
    }
}

const CARGO_LOCK: &str = "Cargo.lock";

/// Reads the existing files that `regen` generates: the package `generated`, the manifest of the workspace's member, and the
/// `.names.lock` files in `specs/` of the known APIs.
pub fn read(known: &BTreeSet<String>, mode: disk::ReadMode) -> io::Result<BTreeMap<String, Vec<u8>>> {
    let mut files = BTreeMap::new();
    for (path, bytes) in disk::read_with(Path::new(GENERATED), &["target", CARGO_LOCK], mode)? {
        files.insert(format!("{GENERATED}/{path}"), bytes);
    }
    for path in [&specs::list_path(), MEMBER_MANIFEST] {
        match mode.read_file(Path::new(path)) {
            Ok(bytes) => _ = files.insert(path.to_owned(), bytes),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
    }
    for (path, bytes) in disk::read_with(Path::new(SPECS), &[], mode)? {
        // The names of an API that was removed stay.
        if known.iter().any(|api| format!("{SPECS}/{path}") == specs::lock_path(api)) {
            files.insert(format!("{SPECS}/{path}"), bytes);
        }
    }
    Ok(files)
}

/// Returns whether oasmith may overwrite a file that has no "Generated by oasmith" line, because it generates every file at this path.
pub fn is_owned(path: &str) -> bool {
    let package = ["generated/Cargo.toml", "generated/src/lib.rs", MEMBER_MANIFEST];
    package.contains(&path)
        || path.ends_with("/coverage.json")
        || path.ends_with("/examples.json")
        || path.ends_with(".names.lock")
}

/// Returns whether a file is generated only for this API.
fn belongs_to(path: &str, api: &str) -> bool {
    api_of(path) == Some(api)
}

/// Returns the API for which a file is generated, if it is not shared by all.
fn api_of(path: &str) -> Option<&str> {
    match path.strip_prefix("generated/src/") {
        Some(path) => path.split_once('/').map(|(api, _)| api),
        None => path.strip_prefix("specs/")?.strip_suffix(".names.lock"),
    }
}
