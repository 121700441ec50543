//! Reads OpenAPI documents of every version into one model.
//!
//! [`read`] converts values to a [`Document`]. Schemas become a model of JSON Schema 2020-12; the dialects of 3.0 and 2.0 are
//! converted to it without loss. The envelope (paths, operations, parameters, bodies, responses, security, servers) is
//! read element by element, and each field is checked at its own place. All references are resolved here: later stages see
//! [`SchemaId`]s and whole parameters, never a `$ref` string. Only this module knows OpenAPI's keywords and versions. It
//! makes no decision about Rust.
//!
//! # Layers
//!
//! | module | purpose | may import |
//! |---|---|---|
//! | `spelling` | finds the name that a misspelled name means | – |
//! | `path_template` | splits a path template into path, query and parameter names | – |
//! | `schema` | the model of schemas: keywords of JSON Schema 2020-12 | – |
//! | `children` | lists the subschemas of a schema | `schema` |
//! | `document` | the model of everything else | `schema`, `path_template` |
//! | `copies` | finds out whether two schemas have the same text | `schema`, `children`, `document` |
//! | `node` | a value with its place: the unit of reading | – |
//! | `extensions` | the table of the vendor extensions that are read | `node` |
//! | `version` | reads the declared version | `document` |
//! | `swagger` | rewrites the values of Swagger 2.0 to OpenAPI 3.0 before they are read | `document`, `extensions` |
//! | `reports` | collects diagnostics, errors and unread parts | `node`, `document` |
//! | `references` | resolves `$ref`s; returns what is unresolved and reports nothing | `node`, `document`, `spelling`, `swagger` |
//! | `unknown_fields` | finds misspelled fields, and fields in the wrong place | `node`, `spelling`, `reports`, `references` |
//! | `form` | checks the form of values: texts, numbers, lists, tables of fields; follows a `$ref` in their place | `node`, `schema`, `extensions`, `reports`, `references` |
//! | `schemas` | reads schemas; does not know what contains them | `node`, `schema`, `children`, `document`, `spelling`, `extensions`, `reports`, `references`, `unknown_fields`, `form` |
//! | `metadata` | reads elements without schemas: `info`, `tags`, servers, security | `node`, `document`, `spelling`, `path_template`, `reports`, `references`, `form` |
//! | `elements` | reads elements with schemas: paths, operations, parameters, responses, components; gives the schemas to `schemas` | `node`, `schema`, `document`, `spelling`, `path_template`, `extensions`, `swagger`, `reports`, `references`, `unknown_fields`, `form`, `schemas`, `metadata` |
//! | `checks` | checks that need the whole document, after reading | `schema`, `document`, `spelling`, `path_template` |
//!
//! A test reads this table: a module imports only the modules in its row, and they are listed above it.
//!
//! # The crate `openapiv3`
//!
//! The crate `openapiv3` reads elements with a fixed structure or a closed list of values in OpenAPI 3.0: encodings, security
//! schemes, discriminators, tags, the styles of each location with their defaults, and status codes. It gets only checked fields.
//!
//! `openapiv3` cannot read the rest. It does not support the additions of 3.1 and 3.2, and it does not distinguish an absent `explode` of
//! an encoding from `false`. It rejects a parameter or header without a schema of 3.0 (schemas are read separately, by `schemas`), an OAuth
//! flow without its URLs or `scopes`, and a server variable without `default`. Documents contain all of these, and their meaning is clear.

pub mod document;
pub mod schema;

mod checks;
mod children;
mod copies;
mod elements;
mod extensions;
mod form;
mod metadata;
mod node;
mod path_template;
mod references;
mod reports;
mod schemas;
mod spelling;
mod swagger;
#[cfg(test)]
mod tests;
mod unknown_fields;
mod version;

pub use children::{Applies, Role};
pub use document::*;
pub use schema::*;

use crate::diag::{Diagnostics, FileId, SourceLocation};
use crate::source::{Loader, Source};
use elements::DocumentReader;

/// Reads the source's document and the files that it refers to.
///
/// Reports all problems together; the returned document contains everything that could be read. Returns `None` only if the version
/// is unknown.
pub fn read(source: &mut Source, loader: &dyn Loader, diagnostics: &mut Diagnostics) -> Option<Document> {
    let main = FileId::default();
    let version = version::version(source.root(main)?, &SourceLocation::root(main), diagnostics)?;
    source.load_linked(main, loader, diagnostics);
    if version == Version::V2 {
        swagger::rewrite(source).into_iter().for_each(|problem| diagnostics.push(problem));
    }
    let mut document = DocumentReader::new(source, version, diagnostics).read();
    checks::check(&mut document, diagnostics);
    Some(document)
}
