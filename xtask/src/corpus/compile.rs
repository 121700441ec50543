//! Compiles the generated modules of many documents in one package, so that their dependencies are built once.
//!
//! The package has the layout of `generated`: a module and a feature for each API. One cargo process checks a batch of modules.
//! Each compiler message belongs to the module whose file it points to. An error can hide errors in other modules, so a batch with
//! errors is checked again without the failed modules until the rest is clean.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use oasmith::About;
use oasmith::cli::{Failure, disk};
use oasmith::settings::{ApiName, ApiSettings};
use serde_json::Value;

use crate::process::{self, ExitReason, Limits};

/// The limits for compiling a batch.
const LIMITS: Limits = Limits { time: Duration::from_secs(1800), memory: u64::MAX };
/// The lines per batch. Large batches save starts of cargo, small ones save memory; this size fits into the memory of a laptop.
const BATCH_LINES: u64 = 60_000;

/// A module to compile.
#[derive(Clone)]
pub struct Module {
    /// Its name.
    pub name: String,
    /// The number of lines.
    pub lines: u64,
    /// The Cargo features that it is split into.
    pub features: Vec<String>,
}

/// The compiler's result for a module.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Compiled {
    /// The number of errors.
    pub errors: u64,
    /// The number of warnings.
    pub warnings: u64,
    /// The first error, or the first warning if there are no errors.
    pub first: Option<String>,
    /// Its share of the batch's time in milliseconds, by lines.
    pub ms: u64,
}

/// The package. Its modules are in `src/`.
pub struct Package {
    home: PathBuf,
    runtime: PathBuf,
}

/// The result of one cargo process.
struct Checked {
    modules: BTreeMap<String, Compiled>,
    /// The first message that belongs to no module.
    without_module: Option<String>,
}

impl Package {
    /// Opens the package in a folder.
    pub fn open(home: &Path, runtime: &Path) -> Result<Self, Failure> {
        // Use the dependency versions that the workspace is tested with.
        let lock = home.join("Cargo.lock");
        if !lock.exists() {
            disk::write(&lock, &std::fs::read("Cargo.lock")?)?;
        }
        Ok(Self { home: home.to_path_buf(), runtime: std::fs::canonicalize(runtime)? })
    }

    /// Returns the folder of a module.
    pub fn folder(&self, module: &str) -> PathBuf {
        self.home.join("src").join(module)
    }

    /// Compiles modules of the package. Calls `done` with each result as soon as it is known.
    pub fn check(
        &self,
        modules: Vec<Module>,
        mut done: impl FnMut(&Module, Compiled) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        let mut waiting = batches(modules);
        waiting.reverse();
        while let Some(batch) = waiting.pop() {
            let mut checked = self.check_batch(&batch)?;
            let failed = |module: &Module| checked.modules.get(&module.name).is_some_and(|found| found.errors > 0);
            let (failing, others): (Vec<_>, Vec<_>) = batch.iter().cloned().partition(failed);
            match (failing.is_empty(), &checked.without_module, batch.as_slice()) {
                // Split the batch until the failing module is alone.
                (true, Some(_), [_, _, ..]) => {
                    let (first, second) = batch.split_at(batch.len() / 2);
                    waiting.extend([second.to_vec(), first.to_vec()]);
                }
                (true, without_module, _) => {
                    for module in &batch {
                        let mut found = checked.modules.remove(&module.name).unwrap_or_default();
                        if let Some(without_module) = without_module {
                            found.errors = 1;
                            found.first = Some(without_module.clone());
                        }
                        done(module, found)?;
                    }
                }
                (false, ..) => {
                    for module in &failing {
                        done(module, checked.modules.remove(&module.name).unwrap_or_default())?;
                    }
                    if !others.is_empty() {
                        waiting.push(others);
                    }
                }
            }
        }
        Ok(())
    }

    fn check_batch(&self, batch: &[Module]) -> Result<Checked, Failure> {
        let (mut apis, mut about) = (BTreeMap::new(), BTreeMap::new());
        for module in batch {
            let name = ApiName::new(&module.name).map_err(Failure::new)?;
            about.insert(name.clone(), About { features: module.features.clone(), ..About::default() });
            apis.insert(name, ApiSettings::of_file(""));
        }
        for (path, text) in oasmith::package(&apis, &about).files {
            let text = if path == "Cargo.toml" { text + &self.workspace_sections()? } else { text };
            disk::write(&self.home.join(path), text.as_bytes())?;
        }
        let mut command = process::cargo();
        command.args(["check", "--message-format", "json", "--all-features", "--manifest-path"]);
        command.arg(self.home.join("Cargo.toml")).arg("--target-dir").arg(self.home.join("target"));
        command.env("CARGO_PROFILE_DEV_DEBUG", "0").env("CARGO_INCREMENTAL", "0").env_remove("RUSTFLAGS");
        let start = Instant::now();
        let ended = process::run_limited(&mut command, LIMITS, &self.home.join("check"))?;
        let mut checked = Checked { modules: BTreeMap::new(), without_module: None };
        for message in ended.stdout.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok()) {
            checked.count(&message);
        }
        let failed = ended.reason != ExitReason::Exited(0);
        if failed && checked.modules.values().all(|found| found.errors == 0) && checked.without_module.is_none() {
            let line = ended.stderr.lines().find(|line| line.contains("error")).unwrap_or("cargo failed");
            checked.without_module = Some(line.to_owned());
        }
        let lines: u64 = batch.iter().map(|module| module.lines).sum();
        for module in batch {
            let share = start.elapsed().as_millis() as u64 * module.lines / lines.max(1);
            checked.modules.entry(module.name.clone()).or_default().ms = share;
        }
        Ok(checked)
    }

    /// Returns the workspace sections of the manifest, with the same lints as for `generated`.
    fn workspace_sections(&self) -> Result<String, Failure> {
        let manifest = std::fs::read_to_string("Cargo.toml")?;
        let sections = manifest
            .split_inclusive("\n\n")
            .filter(|section| section.starts_with("[workspace.package]") || section.starts_with("[workspace.lints."));
        let runtime = self.runtime.to_string_lossy();
        Ok(format!(
            "\n[workspace]\nresolver = \"3\"\n\n{}[workspace.dependencies]\noasmith-runtime = {{ path = {runtime:?}, default-features = false }}\n",
            sections.collect::<String>()
        ))
    }
}

