//! Chooses where the files of a document are stored below `specs/`, and stores them.
//!
//! A document that is in `specs/` stays where it is. A document of one file becomes `specs/NAME.yaml`. A document of several files is
//! copied to `specs/NAME/`, beginning with the lowest folder that contains all of them, so that all references stay correct.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::Path;

use oasmith::Settings;
use oasmith::cli::print::{DiagnosticOptions, Printer};
use oasmith::cli::{Failure, disk};
use oasmith::settings::ApiSettings;
use oasmith::source::Loader;

use crate::incoming::Incoming;
use crate::pins::{self, Pins, pin_of};
use crate::specs::{self, Generated};
use crate::workspace::{SETTINGS, SPECS, below_specs, in_specs};

/// The files of a document and their places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placement {
    /// The path of the document below `specs/`.
    pub file: String,
    /// All files, by path below `specs/`.
    pub files: BTreeMap<String, Vec<u8>>,
    /// Whether the document was read from these places.
    pub is_in_place: bool,
}

impl Placement {
    /// Chooses the places of a document. `known` is the API in the settings, whose paths are relative to the workspace's root. An API
    /// with one file keeps the name of that file.
    ///
    /// # Errors
    /// The document is in `specs/` and refers to a file outside of it.
    pub fn new(name: &str, incoming: &Incoming, known: Option<&ApiSettings>) -> Result<Self, Failure> {
        Self::of_files(name, &incoming.path, &incoming.files, known)
    }

    fn of_files(
        name: &str,
        path: &str,
        files: &BTreeMap<String, Vec<u8>>,
        known: Option<&ApiSettings>,
    ) -> Result<Self, Failure> {
        if let Some(file) = below_specs(path) {
            let inside = files.iter().map(|(path, bytes)| match below_specs(path) {
                Some(inside) => Ok((inside.to_owned(), bytes.clone())),
                None => Err(Failure::new(format!(
                    "`{SPECS}/{file}` refers to `{path}`, which is outside of `{SPECS}/`\n  = help: move that file into `{SPECS}/`"
                ))),
            });
            let files = inside.collect::<Result<_, _>>()?;
            return Ok(Self { file: file.to_owned(), files, is_in_place: true });
        }
        let main = files.get(path).map(Vec::as_slice).unwrap_or_default();
        let extension = extension(path, main);
        if files.len() <= 1 {
            let known = known.filter(|known| known.files.is_empty()).and_then(|known| below_specs(&known.file));
            let file = known
                .filter(|known| known.ends_with(&format!(".{extension}")))
                .map_or_else(|| format!("{name}.{extension}"), str::to_owned);
            return Ok(Self { files: BTreeMap::from([(file.clone(), main.to_vec())]), file, is_in_place: false });
        }
        let root = common_folder(files.keys().map(String::as_str));
        let place = |path: &str| {
            let inner = path.get(root..).unwrap_or(path);
            // A URL can end with `/`, and the standard input has no file name.
            if inner.is_empty() || inner.ends_with(['/', '>']) {
                format!("{name}/openapi.{extension}")
            } else {
                format!("{name}/{inner}")
            }
        };
        let placed = files.iter().map(|(path, bytes)| (place(path), bytes.clone())).collect();
        Ok(Self { file: place(path), files: placed, is_in_place: false })
    }

    /// Checks that the document has the same files at its new places. A reference with an absolute path still names the old file.
    /// `api` contains the settings of the API, and `consequence` says what was not done.
    ///
    /// # Errors
    /// The copies cannot be generated, or do not refer to each other.
    pub fn check(&self, name: &str, api: &ApiSettings, consequence: &str) -> Result<(), Failure> {
        if self.is_in_place || self.files.len() == 1 {
            return Ok(());
        }
        let api = ApiSettings { file: in_specs(&self.file), ..api.clone() };
        let Generated { outcome, read } = specs::generate(name, &api, &Copies { placement: self, api: &api })?;
        let is_complete = pins::document_files(&api, &read).count() == self.files.len();
        if is_complete && !outcome.diagnostics.has_errors() {
            return Ok(());
        }
        let reason = "error: the files of the document do not refer to each other after copying them to `specs/`\n  \
                      = help: write references between them as relative paths";
        let report = format!("{}{reason}", Printer::new(DiagnosticOptions::default()).render(name, &outcome));
        Err(Failure::Problems { report, message: consequence.to_owned() })
    }

    /// Returns the hashes of all files.
    #[must_use]
    pub fn hashes(&self) -> BTreeMap<String, String> {
        self.files.iter().map(|(path, bytes)| (path.clone(), pin_of(bytes))).collect()
    }

