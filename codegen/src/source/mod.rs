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

use std::cell::OnceCell;
use std::collections::HashMap;

use serde_json::Value;

pub use linked::{file_part, percent_decode, scheme};
pub use loader::{FsLoader, Loader, MapLoader};
pub use locate::Layer;

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

const UNREADABLE_REMEDY: &str = "check the path, and that the file is a text in UTF-8";
/// The largest file that is read.
const LARGEST_FILE: usize = 512 << 20;

impl Source {
    /// Reads the file at `path`. `None` if it cannot be read at all (then reported).
    pub fn read(path: &str, loader: &dyn Loader, diagnostics: &mut Diagnostics) -> Option<Self> {
        let mut source = Self { files: Vec::new(), by_path: HashMap::new(), layers: Vec::new() };
        source.load(path, loader, diagnostics)?;
        Some(source)
    }

    /// A source whose only file could not be parsed: it still has the text to show.
    #[must_use]
    pub fn unparsed(path: &str, loader: &dyn Loader) -> Self {
        let text = load_text(path, loader).unwrap_or_default();
        let file = File::new(path, text, Value::Null, Format::Yaml);
        Self { files: vec![file], by_path: HashMap::new(), layers: Vec::new() }
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
        match self.by_path.get(&loader::resolve(base, reference)) {
            Some(known) => known.clone(),
            None => Err(Unlinked { message: "it was not loaded".to_owned(), problem: None }),
        }
    }

    /// Loads a further file that nothing refers to. `None` if it cannot be read (then reported).
    pub fn load(&mut self, path: &str, loader: &dyn Loader, diagnostics: &mut Diagnostics) -> Option<FileId> {
        let text = match load_text(path, loader) {
            Ok(text) => text,
            Err(problem) => {
                self.files.push(File::new(path, String::new(), Value::Null, Format::Yaml));
                let place = Place::root(FileId(self.files.len() - 1));
                diagnostics.push(Diagnostic::new(Code::FileUnreadable, &place, problem, UNREADABLE_REMEDY));
                return None;
            }
        };
        self.add(path, text, diagnostics).map_err(|problem| diagnostics.push(*problem)).ok()
    }

    fn add(&mut self, path: &str, text: String, diagnostics: &mut Diagnostics) -> Result<FileId, Box<Diagnostic>> {
        let id = FileId(self.files.len());
        match parse::parse(id, path, &text) {
            Ok(parsed) => {
                parse::duplicate_keys(id, &parsed).for_each(|diagnostic| diagnostics.push(diagnostic));
                self.files.push(File::new(path, text, parsed.value, parsed.format));
                self.by_path.insert(loader::normalise(path), Ok(id));
                Ok(id)
            }
            Err(problem) => {
                self.files.push(File::new(path, text, Value::Null, Format::Yaml));
                Err(problem)
            }
        }
    }
}

impl File {
    fn new(path: &str, text: String, value: Value, format: Format) -> Self {
        Self { path: path.to_owned(), text, value, format, outline: OnceCell::new(), lines: OnceCell::new() }
    }
}

fn load_text(path: &str, loader: &dyn Loader) -> Result<String, String> {
    let bytes = loader.load(path).map_err(|error| format!("`{}` cannot be read: {error}", path))?;
    if bytes.len() > LARGEST_FILE {
        return Err(format!("`{path}` is larger than {} MiB", LARGEST_FILE >> 20));
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        format!("`{path}` is not UTF-8: byte {} does not belong to a character", error.utf8_error().valid_up_to())
    })?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}
