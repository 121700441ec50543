//! A folder and the plan for it: shows in what they differ, or makes the folder what the plan says.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use super::disk::{self, Look};
use super::{Failure, print};
use crate::drift::report::{self, Wording};
use crate::drift::{self, Finding, Kind};

/// A folder and the plan for it.
pub struct Sync<'a> {
    /// The folder.
    pub root: &'a Path,
    /// The files that it should have, by path below it.
    pub expected: &'a BTreeMap<String, String>,
    /// Reads the files that it has, as far as they are compared.
    pub read: &'a dyn Fn(Look) -> io::Result<BTreeMap<String, Vec<u8>>>,
    /// Whether oasmith made a file although its first line does not say so.
    pub owned: fn(&str) -> bool,
    /// Whether a difference at a path counts.
    pub counts: &'a dyn Fn(&str) -> bool,
    /// The words of the report.
    pub wording: Wording<'a>,
}

impl Sync<'_> {
    /// Writes nothing, and shows every difference.
    ///
    /// # Errors
    /// [`Failure::Stale`] if there is any; whatever the file system reports.
    pub fn check(&self) -> Result<(), Failure> {
        let findings = self.findings()?;
        if findings.is_empty() {
            println!("{} is up to date with {}", self.wording.subject, self.wording.origin);
            return Ok(());
        }
        self.show(&findings)?;
        Err(Failure::Stale)
    }

    /// Makes the folder what the plan says, and looks again whether it has the files that it should have, and no others. Foreign files
    /// stay, and are shown.
    ///
    /// # Errors
    /// If a foreign file is in the way (then nothing is written); [`Failure::Stale`] if other foreign files are there;
    /// whatever the file system reports.
    pub fn write(&self) -> Result<(), Failure> {
        let before = self.findings()?;
        let blocks = |finding: &&Finding<'_>| finding.kind == Kind::Foreign && finding.expected.is_some();
        let in_the_way: Vec<Finding<'_>> = before.iter().filter(blocks).cloned().collect();
        if !in_the_way.is_empty() {
            self.show(&in_the_way)?;
            return Err(Failure::new("no files were written"));
        }
        let done = disk::apply(self.root, &before)?;
        match done {
            0 => println!("{} is already up to date with {}", self.wording.subject, self.wording.origin),
            _ => println!("{}", report::written(&before, self.wording.subject, self.expected.len())),
        }
        let left = if done == 0 { before } else { self.left(before)? };
        if left.is_empty() {
            return Ok(());
        }
        self.show(&left)?;
        Err(Failure::Stale)
    }

    fn findings(&self) -> Result<Vec<Finding<'_>>, Failure> {
        let mut findings = drift::compare(self.expected, &(self.read)(Look::Bytes)?, self.owned);
        findings.retain(|finding| (self.counts)(&finding.path));
        Ok(findings)
    }

    /// The findings that are not carried out, by the names that are there now: of two paths that are one to the file system, one is missing.
    /// What was written without an error is not read again.
    fn left<'e>(&self, mut findings: Vec<Finding<'e>>) -> Result<Vec<Finding<'e>>, Failure> {
        let there = (self.read)(Look::Names)?;
        findings.retain(|finding| match finding.kind {
            Kind::Missing | Kind::Stale => !there.contains_key(&finding.path),
            Kind::Orphaned => there.contains_key(&finding.path),
            Kind::Foreign => true,
        });
        Ok(findings)
    }

    fn show(&self, findings: &[Finding<'_>]) -> Result<(), Failure> {
        let foreign = findings.iter().any(|finding| finding.kind == Kind::Foreign);
        let command = format!("move the foreign files to another folder, then run {}", self.wording.command);
        let wording = Wording { command: if foreign { &command } else { self.wording.command }, ..self.wording };
        if let Some(file) = wording.patch_file {
            disk::write(Path::new(file), report::full_patch(findings, wording.root).as_bytes())?;
        }
        print!("{}", report::render(findings, &wording));
        if print::on_github() {
            print!("{}", report::annotations(findings, &wording));
        }
        Ok(())
    }
}