    /// Returns whether all files and pins of the API are already like this.
    #[must_use]
    pub fn is_current(&self, known: &ApiSettings) -> bool {
        let pinned = |path: &str| {
            let pin = if in_specs(&self.file) == path { &known.sha256 } else { &None };
            pin.as_ref().or_else(|| known.files.get(path)).map(|hash| hash.to_ascii_lowercase())
        };
        in_specs(&self.file) == known.file
            && known.files.len() + 1 == self.files.len()
            && self.files.iter().all(|(path, bytes)| {
                let path = in_specs(path);
                pinned(&path) == Some(pin_of(bytes))
                    && std::fs::read(&path).is_ok_and(|found| pin_of(&found) == pin_of(bytes))
            })
    }

    /// Returns an error message for the first file that would overwrite a file of another API, or one that belongs to no API.
    pub fn conflict(&self, name: &str, settings: &Settings, may_replace: bool) -> Option<String> {
        if self.is_in_place {
            return None;
        }
        let is_own = |path: &str| settings.apis.get(name).is_some_and(|api| files_of(api).any(|own| own == path));
        self.files.iter().find_map(|(path, bytes)| {
            let path = in_specs(path);
            std::fs::read(&path).ok().filter(|found| pin_of(found) != pin_of(bytes))?;
            let other =
                settings.apis.iter().find(|(other, api)| ***other != *name && files_of(api).any(|file| file == path));
            match other {
                Some((other, _)) => Some(format!(
                    "`{path}` belongs to the API `{other}`\n  = help: choose another name for the new API"
                )),
                None if may_replace || is_own(&path) => None,
                None => {
                    Some(format!("`{path}` exists and has other contents\n  = help: to overwrite it, add `--replace`"))
                }
            }
        })
    }

    /// Writes the files and then the settings, and deletes the files that the API no longer uses. Returns the paths of files that it
    /// no longer uses and that were not deleted, because they have changed since they were pinned.
    ///
    /// # Errors
    /// A file cannot be written. The settings then still have the old pins, so `regen` reports the changed files.
    pub fn apply(&self, name: &str, settings: &Settings, pins: &Pins) -> Result<Vec<String>, Failure> {
        let text = read_settings()?;
        let pinned = pins.write(&text, name)?;
        if !self.is_in_place {
            for (path, bytes) in &self.files {
                let path = Path::new(SPECS).join(path);
                if !std::fs::read(&path).is_ok_and(|found| found == *bytes) {
                    disk::write(&path, bytes)?;
                }
            }
        }
        if pinned != text {
            disk::write(Path::new(SETTINGS), pinned.as_bytes())?;
        }
        self.delete_unused(name, settings)
    }

    fn delete_unused(&self, name: &str, settings: &Settings) -> Result<Vec<String>, Failure> {
        let Some(api) = settings.apis.get(name) else { return Ok(Vec::new()) };
        let others = settings.apis.iter().filter(|(other, _)| ***other != *name);
        let mut used: BTreeSet<String> = others.flat_map(|(_, api)| files_of(api).map(str::to_owned)).collect();
        used.extend(self.files.keys().map(|path| in_specs(path)));
        let pinned = std::iter::once((&api.file, api.sha256.as_ref()))
            .chain(api.files.iter().map(|(path, hash)| (path, Some(hash))));
        let mut kept = Vec::new();
        for (path, pin) in pinned.filter(|(path, _)| !used.contains(*path)) {
            let Ok(bytes) = std::fs::read(path) else { continue };
            if pin.is_none_or(|pin| pin.eq_ignore_ascii_case(&pin_of(&bytes))) {
                std::fs::remove_file(path)?;
                remove_empty_folders(Path::new(path));
            } else {
                kept.push(path.clone());
            }
        }
        Ok(kept)
    }
}

/// Returns a note about a file that [`Placement::apply`] did not delete.
pub fn kept_note(path: &str) -> String {
    format!("`{path}` is no longer used. It was not deleted, because it has changed since it was pinned.")
}

/// Loads the files of a document as if they were at their new places, and the overlays of the API.
struct Copies<'a> {
    placement: &'a Placement,
    api: &'a ApiSettings,
}

impl Loader for Copies<'_> {
    fn load(&self, path: &str) -> io::Result<Vec<u8>> {
        if self.api.overlays.iter().any(|overlay| overlay == path) {
            return std::fs::read(path);
        }
        let file = below_specs(path).and_then(|path| self.placement.files.get(path));
        file.cloned().ok_or_else(|| io::Error::new(io::ErrorKind::NotFound, "it is not a file of the document"))
    }
}

