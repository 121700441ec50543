//! Compares the output folder with the generated files, and writes them.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use super::Failure;
use super::console::{self, Verbosity};
use super::disk::{self, ReadMode};
use crate::drift::report::{self, Wording};
use crate::drift::{self, Finding, FindingKind};
use crate::{out, outln, status};

/// A folder on disk and the generated files that it should contain.
pub struct OutputFolder<'a> {
    /// The folder.
    pub root: &'a Path,
    /// The generated files, by path below `root`.
    pub expected: &'a BTreeMap<String, String>,
    /// Reads the existing files that are compared.
    pub read: &'a dyn Fn(ReadMode) -> io::Result<BTreeMap<String, Vec<u8>>>,
    /// Returns whether oasmith generates the file at a path although its first line does not say so.
    pub is_owned: fn(&str) -> bool,
    /// Returns whether the file at a path is compared.
    pub is_compared: &'a dyn Fn(&str) -> bool,
    /// Whether differences are also printed as annotations for GitHub Actions.
    pub annotates: bool,
    /// The texts of the report.
    pub wording: Wording<'a>,
}

impl OutputFolder<'_> {
    /// Prints every difference and writes nothing.
    ///
    /// # Errors
    /// [`Failure::Stale`] if a file differs, or an error of the file system.
    pub fn check(&self) -> Result<(), Failure> {
        let findings = self.findings()?;
        if findings.is_empty() {
            status!("`{}` is up to date with `{}`", self.wording.subject, self.wording.origin);
            return Ok(());
        }
        self.print_differences(&findings)?;
        Err(Failure::Stale)
    }

    /// Writes the generated files, deletes outdated ones, and prints a summary. Foreign files (see [`FindingKind::Foreign`]) are
    /// reported and not changed.
    ///
    /// # Errors
    /// A failure if a foreign file has the path of a generated file (then no files are written), [`Failure::Stale`] if the
    /// folder contains other foreign files, or an error of the file system.
    pub fn write(&self) -> Result<(), Failure> {
        let before = self.findings()?;
        let is_blocking = |finding: &&Finding<'_>| finding.kind == FindingKind::Foreign && finding.expected.is_some();
        let blocking: Vec<Finding<'_>> = before.iter().filter(is_blocking).cloned().collect();
        if !blocking.is_empty() {
            self.print_differences(&blocking)?;
            return Err(Failure::new("no files were written"));
        }
        let changed = disk::apply(self.root, &before)?;
        if console::verbosity() == Verbosity::Verbose {
            for finding in &before {
                if let Some(verb) = past_tense(finding.kind) {
                    outln!("{verb:<7} {}", self.root.join(&finding.path).display());
                }
            }
        }
        match changed {
            0 => status!("`{}` is up to date with `{}`", self.wording.subject, self.wording.origin),
            _ => status!("{}", summary(&before, self.wording.subject)),
        }
        let remaining = if changed == 0 { before } else { self.remaining(before)? };
        if remaining.is_empty() {
            return Ok(());
        }
        self.print_differences(&remaining)?;
        Err(Failure::Stale)
    }

    fn findings(&self) -> Result<Vec<Finding<'_>>, Failure> {
        let mut findings = drift::compare(self.expected, &(self.read)(ReadMode::Contents)?, self.is_owned);
        findings.retain(|finding| (self.is_compared)(&finding.path));
        Ok(findings)
    }

    /// Returns the findings that still apply after writing. Reads only names: on a file system that ignores case, two generated
    /// paths can name one file, and then one of them is missing. Contents are not read again, because writing succeeded.
    fn remaining<'e>(&self, mut findings: Vec<Finding<'e>>) -> Result<Vec<Finding<'e>>, Failure> {
        let existing = (self.read)(ReadMode::Names)?;
        findings.retain(|finding| match finding.kind {
            FindingKind::Missing | FindingKind::Stale => !existing.contains_key(&finding.path),
            FindingKind::Orphaned => existing.contains_key(&finding.path),
            FindingKind::Foreign => true,
        });
        Ok(findings)
    }

    fn print_differences(&self, findings: &[Finding<'_>]) -> Result<(), Failure> {
        let wording = &self.wording;
        if let Some(file) = wording.patch_file {
            disk::write(Path::new(file), report::full_patch(findings, wording.root).as_bytes())?;
        }
        out!("{}", report::render(findings, wording));
        if self.annotates {
            console::data(format_args!("{}", report::annotations(findings, wording)));
        }
        Ok(())
    }
}

/// Returns what happened to a file, or `None` if it was not changed.
fn past_tense(kind: FindingKind) -> Option<&'static str> {
    match kind {
        FindingKind::Missing => Some("created"),
        FindingKind::Stale => Some("updated"),
        FindingKind::Orphaned => Some("deleted"),
        FindingKind::Foreign => None,
    }
}

/// Returns the summary of a write: "Created 122 files, updated 1 and deleted 2 in `out/`".
fn summary(findings: &[Finding<'_>], folder: &str) -> String {
    let kinds = [FindingKind::Missing, FindingKind::Stale, FindingKind::Orphaned];
    let count = |kind| findings.iter().filter(|finding| finding.kind == kind).count();
    let counts = kinds.map(|kind| (count(kind), past_tense(kind).unwrap_or_default()));
    let mut parts: Vec<String> = Vec::new();
    for (count, verb) in counts.into_iter().filter(|(count, _)| *count > 0) {
        let noun = match (parts.is_empty(), count) {
            (false, _) => "",
            (true, 1) => " file",
            (true, _) => " files",
        };
        parts.push(format!("{verb} {count}{noun}"));
    }
    let last = parts.pop().unwrap_or_default();
    let all = if parts.is_empty() { last } else { format!("{} and {last}", parts.join(", ")) };
    let capital: String = all.chars().take(1).flat_map(char::to_uppercase).collect();
    format!("{capital}{} in `{folder}`", all.get(1..).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_summary_counts_created_updated_and_deleted_files() {
        for (missing, stale, orphaned, expect) in [
            (122, 0, 0, "Created 122 files in `out/`"),
            (1, 0, 0, "Created 1 file in `out/`"),
            (0, 2, 1, "Updated 2 files and deleted 1 in `out/`"),
            (1, 2, 3, "Created 1 file, updated 2 and deleted 3 in `out/`"),
        ] {
            let kinds = [
                (FindingKind::Missing, missing),
                (FindingKind::Stale, stale),
                (FindingKind::Orphaned, orphaned),
                (FindingKind::Foreign, 1),
            ];
            let finding = |kind| Finding { path: String::new(), kind, expected: None, actual: None };
            let findings: Vec<Finding<'_>> =
                kinds.into_iter().flat_map(|(kind, count)| vec![finding(kind); count]).collect();
            assert_eq!(summary(&findings, "out/"), expect);
        }
    }
}
