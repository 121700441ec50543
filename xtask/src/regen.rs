//! `cargo xtask regen`: makes `generated/` equal to what `specs/` gives, or says in what it is not.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::Path;

use lexopt::Arg;
use oasmith::cli::output_folder::OutputFolder;
use oasmith::cli::{Failure, disk};
use oasmith::drift::report::Wording;

use crate::specs;
use crate::workspace::{GENERATED, REPORTS, SPECS};

/// Runs the command.
pub fn run(mut arguments: lexopt::Parser) -> Result<(), Failure> {
    let (mut mode, mut chosen) = (Mode::Write, BTreeSet::new());
    while let Some(argument) = arguments.next()? {
        match argument {
            Arg::Long("check") => mode = Mode::Check,
            Arg::Value(name) => _ = chosen.insert(name.to_string_lossy().into_owned()),
            other => return Err(other.unexpected().into()),
        }
    }
    let settings = specs::settings()?;
    let known: BTreeSet<String> = settings.apis.keys().map(ToString::to_string).collect();
    if let Some(unknown) = chosen.difference(&known).next() {
        let known = known.iter().cloned().collect::<Vec<_>>().join(", ");
        return Err(Failure::Usage(format!("there is no API `{unknown}`; there are: {known}")));
    }
    let output = specs::output(&settings)?;
    eprint!("{}", output.warnings);
    let others: Vec<&String> =
        known.iter().filter(|_| !chosen.is_empty()).filter(|api| !chosen.contains(*api)).collect();
    let patch_file = format!("{REPORTS}/regen.patch");
    let output_folder = OutputFolder {
        root: Path::new("."),
        expected: &output.files,
        read: &read,
        is_owned,
        is_compared: &|path| !others.iter().any(|api| belongs(path, api)),
        wording: Wording {
            subject: "generated/",
            root: "",
            origin: "specs/",
            patch_file: Some(&patch_file),
            command: "cargo xtask regen",
            plan: &output.files,
        },
    };
    match mode {
        Mode::Check => output_folder.check(),
        Mode::Write => output_folder.write(),
    }
}

#[derive(Clone, Copy)]
enum Mode {
    Write,
    Check,
}

/// All that regen owns: the package `generated`, and the names that are pinned beside the specs.
fn read(mode: disk::ReadMode) -> io::Result<BTreeMap<String, Vec<u8>>> {
    let mut files = BTreeMap::new();
    for (path, bytes) in disk::read_with(Path::new(GENERATED), &["target"], mode)? {
        files.insert(format!("{GENERATED}/{path}"), bytes);
    }
    for (path, bytes) in disk::read_with(Path::new(SPECS), &[], mode)? {
        if path.ends_with(".names.lock") {
            files.insert(format!("{SPECS}/{path}"), bytes);
        }
    }
    Ok(files)
}

/// The files that have no line to say that oasmith made them, or that the package cannot be without.
fn is_owned(path: &str) -> bool {
    let package = ["generated/Cargo.toml", "generated/src/lib.rs"];
    package.contains(&path)
        || path.ends_with("/coverage.json")
        || path.ends_with("/examples.json")
        || path.ends_with(".names.lock")
}

fn belongs(path: &str, api: &str) -> bool {
    path.starts_with(&format!("{GENERATED}/src/{api}/")) || path == specs::lock_path(api)
}
