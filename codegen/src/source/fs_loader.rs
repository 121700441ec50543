//! Loads files from the file system, only those that a document may read.
//!
//! A document may come from somebody else. Without a limit, its `$ref`s could copy private files into the generated code, or never end:
//! a device or a pipe can be read for ever. Therefore a `$ref` reads only regular files below one folder, the *root*. The user chooses
//! the other files: the document itself and its overlays.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};

use super::{LARGEST_FILE, Loader, RefusedFile};

/// Loads files from the file system: regular files below a root, and files that the user named.
#[derive(Debug, Clone)]
pub struct FsLoader {
    /// The root in messages.
    shown: String,
    root: Option<PathBuf>,
    named: Vec<String>,
    remedy: String,
}

impl FsLoader {
    /// Creates a loader of the files below `root`. If that is not a folder, no file is below it.
    #[must_use]
    pub fn below(root: impl AsRef<Path>) -> Self {
        let shown = match root.as_ref().to_string_lossy() {
            current if current == "." => "the current folder".to_owned(),
            other => format!("`{other}`"),
        };
        let root = fs::canonicalize(root.as_ref()).ok().filter(|root| root.is_dir());
        let remedy = format!("move the file below {shown}, or copy its contents into the document");
        Self { shown, root, named: Vec::new(), remedy }
    }

    /// Creates a loader for a document and the files that it may refer to. The root is the current folder if the document is below it,
    /// otherwise the folder of the document.
    #[must_use]
    pub fn for_document(path: &str) -> Self {
        let folder = Path::new(path).parent().filter(|folder| !folder.as_os_str().is_empty());
        let folder = folder.unwrap_or_else(|| Path::new("."));
        let current = std::env::current_dir().and_then(fs::canonicalize);
        let is_below = match (fs::canonicalize(folder), current) {
            (Ok(folder), Ok(current)) => folder.starts_with(current),
            (Ok(_) | Err(_), _) => false,
        };
        Self::below(if is_below { Path::new(".") } else { folder }).with_files([path])
    }

    /// Adds files that the user named. They may be anywhere, and need not be regular files.
    #[must_use]
    pub fn with_files<P: AsRef<str>>(mut self, paths: impl IntoIterator<Item = P>) -> Self {
        self.named.extend(paths.into_iter().map(|path| path.as_ref().to_owned()));
        self
    }

    /// Sets the remedy for a `$ref` to a file outside the root.
    #[must_use]
    pub fn with_remedy(self, remedy: &str) -> Self {
        Self { remedy: remedy.to_owned(), ..self }
    }

    /// Returns the path without symbolic links of a regular file below the root.
    fn allowed(&self, path: &str) -> io::Result<PathBuf> {
        let outside = || {
            let message = format!("it is outside {}, and a `$ref` can only read files below that", self.shown);
            RefusedFile::error(message, self.remedy.clone())
        };
        let root = self.root.as_ref().ok_or_else(outside)?;
        // Checked before the file system is asked, so that a message does not tell whether the file exists.
        if !lexical(&std::path::absolute(path)?).starts_with(root) && !is_below_link(path, root) {
            return Err(outside());
        }
        let real = fs::canonicalize(path)?;
        if !real.starts_with(root) {
            return Err(outside());
        }
        let metadata = fs::metadata(&real)?;
        if !metadata.is_file() {
            let remedy = "refer to a regular file, or copy the contents into the document";
            return Err(RefusedFile::error("it is not a regular file", remedy));
        }
        if metadata.len() > LARGEST_FILE as u64 {
            let message = format!("it is larger than {} MiB", LARGEST_FILE >> 20);
            return Err(RefusedFile::error(
                message,
                "refer to a smaller file, or copy the part that is used into the document",
            ));
        }
        Ok(real)
    }
}

impl Loader for FsLoader {
    fn load(&self, path: &str) -> io::Result<Vec<u8>> {
        let file = if self.named.iter().any(|named| named == path) {
            File::open(path)?
        } else {
            File::open(self.allowed(path)?)?
        };
        let mut bytes = Vec::new();
        file.take(LARGEST_FILE as u64 + 1).read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}

/// Whether the existing part of the path's folder is below the root. The path may lead through a symbolic link that is above the root.
fn is_below_link(path: &str, root: &Path) -> bool {
    let folder = lexical(Path::new(path));
    folder
        .parent()
        .and_then(|folder| fs::canonicalize(if folder.as_os_str().is_empty() { Path::new(".") } else { folder }).ok())
        .is_some_and(|folder| folder.starts_with(root))
}

/// Resolves the `.` and `..` segments of a path without the file system.
#[must_use]
pub fn lexical(path: &Path) -> PathBuf {
    let mut resolved = PathBuf::new();
    for component in path.components() {
        match component {
            Component::ParentDir if matches!(resolved.components().next_back(), Some(Component::Normal(_))) => {
                resolved.pop();
            }
            Component::ParentDir if resolved.has_root() => {}
            Component::CurDir => {}
            other => resolved.push(other),
        }
    }
    resolved
}
