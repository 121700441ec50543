//! Where the bytes of files come from.
//!
//! The only IO of the whole crate goes through [`Loader`]. Paths are text with `/` between their segments, normalised by
//! [`normalise_path`]: the same file has one path however a document spells it.

use std::collections::BTreeMap;
use std::io;

use super::uri::normalise_path;

/// Gives the bytes of a file.
pub trait Loader {
    /// The bytes of the file at `path`.
    ///
    /// # Errors
    /// If there is no such file, or it cannot be read.
    fn load(&self, path: &str) -> io::Result<Vec<u8>>;
}

/// Reads files of the file system.
#[derive(Debug, Clone, Copy, Default)]
pub struct FsLoader;

impl Loader for FsLoader {
    fn load(&self, path: &str) -> io::Result<Vec<u8>> {
        std::fs::read(path)
    }
}

/// Reads files of a map, for tests and for documents that are not on disk.
#[derive(Debug, Clone, Default)]
pub struct MapLoader {
    files: BTreeMap<String, Vec<u8>>,
}

impl MapLoader {
    /// A loader of these files.
    pub fn new<P: AsRef<str>, T: Into<Vec<u8>>>(files: impl IntoIterator<Item = (P, T)>) -> Self {
        Self { files: files.into_iter().map(|(path, text)| (normalise_path(path.as_ref()), text.into())).collect() }
    }
}

impl Loader for MapLoader {
    fn load(&self, path: &str) -> io::Result<Vec<u8>> {
        self.files.get(path).cloned().ok_or_else(|| io::Error::new(io::ErrorKind::NotFound, "no such file"))
    }
}
