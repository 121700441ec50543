//! Reads folders, and writes or deletes the files that differ from the plan ([`Finding`]). Only this module writes files.
//!
//! A file is written under a temporary name and then renamed. So a process that is killed leaves complete files and temporary ones,
//! which [`remove_leftovers`] deletes. Files are not flushed to the device: a power failure can lose them, and the next run writes
//! them again.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::drift::{Finding, FindingKind};

/// Reads the files below a folder, by path with `/`. Returns no files if the folder does not exist. Skips hidden entries, and
/// the entries of `root` itself that are named in `skip`. Also skips entries that are not
/// files: pipes and devices, which could be read for ever, and links to folders or to nothing.
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
/// the number of changed files. Each file is written atomically.
///
/// # Errors
/// The file system's error, with the path. Earlier changes are not undone; a second run continues.
pub fn apply<'f>(root: &Path, findings: impl IntoIterator<Item = &'f Finding<'f>>) -> io::Result<usize> {
    let mut changed = 0;
    for finding in findings {
        let path = root.join(&finding.path);
        match (finding.kind, finding.expected) {
            (FindingKind::Missing | FindingKind::Stale, Some(text)) => write(&path, text.as_bytes())?,
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

/// Creates or replaces a file atomically: writes a temporary file next to it, then renames that. Creates its folder if necessary.
///
/// # Errors
/// The file system's error, with the path.
pub fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let temporary = folder.join(format!(".{name}.{}{TEMPORARY}", std::process::id()));
    let replaced = create(&temporary, bytes).and_then(|()| with_path(path, fs::rename(&temporary, path)));
    if replaced.is_err() {
        let _ = fs::remove_file(&temporary);
    }
    replaced
}

/// Deletes the temporary files below `root` that a killed process left. The caller must hold the lock of the folder, because another
/// process could be writing them.
///
/// # Errors
/// The file system's error, with the path.
pub fn remove_leftovers(root: &Path) -> io::Result<()> {
    let entries = match fs::read_dir(root) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return with_path(root, Err(error)),
    };
    for entry in entries {
        let entry = with_path(root, entry)?;
        let (path, name) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
        if with_path(&path, entry.file_type())?.is_dir() {
            if !name.starts_with('.') && name != "target" {
                remove_leftovers(&path)?;
            }
        } else if name.starts_with('.') && name.ends_with(TEMPORARY) {
            with_path(&path, fs::remove_file(&path))?;
        }
    }
    Ok(())
}

/// The end of the names of temporary files.
const TEMPORARY: &str = ".oasmith-tmp";

/// Creates a file, and its folder if necessary.
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
    with_path(path, with_path(path, opened)?.write_all(bytes))
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
        let kind = with_path(&path, entry.file_type())?;
        if kind.is_dir() {
            read_into(&path, &format!("{shown}/"), skip, mode, files)?;
        } else if kind.is_file() || path.is_file() {
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
    result.map_err(|error| io::Error::new(error.kind(), describe(path, &error)))
}

fn describe(path: &Path, error: &io::Error) -> String {
    let path = path.strip_prefix(".").unwrap_or(path);
    let shown = path.display();
    match error.kind() {
        io::ErrorKind::IsADirectory => {
            format!("`{shown}` is a folder, but oasmith must write a file there\n  = help: move or delete the folder")
        }
        io::ErrorKind::NotADirectory | io::ErrorKind::AlreadyExists => {
            let is_in_the_way = |path: &&Path| fs::symlink_metadata(path).is_ok() && !path.is_dir();
            let shown = path.ancestors().find(is_in_the_way).unwrap_or(path).display();
            format!("`{shown}` is not a folder, but oasmith needs a folder there\n  = help: move or delete it")
        }
        _ => format!("`{shown}`: {error}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_in_the_way_is_named() {
        let root = std::env::temp_dir().join(format!("oasmith-in-the-way-{}", std::process::id()));
        fs::create_dir_all(root.join("folder")).unwrap();
        fs::write(root.join("file"), "").unwrap();
        let check = |found: io::Result<()>, expect: &str| {
            let message = found.unwrap_err().to_string().replace(&*root.to_string_lossy(), "root");
            assert!(message.starts_with(expect), "{message}");
        };
        check(write(&root.join("folder"), b""), "`root/folder` is a folder, but oasmith must write a file there");
        check(write(&root.join("file/a/b.rs"), b""), "`root/file` is not a folder, but oasmith needs a folder there");
        check(read(&root.join("file"), &[]).map(drop), "`root/file` is not a folder");
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink("nowhere", root.join("link")).unwrap();
            check(write(&root.join("link/a.rs"), b""), "`root/link` is not a folder");
        }
        fs::remove_dir_all(root).unwrap();
    }

    #[test]
    #[cfg(unix)]
    fn only_files_are_read() {
        use std::os::unix::fs::symlink;
        let root = std::env::temp_dir().join(format!("oasmith-only-files-{}", std::process::id()));
        write(&root.join("folder/a"), b"1").unwrap();
        symlink("folder/a", root.join("link")).unwrap();
        symlink("nowhere", root.join("dangling")).unwrap();
        symlink("..", root.join("folder/loop")).unwrap();
        assert!(std::process::Command::new("mkfifo").arg(root.join("pipe")).status().unwrap().success());
        let found = read(&root, &[]).unwrap();
        assert_eq!(found.keys().collect::<Vec<_>>(), ["folder/a", "link"]);
        assert_eq!(found["link"], b"1");
        fs::remove_dir_all(root).unwrap();
    }

    #[test]
    fn leftovers_of_a_killed_process_are_removed() {
        let root = std::env::temp_dir().join(format!("oasmith-disk-{}", std::process::id()));
        let path = root.join("src/a.rs");
        write(&path, b"a").unwrap();
        write(&path, b"b").unwrap();
        fs::write(root.join("src/.b.rs.1.oasmith-tmp"), "half").unwrap();
        fs::write(root.join("src/.mine"), "").unwrap();
        remove_leftovers(&root).unwrap();
        let mut names: Vec<_> =
            fs::read_dir(root.join("src")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        assert_eq!(names, [".mine", "a.rs"]);
        assert_eq!(fs::read(path).unwrap(), b"b");
        remove_leftovers(&root.join("absent")).unwrap();
        fs::remove_dir_all(root).unwrap();
    }
}
