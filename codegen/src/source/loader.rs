//! Where the bytes of files come from.
//!
//! The only IO of the whole crate goes through [`Loader`]. Paths are text with `/` between their segments, normalised by
//! [`resolve`]: the same file has one path however a document spells it.

use std::collections::BTreeMap;
use std::io;

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
        Self { files: files.into_iter().map(|(path, text)| (normalise(path.as_ref()), text.into())).collect() }
    }
}

impl Loader for MapLoader {
    fn load(&self, path: &str) -> io::Result<Vec<u8>> {
        self.files.get(path).cloned().ok_or_else(|| io::Error::new(io::ErrorKind::NotFound, "no such file"))
    }
}

/// The path that `reference` names when it stands in the file `base`.
pub(super) fn resolve(base: &str, reference: &str) -> String {
    if reference.starts_with('/') {
        return normalise(reference);
    }
    let folder = base.rfind('/').map_or("", |at| &base[..=at]);
    normalise(&format!("{folder}{reference}"))
}

/// The path without `.` segments and with `..` segments resolved as far as they can be.
pub(super) fn normalise(path: &str) -> String {
    let mut segments: Vec<&str> = Vec::new();
    for segment in path.split('/') {
        match segment {
            "" | "." => {}
            ".." if segments.last().is_some_and(|last| *last != "..") => {
                segments.pop();
            }
            ".." if path.starts_with('/') => {}
            other => segments.push(other),
        }
    }
    let joined = segments.join("/");
    if path.starts_with('/') { format!("/{joined}") } else { joined }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn resolves_paths() {
        let check = |base: &str, reference: &str, expect: &str| assert_eq!(resolve(base, reference), expect);
        check("spec.yaml", "a.yaml", "a.yaml");
        check("specs/spec.yaml", "./a.yaml", "specs/a.yaml");
        check("specs/deep/spec.yaml", "../a.yaml", "specs/a.yaml");
        check("spec.yaml", "../a.yaml", "../a.yaml");
        check("../spec.yaml", "../a.yaml", "../../a.yaml");
        check("/etc/spec.yaml", "../../../a.yaml", "/a.yaml");
        check("/etc/spec.yaml", "/b//a.yaml", "/b/a.yaml");
    }
}
