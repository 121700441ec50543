//! Each construct: what is written, and the types that it becomes.
//!
//! The cases are data: `tests/*.txt` holds blocks of a title (`=== title`), components in YAML, a line `---` and what comes of
//! them: the types as [`print`](crate::ir::print) shows them, then what is noted and reported. `3.0` in a title says the
//! version; otherwise it is 3.1. With `OASMITH_BLESS=1` the files are written anew; the diff is then to be read.

use std::path::Path;
use std::{env, fs};

use super::{SchemaLowering, TypeSettings};
use crate::diag::Diagnostics;
use crate::ir::{Api, print};
use crate::openapi;
use crate::passes;
use crate::settings::ApiSettings;
use crate::source::{MapLoader, Source};

/// Runs all cases of a file.
#[track_caller]
fn check(name: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lower/schemas/tests").join(format!("{name}.txt"));
    let text = fs::read_to_string(&path).expect("the cases can be read");
    let mut fresh = String::new();
    for block in text.split("=== ").skip(1) {
        let (title, rest) = block.split_once('\n').expect("a title");
        let (schemas, _) = rest.split_once("\n---").unwrap_or((rest.trim_end(), ""));
        fresh += &format!("=== {title}\n{}\n---\n{}\n", schemas.trim_matches('\n'), lower(title, schemas));
    }
    if env::var_os("OASMITH_BLESS").is_some() {
        fs::write(&path, fresh).expect("the cases can be written");
    } else {
        assert_eq!(fresh, text, "run with OASMITH_BLESS=1 and read the diff");
    }
}

fn lower(title: &str, schemas: &str) -> String {
    let version = if title.contains("3.0") { "3.0.3" } else { "3.1.0" };
    let head = format!("openapi: {version}\ninfo: {{title: t, version: '1'}}\npaths: {{}}\ncomponents:\n  schemas:\n");
    let lines = schemas.lines().map(|line| format!("    {line}\n"));
    let loader = MapLoader::new([("a.yaml", head + &lines.collect::<String>())]);
    let mut diagnostics = Diagnostics::default();
    let mut source = Source::read("a.yaml", &loader, &mut diagnostics).expect("the source is read");
    let document = openapi::read(&mut source, &loader, &mut diagnostics).expect("the document is read");
    let mut lowering = SchemaLowering::new(&document, TypeSettings::default());
    lowering.lower_components();
    let lowered = lowering.finish();
    diagnostics.extend(lowered.diagnostics);
    let mut api = Api { types: lowered.types, ..Api::default() };
    passes::run(&mut api, &ApiSettings::default(), &mut diagnostics);
    let mut text = print::types(&api.types, |_| true);
    for note in lowered.coverage {
        text += &format!("({:?} {}: {})\n", note.kind, note.construct, short(note.place.pointer.as_str()));
    }
    for item in diagnostics.iter() {
        text += &format!("{} {}: {}\n", item.code.id(), short(item.place.pointer.as_str()), item.message);
    }
    text
}

fn short(pointer: &str) -> &str {
    pointer.strip_prefix("/components/schemas/").unwrap_or(pointer)
}

macro_rules! cases {
    ($($name:ident)+) => { $( #[test] fn $name() { check(stringify!($name)); } )+ };
}

cases! { all_of arrays conditions contradictions enumerations flats inheritance objects presence recursion scalars tags unions }
