//! Loads the bytes of files.
//!
//! All file access of the library goes through [`Loader`]. A path is a string with `/` between its segments, normalized by
//! [`normalise_path`], so that each file has one path.

use std::collections::BTreeMap;
use std::fmt;
use std::io;

use super::uri::normalise_path;

/// Loads files.
pub trait Loader {
    /// Returns the bytes of the file at `path`.
    ///
    /// # Errors
    /// The file does not exist or cannot be read.
    fn load(&self, path: &str) -> io::Result<Vec<u8>>;
}

/// The error of a file that a document must not read. It has a remedy.
#[derive(Debug)]
pub struct RefusedFile {
    message: String,
    remedy: String,
}

impl RefusedFile {
    /// Creates the error for [`Loader::load`]. The message completes a sentence about the file: `it is not a regular file`.
    pub fn error(message: impl Into<String>, remedy: impl Into<String>) -> io::Error {
        io::Error::new(io::ErrorKind::PermissionDenied, Self { message: message.into(), remedy: remedy.into() })
    }

    /// Returns the remedy, if the error is one of a refused file.
    pub(super) fn remedy_of(error: &io::Error) -> Option<String> {
        let refused = error.get_ref().and_then(|inner| inner.downcast_ref::<Self>());
        refused.map(|refused| refused.remedy.clone())
    }
}

impl fmt::Display for RefusedFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for RefusedFile {}

/// Loads files from a map, for tests and for documents that are not on disk.
#[derive(Debug, Clone, Default)]
pub struct MapLoader {
    files: BTreeMap<String, Vec<u8>>,
}

impl MapLoader {
    /// Creates a loader of these files.
    pub fn new<P: AsRef<str>, T: Into<Vec<u8>>>(files: impl IntoIterator<Item = (P, T)>) -> Self {
        Self { files: files.into_iter().map(|(path, text)| (normalise_path(path.as_ref()), text.into())).collect() }
    }
}

impl Loader for MapLoader {
    fn load(&self, path: &str) -> io::Result<Vec<u8>> {
        self.files.get(path).cloned().ok_or_else(|| io::Error::new(io::ErrorKind::NotFound, "no such file"))
    }
}
