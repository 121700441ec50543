//! Folders of test data, and what is expected of them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{fs, io};

use oasmith::cli::disk;
use oasmith::drift;
use oasmith::drift::report::{self, Wording};
use oasmith::source::Loader;

/// Set to anything, it makes tests write what they find instead of comparing.
pub const BLESS: &str = "OASMITH_BLESS";

/// Gives the files of one folder by their names, so that no path of a machine gets into what is printed.
#[derive(Debug, Clone)]
pub struct Folder(pub PathBuf);

impl Loader for Folder {
    fn load(&self, path: &str) -> io::Result<Vec<u8>> {
        fs::read(self.0.join(path))
    }
}

/// A folder of this package.
#[must_use]
pub fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// The folders in a folder, by name.
///
/// # Errors
/// What the file system reports.
pub fn folders(path: &Path) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(path)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            names.push(entry.file_name().to_string_lossy().into_owned());
        }
    }
    names.sort();
    Ok(names)
}

/// Compares a folder with the files that it should have, and panics with the difference; or, to bless, makes it what it should be.
/// Files that `input` names are not compared.
///
/// # Panics
/// If they differ.
pub fn expect_files(folder: &Path, expected: &BTreeMap<String, String>, input: impl Fn(&str) -> bool) {
    let read = || {
        let mut actual = disk::read(folder, &[]).unwrap_or_default();
        actual.retain(|path, _| !input(path));
        actual
    };
    let mut findings = drift::compare(expected, &read(), |_| true);
    if std::env::var_os(BLESS).is_some() {
        if let Err(error) = disk::apply(folder, &findings) {
            panic!("{error}");
        }
        findings = drift::compare(expected, &read(), |_| true);
    }
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    let command = "OASMITH_BLESS=1 cargo test --package tests, and review the change";
    let wording = Wording {
        subject: &name,
        root: &name,
        origin: "the generator",
        patch_file: None,
        command,
        plan: &BTreeMap::new(),
    };
    assert!(findings.is_empty(), "{}", report::render(&findings, &wording));
}
