//! Findings as text: for people, for GitHub, and as one patch.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::diff::below;
use super::items::{self, Private};
use super::{Finding, Kind, patch};

/// How many lines of one file's diff are shown before it is cut.
const LINES_PER_FILE: usize = 40;
/// How many lines of all diffs together are shown.
const LINES_IN_ALL: usize = 400;
/// How many changes of the API are listed one by one.
const CHANGES: usize = 60;

/// What the words around the findings say.
#[derive(Debug, Clone, Copy)]
pub struct Wording<'a> {
    /// What was compared, for example `generated/`.
    pub subject: &'a str,
    /// What stands before each path; empty if the paths say it.
    pub root: &'a str,
    /// What the folder is made from, for example `specs/`.
    pub origin: &'a str,
    /// Where the whole patch is, if it was written.
    pub patch_file: Option<&'a str>,
    /// The command that mends it.
    pub command: &'a str,
    /// All that the folder should have: says which modules callers do not see. Only looked at where something differs.
    pub plan: &'a BTreeMap<String, String>,
}

/// All findings, for people: a line and a diff each, the change in terms of the API, and last the command that mends it.
#[must_use]
pub fn render(findings: &[Finding<'_>], wording: &Wording<'_>) -> String {
    let mut text = format!("{} does not match {}: {}\n", wording.subject, wording.origin, counts(findings));
    let mut left = LINES_IN_ALL;
    let mut cut = false;
    for finding in findings {
        let _ = write!(text, "\n{:<9} {}\n", finding.kind.word(), below(wording.root, &finding.path));
        if let Some(note) = note(finding) {
            let _ = writeln!(text, "          {note}");
        }
        let patch = patch(finding, wording.root);
        let shown = LINES_PER_FILE.min(left);
        let all = patch.lines().count();
        for line in patch.lines().take(shown) {
            let _ = writeln!(text, "{line}");
        }
        if all > shown {
            let _ = writeln!(text, "… {} more lines", all - shown);
            cut = true;
        }
        left -= all.min(shown);
    }
    let changes = changes(findings, wording.plan);
    if !changes.is_empty() {
        let _ = write!(text, "\nIn terms of the API:\n");
        for change in changes.iter().take(CHANGES) {
            let _ = writeln!(text, "  {change}{}", if change.breaking { "  (breaking)" } else { "" });
        }
        if changes.len() > CHANGES {
            let _ = writeln!(text, "  … and {} more", changes.len() - CHANGES);
            cut = true;
        }
    }
    text.push('\n');
    let patched = findings.iter().any(|finding| finding.kind != Kind::Foreign);
    if let Some(file) = wording.patch_file.filter(|_| patched) {
        let _ = writeln!(text, "{}: {file}", if cut { "Complete patch" } else { "Patch" });
    }
    let _ = writeln!(text, "To fix this: {}", wording.command);
    text
}

/// The whole difference as one patch that `git apply` takes.
#[must_use]
pub fn full_patch(findings: &[Finding<'_>], root: &str) -> String {
    findings.iter().map(|finding| patch(finding, root)).collect()
}

/// A workflow command for each finding, by which GitHub marks the file.
#[must_use]
pub fn annotations(findings: &[Finding<'_>], wording: &Wording<'_>) -> String {
    let mut text = String::new();
    for finding in findings {
        let word = finding.kind.word();
        let (path, command) = (below(wording.root, &finding.path), wording.command);
        let _ = writeln!(text, "::error file={path},title=generated code is {word}::{word}; to fix this: {command}");
    }
    text
}

/// Returns the message after a write: `Created 12 files in out/` or `Updated out/: 1 changed, 2 created`. `expected` is the number
/// of files that the folder should have.
#[must_use]
pub fn written(findings: &[Finding<'_>], subject: &str, expected: usize) -> String {
    let count = |kind| findings.iter().filter(|finding| finding.kind == kind).count();
    let counts =
        [(count(Kind::Stale), "changed"), (count(Kind::Missing), "created"), (count(Kind::Orphaned), "removed")];
    if counts[1].0 == expected && counts[2].0 == 0 {
        return format!("Created {expected} {} in {subject}", if expected == 1 { "file" } else { "files" });
    }
    let parts = counts.into_iter().filter(|(count, _)| *count > 0).map(|(count, word)| format!("{count} {word}"));
    format!("Updated {subject}: {}", parts.collect::<Vec<_>>().join(", "))
}

/// `1 stale, 2 missing`.
#[must_use]
pub fn counts(findings: &[Finding<'_>]) -> String {
    let kinds = [Kind::Stale, Kind::Missing, Kind::Orphaned, Kind::Foreign];
    let count = |kind| findings.iter().filter(|finding| finding.kind == kind).count();
    let parts = kinds.into_iter().map(|kind| (count(kind), kind)).filter(|(count, _)| *count > 0);
    parts.map(|(count, kind)| format!("{count} {}", kind.word())).collect::<Vec<_>>().join(", ")
}

/// What the findings change in terms of the API, from what is there to what the plan says.
fn changes(findings: &[Finding<'_>], plan: &BTreeMap<String, String>) -> Vec<items::Change> {
    let private = Private::of(plan.iter().map(|(path, text)| (path.as_str(), text.as_str())));
    let side = |pick: for<'f> fn(&'f Finding<'_>) -> Option<&'f str>| {
        let files = findings.iter().filter(|finding| finding.kind != Kind::Foreign);
        items::collect(files.filter_map(|finding| Some((finding.path.as_str(), pick(finding)?))), &private)
    };
    items::changes(&side(|finding| finding.actual.as_deref()), &side(|finding| finding.expected))
}

fn note(finding: &Finding<'_>) -> Option<&'static str> {
    match (finding.kind, &finding.expected) {
        (Kind::Foreign, Some(_)) => {
            Some("oasmith did not generate this file but needs to write a file with this name: move or delete it")
        }
        (Kind::Foreign, None) => {
            Some("oasmith did not generate this file and leaves it unchanged: move it to another folder")
        }
        (Kind::Orphaned, _) => Some("no document produces this file any more: it will be deleted"),
        (Kind::Missing | Kind::Stale, _) => None,
    }
}
