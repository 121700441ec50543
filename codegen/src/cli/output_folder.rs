//! Compares the output folder with the generated files, and writes them.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use super::console::{self, Verbosity};
use super::disk::{self, ReadMode};
use super::{Failure, file_list};
use crate::drift::report::{self, Wording};
use crate::drift::{self, Finding, FindingKind, by_api, words};
use crate::{out, outln, status};

/// A folder on disk and the generated files that it should contain.
pub struct OutputFolder<'a> {
    /// The folder.
    pub root: &'a Path,
    /// Reads the existing files that are compared.
    pub read: &'a dyn Fn(ReadMode) -> io::Result<BTreeMap<String, Vec<u8>>>,
    /// The path of the [`file_list`] below `root`.
    pub list: &'a str,
    /// Returns whether oasmith generates the file at a path although its first line does not say so. Called for files that are
    /// outside the folder of the list, or if there is no list.
    pub is_owned: fn(&str) -> bool,
    /// Returns whether the file at a path is compared.
    pub is_compared: &'a dyn Fn(&str) -> bool,
    /// Whether differences are also printed as annotations for GitHub Actions.
    pub annotates: bool,
    /// The texts of the report, and the generated files by path below `root`.
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
    /// reported and not changed. The caller holds the lock of the folder, see [`super::output_lock`].
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
        let changed = self.apply(&before)?;
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
        // With `--quiet`, nobody sees the lines, and they cost a comparison of the public items.
        if console::verbosity() != Verbosity::Quiet {
            by_api::lines(&before, &self.wording).iter().for_each(|line| status!("  {line}"));
        }
        let remaining = if changed == 0 { before } else { self.remaining(before)? };
        if remaining.is_empty() {
            return Ok(());
        }
        self.print_differences(&remaining)?;
        Err(Failure::Stale)
    }

    /// Applies the findings and returns the number of changed files. At each moment, the list contains all files without a mark, so
    /// that the next run recognizes them if this one is killed.
    fn apply(&self, findings: &[Finding<'_>]) -> io::Result<usize> {
        let (list, others): (Vec<_>, Vec<_>) = findings.iter().partition(|finding| finding.path == self.list);
        for finding in &list {
            let (old, new) = (finding.actual.as_deref().unwrap_or_default(), finding.expected.unwrap_or_default());
            disk::write(&self.root.join(self.list), file_list::union(old, new).as_bytes())?;
        }
        Ok(disk::apply(self.root, others)? + disk::apply(self.root, list)?)
    }

    fn findings(&self) -> Result<Vec<Finding<'_>>, Failure> {
        let actual = (self.read)(ReadMode::Contents)?;
        let list = actual.get(self.list).map(|bytes| String::from_utf8_lossy(bytes));
        let listed = list.as_deref().map(file_list::parse);
        let folder = self.list.strip_suffix(file_list::NAME).unwrap_or_default();
        let is_owned = |path: &str| match (&listed, path.strip_prefix(folder)) {
            (_, Some(file_list::NAME)) => true,
            (Some(listed), Some(path)) => listed.contains(path),
            _ => (self.is_owned)(path),
        };
        let mut findings = drift::compare(self.wording.plan, &actual, is_owned);
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
            disk::write(Path::new(file), report::full_patch(findings).as_bytes())?;
        }
        out!("{}", report::render(findings, wording));
        if self.annotates {
            console::data(format_args!("{}", report::annotations(findings, wording, self.root)));
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
    let mut parts: Vec<String> =
        words::file_counts(counts).iter().map(|(count, verb)| format!("{verb} {count}")).collect();
    let is_changed = |finding: &&Finding<'_>| finding.kind != FindingKind::Foreign;
    let reason = match findings.iter().filter(is_changed).all(Finding::only_line_ends_differ) {
        true => ": only line ends differed",
        false => "",
    };
    let last = parts.pop().unwrap_or_default();
    let all = if parts.is_empty() { last } else { format!("{} and {last}", parts.join(", ")) };
    format!("{} in `{folder}`{reason}", words::capitalized(&all))
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
        let actual = Some("a\r\n".to_owned());
        let stale = Finding { path: String::new(), kind: FindingKind::Stale, expected: Some("a\n"), actual };
        assert_eq!(summary(&[stale], "out/"), "Updated 1 file in `out/`: only line ends differed");
    }
}
