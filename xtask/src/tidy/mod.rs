//! `cargo xtask tidy`: checks the code conventions that the compiler does not check.
//!
//! Each rule is a function from the files of the workspace to findings, in a module of its own. A finding has a location and a
//! reason. A rule's exceptions are in its own table, and an exception that is no longer needed is a finding.

mod exhaustive;
mod file_size;
mod forbidden_code;
mod imports;
mod manifests;
mod text;
mod top_level;

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use oasmith::cli::print;
use oasmith::drift;
use oasmith::{outln, status};

use crate::process;
use oasmith::cli::Failure;

/// A violation of a rule.
pub struct Finding {
    path: String,
    line: usize,
    why: String,
}

/// A file of the workspace that git does not ignore.
pub struct File {
    path: String,
    text: String,
    /// Whether it is compiled only for tests.
    is_test: bool,
}

/// Checks a rule for all files of the workspace.
type Rule = fn(&[File]) -> Vec<Finding>;

/// The rules.
const RULES: &[(&str, Rule)] = &[
    ("top level", top_level::check),
    ("imports", imports::check),
    ("exhaustive matches", exhaustive::check),
    ("module docs", text::module_docs),
    ("local paths", text::local_paths),
    ("links", text::links),
    ("file size", file_size::check),
    ("forbidden code", forbidden_code::check),
    ("reasons for dependencies", manifests::check),
];

/// Checks the code conventions that the compiler does not check.
#[derive(Debug, clap::Args)]
#[command(after_help = crate::EXIT_CODES)]
pub struct Args {}

/// Runs the command.
pub fn run(Args {}: Args) -> Result<(), Failure> {
    let files = files()?;
    let mut count: usize = 0;
    for (rule, check) in RULES {
        for finding in check(&files) {
            count += 1;
            outln!("{}:{}: {rule}: {}", finding.path, finding.line, finding.why);
            if print::on_github() {
                outln!("::error file={},line={},title={rule}::{}", finding.path, finding.line, finding.why);
            }
        }
    }
    match count {
        0 => {
            status!("No findings: checked {} rules in {} files", RULES.len(), files.len());
            Ok(())
        }
        _ => Err(Failure::new(format!("{count} {}", if count == 1 { "finding" } else { "findings" }))),
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

    /// Returns whether this is handwritten Rust: neither generated code nor a golden file.
    fn is_handwritten(&self) -> bool {
        self.is_rust() && !drift::is_marked(self.text.as_bytes())
    }
}

/// Returns all files that git tracks or does not ignore.
fn files() -> Result<Vec<File>, Failure> {
    let mut list = Command::new("git");
    list.args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"]);
    let mut paths: Vec<String> =
        process::capture_stdout(&mut list)?.split('\0').filter(|path| !path.is_empty()).map(str::to_owned).collect();
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

/// Returns the paths, without extension, of the modules that a file declares for tests only.
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
