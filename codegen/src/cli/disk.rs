//! Reads folders, and writes or deletes the files that differ from the plan ([`Finding`]). Only this module writes files.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::drift::{Finding, FindingKind};

/// Reads the files below a folder, by path with `/`. Returns no files if the folder does not exist. Skips hidden entries, and
/// the entries of `root` itself that are named in `skip`.
///
/// # Errors
/// The file system's error, with the path.
pub fn read(root: &Path, skip: &[&str]) -> io::Result<BTreeMap<String, Vec<u8>>> {
    read_with(root, skip, ReadMode::Contents)
}

/// Whether the contents of files are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReadMode {
    /// Only whether a file exists. The contents are empty.
    Names,
    /// The contents.
    Contents,
}

impl ReadMode {
    /// Reads a file.
    ///
    /// # Errors
    /// The file system's error.
    pub fn read_file(self, path: &Path) -> io::Result<Vec<u8>> {
        match self {
            Self::Names => fs::metadata(path).map(|_| Vec::new()),
            Self::Contents => fs::read(path),
        }
    }
}

/// Reads the files below a folder like [`read`], in the given mode.
///
/// # Errors
/// The file system's error, with the path.
pub fn read_with(root: &Path, skip: &[&str], mode: ReadMode) -> io::Result<BTreeMap<String, Vec<u8>>> {
    let mut files = BTreeMap::new();
    if root.exists() {
        read_into(root, "", skip, mode, &mut files)?;
    }
    Ok(files)
}

/// Applies findings below `root`: writes missing and stale files, deletes orphaned ones, and does not change foreign ones. Returns
/// the number of changed files. An existing file is replaced atomically.
///
/// # Errors
/// The file system's error, with the path. Earlier changes are not undone; a second run continues.
pub fn apply(root: &Path, findings: &[Finding<'_>]) -> io::Result<usize> {
    let mut changed = 0;
    for finding in findings {
        let path = root.join(&finding.path);
        match (finding.kind, finding.expected) {
            (FindingKind::Missing, Some(text)) => create(&path, text.as_bytes())?,
            (FindingKind::Stale, Some(text)) => write(&path, text.as_bytes())?,
            (FindingKind::Orphaned, _) => {
                with_path(&path, fs::remove_file(&path))?;
                remove_empty_folders(root, &path);
            }
            _ => continue,
        }
        changed += 1;
    }
    Ok(changed)
}

/// Replaces a file atomically: writes a temporary file next to it, then renames that.
///
/// # Errors
/// The file system's error, with the path.
pub fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let temporary = folder.join(format!(".{name}.{}.tmp", std::process::id()));
    create(&temporary, bytes)?;
    let renamed = fs::rename(&temporary, path);
    if renamed.is_err() {
        let _ = fs::remove_file(&temporary);
    }
    with_path(path, renamed)
}

/// Creates a file that does not exist yet. Needs no temporary file, because nobody reads it yet. Removes it if writing fails.
fn create(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let open = || fs::File::create(path);
    let opened = match open() {
        // Only the first file of a new folder fails. So all other files need no system call to create the folder.
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let folder = path.parent().unwrap_or(Path::new("."));
            with_path(folder, fs::create_dir_all(folder))?;
            open()
        }
        opened => opened,
    };
    let written = with_path(path, opened)?.write_all(bytes);
    if written.is_err() {
        let _ = fs::remove_file(path);
    }
    with_path(path, written)
}

fn read_into(
    folder: &Path,
    prefix: &str,
    skip: &[&str],
    mode: ReadMode,
    files: &mut BTreeMap<String, Vec<u8>>,
) -> io::Result<()> {
    for entry in with_path(folder, fs::read_dir(folder))? {
        let entry = with_path(folder, entry)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with('.') || (prefix.is_empty() && skip.contains(&name.as_str())) {
            continue;
        }
        let path = entry.path();
        let shown = format!("{prefix}{name}");
        if with_path(&path, entry.file_type())?.is_dir() {
            read_into(&path, &format!("{shown}/"), skip, mode, files)?;
        } else {
            // The entry of the folder proves that the file exists, so a second system call is not needed.
            files.insert(shown, if mode == ReadMode::Names { Vec::new() } else { with_path(&path, fs::read(&path))? });
        }
    }
    Ok(())
}

/// Removes the folders above `path` that are empty now, up to `root`.
fn remove_empty_folders(root: &Path, path: &Path) {
    let mut folder = path.parent().map(PathBuf::from);
    while let Some(current) = folder {
        if current == root || fs::remove_dir(&current).is_err() {
            return;
        }
        folder = current.parent().map(PathBuf::from);
    }
}

fn with_path<T>(path: &Path, result: io::Result<T>) -> io::Result<T> {
    result.map_err(|error| io::Error::new(error.kind(), format!("`{}`: {error}", path.display())))
}