/// Returns the text of the settings. A file that does not exist is empty.
///
/// # Errors
/// The file cannot be read.
pub fn read_settings() -> Result<String, Failure> {
    match std::fs::read_to_string(SETTINGS) {
        Ok(text) => Ok(text),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(String::new()),
        Err(error) => Err(Failure::new(format!("{SETTINGS}: {error}"))),
    }
}

/// Returns the files of an API's document, by their path in its settings.
fn files_of(api: &ApiSettings) -> impl Iterator<Item = &str> {
    std::iter::once(api.file.as_str()).chain(api.files.keys().map(String::as_str))
}

/// Returns `yaml`, `yml` or `json`: the extension of the path, or the format of the contents.
fn extension(path: &str, bytes: &[u8]) -> String {
    let extension = path.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
    match extension {
        Some(extension) if matches!(extension.as_str(), "yaml" | "yml" | "json") => extension,
        _ if bytes.trim_ascii_start().starts_with(b"{") => "json".to_owned(),
        _ => "yaml".to_owned(),
    }
}

/// Returns the length of the path of the lowest folder that contains all files, with its last `/`.
fn common_folder<'p>(paths: impl Iterator<Item = &'p str> + Clone) -> usize {
    let Some(first) = paths.clone().next() else { return 0 };
    let ends = first.match_indices('/').map(|(at, _)| at + 1);
    let is_common = |end: &usize| paths.clone().all(|path| path.get(..*end) == first.get(..*end));
    ends.filter(is_common).last().unwrap_or(0)
}

/// Removes the folders above a file that are empty now, up to `specs/`.
fn remove_empty_folders(file: &Path) {
    let mut folder = file.parent();
    while let Some(current) = folder {
        if current == Path::new(SPECS) || std::fs::remove_dir(current).is_err() {
            return;
        }
        folder = current.parent();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Checks the places of these files, of which the first is the document.
    #[track_caller]
    fn check(files: &[&str], known: Option<&str>, expect: &[&str]) {
        let contents = files.iter().map(|path| ((*path).to_owned(), b"openapi: 3.1.0".to_vec())).collect();
        let known = known.map(ApiSettings::of_file);
        let placement = Placement::of_files("shop", files[0], &contents, known.as_ref()).unwrap();
        let mut found = vec![placement.file.clone()];
        found.extend(placement.files.into_keys().filter(|path| *path != placement.file));
        assert_eq!(found, expect);
    }

    #[test]
    fn a_document_of_one_file_gets_the_name_of_the_api() {
        check(&["/a/openapi.yml"], None, &["shop.yml"]);
        check(&["/a/openapi"], None, &["shop.yaml"]);
        check(&["https://a.io/v1/API.JSON"], None, &["shop.json"]);
        check(&["/a/openapi.yaml"], Some("specs/vendor/api.yaml"), &["vendor/api.yaml"]);
        check(&["/a/openapi.json"], Some("specs/shop.yaml"), &["shop.json"]);
    }

    #[test]
    fn several_files_keep_their_relative_paths() {
        check(&["/a/openapi.yaml", "/a/schemas/b.yaml"], None, &["shop/openapi.yaml", "shop/schemas/b.yaml"]);
        check(&["/a/v1/openapi.yaml", "/a/schemas/b.yaml"], None, &["shop/v1/openapi.yaml", "shop/schemas/b.yaml"]);
        check(&["/a/openapi.yaml", "/a/openapi/b.yaml"], None, &["shop/openapi.yaml", "shop/openapi/b.yaml"]);
        check(&["api.yaml", "b.yaml"], Some("specs/shop.yaml"), &["shop/api.yaml", "shop/b.yaml"]);
        check(&["https:/a.io/v1/", "https:/a.io/v1/b.yaml"], None, &["shop/openapi.yaml", "shop/b.yaml"]);
        check(&["a/<stdin>", "a/b.yaml"], None, &["shop/openapi.yaml", "shop/b.yaml"]);
    }

    #[test]
    fn files_in_specs_stay_where_they_are() {
        check(&["specs/My API.yaml"], None, &["My API.yaml"]);
        check(&["specs/a/api.yaml", "specs/common/b.yaml"], None, &["a/api.yaml", "common/b.yaml"]);
        let outside = ["specs/a.yaml", "b.yaml"].map(|path| (path.to_owned(), Vec::new()));
        assert!(Placement::of_files("shop", "specs/a.yaml", &BTreeMap::from(outside), None).is_err());
    }
}
