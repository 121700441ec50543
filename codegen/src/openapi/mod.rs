//! OpenAPI documents: the one model into which every version of the specification is read.
//!
//! [`read`] turns values into a [`Document`]. Schemas are read by our own JSON Schema 2020-12 model, into which the dialects of
//! 3.0 and 2.0 are lifted without loss. The envelope (paths, operations, parameters, bodies, responses, security, servers) is
//! read element by element; each field is checked at its own place. All references are resolved here: later stages see
//! [`SchemaId`]s and whole parameters, never a `$ref` string. This module alone knows OpenAPI's keywords and versions; it
//! decides nothing about Rust.
//!
//! `openapiv3` reads what has a structure or a closed list of values in OpenAPI 3.0: encodings, security schemes,
//! discriminators, tags, the styles of each location with their defaults, and status codes. It gets only what the document says.
//!
//! It cannot read the rest. It does not know what 3.1 and 3.2 add, and it does not distinguish an absent `explode` of an encoding
//! from `false`. It refuses a parameter or header without a schema of 3.0 (ours are cut out before), an OAuth flow without its
//! URLs or `scopes`, and a server variable without `default`; documents have these, and what they mean is clear.

pub mod document;
pub mod schema;

mod anchors;
mod checks;
mod children;
mod components;
mod content;
mod form;
mod node;
mod operations;
mod parameters;
mod path_query;
mod paths;
mod reader;
mod resolve;
mod responses;
mod schemas;
mod security;
mod servers;
mod styles;
mod suggest;
mod swagger;
#[cfg(test)]
mod tests;
mod version;

pub use children::{Applies, Role};
pub use document::*;
pub use schema::*;

use serde_json::Value;

use crate::diag::{Diagnostics, FileId, Place};
use crate::source::{Loader, Source};
use operations::Around;
use reader::Reader;

/// Reads the document that the source holds, and the files that it refers to.
///
/// All problems are reported together; what they leave is in the document. `None` only if its version is not known.
pub fn read(source: &mut Source, loader: &dyn Loader, diagnostics: &mut Diagnostics) -> Option<Document> {
    let main = FileId::default();
    let version = version::version(source.root(main)?, &Place::root(main), diagnostics)?;
    source.load_linked(main, loader, diagnostics);
    if version == Version::V2 {
        swagger::rewrite(source);
    }
    let mut document = Reader::new(source, version, diagnostics).document();
    checks::check(&mut document, diagnostics);
    Some(document)
}

impl Reader<'_> {
    fn document(&mut self) -> Document {
        // First of all: the ids of components are their places in the map.
        let components = self.component_schemas();
        let info = self.info();
        let root = self.root();
        let servers = self.servers(&root);
        let tags = self.tags();
        let security_schemes = self.security_schemes();
        let around = Around { security: self.security(&root).unwrap_or_default(), ..Around::default() };
        let operations = self.paths(&around);
        let webhooks = self.webhooks(&Around::default());
        self.check_components();
        self.check_features();
        let extensions = root.members().filter(|(key, _)| key.starts_with("x-"));
        Document {
            version: self.version,
            title: info.title,
            api_version: info.version,
            description: info.description,
            servers,
            tags,
            security_schemes,
            operations,
            webhooks,
            components,
            extensions: extensions.map(|(key, node)| (key.to_owned(), Value::clone(node.value))).collect(),
            schemas: self.read_schemas(),
            lost: std::mem::take(&mut self.lost),
        }
    }
}
