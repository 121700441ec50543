//! Tests the notes of `oasmith generate` about kept names, and `oasmith schema`.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a panic is how a test reports")]

mod folder;

use std::fs;

use folder::{Folder, run};

const SPEC: &str = "\
openapi: 3.1.0
info: {title: Pets, version: '1'}
paths:
  /pets/{id}:
    get:
      operationId: getPet
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses:
        '200': {description: A pet, content: {application/json: {schema: {type: object, properties: {name: {type: string}}}}}}
";

/// Generates the crate and returns the output and the methods of the client.
fn generate(folder: &Folder, spec: &str, settings: &str) -> (String, String) {
    fs::write(folder.0.join("pets.yaml"), spec).unwrap();
    fs::write(folder.0.join("oasmith.toml"), format!("[api.pets]\nfile = 'pets.yaml'\n{settings}")).unwrap();
    let (code, text) = run(&folder.0, &["generate", "pets.yaml", "-o", "pets", "--settings", "oasmith.toml"]);
    assert_eq!(code, 0, "{text}");
    (text, fs::read_to_string(folder.0.join("pets/src/operations/default.rs")).unwrap())
}

#[test]
fn a_name_that_stays_is_reported_until_it_is_released_or_set() {
    let folder = Folder::new("kept-renamed");
    let (text, _) = generate(&folder, SPEC, "");
    assert!(!text.contains("note:"), "{text}");
    let renamed = SPEC.replace("getPet", "fetchPet");
    let note = "note: `GET /pets/{id}` is now `fetchPet` in the document; the method keeps its name `get_pet`\n";
    for _ in 0..2 {
        let (text, code) = generate(&folder, &renamed, "");
        assert!(text.contains(note) && text.contains("ends with ` = get_pet`"), "{text}");
        assert!(code.contains("pub fn get_pet("), "{code}");
    }
    // The setting names the method on purpose.
    let (text, code) = generate(&folder, &renamed, "rename.operations.fetchPet = 'get_pet'");
    assert!(!text.contains("note:") && code.contains("pub fn get_pet("), "{text}");
    // The setting overrides the pin.
    let (_, code) = generate(&folder, &renamed, "rename.operations.fetchPet = 'load_pet'");
    assert!(code.contains("pub fn load_pet("), "{code}");
    let (text, code) = generate(&folder, &renamed, "");
    assert!(code.contains("pub fn fetch_pet("), "{text}");
}

#[test]
fn the_name_of_a_type_that_stays_is_reported() {
    let titled = SPEC.replace("schema: {type: object", "schema: {title: Pet, type: object");
    let folder = Folder::new("kept-title");
    generate(&folder, &titled, "");
    let (text, _) = generate(&folder, &titled.replace("title: Pet,", "title: Animal,"), "");
    assert!(text.contains("would be called `Animal` now; it keeps its name `Pet`"), "{text}");
}

#[test]
fn the_schema_of_the_settings_is_printed() {
    let (code, text) = run(&Folder::new("kept-schema").0, &["schema"]);
    let schema: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!((code, &schema["title"]), (0, &"oasmith.toml".into()));
}
