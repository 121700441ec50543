//! The root of an API: a module or a crate.

/// The root of an API: a module or a crate. It determines the names of Cargo features, and whether a large API is split by default.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ApiRoot {
    /// A module of a crate with several APIs.
    Module {
        /// The name of the API. It is the name of the module, and the prefix of the features' names.
        name: String,
    },
    /// A standalone crate.
    Crate,
}

impl Default for ApiRoot {
    /// Returns a module without a name, for tests of single files.
    fn default() -> Self {
        Self::Module { name: String::new() }
    }
}
