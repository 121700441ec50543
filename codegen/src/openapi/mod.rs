//! Reads OpenAPI documents of every version into one model.
//!
//! [`read`] converts values to a [`Document`]. Schemas become a model of JSON Schema 2020-12; the dialects of 3.0 and 2.0 are
//! converted to it without loss. The envelope (paths, operations, parameters, bodies, responses, security, servers) is
//! read element by element, and each field is checked at its own place. All references are resolved here: later stages see
//! [`SchemaId`]s and whole parameters, never a `$ref` string. Only this module knows OpenAPI's keywords and versions. It
//! makes no decision about Rust.
//!
//! The crate `openapiv3` reads elements with a fixed structure or a closed list of values in OpenAPI 3.0: encodings, security
//! schemes, discriminators, tags, the styles of each location with their defaults, and status codes. It gets only checked fields.
//!
//! `openapiv3` cannot read the rest. It does not support the additions of 3.1 and 3.2, and it does not distinguish an absent
//! `explode` of an encoding from `false`. It rejects a parameter or header without a schema of 3.0 (schemas are removed before),
//! an OAuth flow without its URLs or `scopes`, and a server variable without `default`. Documents contain all of these, and
//! their meaning is clear.

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

use crate::diag::{Diagnostics, FileId, SourceLocation};
use crate::source::{Loader, Source};
use operations::Inherited;
use reader::Reader;

/// Reads the source's document and the files that it refers to.
///
/// Reports all problems together; the returned document contains everything that could be read. Returns `None` only if the version
/// is unknown.
pub fn read(source: &mut Source, loader: &dyn Loader, diagnostics: &mut Diagnostics) -> Option<Document> {
    let main = FileId::default();
    let version = version::version(source.root(main)?, &SourceLocation::root(main), diagnostics)?;
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
        // Must come first: the id of a component is its index in the map.
        let components = self.component_schemas();
        let info = self.info();
        let root = self.root();
        let servers = self.servers(&root);
        let tags = self.tags();
        let security_schemes = self.security_schemes();
        let inherited = Inherited { security: self.security(&root).unwrap_or_default(), ..Inherited::default() };
        let operations = self.paths(&inherited);
        let webhooks = self.webhooks(&Inherited::default());
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
            unread: std::mem::take(&mut self.unread),
        }
    }
}
