//! Places in a document: a file and a JSON pointer (RFC 6901) into it.

use std::fmt;
use std::sync::Arc;

/// One file of a document. `FileId(0)` is the file that the user named; others were reached by `$ref`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct FileId(pub usize);

/// A JSON pointer (RFC 6901), kept in its escaped form, for example `/paths/~1customers/get`. The root is the empty pointer.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Pointer(Arc<str>);

/// A place in a document.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Place {
    /// The file.
    pub file: FileId,
    /// The value inside it.
    pub pointer: Pointer,
}

impl Pointer {
    /// The pointer to the whole document.
    #[must_use]
    pub fn root() -> Self {
        Self::default()
    }

    /// A pointer from its escaped text, as it stands behind the `#` of a `$ref` after percent-decoding.
    #[must_use]
    pub fn from_escaped(text: &str) -> Self {
        Self(Arc::from(text))
    }

    /// The pointer to the member `key` of the object that this one points to.
    #[must_use]
    pub fn key(&self, key: &str) -> Self {
        if key.contains(['~', '/']) {
            let escaped = key.replace('~', "~0").replace('/', "~1");
            return Self(Arc::from([&self.0, "/", &escaped].concat()));
        }
        Self(Arc::from([&self.0, "/", key].concat()))
    }

    /// The pointer to the item `index` of the array that this one points to.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        Self(Arc::from(format!("{}/{index}", self.0)))
    }

    /// The unescaped segments, from the root inwards.
    pub fn segments(&self) -> impl Iterator<Item = String> + '_ {
        self.0.split('/').skip(1).map(|segment| segment.replace("~1", "/").replace("~0", "~"))
    }

    /// The last unescaped segment, or `None` at the root.
    #[must_use]
    pub fn last(&self) -> Option<String> {
        self.segments().last()
    }

    /// The pointer to what holds this value, or `None` at the root.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        self.0.rfind('/').and_then(|at| self.0.get(..at)).map(|text| Self(Arc::from(text)))
    }

    /// The escaped text.
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

impl Place {
    /// The root of a file.
    #[must_use]
    pub fn root(file: FileId) -> Self {
        Self { file, pointer: Pointer::root() }
    }

    /// The place of the member `key` of the object at this place.
    #[must_use]
    pub fn key(&self, key: &str) -> Self {
        Self { file: self.file, pointer: self.pointer.key(key) }
    }

    /// The place of the item `index` of the array at this place.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        Self { file: self.file, pointer: self.pointer.index(index) }
    }
}
