//! Tests of reading documents. Most consist of a text and the expected result, and use the functions below.

mod elements;
mod envelope;
mod files;
mod layers;
mod mutations;
mod problems;
mod schemas;
mod swagger;

use super::{Document, Keywords, SchemaId, SchemaKind, read};
use crate::diag::Diagnostics;
use crate::source::{MapLoader, Source};

/// Reads a document of several files, the first of them the main one.
fn read_files(files: &[(&str, &str)]) -> (Source, Option<Document>, Diagnostics) {
    let loader = MapLoader::new(files.iter().copied());
    let mut diagnostics = Diagnostics::default();
    let mut source = Source::read(files[0].0, &loader, &mut diagnostics).unwrap();
    let document = read(&mut source, &loader, &mut diagnostics);
    (source, document, diagnostics)
}

/// Reads a document in which nothing is wrong.
fn read_good(text: &str) -> Document {
    let (source, document, diagnostics) = read_files(&[("spec.yaml", text)]);
    assert_eq!(shown(&source, &diagnostics), Vec::<String>::new(), "{text}");
    document.unwrap()
}

/// The problems, a line each: code, line and column, message, remedy.
fn shown(source: &Source, diagnostics: &Diagnostics) -> Vec<String> {
    let show = |diagnostic: &crate::diag::Diagnostic| {
        let at = diagnostic.located(source).unwrap();
        let file = if at.path == "spec.yaml" { String::new() } else { format!("{}:", at.path) };
        format!(
            "{} {file}{}:{} {} | {}",
            diagnostic.code.id(),
            at.line,
            at.column,
            diagnostic.message,
            diagnostic.remedy
        )
    };
    diagnostics.iter().map(show).collect()
}

/// The problems of a document of one file.
fn problems(text: &str) -> Vec<String> {
    let (source, _, diagnostics) = read_files(&[("spec.yaml", text)]);
    shown(&source, &diagnostics)
}

/// A document of this version with this schema as its component `A`, and the keywords read from it.
fn keywords(version: &str, schema: &str) -> (Document, Vec<String>, Keywords) {
    let text = format!(
        "{{openapi: {version}, info: {{title: t, version: v}}, paths: {{}}, components: {{schemas: {{A: {schema}, B: {{type: string}}}}}}}}"
    );
    let (source, document, diagnostics) = read_files(&[("spec.yaml", &text)]);
    let document = document.unwrap();
    let keywords = match &document.schema(SchemaId(0)).kind {
        SchemaKind::Keywords(keywords) => Keywords::clone(keywords),
        SchemaKind::Bool(_) => Keywords::default(),
    };
    let shown = shown(&source, &diagnostics);
    (document, shown, keywords)
}
