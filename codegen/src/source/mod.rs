//! Reads files into values, and finds the line and column of each value.
//!
//! [`Source`] holds the files of a document as `serde_json` values, whether they are JSON or YAML, with members in their original
//! order. It returns the line and column of a [`SourceLocation`] on demand, and loads other files by relative path. Only this module
//! parses JSON and YAML and loads files (through [`Loader`]). It knows only one part of OpenAPI: `$ref` is a reference.

mod fs_loader;
mod linked;
mod loader;
mod locate;
mod nesting;
mod numbers;
mod outline;
mod outline_json;
mod outline_yaml;
mod parse;
mod recorder;
mod tabs;
#[cfg(test)]
mod tests;
mod tree;
mod uri;

use std::cell::OnceCell;
use std::collections::HashMap;

use serde_json::Value;

pub use fs_loader::{FsLoader, lexical};
pub use loader::{Loader, MapLoader, RefusedFile};
pub use locate::SourceMap;
pub use recorder::Recorder;
pub use uri::{file_part, fragment_pointer, join, percent_decode, scheme};

use crate::diag::{Code, Diagnostic, Diagnostics, FileId, SourceLocation};
use outline::Outline;
use tree::Format;

/// The files of a document.
#[derive(Debug, Clone)]
pub struct Source {
    files: Vec<File>,
    by_path: HashMap<String, Result<FileId, LinkError>>,
    source_maps: Vec<SourceMap>,
}

/// A file of a document.
#[derive(Debug, Clone)]
pub struct File {
    /// The path that was passed to the loader.
    pub path: String,
    /// The text.
    pub text: String,
    /// The parsed value.
    pub value: Value,
    format: Format,
    outline: OnceCell<Outline>,
    lines: OnceCell<Vec<usize>>,
}

/// The reason why the file of a `$ref` is not available.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkError {
    /// The reason, for a message.
    pub message: String,
    /// What the user can do, if the file may not be read.
    pub remedy: Option<String>,
    /// The problem in the file, if it exists but cannot be parsed.
    pub problem: Option<Box<Diagnostic>>,
}

impl LinkError {
    fn new(message: String) -> Self {
        Self { message, remedy: None, problem: None }
    }
}

const UNREADABLE_REMEDY: &str = "check that the path is correct and that the file is UTF-8 text";
/// Upper bound for the files of a document.
const MOST_FILES: usize = 10_000;
/// Upper bound for the size of a file, in bytes.
const LARGEST_FILE: usize = 512 << 20;

impl Source {
    /// Reads the file at `path`. Reports an unreadable file and returns `None`.
    pub fn read(path: &str, loader: &dyn Loader, diagnostics: &mut Diagnostics) -> Option<Self> {
        Self::open(path, loader, diagnostics).ok()
    }

    /// Reads the file at `path`. Unlike [`Source::read`], returns the source also if the file is invalid.
    ///
    /// # Errors
    /// The file cannot be read. This is reported. The returned source contains the text, if any, so that the diagnostic can show it.
    pub fn open(path: &str, loader: &dyn Loader, diagnostics: &mut Diagnostics) -> Result<Self, Self> {
        let mut source = Self { files: Vec::new(), by_path: HashMap::new(), source_maps: Vec::new() };
        match source.load(path, loader, diagnostics) {
            Some(_) => Ok(source),
            None => Err(source),
        }
    }

    /// Returns the files, beginning with the file that the user named.
    #[must_use]
    pub fn files(&self) -> &[File] {
        &self.files
    }

    /// Returns a file.
    #[must_use]
    pub fn file(&self, id: FileId) -> Option<&File> {
        self.files.get(id.0)
    }

    /// Returns the paths of all files, relative to the folder of the first one.
    #[must_use]
    pub fn relative_paths(&self) -> Vec<String> {
        let first = self.files.first().map_or("", |file| file.path.as_str());
        self.files.iter().map(|file| uri::relative_path(first, &file.path)).collect()
    }

    /// Returns the path of a file relative to the folder of another one.
    #[must_use]
    pub fn relative_path(&self, from: FileId, to: FileId) -> Option<String> {
        Some(uri::relative_path(&self.file(from)?.path, &self.file(to)?.path))
    }

