//! Loads the bytes of files.
//!
//! All file access of the library goes through [`Loader`]. A path is a string with `/` between its segments, normalized by
//! [`normalise_path`], so that each file has one path.

use std::collections::BTreeMap;
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

/// Loads files from the file system.
#[derive(Debug, Clone, Copy, Default)]
pub struct FsLoader;

impl Loader for FsLoader {
    fn load(&self, path: &str) -> io::Result<Vec<u8>> {
        std::fs::read(path)
    }
}

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
