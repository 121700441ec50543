//! The two layouts of the output: a module of the package `generated`, or a crate that stands alone.
//!
//! The text of an API's files is the same in both but for its root. Here their paths are chosen, and what lies around them
//! is added: manifests, `lib.rs` of `generated`, the embedded runtime, `coverage.json`. Knows no OpenAPI and no tokens.

mod manifest;
mod package;
mod runtime;

pub use package::{About, package};

use std::collections::BTreeMap;

use crate::ir::Home;
use crate::render::{Header, Plan};
use crate::settings::{ApiSettings, Invalid, PackageName, PackageVersion};

/// Where the files of an API go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Layout {
    /// Under `src/NAME/` of a package that holds several APIs; what they share comes from [`package()`].
    Module,
    /// A crate of its own: `Cargo.toml`, `src/lib.rs`, the runtime embedded as `src/runtime/`.
    Crate(CrateInfo),
}

/// What a crate of its own says in its `Cargo.toml`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CrateInfo {
    /// The package's name.
    pub name: PackageName,
    /// The package's version.
    pub version: PackageVersion,
}

impl CrateInfo {
    /// A package of this name and version.
    ///
    /// # Errors
    /// Cargo would not take the name or the version.
    pub fn new(name: &str, version: &str) -> Result<Self, Invalid> {
        Ok(Self { name: PackageName::new(name)?, version: PackageVersion::new(version)? })
    }
}

impl Layout {
    /// What the files of an API of this name lie in.
    pub(crate) fn home(&self, name: &str) -> Home {
        match self {
            Self::Module => Home::Module { name: name.to_owned() },
            Self::Crate(_) => Home::Crate,
        }
    }

    /// The command that the first line of each file names.
    pub(crate) fn command(&self) -> &'static str {
        match self {
            Self::Module => "cargo xtask regen",
            Self::Crate(_) => "oasmith generate",
        }
    }
}

/// Puts the printed files of an API (paths below its module) where they belong, and adds what lies around them.
pub(crate) fn arrange(
    layout: &Layout,
    name: &str,
    settings: &ApiSettings,
    header: &Header<'_>,
    features: &[String],
    printed: Plan,
    coverage: String,
) -> Plan {
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
            files.insert("Cargo.toml".to_owned(), manifest::stand_alone(info, settings, features, header));
            files.insert("coverage.json".to_owned(), coverage);
        }
    }
    Plan { files }
}
