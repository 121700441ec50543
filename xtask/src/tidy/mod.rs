//! `cargo xtask tidy`: the house rules that no compiler enforces.
//!
//! Each rule is a function from a file (or from the list of files) to findings, and lives in a module of its kind. A finding says
//! where and why. An exception from a rule stands in the rule's own table and must prove that it is still needed.

mod exhaustive;
mod imports;
mod layout;
mod manifests;
mod size;
mod syntax;
mod text;

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use oasmith::cli::print;
use oasmith::drift;

use crate::run;
use oasmith::cli::Failure;

/// A rule that is not kept.
pub struct Finding {
    path: String,
    line: usize,
    why: String,
}

/// A file of the workspace, as git knows it.
pub struct File {
    path: String,
    text: String,
    /// Whether it is compiled for tests only: the module that holds it says so.
    is_test: bool,
}

/// What a rule finds in the files of the workspace.
type Rule = fn(&[File]) -> Vec<Finding>;

/// The rules.
const RULES: &[(&str, Rule)] = &[
    ("top level", layout::check),
    ("imports", imports::check),
    ("exhaustive matches", exhaustive::check),
    ("module docs", text::module_docs),
    ("local paths", text::local_paths),
    ("file size", size::check),
    ("forbidden code", syntax::check),
    ("reasons for dependencies", manifests::check),
];

/// Runs the command.
pub fn run(mut arguments: lexopt::Parser) -> Result<(), Failure> {
    if let Some(argument) = arguments.next()? {
        return Err(argument.unexpected().into());
    }
    let files = files()?;
    let mut count = 0;
    for (rule, check) in RULES {
        for finding in check(&files) {
            count += 1;
            println!("{}:{}: {rule}: {}", finding.path, finding.line, finding.why);
            if print::on_github() {
                println!("::error file={},line={},title={rule}::{}", finding.path, finding.line, finding.why);
            }
        }
    }
    match count {
        0 => {
            println!("tidy: {} files, {} rules", files.len(), RULES.len());
            Ok(())
        }
        _ => Err(Failure::new(format!("{count} findings"))),
    }
}

impl Finding {
    fn new(file: &File, line: usize, why: impl Into<String>) -> Self {
        Self { path: file.path.clone(), line, why: why.into() }
    }
}

impl File {
    fn is_rust(&self) -> bool {
        self.path.ends_with(".rs")
    }

    /// Rust that was written by hand: neither the output nor what tests expect of it.
    fn is_ours(&self) -> bool {
        self.is_rust() && !drift::is_marked(self.text.as_bytes())
    }
}

/// What git tracks or would track, without what it ignores.
fn files() -> Result<Vec<File>, Failure> {
    let mut list = Command::new("git");
    list.args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"]);
    let mut paths: Vec<String> =
        run::capture(&mut list)?.split('\0').filter(|path| !path.is_empty()).map(str::to_owned).collect();
    paths.sort();
    paths.dedup();
    let mut files = Vec::new();
    for path in paths.into_iter().filter(|path| Path::new(path).is_file()) {
        let text = String::from_utf8_lossy(&std::fs::read(&path)?).into_owned();
        files.push(File { path, text, is_test: false });
    }
    let tests: BTreeSet<String> = files.iter().filter(|file| file.is_rust()).flat_map(test_modules).collect();
    for file in &mut files {
        file.is_test = tests
            .iter()
            .any(|module| file.path == format!("{module}.rs") || file.path.starts_with(&format!("{module}/")));
    }
    Ok(files)
}

/// The paths, without ending, of the modules that a file declares for tests only.
fn test_modules(file: &File) -> Vec<String> {
    let folder = match file.path.strip_suffix(".rs") {
        Some(stem) if ["/mod", "/lib", "/main"].iter().any(|root| stem.ends_with(root)) => {
            stem.rsplit_once('/').map_or("", |(folder, _)| folder)
        }
        stem => stem.unwrap_or_default(),
    };
    let lines: Vec<&str> = file.text.lines().collect();
    let declared = lines.windows(2).filter(|pair| pair[0] == "#[cfg(test)]").filter_map(|pair| {
        let name = pair[1].strip_prefix("mod ")?.strip_suffix(';')?;
        Some(format!("{folder}/{name}"))
    });
    declared.collect()
}
