//! The two layouts of the output: a module of the package `generated`, or a crate that stands alone.

use std::collections::BTreeMap;

use crate::render::Plan;
use crate::settings::ApiSettings;

/// Where the files of an API go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Layout {
    /// Under `src/NAME/` of a package that holds several APIs; what they share comes from [`package`].
    Module,
    /// A crate of its own: `Cargo.toml`, `src/lib.rs`, the runtime embedded as `src/runtime/`.
    Crate(CrateInfo),
}

/// What a crate of its own says in its `Cargo.toml`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CrateInfo {
    /// The package's name.
    pub name: String,
    /// The package's version.
    pub version: String,
}

/// The files of `generated` that belong to no single API: `Cargo.toml` and `src/lib.rs`. `titles` are the titles of the
/// documents by the name of the API.
#[must_use]
pub fn package(apis: &BTreeMap<String, ApiSettings>, titles: &BTreeMap<String, String>) -> Plan {
    let _ = (apis, titles);
    Plan::default()
}
