//! Tests of reading documents. Most tests compare a text with the expected result, through the functions below.

mod dynamic;
mod elements;
mod envelope;
mod files;
mod layers;
mod losses;
mod mutations;
mod problems;
mod schemas;
mod swagger;
mod swagger_as_meant;
mod targets;

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

/// Reads a valid document.
fn read_valid(text: &str) -> Document {
    let (source, document, diagnostics) = read_files(&[("spec.yaml", text)]);
    assert_eq!(shown(&source, &diagnostics), Vec::<String>::new(), "{text}");
    document.unwrap()
}

/// Returns the problems, one per line: code, line and column, message, remedy.
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

/// Reads a document of one file and returns its problems.
fn problems(text: &str) -> Vec<String> {
    let (source, _, diagnostics) = read_files(&[("spec.yaml", text)]);
    shown(&source, &diagnostics)
}

/// Reads a document whose component `A` is this schema. Returns the document, its problems and the keywords of the schema.
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
