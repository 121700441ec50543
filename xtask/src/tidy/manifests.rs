//! Every dependency says why it is there.

use super::{File, Finding};

/// The rule: a comment stands above each dependency, or above the group that it belongs to. What the workspace shares is
/// explained once, and a package of the workspace needs no reason.
pub fn check(files: &[File]) -> Vec<Finding> {
    let manifests =
        files.iter().filter(|file| file.path.ends_with("Cargo.toml") && !file.path.starts_with("generated/"));
    manifests.flat_map(unexplained).collect()
}

fn unexplained(file: &File) -> Vec<Finding> {
    let mut findings = Vec::new();
    let (mut dependencies, mut explained) = (false, false);
    for (index, line) in file.text.lines().enumerate() {
        if line.starts_with('[') {
            // A comment right above the heading explains the whole group.
            dependencies = line.trim_end_matches(']').ends_with("dependencies");
        } else if line.starts_with('#') {
            explained = true;
        } else if line.trim().is_empty() {
            explained = false;
        } else if dependencies && !explained && is_foreign(line) {
            let name = line.split(['=', '.', ' ']).next().unwrap_or_default();
            findings.push(Finding::new(file, index + 1, format!("no comment says why `{name}` is needed")));
        }
    }
    findings
}

fn is_foreign(line: &str) -> bool {
    line.contains('=')
        && !line.contains("workspace = true")
        && !line.contains("path = ")
        && !line.starts_with([' ', '\t', ']'])
}
