//! Folders on disk: reading one, and making it what findings say. The only place that writes.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::drift::{Finding, Kind};

/// The files below a folder, by path with `/`. A folder that does not exist has none. Hidden entries and the names in `skip`
/// (at the top only) are left out.
///
/// # Errors
/// What the file system reports, with the path.
pub fn read(root: &Path, skip: &[&str]) -> io::Result<BTreeMap<String, Vec<u8>>> {
    let mut files = BTreeMap::new();
    if root.exists() {
        read_into(root, "", skip, &mut files)?;
    }
    Ok(files)
}

/// Carries findings out below `root`: writes what is missing or stale, deletes what is orphaned, leaves foreign files alone.
/// Gives the number of files changed. Each file is replaced in one step, so a reader never sees half of it.
///
/// # Errors
/// What the file system reports, with the path. Files done before stay done: running again goes on.
pub fn apply(root: &Path, findings: &[Finding]) -> io::Result<usize> {
    let mut done = 0;
    for finding in findings {
        let path = root.join(&finding.path);
        match (finding.kind, &finding.expected) {
            (Kind::Missing | Kind::Stale, Some(text)) => write(&path, text.as_bytes())?,
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
    let create = || fs::File::create(&temporary);
    let created = match create() {
        // Of many files, only the first of a folder finds it missing.
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            at(folder, fs::create_dir_all(folder))?;
            create()
        }
        created => created,
    };
    let written = created.and_then(|mut file| file.write_all(bytes)).and_then(|()| fs::rename(&temporary, path));
    if written.is_err() {
        let _ = fs::remove_file(&temporary);
    }
    at(path, written)
}

fn read_into(folder: &Path, prefix: &str, skip: &[&str], files: &mut BTreeMap<String, Vec<u8>>) -> io::Result<()> {
    for entry in at(folder, fs::read_dir(folder))? {
        let entry = at(folder, entry)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with('.') || (prefix.is_empty() && skip.contains(&name.as_str())) {
            continue;
        }
        let path = entry.path();
        let shown = format!("{prefix}{name}");
        if at(&path, entry.file_type())?.is_dir() {
            read_into(&path, &format!("{shown}/"), skip, files)?;
        } else {
            files.insert(shown, at(&path, fs::read(&path))?);
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
