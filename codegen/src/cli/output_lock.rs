//! The lock of an output folder. While one process writes the folder, others wait.
//!
//! The lock is an advisory lock of the operating system on a file. The system releases it when the process ends, however it ends. The
//! file itself stays: if processes deleted it, one could lock the deleted file while another locks a new one.

use std::fs::{self, File};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::path::{Path, PathBuf};

use fs4::{FileExt, TryLockError};

use super::Failure;
use crate::errln;

/// A lock that is held until the value is dropped.
#[derive(Debug)]
#[must_use = "dropping the lock releases it"]
pub struct OutputLock {
    /// `None` if the file system supports no locks.
    _file: Option<File>,
}

impl OutputLock {
    /// Waits until no other process holds the lock file `path`, and locks it. `subject` is the locked folder, for a message.
    ///
    /// # Errors
    /// The lock file cannot be created or locked.
    pub fn acquire(path: &Path, subject: &str) -> Result<Self, Failure> {
        let fail = |error: io::Error| Failure::new(format!("cannot lock `{}`: {error}", path.display()));
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(fail)?;
        }
        // A file of another user can often be opened for reading only, which is enough to lock it.
        let file = File::options().create(true).truncate(false).write(true).open(path).or_else(|_| File::open(path));
        let file = file.map_err(fail)?;
        let locked = match FileExt::try_lock(&file) {
            Err(TryLockError::WouldBlock) => {
                errln!("Waiting for another process that writes `{subject}`");
                FileExt::lock(&file)
            }
            Err(TryLockError::Error(error)) => Err(error),
            Ok(()) => Ok(()),
        };
        match locked {
            Ok(()) => Ok(Self { _file: Some(file) }),
            // Some network file systems have no locks. Without one, each file is still written atomically.
            Err(error) if error.kind() == io::ErrorKind::Unsupported => Ok(Self { _file: None }),
            Err(error) => Err(fail(error)),
        }
    }

    /// Returns the lock file of a folder that has no place for it: a file in the system's folder of temporary files, so that the
    /// folder of a generated crate contains only the crate.
    #[must_use]
    pub fn path(folder: &Path) -> PathBuf {
        let absolute = std::path::absolute(folder).unwrap_or_else(|_| folder.into());
        let mut hasher = DefaultHasher::new();
        absolute.hash(&mut hasher);
        std::env::temp_dir().join(format!("oasmith-{:016x}.lock", hasher.finish()))
    }
}
