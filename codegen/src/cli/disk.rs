//! Folders on disk: reading one, and making it what findings say. The only place that writes.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::drift::{Finding, FindingKind as Kind};

/// The files below a folder, by path with `/`. A folder that does not exist has none. Hidden entries and the names in `skip`
/// (at the top only) are left out.
///
/// # Errors
/// What the file system reports, with the path.
pub fn read(root: &Path, skip: &[&str]) -> io::Result<BTreeMap<String, Vec<u8>>> {
    look(root, skip, Look::Bytes)
}

/// How much of a file is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// That it is there; nothing stands for its bytes.
    Names,
    /// Its bytes.
    Bytes,
}

impl Look {
    /// Looks at a file.
    ///
    /// # Errors
    /// What the file system reports.
    pub fn at(self, path: &Path) -> io::Result<Vec<u8>> {
        match self {
            Self::Names => fs::metadata(path).map(|_| Vec::new()),
            Self::Bytes => fs::read(path),
        }
    }
}

/// As [`read`], looking at the files as told.
///
/// # Errors
/// What the file system reports, with the path.
pub fn look(root: &Path, skip: &[&str], look: Look) -> io::Result<BTreeMap<String, Vec<u8>>> {
    let mut files = BTreeMap::new();
    if root.exists() {
        look_into(root, "", skip, look, &mut files)?;
    }
    Ok(files)
}

/// Carries findings out below `root`: writes what is missing or stale, deletes what is orphaned, leaves foreign files alone.
/// Gives the number of files changed. A file that was there is replaced in one step, so a reader never sees half of it.
///
/// # Errors
/// What the file system reports, with the path. Files done before stay done: running again goes on.
pub fn apply(root: &Path, findings: &[Finding<'_>]) -> io::Result<usize> {
    let mut done = 0;
    for finding in findings {
        let path = root.join(&finding.path);
        match (finding.kind, finding.expected) {
            (Kind::Missing, Some(text)) => create(&path, text.as_bytes())?,
            (Kind::Stale, Some(text)) => write(&path, text.as_bytes())?,
            (Kind::Orphaned, _) => {
                at(&path, fs::remove_file(&path))?;
                prune(root, &path);
            }
            _ => continue,
        }
        done += 1;
    }
    Ok(done)
}

/// Writes a file in one step: to a neighbour first, which then takes its name.
///
/// # Errors
/// What the file system reports, with the path.
pub fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let temporary = folder.join(format!(".{name}.{}.tmp", std::process::id()));
    create(&temporary, bytes)?;
    let renamed = fs::rename(&temporary, path);
    if renamed.is_err() {
        let _ = fs::remove_file(&temporary);
    }
    at(path, renamed)
}

/// Writes a file that is not there: nobody can read the half of it for the whole. What cannot be written to its end is removed.
fn create(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let open = || fs::File::create(path);
    let opened = match open() {
        // Of many files, only the first of a folder finds it missing.
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let folder = path.parent().unwrap_or(Path::new("."));
            at(folder, fs::create_dir_all(folder))?;
            open()
        }
        opened => opened,
    };
    let written = at(path, opened)?.write_all(bytes);
    if written.is_err() {
        let _ = fs::remove_file(path);
    }
    at(path, written)
}

fn look_into(
    folder: &Path,
    prefix: &str,
    skip: &[&str],
    look: Look,
    files: &mut BTreeMap<String, Vec<u8>>,
) -> io::Result<()> {
    for entry in at(folder, fs::read_dir(folder))? {
        let entry = at(folder, entry)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with('.') || (prefix.is_empty() && skip.contains(&name.as_str())) {
            continue;
        }
        let path = entry.path();
        let shown = format!("{prefix}{name}");
        if at(&path, entry.file_type())?.is_dir() {
            look_into(&path, &format!("{shown}/"), skip, look, files)?;
        } else {
            // Its entry was read: that it is there is known.
            files.insert(shown, if look == Look::Names { Vec::new() } else { at(&path, fs::read(&path))? });
        }
    }
    Ok(())
}

/// Removes the folders above `path` that are empty now, up to `root`.
fn prune(root: &Path, path: &Path) {
    let mut folder = path.parent().map(PathBuf::from);
    while let Some(current) = folder {
        if current == root || fs::remove_dir(&current).is_err() {
            return;
        }
        folder = current.parent().map(PathBuf::from);
    }
}

fn at<T>(path: &Path, result: io::Result<T>) -> io::Result<T> {
    result.map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", path.display())))
}
