//! Checks that a comment explains every dependency.

use oasmith::drift;

use super::{File, Finding};

/// Checks the rule: a comment precedes each dependency or its group. Shared dependencies of the workspace are explained once, and
/// packages of the workspace need no reason.
pub fn check(files: &[File]) -> Vec<Finding> {
    let manifests =
        files.iter().filter(|file| file.path.ends_with("Cargo.toml") && !drift::is_marked(file.text.as_bytes()));
    manifests.flat_map(unexplained).collect()
}

fn unexplained(file: &File) -> Vec<Finding> {
    let mut findings = Vec::new();
    let (mut dependencies, mut explained) = (false, false);
    for (index, line) in file.text.lines().enumerate() {
        if line.starts_with('[') {
            // A comment directly above the heading explains the whole group.
            dependencies = line.trim_end_matches(']').ends_with("dependencies");
        } else if line.starts_with('#') {
            explained = true;
        } else if line.trim().is_empty() {
            explained = false;
        } else if dependencies && !explained && is_external(line) {
            let name = line.split(['=', '.', ' ']).next().unwrap_or_default();
            findings.push(Finding::new(
                file,
                index + 1,
                format!("the dependency `{name}` has no comment: add one above it that says why it is needed"),
            ));
        }
    }
    findings
}

fn is_external(line: &str) -> bool {
    line.contains('=')
        && !line.contains("workspace = true")
        && !line.contains("path = ")
        && !line.starts_with([' ', '\t', ']'])
}
