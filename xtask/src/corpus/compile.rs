//! Compiling what came out: the modules of many specs together in one package, so that what they share is built once.
//!
//! The package has the layout of `generated`, a module and a feature for each API. A batch of modules is checked by one call of
//! cargo; what it complains about belongs to the module in whose file it stands. An error can hide those of other modules, so a
//! batch with errors is checked again without the modules that have them, until what is left is clean.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use oasmith::About;
use oasmith::cli::{Failure, disk};
use oasmith::settings::{ApiName, ApiSettings};
use serde_json::Value;

use crate::run::{self, How, Limits};

/// What a batch may take to be compiled.
const LIMITS: Limits = Limits { time: Duration::from_secs(1800), memory: u64::MAX };
/// So many lines are compiled together: enough to share what a call of cargo costs, few enough for the memory of a laptop.
const BATCH: u64 = 60_000;

/// A module to compile.
#[derive(Clone)]
pub struct Module {
    /// Its name.
    pub name: String,
    /// How many lines it has.
    pub lines: u64,
    /// The features that it is parted into.
    pub features: Vec<String>,
}

/// What the compiler said of a module.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Compiled {
    /// How many errors.
    pub errors: u64,
    /// How many warnings.
    pub warnings: u64,
    /// The first error, or else the first warning.
    pub first: Option<String>,
    /// Its share, by lines, of the time that its batch took, in milliseconds.
    pub ms: u64,
}

/// The package; its modules lie in `src/`.
pub struct Package {
    home: PathBuf,
    runtime: PathBuf,
}

/// How a call of cargo ended.
struct Checked {
    modules: BTreeMap<String, Compiled>,
    /// The first complaint that belongs to no module, if it failed for one.
    stray: Option<String>,
}

impl Package {
    /// The package in a folder.
    pub fn open(home: &Path, runtime: &Path) -> Result<Self, Failure> {
        // The versions that the workspace is tested with.
        let lock = home.join("Cargo.lock");
        if !lock.exists() {
            disk::write(&lock, &std::fs::read("Cargo.lock")?)?;
        }
        Ok(Self { home: home.to_path_buf(), runtime: std::fs::canonicalize(runtime)? })
    }

    /// The folder of a module.
    pub fn folder(&self, module: &str) -> PathBuf {
        self.home.join("src").join(module)
    }

    /// Compiles modules that lie in the package; `done` hears of each as soon as it is known.
    pub fn check(
        &self,
        modules: Vec<Module>,
        mut done: impl FnMut(&Module, Compiled) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        let mut waiting = batches(modules);
        waiting.reverse();
        while let Some(batch) = waiting.pop() {
            let mut checked = self.batch(&batch)?;
            let failed = |module: &Module| checked.modules.get(&module.name).is_some_and(|found| found.errors > 0);
            let (bad, good): (Vec<_>, Vec<_>) = batch.iter().cloned().partition(failed);
            match (bad.is_empty(), &checked.stray, batch.as_slice()) {
                // Whose fault it is shows when it is alone.
                (true, Some(_), [_, _, ..]) => {
                    let (first, second) = batch.split_at(batch.len() / 2);
                    waiting.extend([second.to_vec(), first.to_vec()]);
                }
                (true, stray, _) => {
                    for module in &batch {
                        let mut found = checked.modules.remove(&module.name).unwrap_or_default();
                        if let Some(stray) = stray {
                            found.errors = 1;
                            found.first = Some(stray.clone());
                        }
                        done(module, found)?;
                    }
                }
                (false, ..) => {
                    for module in &bad {
                        done(module, checked.modules.remove(&module.name).unwrap_or_default())?;
                    }
                    if !good.is_empty() {
                        waiting.push(good);
                    }
                }
            }
        }
        Ok(())
    }