impl Checked {
    fn count(&mut self, message: &Value) {
        let text = |path: &str| message.pointer(path).and_then(Value::as_str).unwrap_or_default();
        let level = text("/message/level");
        if text("/reason") != "compiler-message" || !matches!(level, "error" | "warning") {
            return;
        }
        let Some(span) = message.pointer("/message/spans").and_then(module_of) else {
            // Summaries such as "aborting due to 3 previous errors" or "12 warnings emitted" have no span.
            let summary = message.pointer("/message/code").is_none_or(Value::is_null)
                && message.pointer("/message/spans").and_then(Value::as_array).is_none_or(Vec::is_empty);
            if !summary && self.without_module.is_none() {
                self.without_module = Some(format!("{level}: {}", text("/message/message")));
            }
            return;
        };
        let found = self.modules.entry(span.module).or_default();
        let first_error = level == "error" && found.errors == 0;
        match level {
            "error" => found.errors += 1,
            _ => found.warnings += 1,
        }
        if found.first.is_none() || first_error {
            found.first = Some(format!("{level}: {} ({})", text("/message/message"), span.location));
        }
    }
}

struct ModuleLocation {
    module: String,
    location: String,
}

/// Returns the module that contains one of the spans, or the macro call from which a span was expanded.
fn module_of(spans: &Value) -> Option<ModuleLocation> {
    for span in spans.as_array()? {
        let mut enclosing = Some(span);
        while let Some(span) = enclosing {
            let file = span.get("file_name").and_then(Value::as_str).unwrap_or_default();
            let below = file.strip_prefix("src/").and_then(|below| below.split_once('/'));
            if let Some((module, _)) = below {
                let line = span.get("line_start").and_then(Value::as_u64).unwrap_or_default();
                return Some(ModuleLocation { module: module.to_owned(), location: format!("{file}:{line}") });
            }
            enclosing = span.pointer("/expansion/span");
        }
    }
    None
}

/// Splits modules into batches, in order.
fn batches(modules: Vec<Module>) -> Vec<Vec<Module>> {
    let mut batches: Vec<Vec<Module>> = Vec::new();
    let mut lines = 0;
    for module in modules {
        lines += module.lines;
        match batches.last_mut() {
            Some(batch) if lines <= BATCH_LINES => batch.push(module),
            _ => {
                lines = module.lines;
                batches.push(vec![module]);
            }
        }
    }
    batches
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn small_modules_share_a_batch() {
        let module =
            |(index, lines): (usize, &u64)| Module { name: format!("m{index}"), lines: *lines, features: Vec::new() };
        let sizes = |lines: &[u64]| -> Vec<usize> {
            batches(lines.iter().enumerate().map(module).collect()).iter().map(Vec::len).collect()
        };
        assert_eq!(sizes(&[]), Vec::<usize>::new());
        assert_eq!(sizes(&[10, 20, 30]), [3]);
        assert_eq!(sizes(&[BATCH_LINES, 1, BATCH_LINES, BATCH_LINES + 1, 1]), [1, 1, 1, 1, 1]);
        assert_eq!(sizes(&[BATCH_LINES - 1, 1, 1]), [2, 1]);
    }

    #[test]
    fn messages_belong_to_the_module_of_their_span() {
        let check = |spans: Value, expect: Option<(&str, &str)>| {
            let found = module_of(&spans);
            assert_eq!(found.as_ref().map(|found| (found.module.as_str(), found.location.as_str())), expect, "{spans}");
        };
        check(json!([{"file_name": "src/a/models/x.rs", "line_start": 3}]), Some(("a", "src/a/models/x.rs:3")));
        check(json!([{"file_name": "src/lib.rs", "line_start": 3}]), None);
        let expanded = json!([{
            "file_name": "/w/runtime/src/codec/macros.rs", "line_start": 1,
            "expansion": {"span": {"file_name": "src/b/models/y.rs", "line_start": 7}},
        }]);
        check(expanded, Some(("b", "src/b/models/y.rs:7")));
    }
}
