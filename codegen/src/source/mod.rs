//! Files to values, with a place for each.
//!
//! [`Source`] holds the files of a document as `serde_json` values in their own order, whether they were written in JSON
//! or in YAML, and says on demand on which line and column a [`Place`] stands. Further files are loaded by relative path.
//! This module alone knows JSON and YAML and does IO (through [`Loader`]); it knows nothing of OpenAPI but that `$ref` is a
//! reference.

mod linked;
mod loader;
mod locate;
mod outline;
mod outline_json;
mod outline_yaml;
mod parse;
#[cfg(test)]
mod tests;
mod tree;
mod uri;

use std::cell::OnceCell;
use std::collections::HashMap;

use serde_json::Value;

pub use loader::{FsLoader, Loader, MapLoader};
pub use locate::Layer;
pub use uri::{file_part, fragment_pointer, join, percent_decode, scheme};

use crate::diag::{Code, Diagnostic, Diagnostics, FileId, Place};
use outline::Outline;
use tree::Format;

/// The files of a document.
#[derive(Debug, Clone)]
pub struct Source {
    files: Vec<File>,
    by_path: HashMap<String, Result<FileId, Unlinked>>,
    layers: Vec<Layer>,
}

/// One file of a document.
#[derive(Debug, Clone)]
pub struct File {
    /// Its path, as the loader was asked for it.
    pub path: String,
    /// Its text.
    pub text: String,
    /// What it says.
    pub value: Value,
    format: Format,
    outline: OnceCell<Outline>,
    lines: OnceCell<Vec<usize>>,
}

/// Why a file that a `$ref` leads to is not there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unlinked {
    /// Why, in the user's words.
    pub message: String,
    /// The problem inside the file, if it is there but cannot be parsed.
    pub problem: Option<Box<Diagnostic>>,
}

const UNREADABLE_REMEDY: &str = "check that the path is correct and that the file is UTF-8 text";
/// The most files that one document may have.
const MOST_FILES: usize = 10_000;
/// The largest file that is read.
const LARGEST_FILE: usize = 512 << 20;

impl Source {
    /// Reads the file at `path`. `None` if it cannot be read at all (then reported).
    pub fn read(path: &str, loader: &dyn Loader, diagnostics: &mut Diagnostics) -> Option<Self> {
        Self::open(path, loader, diagnostics).ok()
    }

    /// Reads the file at `path`, which is loaded once.
    ///
    /// # Errors
    /// If it cannot be read at all (then reported): a source that holds its text, as far as there is one, to show.
    pub fn open(path: &str, loader: &dyn Loader, diagnostics: &mut Diagnostics) -> Result<Self, Self> {
        let mut source = Self { files: Vec::new(), by_path: HashMap::new(), layers: Vec::new() };
        match source.load(path, loader, diagnostics) {
            Some(_) => Ok(source),
            None => Err(source),
        }
    }

    /// The files, the one that the user named first.
    #[must_use]
    pub fn files(&self) -> &[File] {
        &self.files
    }

    /// A file.
    #[must_use]
    pub fn file(&self, id: FileId) -> Option<&File> {
        self.files.get(id.0)
    }

    /// The value of a file.
    #[must_use]
    pub fn root(&self, id: FileId) -> Option<&Value> {
        self.file(id).map(|file| &file.value)
    }

    /// The value of a file, to be rewritten. What moves by it belongs into a [`Layer`].
    pub fn root_mut(&mut self, id: FileId) -> Option<&mut Value> {
        self.files.get_mut(id.0).map(|file| &mut file.value)
    }

    /// The value at a place.
    #[must_use]
    pub fn value(&self, place: &Place) -> Option<&Value> {
        self.root(place.file)?.pointer(place.pointer.as_str())
    }

    /// The file that `reference` (a relative path, percent-decoded) names in the file `base`, if it was loaded.
    ///
    /// # Errors
    /// Why it was not.
    pub fn linked(&self, base: FileId, reference: &str) -> Result<FileId, Unlinked> {
        let base = self.file(base).map_or("", |file| file.path.as_str());
        match self.by_path.get(&uri::resolve_path(base, reference)) {
            Some(known) => known.clone(),
            None => Err(Unlinked { message: "the file was not loaded".to_owned(), problem: None }),
        }
    }

    /// Loads a further file that nothing refers to. `None` if it cannot be read (then reported).
    pub fn load(&mut self, path: &str, loader: &dyn Loader, diagnostics: &mut Diagnostics) -> Option<FileId> {
        let Unlinked { message, problem } = match self.fetch(path, loader, diagnostics) {
            Ok(id) => return Some(id),
            Err(unlinked) => unlinked,
        };
        diagnostics.push(match problem {
            Some(problem) => *problem,
            None => {
                let place = Place::root(self.next_id());
                self.files.push(File::new(path, String::new(), Value::Null, Format::Yaml));
                Diagnostic::new(Code::FileUnreadable, &place, message, UNREADABLE_REMEDY)
            }
        });
        None
    }

    /// The file at `path`, loaded and parsed when it is asked for first. What came of that is kept, failures included.
    fn fetch(&mut self, path: &str, loader: &dyn Loader, diagnostics: &mut Diagnostics) -> Result<FileId, Unlinked> {
        let key = uri::normalise_path(path);
        if let Some(known) = self.by_path.get(&key) {
            return known.clone();
        }
        let outcome = self.fetch_new(path, loader, diagnostics);
        self.by_path.insert(key, outcome.clone());
        outcome
    }

    fn fetch_new(
        &mut self,
        path: &str,
        loader: &dyn Loader,
        diagnostics: &mut Diagnostics,
    ) -> Result<FileId, Unlinked> {
        if self.files.len() >= MOST_FILES {
            return Err(Unlinked { message: format!("the document has more than {MOST_FILES} files"), problem: None });
        }
        let text = load_text(path, loader).map_err(|message| Unlinked { message, problem: None })?;
        let id = self.next_id();
        match parse::parse(id, path, &text) {
            Ok(parsed) => {
                parse::duplicate_keys(id, &parsed).for_each(|diagnostic| diagnostics.push(diagnostic));
                self.files.push(File::new(path, text, parsed.value, parsed.format));
                Ok(id)
            }
            Err(problem) => {
                self.files.push(File::new(path, text, Value::Null, Format::Yaml));
                Err(Unlinked { message: format!("`{path}` cannot be parsed"), problem: Some(problem) })
            }
        }
    }

    /// The id of the file that is added next. [`MOST_FILES`] keeps it far from its bound.
    fn next_id(&self) -> FileId {
        FileId(self.files.len())
    }
}

impl File {
    fn new(path: &str, text: String, value: Value, format: Format) -> Self {
        Self { path: path.to_owned(), text, value, format, outline: OnceCell::new(), lines: OnceCell::new() }
    }
}

fn load_text(path: &str, loader: &dyn Loader) -> Result<String, String> {
    let bytes = loader.load(path).map_err(|error| format!("cannot read `{path}`: {error}"))?;
    if bytes.len() > LARGEST_FILE {
        return Err(format!("`{path}` is larger than {} MiB", LARGEST_FILE >> 20));
    }
    let text = String::from_utf8(bytes)
        .map_err(|error| format!("`{path}` is not valid UTF-8 at byte {}", error.utf8_error().valid_up_to()))?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}
