//! What the files of an API lie in.

/// What the files of an API lie in. It decides how features are called, and whether a large API is split by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Home {
    /// A module of a crate that holds several APIs.
    Module {
        /// The name of the API: the module's, and the beginning of its features' names.
        name: String,
    },
    /// A crate of its own.
    Crate,
}

impl Default for Home {
    /// A module without a name: where only single files are looked at.
    fn default() -> Self {
        Self::Module { name: String::new() }
    }
}
