//! The child process of `corpus`: generates one document, writes its module and prints the result as a line of JSON.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use oasmith::cli::{Failure, disk};
use oasmith::diag::Severity;
use oasmith::ir::CoverageKind;
use oasmith::names::NamesLock;
use oasmith::outln;
use oasmith::settings::ApiSettings;
use oasmith::source::FsLoader;
use oasmith::{Layout, Outcome, Request};
use serde_json::json;

use super::names::NameCounts;
use super::operation_count;
use crate::pins::sha256;
use crate::process;

/// The command with which the parent process starts the worker.
pub const COMMAND: &str = "corpus-worker";

/// Generates one document for `corpus`
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The document.
    spec: PathBuf,
    /// The folder of the module.
    folder: PathBuf,
    /// The name of the module.
    name: String,
}

/// Runs the command.
pub fn run(Args { spec, folder, name }: Args) -> Result<(), Failure> {
    let mut outcome = generate(&spec, &name, OnErrors::Stop);
    let state = if !outcome.diagnostics.has_errors() {
        "generated"
    } else {
        outcome = generate(&spec, &name, OnErrors::KeepGoing);
        if outcome.plan.is_some() { "partial" } else { "rejected" }
    };
    let prefix = format!("src/{name}/");
    for (path, text) in outcome.plan.iter().flat_map(|plan| &plan.files) {
        let below = path.strip_prefix(&prefix).unwrap_or(path);
        disk::write(&folder.join(below), text.as_bytes())?;
    }
    outln!("{}", report(state, &outcome));
    Ok(())
}

enum OnErrors {
    Stop,
    KeepGoing,
}

fn generate(spec: &Path, name: &str, on_errors: OnErrors) -> Outcome {
    let settings = ApiSettings::of_file(spec.to_string_lossy());
    let keep_going = matches!(on_errors, OnErrors::KeepGoing);
    let loader = &FsLoader::for_document(&settings.file);
    let (names_lock, layout) = (&NamesLock::default(), &Layout::Module);
    oasmith::generate(&Request { name, settings: &settings, loader, names_lock, layout, keep_going })
}

fn report(state: &str, outcome: &Outcome) -> serde_json::Value {
    let mut codes: BTreeMap<&str, u64> = BTreeMap::new();
    let mut warnings = 0;
    for diagnostic in outcome.diagnostics.iter() {
        *codes.entry(diagnostic.code.id()).or_default() += 1;
        warnings += u64::from(diagnostic.code.severity() == Severity::Warning);
    }
    let count_notes = |is_counted: &dyn Fn(&oasmith::ir::CoverageNote) -> bool| {
        outcome.api.iter().flat_map(|api| &api.coverage).filter(|note| is_counted(note)).count()
    };
    let code = outcome.plan.iter().flat_map(|plan| &plan.files).filter(|(path, _)| path.ends_with(".rs"));
    let files = outcome.source.iter().flat_map(|source| source.files()).skip(1);
    json!({
        "state": state,
        "operations": operation_count::methods(outcome),
        "dropped": operation_count::dropped(outcome),
        "unaccounted": operation_count::unaccounted(outcome),
        "untyped": count_notes(&|note| note.kind == CoverageKind::Untyped),
        "names": NameCounts::of(outcome).json(),
        "lines": code.clone().map(|(_, text)| text.lines().count()).sum::<usize>(),
        "content": sha256(code.map(|(path, text)| format!("{path}\n{text}\n")).collect::<String>().as_bytes()),
        "features": outcome.features,
        "parts": files.map(|file| &file.path).collect::<Vec<_>>(),
        "codes": codes,
        "remarks": warnings,
        // The parent measures the memory only from time to time, so it misses short peaks.
        "peak_mb": process::peak_memory(std::process::id()) >> 20,
    })
}
