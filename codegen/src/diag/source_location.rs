//! The location of a value in a document: a file and a JSON Pointer (RFC 6901).

use std::fmt;
use std::sync::Arc;

/// A file of a document. `FileId(0)` is the file that the user named. The others are overlays and files that a `$ref` names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct FileId(pub usize);

/// A JSON Pointer (RFC 6901) in its escaped form, for example `/paths/~1customers/get`. The empty pointer is the root.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Pointer(Arc<str>);

/// The location of a value in a document.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct SourceLocation {
    /// The file.
    pub file: FileId,
    /// The pointer to the value in the file.
    pub pointer: Pointer,
}

impl Pointer {
    /// Returns the pointer to the whole document.
    #[must_use]
    pub fn root() -> Self {
        Self::default()
    }

    /// Creates a pointer from its escaped text: the fragment of a `$ref` after percent-decoding.
    #[must_use]
    pub fn from_escaped(text: &str) -> Self {
        Self(Arc::from(text))
    }

    /// Returns the pointer to the member `key` of the object at this pointer.
    #[must_use]
    pub fn key(&self, key: &str) -> Self {
        if key.contains(['~', '/']) {
            let escaped = key.replace('~', "~0").replace('/', "~1");
            return Self(Arc::from([&self.0, "/", &escaped].concat()));
        }
        Self(Arc::from([&self.0, "/", key].concat()))
    }

    /// Returns the pointer to the item `index` of the array at this pointer.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        Self(Arc::from(format!("{}/{index}", self.0)))
    }

    /// Iterates over the unescaped segments, beginning at the root.
    pub fn segments(&self) -> impl Iterator<Item = String> + '_ {
        self.0.split('/').skip(1).map(|segment| segment.replace("~1", "/").replace("~0", "~"))
    }

    /// Returns the last segment, unescaped, or `None` for the root.
    #[must_use]
    pub fn last(&self) -> Option<String> {
        self.segments().last()
    }

    /// Returns the pointer to the enclosing value, or `None` for the root.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        self.0.rfind('/').and_then(|at| self.0.get(..at)).map(|text| Self(Arc::from(text)))
    }

    /// Returns the escaped text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl SourceLocation {
    /// Returns the location of a file's root.
    #[must_use]
    pub fn root(file: FileId) -> Self {
        Self { file, pointer: Pointer::root() }
    }

    /// Returns the location of the member `key` of the object at this location.
    #[must_use]
    pub fn key(&self, key: &str) -> Self {
        Self { file: self.file, pointer: self.pointer.key(key) }
    }

    /// Returns the location of the item `index` of the array at this location.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        Self { file: self.file, pointer: self.pointer.index(index) }
    }
}
