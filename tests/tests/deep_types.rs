//! Types that are nested more deeply than the compiler follows by default: the crate sets the attribute `recursion_limit`, compiles, and its
//! documentation says what other crates need.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a panic is how a test reports")]

use std::collections::BTreeMap;
use std::fs;

use harness::program::{Program, target_next_to_test};
use oasmith::names::NamesLock;
use oasmith::settings::ApiSettings;
use oasmith::source::MapLoader;
use oasmith::{CrateInfo, Layout, Request, generate};
use serde_json::{Map, Value, json};
use tests::files::data;

/// The number of schemas in each chain.
const LENGTH: usize = 150;

/// Returns the files of a crate whose models are chains of schemas: lists, options and maps.
fn files(length: usize) -> BTreeMap<String, String> {
    let mut schemas = Map::new();
    for (name, next) in [
        ("Lists", (|next| json!({ "properties": { "a": { "type": "array", "items": next } } })) as fn(Value) -> Value),
        ("Options", |next| json!({ "properties": { "a": next } })),
        ("Maps", |next| json!({ "properties": { "a": { "type": "object", "additionalProperties": next } } })),
    ] {
        let reference = |index: usize| json!({ "$ref": format!("#/components/schemas/{name}{index}") });
        schemas.extend((0..length).map(|index| (format!("{name}{index}"), next(reference(index + 1)))));
        schemas.insert(format!("{name}{length}"), json!({ "properties": { "x": { "type": "string" } } }));
    }
    let document = json!({ "openapi": "3.1.0", "info": { "title": "t", "version": "1" }, "paths": {}, "components": { "schemas": schemas } });
    let loader = MapLoader::new([("deep.json", document.to_string())]);
    let (settings, lock) = (ApiSettings::of_file("deep.json"), NamesLock::default());
    let layout = Layout::Crate(CrateInfo::new("deep", "0.1.0").unwrap());
    let request = Request {
        name: "deep",
        settings: &settings,
        loader: &loader,
        names_lock: &lock,
        layout: &layout,
        keep_going: false,
    };
    generate(&request).plan.expect("the document has no errors").files
}

#[test]
fn types_of_any_depth_compile() {
    let mut files = files(LENGTH);
    let root = &files["src/lib.rs"];
    assert!(root.contains("\n#![recursion_limit = \"1024\"]\n"), "{root}");
    assert!(root.contains("need `#![recursion_limit = \"1024\"]` at the top of its root file"), "{root}");
    files.get_mut("Cargo.toml").unwrap().push_str("\n[workspace]\n");
    files.insert("Cargo.lock".to_owned(), fs::read_to_string(data("../Cargo.lock")).unwrap());
    // Compiled with the dependencies of the other generated crates.
    let target = target_next_to_test("features").unwrap();
    let program = Program { folder: target.join("deep"), target, package: "deep" };
    program.write(&files).unwrap();
    program
        .build(&["--offline", "--no-default-features", "--features", "validate"])
        .unwrap_or_else(|error| panic!("{error}"));
}

/// Documents that people write need no attribute.
#[test]
fn usual_depths_need_no_attribute() {
    let root = &files(30)["src/lib.rs"];
    assert!(!root.contains("recursion_limit"), "{root}");
}
