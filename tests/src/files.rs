//! Folders of test data.

use std::path::{Path, PathBuf};
use std::{fs, io};

use oasmith::source::Loader;

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
