//! Each construct: what is written, and the types that it becomes.

mod basics;

use super::{SchemaLowering, TypeSettings};
use crate::diag::Diagnostics;
use crate::ir::print;
use crate::openapi;
use crate::source::{MapLoader, Source};

/// Components (YAML, or JSON) to types, untyped places and diagnostics.
fn lower(version: &str, schemas: &str) -> (String, Vec<String>, Vec<String>) {
    let indented: String = schemas.trim_matches('\n').lines().map(|line| format!("    {line}\n")).collect();
    let text = format!(
        "openapi: {version}\ninfo: {{title: t, version: '1'}}\npaths: {{}}\ncomponents:\n  schemas:\n{indented}"
    );
    let loader = MapLoader::new([("a.yaml", text)]);
    let mut diagnostics = Diagnostics::default();
    let mut source = Source::read("a.yaml", &loader, &mut diagnostics).expect("the source is read");
    let document = openapi::read(&mut source, &loader, &mut diagnostics).expect("the document is read");
    let mut lowering = SchemaLowering::new(&document, TypeSettings::default());
    lowering.lower_components();
    let lowered = lowering.finish();
    diagnostics.extend(lowered.diagnostics);
    let notes =
        lowered.coverage.iter().map(|note| format!("{:?} {} {}", note.kind, note.construct, note.place.pointer));
    let found = diagnostics.iter().map(|item| format!("{} {}", item.code.id(), item.place.pointer));
    (print::types(&lowered.types, |_| true), notes.collect(), found.collect())
}

/// The types of 3.1 components. Nothing may be reported.
#[track_caller]
fn check(schemas: &str, expect: &str) {
    let (types, _, found) = lower("3.1.0", schemas);
    assert_eq!((types.trim(), found), (expect.trim(), Vec::new()));
}
