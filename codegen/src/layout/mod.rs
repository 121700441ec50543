//! The two layouts of the output: a module of the package `generated`, or a standalone crate.
//!
//! The files of an API are the same in both layouts, except for the root file. This module chooses their paths and adds the other
//! files: manifests, `lib.rs` of `generated`, the embedded runtime and `coverage.json`. It knows nothing about OpenAPI or tokens.

mod manifest;
mod package;
mod runtime;

pub use package::{About, package};

use std::collections::BTreeMap;

use crate::ir::ApiRoot;
use crate::render::{Header, Plan};
use crate::settings::{ApiSettings, Invalid, PackageName, PackageVersion};

/// The layout of an API's files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Layout {
    /// Files in `src/NAME/` of a package with several APIs. [`package()`] returns the files that the APIs share.
    Module,
    /// A standalone crate: `Cargo.toml`, `src/lib.rs`, and the embedded runtime in `src/runtime/`.
    Crate(CrateInfo),
}

/// The name and version of a standalone crate, for its `Cargo.toml`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CrateInfo {
    /// The package's name.
    pub name: PackageName,
    /// The package's version.
    pub version: PackageVersion,
}

impl CrateInfo {
    /// Creates the information for a crate with this name and version.
    ///
    /// # Errors
    /// Returns an error if Cargo would reject the name or the version.
    pub fn new(name: &str, version: &str) -> Result<Self, Invalid> {
        Ok(Self { name: PackageName::new(name)?, version: PackageVersion::new(version)? })
    }
}

impl Layout {
    /// Returns the root of the API with this name.
    pub(crate) fn root(&self, name: &str) -> ApiRoot {
        match self {
            Self::Module => ApiRoot::Module { name: name.to_owned() },
            Self::Crate(_) => ApiRoot::Crate,
        }
    }

    /// Returns the path of the API's root in a user's code.
    pub(crate) fn rust_path(&self, name: &str) -> String {
        match self {
            Self::Module => format!("generated::{name}"),
            Self::Crate(info) => info.name.as_str().replace('-', "_"),
        }
    }

    /// Returns the command that regenerates the files, for the first line of each file.
    pub(crate) fn command(&self) -> &'static str {
        match self {
            Self::Module => "cargo xtask regen",
            Self::Crate(_) => "oasmith generate",
        }
    }
}

/// The generated contents of an API.
pub(crate) struct Contents<'a> {
    /// The features that the API is split into.
    pub(crate) features: &'a [String],
    /// Whether `validate()` needs the runtime's feature `ecma-regex`.
    pub(crate) needs_ecma_regex: bool,
    /// The printed files, with paths below the API's module.
    pub(crate) printed: Plan,
    /// The text of `coverage.json`.
    pub(crate) coverage: String,
}

/// Arranges the files of an API in the layout, and adds the other files.
pub(crate) fn arrange(
    layout: &Layout,
    name: &str,
    settings: &ApiSettings,
    header: &Header<'_>,
    contents: Contents<'_>,
) -> Plan {
    let Contents { features, needs_ecma_regex, printed, coverage } = contents;
    let mut files = BTreeMap::new();
    match layout {
        Layout::Module => {
            for (path, text) in printed.files {
                files.insert(format!("src/{name}/{path}"), text);
            }
            files.insert(format!("src/{name}/coverage.json"), coverage);
        }
        Layout::Crate(info) => {
            for (path, text) in printed.files {
                files.insert(format!("src/{path}"), text);
            }
            for (path, text) in runtime::files() {
                files.insert(path, text.to_owned());
            }
            let manifest = manifest::standalone(info, settings, features, needs_ecma_regex, header);
            files.insert("Cargo.toml".to_owned(), manifest);
            files.insert("coverage.json".to_owned(), coverage);
        }
    }
    Plan { files }
}