    /// Returns the value of a file.
    #[must_use]
    pub fn root(&self, id: FileId) -> Option<&Value> {
        self.file(id).map(|file| &file.value)
    }

    /// Returns the value of a file for rewriting. Record moved values in a [`SourceMap`].
    pub fn root_mut(&mut self, id: FileId) -> Option<&mut Value> {
        self.files.get_mut(id.0).map(|file| &mut file.value)
    }

    /// Returns the value at a location.
    #[must_use]
    pub fn value(&self, place: &SourceLocation) -> Option<&Value> {
        self.root(place.file)?.pointer(place.pointer.as_str())
    }

    /// Returns the loaded file that `reference` (a relative path, percent-decoded) names in the file `base`.
    ///
    /// # Errors
    /// The file was not loaded.
    pub fn linked(&self, base: FileId, reference: &str) -> Result<FileId, LinkError> {
        let base = self.file(base).map_or("", |file| file.path.as_str());
        match self.by_path.get(&uri::resolve_path(base, reference)) {
            Some(known) => known.clone(),
            None => Err(LinkError::new("the file was not loaded".to_owned())),
        }
    }

    /// Loads another file, such as an overlay. Reports an unreadable file and returns `None`.
    pub fn load(&mut self, path: &str, loader: &dyn Loader, diagnostics: &mut Diagnostics) -> Option<FileId> {
        let LinkError { message, remedy, problem } = match self.fetch(path, loader, diagnostics) {
            Ok(id) => return Some(id),
            Err(error) => error,
        };
        diagnostics.push(match problem {
            Some(problem) => *problem,
            None => {
                let place = SourceLocation::root(self.next_id());
                self.files.push(File::new(path, String::new(), Value::Null, Format::Yaml));
                Diagnostic::new(
                    Code::FileUnreadable,
                    &place,
                    message,
                    remedy.unwrap_or_else(|| UNREADABLE_REMEDY.to_owned()),
                )
            }
        });
        None
    }

    /// Returns the file at `path`. Loads and parses it at the first call, and caches the result, including a failure.
    fn fetch(&mut self, path: &str, loader: &dyn Loader, diagnostics: &mut Diagnostics) -> Result<FileId, LinkError> {
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
    ) -> Result<FileId, LinkError> {
        if self.files.len() >= MOST_FILES {
            return Err(LinkError::new(format!("the document has more than {MOST_FILES} files")));
        }
        let text = load_text(path, loader)?;
        let id = self.next_id();
        // A file that the user named is a document, whatever its extension.
        let parsed = match self.files.is_empty() {
            true => parse::parse(id, path, &text),
            false => parse::parse_linked(id, path, &text),
        };
        match parsed {
            Ok(parsed) => {
                parse::duplicate_keys(id, &parsed).for_each(|diagnostic| diagnostics.push(diagnostic));
                self.files.push(File::new(path, text, parsed.value, parsed.format));
                Ok(id)
            }
            Err(problem) => {
                self.files.push(File::new(path, text, Value::Null, Format::Yaml));
                Err(LinkError { problem: Some(problem), ..LinkError::new(format!("`{path}` cannot be parsed")) })
            }
        }
    }

    /// Returns the id of the next file. [`MOST_FILES`] bounds it.
    fn next_id(&self) -> FileId {
        FileId(self.files.len())
    }
}

impl File {
    fn new(path: &str, text: String, value: Value, format: Format) -> Self {
        Self { path: path.to_owned(), text, value, format, outline: OnceCell::new(), lines: OnceCell::new() }
    }
}

fn load_text(path: &str, loader: &dyn Loader) -> Result<String, LinkError> {
    let bytes = loader.load(path).map_err(|error| LinkError {
        remedy: RefusedFile::remedy_of(&error),
        ..LinkError::new(format!("cannot read `{path}`: {error}"))
    })?;
    if bytes.len() > LARGEST_FILE {
        return Err(LinkError::new(format!("`{path}` is larger than {} MiB", LARGEST_FILE >> 20)));
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        LinkError::new(format!("`{path}` is not valid UTF-8 at byte {}", error.utf8_error().valid_up_to()))
    })?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}