    fn batch(&self, batch: &[Module]) -> Result<Checked, Failure> {
        let (mut apis, mut about) = (BTreeMap::new(), BTreeMap::new());
        for module in batch {
            let name = ApiName::new(&module.name).map_err(Failure::new)?;
            about.insert(name.clone(), About { title: String::new(), features: module.features.clone() });
            apis.insert(name, ApiSettings::of_file(""));
        }
        for (path, text) in oasmith::package(&apis, &about).files {
            let text = if path == "Cargo.toml" { text + &self.workspace()? } else { text };
            disk::write(&self.home.join(path), text.as_bytes())?;
        }
        let mut command = run::cargo();
        command.args(["check", "--message-format", "json", "--all-features", "--manifest-path"]);
        command.arg(self.home.join("Cargo.toml")).arg("--target-dir").arg(self.home.join("target"));
        command.env("CARGO_PROFILE_DEV_DEBUG", "0").env("CARGO_INCREMENTAL", "0").env_remove("RUSTFLAGS");
        let start = Instant::now();
        let ended = run::bounded(&mut command, LIMITS, &self.home.join("check"))?;
        let mut checked = Checked { modules: BTreeMap::new(), stray: None };
        for message in ended.stdout.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok()) {
            checked.count(&message);
        }
        let failed = ended.how != How::Exited(0);
        if failed && checked.modules.values().all(|found| found.errors == 0) && checked.stray.is_none() {
            let line = ended.stderr.lines().find(|line| line.contains("error")).unwrap_or("cargo failed");
            checked.stray = Some(line.to_owned());
        }
        let lines: u64 = batch.iter().map(|module| module.lines).sum();
        for module in batch {
            let share = start.elapsed().as_millis() as u64 * module.lines / lines.max(1);
            checked.modules.entry(module.name.clone()).or_default().ms = share;
        }
        Ok(checked)
    }

    /// What the package inherits: the lints are those under which `generated` is checked.
    fn workspace(&self) -> Result<String, Failure> {
        let ours = std::fs::read_to_string("Cargo.toml")?;
        let sections = ours
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
        let Some(place) = message.pointer("/message/spans").and_then(module_of) else {
            // "aborting due to 3 previous errors", "12 warnings emitted".
            let summary = message.pointer("/message/code").is_none_or(Value::is_null)
                && message.pointer("/message/spans").and_then(Value::as_array).is_none_or(Vec::is_empty);
            if !summary && self.stray.is_none() {
                self.stray = Some(format!("{level}: {}", text("/message/message")));
            }
            return;
        };
        let found = self.modules.entry(place.module).or_default();
        let first_error = level == "error" && found.errors == 0;
        match level {
            "error" => found.errors += 1,
            _ => found.warnings += 1,
        }
        if found.first.is_none() || first_error {
            found.first = Some(format!("{level}: {} ({})", text("/message/message"), place.at));
        }
    }
}

struct InModule {
    module: String,
    at: String,
}

/// The module in which one of the spans stands, or the call of a macro that it is inside of.
fn module_of(spans: &Value) -> Option<InModule> {
    for span in spans.as_array()? {
        let mut around = Some(span);
        while let Some(span) = around {
            let file = span.get("file_name").and_then(Value::as_str).unwrap_or_default();
            let below = file.strip_prefix("src/").and_then(|below| below.split_once('/'));
            if let Some((module, _)) = below {
                let line = span.get("line_start").and_then(Value::as_u64).unwrap_or_default();
                return Some(InModule { module: module.to_owned(), at: format!("{file}:{line}") });
            }
            around = span.pointer("/expansion/span");
        }
    }
    None
}

/// Modules in batches, in order.
fn batches(modules: Vec<Module>) -> Vec<Vec<Module>> {
    let mut batches: Vec<Vec<Module>> = Vec::new();
    let mut lines = 0;
    for module in modules {
        lines += module.lines;
        match batches.last_mut() {
            Some(batch) if lines <= BATCH => batch.push(module),
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
        assert_eq!(sizes(&[BATCH, 1, BATCH, BATCH + 1, 1]), [1, 1, 1, 1, 1]);
        assert_eq!(sizes(&[BATCH - 1, 1, 1]), [2, 1]);
    }

    #[test]
    fn complaints_belong_to_the_module_they_stand_in() {
        let check = |spans: Value, expect: Option<(&str, &str)>| {
            let found = module_of(&spans);
            assert_eq!(found.as_ref().map(|found| (found.module.as_str(), found.at.as_str())), expect, "{spans}");
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
