//! Checks that the top level of the workspace has no new files or folders.

use std::collections::BTreeSet;

use super::{File, Finding};

/// The allowed files and folders.
const TOP_LEVEL: &[&str] = &[
    ".cargo",
    ".ci",
    ".gitattributes",
    ".github",
    ".gitignore",
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "README.md",
    "clippy.toml",
    "codegen",
    "generated",
    "rustfmt.toml",
    "specs",
    "tests",
    "xtask",
];

/// Checks the rule.
pub fn check(files: &[File]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut seen = BTreeSet::new();
    for file in files {
        let top = file.path.split('/').next().unwrap_or_default();
        if seen.insert(top) && !TOP_LEVEL.contains(&top) {
            findings.push(Finding::new(
                file,
                1,
                format!("`{top}` is new at the top level: move it into one of the existing folders"),
            ));
        }
    }
    findings
}
