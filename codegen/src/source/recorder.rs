//! Records which files a loader reads.
//!
//! Pins need the bytes of every file that a document consists of, and a workspace needs to know which files no document uses. Only
//! the reader finds the files behind references, so this loader observes it instead of searching for references a second time.

use std::collections::BTreeMap;
use std::io;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::Loader;

/// A loader that passes each request to another loader, and records the files that were read.
pub struct Recorder<'l> {
    loader: &'l dyn Loader,
    files: Mutex<BTreeMap<String, Vec<u8>>>,
}

impl<'l> Recorder<'l> {
    /// Creates a recorder without files.
    #[must_use]
    pub fn new(loader: &'l dyn Loader) -> Self {
        Self { loader, files: Mutex::default() }
    }

    /// Returns the files that were read, by the path that the reader asked for. Files that cannot be read are not included.
    #[must_use]
    pub fn into_files(self) -> BTreeMap<String, Vec<u8>> {
        self.files.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    fn files(&self) -> MutexGuard<'_, BTreeMap<String, Vec<u8>>> {
        self.files.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Loader for Recorder<'_> {
    fn load(&self, path: &str) -> io::Result<Vec<u8>> {
        let bytes = self.loader.load(path)?;
        self.files().insert(path.to_owned(), bytes.clone());
        Ok(bytes)
    }
}

#[cfg(test)]
mod tests {
    use crate::names::NamesLock;
    use crate::settings::ApiSettings;
    use crate::source::{MapLoader, Recorder};
    use crate::{Layout, Request, generate};

    /// Checks which of these files a generation reads, beginning with `a/api.yaml`.
    #[track_caller]
    fn check(files: &[(&str, &str)], overlays: &[&str], expect: &[&str]) {
        let loader = MapLoader::new(files.iter().copied());
        let recorder = Recorder::new(&loader);
        let overlays = overlays.iter().map(|path| (*path).to_owned()).collect();
        let settings = ApiSettings { overlays, ..ApiSettings::of_file("a/api.yaml") };
        let _ = generate(&Request {
            name: "api",
            settings: &settings,
            loader: &recorder,
            names_lock: &NamesLock::default(),
            layout: &Layout::Module,
            keep_going: false,
        });
        let read = recorder.into_files();
        assert_eq!(read.keys().map(String::as_str).collect::<Vec<_>>(), expect);
        for (path, bytes) in read {
            assert!(files.contains(&(path.as_str(), std::str::from_utf8(&bytes).unwrap())), "{path}");
        }
    }

    const MAIN: &str = "openapi: 3.1.0\ninfo: {title: A, version: '1'}\npaths: {}\n";

    #[test]
    fn every_file_that_is_read_is_recorded() {
        check(&[("a/api.yaml", MAIN), ("a/other.yaml", "{}")], &[], &["a/api.yaml"]);
        let schemas = "components: {schemas: {B: {$ref: '../b/b.yaml'}, C: {$ref: 'missing.yaml'}}}\n";
        check(
            &[
                ("a/api.yaml", &format!("{MAIN}{schemas}")),
                ("b/b.yaml", "type: object\nproperties: {d: {$ref: 'd.yaml'}}\n"),
                ("b/d.yaml", "type: string\n"),
                ("o.yaml", "overlay: 1.0.0\ninfo: {title: O, version: '1'}\nactions: []\n"),
            ],
            &["o.yaml"],
            &["a/api.yaml", "b/b.yaml", "b/d.yaml", "o.yaml"],
        );
        check(&[("a/api.yaml", "not: [a document")], &[], &["a/api.yaml"]);
        check(&[], &[], &[]);
    }
}
