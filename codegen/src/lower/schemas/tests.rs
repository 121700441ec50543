//! The constructs of JSON Schema, and the types that they become.
//!
//! The cases are data. `tests/golden/schemas/*.txt` contains blocks: a title (`=== title`), components in YAML, a line `---`, and
//! the result: the types as [`print`](crate::ir::print) shows them, then the coverage notes and the diagnostics. The version is
//! 3.0 if the title contains `3.0`, else 3.1.

use std::fs;
use std::path::Path;

use harness::golden;

use super::{SchemaAnalysis, SchemaLowering, TypeSettings};
use crate::diag::Diagnostics;
use crate::ir::{Api, print};
use crate::openapi;
use crate::passes;
use crate::settings::{ApiSettings, Settings};
use crate::source::{MapLoader, Source};

/// Checks all cases of a file.
#[track_caller]
fn check(name: &str) {
    golden::check_cases(&format!("schemas/{name}.txt"), lower);
}

fn lower(title: &str, schemas: &str) -> String {
    lower_with(TypeSettings::default(), title, schemas)
}

fn lower_with(settings: TypeSettings, title: &str, schemas: &str) -> String {
    let version = if title.contains("3.0") { "3.0.3" } else { "3.1.0" };
    let head = format!("openapi: {version}\ninfo: {{title: t, version: '1'}}\npaths: {{}}\ncomponents:\n  schemas:\n");
    let lines = schemas.lines().map(|line| format!("    {line}\n"));
    let loader = MapLoader::new([("a.yaml", head + &lines.collect::<String>())]);
    let mut diagnostics = Diagnostics::default();
    let mut source = Source::read("a.yaml", &loader, &mut diagnostics).expect("the source is read");
    let document = openapi::read(&mut source, &loader, &mut diagnostics).expect("the document is read");
    let analysis = SchemaAnalysis::new(&document);
    let mut lowering = SchemaLowering::new(&analysis, settings);
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

cases! { all_of anything_beside_types arrays conditions contradictions dynamic_references enumerations extensions flattened formats inheritance lists_of_all_of never objects patterns presence recursion scalars tags unions }

#[test]
fn phases_import_only_earlier_phases() {
    check_imports("", "patterns", &["analysis", "builder", "rules"]);
    check_imports("", "analysis", &["builder", "rules"]);
    check_imports("", "builder", &["rules"]);
    check_imports("", "rules", &["builder"]);
}

#[test]
fn layers_of_the_analysis_import_only_earlier_layers() {
    let layers = ["schema", "resolution", "objects", "branches"];
    for (position, layer) in layers.iter().enumerate() {
        check_imports("analysis", layer, &layers[position + 1..]);
    }
}

/// Checks that no file below a folder imports one of the forbidden siblings of the folder.
#[track_caller]
fn check_imports(parent: &str, folder: &str, forbidden: &[&str]) {
    let parent = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lower/schemas").join(parent);
    let is_forbidden = |path: &&str| {
        let mut segments = path.split(|letter: char| !letter.is_alphanumeric() && letter != '_');
        segments.any(|segment| forbidden.contains(&segment))
    };
    let mut pending = vec![parent.join(folder)];
    while let Some(path) = pending.pop() {
        if path.is_dir() {
            let entries = fs::read_dir(&path).expect("the folder is read");
            pending.extend(entries.map(|entry| entry.expect("the entry is read").path()));
            continue;
        }
        let text = fs::read_to_string(&path).expect("the file is read");
        let code: Vec<&str> = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
        let code = code.join("\n");
        let imports = code.split(';').map(str::trim).filter(|statement| statement.starts_with("use "));
        let qualified_paths = code.split([' ', '\n', '(']).filter(|word| word.contains("::"));
        let found: Vec<&str> = imports.chain(qualified_paths).filter(is_forbidden).collect();
        assert!(found.is_empty(), "{} imports a later phase or layer: {found:?}", path.display());
    }
}

#[test]
fn settings_replace_formats_and_seal_enumerations() {
    let settings = r#"
        [api.a]
        file = "a"
        sealed = ["Color", "Gone", '#/components/schemas/Kind']
        cut_prefixes = ["Col", "Api"]
        [api.a.formats]
        decimal = { type = "rust_decimal::Decimal" }
        date-time = "String"
        unix-time = "u32"
        uint256 = "BigInteger"
        local = "optional-offset-date-time"
    "#;
    let settings = Settings::parse(settings).expect("the settings are read");
    let schemas = "Color: {type: string, enum: [red]}
Kind: {type: string, enum: [b]}
Open: {type: string, enum: [a]}
Price: {type: string, format: decimal}
At: {type: string, format: date-time}
Then: {type: integer, format: unix-time}
Wei: {type: integer, format: uint256}
Local: {type: string, format: local, example: none1}";
    let expect = "Color = sealed strings \"red\"
Kind = sealed strings \"b\"
Open = open strings \"a\"
Price = rust_decimal::Decimal
At = String
Then = U32
Wei = BigInteger
Local = OptionalOffsetDateTime
OA0403 : `sealed` in the settings names `Gone`, but the document has no such enum or union
OA0403 : `cut_prefixes` in the settings lists `Api`, but no component has a name that starts with it
";
    assert_eq!(lower_with(TypeSettings::of_api(&settings.apis["a"]), "", schemas), expect);
}

#[test]
fn a_document_may_use_the_crates_that_the_settings_allow() {
    let settings = r#"
        [api.a]
        file = "a"
        rust_types = [{ name = "uuid", version = "1" }, { name = "url", version = "2" }, { name = "gone", version = "1" }]
    "#;
    let settings = Settings::parse(settings).expect("the settings are read");
    let schemas = "Id: {type: string, x-rust-type: {crate: uuid, version: '1', path: 'uuid::Uuid'}}
Ids: {type: object, required: [one], properties: {one: {$ref: '#/components/schemas/Id'}, two: {type: [string, 'null'], x-rust-type: {crate: uuid, version: '1', path: 'uuid::Uuid'}}, all: {type: array, items: {$ref: '#/components/schemas/Id'}}}}
Site: {x-rust-type: {crate: url, version: '2', path: 'url::Url'}}
Set: {type: array, items: {}, x-rust-type: {crate: url, version: '2', path: 'url::Set', parameters: [{$ref: '#/components/schemas/Id'}, {type: integer}]}}
Object: {x-rust-type: {crate: uuid, version: '1', path: 'uuid::Builder'}, type: object, properties: {a: {type: string}}}
Either: {oneOf: [{type: string, x-rust-type: {crate: uuid, version: '1', path: 'uuid::Uuid'}}, {type: string}, {type: integer}]}
NotAlone: {allOf: [{$ref: '#/components/schemas/Object'}, {type: object, properties: {b: {type: string}}}]}
Refused: {type: array, x-rust-type: {crate: url, version: '2', path: 'url::Set', parameters: [{type: string, x-rust-type: {crate: other, version: '1', path: 'other::T'}}]}}
NoType: {type: string, x-rust-type: {crate: url, version: '2', path: 'url::::Url'}}";
    let expect = "Id = uuid::Uuid
Ids = object
  one: Id
  two: optional uuid::Uuid?
  all: optional [Id]
Site = url::Url?
Set = url::Set<uuid::Uuid, i64>
Object = uuid::Builder
Either = union
  | uuid::Uuid (string)
  | String (string)
  | I64 (integer)
NotAlone = object
  a: optional String
  b: optional String
Refused = [Any]
NoType = String
(Untyped items: Refused)
OA0202 Refused/x-rust-type: `x-rust-type` asks for `url::Set<other::T>`, but the settings do not allow the crate `other`; the type follows from the schema
OA0103 NoType/x-rust-type: `x-rust-type` names `url::::Url`, which is not a Rust type that a field can have; it is ignored
OA0403 : `rust_types` in the settings lists `gone`, but no `x-rust-type` in the document names this crate
";
    assert_eq!(lower_with(TypeSettings::of_api(&settings.apis["a"]), "", schemas), expect);
}
