//! Reads a document from standard input.

use std::io::{self, Read};
use std::sync::OnceLock;

use crate::source::{FsLoader, Loader};

/// The argument that means standard input.
pub const ARGUMENT: &str = "-";

/// The path of the document in diagnostics.
pub const PATH: &str = "<stdin>";

/// Loads [`PATH`] from standard input and other files with another loader.
#[derive(Debug)]
pub struct StdinLoader {
    files: FsLoader,
    /// The document, after it was read. Standard input can be read only once.
    document: OnceLock<Vec<u8>>,
}

impl StdinLoader {
    /// Creates a loader that has not read standard input yet.
    #[must_use]
    pub fn new(files: FsLoader) -> Self {
        Self { files, document: OnceLock::new() }
    }
}

impl Loader for StdinLoader {
    fn load(&self, path: &str) -> io::Result<Vec<u8>> {
        if path != PATH {
            return self.files.load(path);
        }
        if let Some(bytes) = self.document.get() {
            return Ok(bytes.clone());
        }
        let mut bytes = Vec::new();
        io::stdin().lock().read_to_end(&mut bytes)?;
        Ok(self.document.get_or_init(|| bytes).clone())
    }
}
