//! Prints findings: as a report for people, as annotations for GitHub, and as one patch.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use super::items;
use super::{Finding, FindingKind, patch};

/// Maximum number of lines that are shown of one file's diff.
const LINES_PER_FILE: usize = 40;
/// Maximum number of lines that are shown of all diffs.
const LINES_IN_ALL: usize = 400;
/// Maximum number of API changes that are listed.
const CHANGES: usize = 60;

/// The texts of a report.
#[derive(Debug, Clone, Copy)]
pub struct Wording<'a> {
    /// The folder that was compared, for example `generated/`.
    pub subject: &'a str,
    /// The source of the generated files, for example `specs/`.
    pub origin: &'a str,
    /// The file with the complete patch, if it was written.
    pub patch_file: Option<&'a str>,
    /// The command that updates the folder.
    pub command: &'a str,
    /// All expected files, by path below the compared folder.
    pub plan: &'a BTreeMap<String, String>,
    /// Returns the API whose file has this path, if the folder contains several APIs.
    pub api_of: fn(&str) -> Option<&str>,
}

/// Returns the report for people: a line and a diff for each finding, the changes of the public API, and the command that updates
/// the folder.
#[must_use]
pub fn render(findings: &[Finding<'_>], wording: &Wording<'_>) -> String {
    let mut text = format!("{} is out of date with {}: {}\n", wording.subject, wording.origin, counts(findings));
    let mut remaining = LINES_IN_ALL;
    let mut is_shortened = false;
    for finding in findings {
        let _ = write!(text, "\n{:<9} {}\n", finding.kind.word(), finding.path);
        if let Some(note) = note(finding) {
            let _ = writeln!(text, "          {note}");
        }
        // The note says all about these. The patch file contains their lines.
        let is_explained = finding.kind == FindingKind::Orphaned || finding.only_line_ends_differ();
        let patch = if is_explained { String::new() } else { patch(finding) };
        let shown = LINES_PER_FILE.min(remaining);
        let all = patch.lines().count();
        for line in patch.lines().take(shown) {
            let _ = writeln!(text, "{line}");
        }
        if all > shown {
            let _ = writeln!(text, "… {} more lines", all - shown);
            is_shortened = true;
        }
        remaining -= all.min(shown);
    }
    let changes = changes(findings, wording.plan);
    if !changes.is_empty() {
        let _ = write!(text, "\nChanges of the public API:\n");
        for change in changes.iter().take(CHANGES) {
            let _ = writeln!(text, "  {change}{}", if change.breaking { "  (breaking)" } else { "" });
        }
        if changes.len() > CHANGES {
            let _ = writeln!(text, "  … and {} more", changes.len() - CHANGES);
            is_shortened = true;
        }
    }
    text.push('\n');
    let has_patch = findings.iter().any(|finding| finding.kind != FindingKind::Foreign);
    if let Some(file) = wording.patch_file.filter(|_| has_patch) {
        let _ = writeln!(text, "{}: {file}", if is_shortened { "Complete patch" } else { "Patch" });
    }
    let _ = if findings.iter().any(|finding| finding.kind == FindingKind::Foreign) {
        writeln!(text, "Move the foreign files to another folder, then run: {}", wording.command)
    } else {
        writeln!(text, "To update it, run: {}", wording.command)
    };
    text
}

/// Returns all differences as one patch for `git apply`.
#[must_use]
pub fn full_patch(findings: &[Finding<'_>]) -> String {
    findings.iter().map(patch).collect()
}

/// Returns a GitHub workflow command for each finding, which annotates the file. `folder` is the compared folder, relative to the
/// current one.
#[must_use]
pub fn annotations(findings: &[Finding<'_>], wording: &Wording<'_>, folder: &Path) -> String {
    let mut text = String::new();
    for finding in findings {
        let word = finding.kind.word();
        let path = folder.strip_prefix(".").unwrap_or(folder).join(&finding.path);
        let (path, command) = (path.display(), wording.command);
        let _ = writeln!(
            text,
            "::error file={path},title=generated code is {word}::This file is {word}. To update it, run: {command}"
        );
    }
    text
}

/// Returns the number of findings by kind: `1 stale, 2 missing`.
#[must_use]
pub fn counts(findings: &[Finding<'_>]) -> String {
    let kinds = [FindingKind::Stale, FindingKind::Missing, FindingKind::Orphaned, FindingKind::Foreign];
    let count = |kind| findings.iter().filter(|finding| finding.kind == kind).count();
    let parts = kinds.into_iter().map(|kind| (count(kind), kind)).filter(|(count, _)| *count > 0);
    parts.map(|(count, kind)| format!("{count} {}", kind.word())).collect::<Vec<_>>().join(", ")
}

/// Returns the changes of the public API, from the actual to the expected files.
pub(super) fn changes(findings: &[Finding<'_>], plan: &BTreeMap<String, String>) -> Vec<items::Change> {
    let after: items::Files<'_> = plan.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let mut before = after.clone();
    for finding in findings {
        match &finding.actual {
            // The items of a file that is not Rust code, for example because of a merge conflict, are unknown. They are not new.
            Some(actual) if finding.path.ends_with(".rs") && syn::parse_file(actual).is_err() => continue,
            Some(actual) if finding.kind != FindingKind::Foreign => before.insert(&finding.path, actual),
            _ => before.remove(finding.path.as_str()),
        };
    }
    items::compare(&before, &after)
}

fn note(finding: &Finding<'_>) -> Option<&'static str> {
    match (finding.kind, &finding.expected) {
        (FindingKind::Foreign, Some(_)) => {
            Some("oasmith did not create this file, but must write a file with this name. Move or delete it.")
        }
        (FindingKind::Foreign, None) => {
            Some("oasmith did not create this file and does not change it. Move it to another folder.")
        }
        (FindingKind::Orphaned, _) => Some("No document generates this file any more. It will be deleted."),
        _ if finding.only_line_ends_differ() => {
            Some("Only line ends differ. If git changed them, set `* text=auto eol=lf` in .gitattributes.")
        }
        (FindingKind::Missing | FindingKind::Stale, _) => None,
    }
}
