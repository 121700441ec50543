//! Tests of documents in many files: names and documentation of types, and their stability.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a panic is how a test reports")]

use std::collections::BTreeMap;

use oasmith::names::NamesLock;
use oasmith::settings::ApiSettings;
use oasmith::source::MapLoader;
use oasmith::{Layout, Outcome, Request, generate};

/// The beginning of all documents.
const HEAD: &str = "openapi: 3.1.0\ninfo: {title: t, version: v}\n";

fn generate_from(files: &[(&str, String)], lock: &NamesLock) -> Outcome {
    let outcome = generate(&Request {
        name: "api",
        settings: &ApiSettings::of_file("api/spec.yaml"),
        loader: &MapLoader::new(files.iter().map(|(path, text)| (*path, text.clone()))),
        names_lock: lock,
        layout: &Layout::Module,
        keep_going: false,
    });
    let problems: Vec<String> = outcome.diagnostics.iter().map(|found| found.message.clone()).collect();
    assert!(problems.is_empty(), "{problems:#?}");
    outcome
}

/// Returns the public types of the models, with the text of the files.
fn types(outcome: &Outcome) -> (Vec<String>, String) {
    let files: &BTreeMap<String, String> = &outcome.plan.as_ref().unwrap().files;
    let models = files.iter().filter(|(path, _)| path.contains("/models/") && !path.ends_with("/mod.rs"));
    let text: String = models.map(|(_, text)| text.as_str()).collect();
    let declared = ["pub struct ", "pub enum ", "pub type "];
    let names = text.lines().filter_map(|line| declared.iter().find_map(|start| line.strip_prefix(start)));
    let mut names: Vec<String> = names
        .map(|rest| rest.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap().to_owned())
        .filter(|name| !name.ends_with("Required"))
        .collect();
    names.sort();
    (names, text)
}

/// A `GET` operation whose response has this schema.
fn get(path: &str, schema: &str) -> String {
    format!(
        "  {path}:\n    get:\n      responses: {{'200': {{description: d, content: {{application/json: {{schema: {schema}}}}}}}}}\n"
    )
}

fn reference(to: &str) -> String {
    format!("{{$ref: '{to}'}}")
}

const COMMON: &str = "
components:
  schemas:
    Address: {title: A postal address, type: object, properties: {street: {type: string}, kind: {enum: [home, work]}}}
    Problem: {type: object, properties: {detail: {type: string}}}
    Email: {type: string, description: An address.}
    Lines: {type: array, items: {type: object, properties: {text: {type: string}}}}
";

#[test]
fn schemas_in_other_files_are_named_by_their_references() {
    let check = |schema: &str, files: &[(&str, &str)], expect: &[&str]| {
        let spec = format!("{HEAD}paths:\n{}", get("/a", schema));
        let mut all = vec![("api/spec.yaml", spec), ("api/common.yaml", COMMON.to_owned())];
        all.extend(files.iter().map(|(path, text)| (*path, (*text).to_owned())));
        let outcome = generate_from(&all, &NamesLock::default());
        assert_eq!(types(&outcome).0, expect, "{schema} {files:?}");
    };
    let member = |to: &str| format!("{{type: object, properties: {{from: {{$ref: '{to}'}}}}}}");
    check(&reference("common.yaml#/components/schemas/Address"), &[], &["Address", "AddressKind"]);
    check(&member("common.yaml#/components/schemas/Address"), &[], &["Address", "AddressKind", "GetAResponse"]);
    check(&member("common.yaml#/components/schemas/Email"), &[], &["Email", "GetAResponse"]);
    check(&reference("common.yaml#/components/schemas/Lines"), &[], &["Line", "Lines"]);
    let pet = "{type: object, properties: {kind: {$ref: '_defs.yaml#/Kind'}, owner: {$ref: owner.schema.json}}}";
    let files = [
        ("api/schemas/Pet.yaml", pet),
        ("api/schemas/_defs.yaml", "Kind: {enum: [cat, dog]}"),
        ("api/schemas/owner.schema.json", "{\"type\": \"object\", \"properties\": {\"name\": {\"type\": \"string\"}}}"),
    ];
    check(&reference("./schemas/Pet.yaml"), &files, &["Kind", "Owner", "Pet"]);
    check(&reference("./schemas/Pet.yaml#/properties/kind"), &files, &["Kind"]);
    // A file that only refers to another one has no type.
    let alias = [("api/Alias.yaml", "{$ref: common.yaml#/components/schemas/Problem}")];
    check(&reference("Alias.yaml"), &alias, &["Problem"]);
    // A path is cut.
    let paths = [("api/k8s.json", "{\"definitions\": {\"io.k8s.api.core.v1.Pod\": {\"type\": \"object\"}}}")];
    check(&reference("k8s.json#/definitions/io.k8s.api.core.v1.Pod"), &paths, &["Pod"]);
    // Also in the document itself.
    let nested = "{type: object, properties: {k: {$ref: '#/$defs/Kind'}}, $defs: {Kind: {enum: [x]}}, $id: 'urn:x'}";
    check(nested, &[], &["GetAResponse", "Kind"]);
}

#[test]
fn different_schemas_with_one_name_are_named_by_their_files() {
    let check = |files: &[(&str, &str)], expect: &[&str]| {
        let properties: Vec<String> =
            files.iter().enumerate().map(|(at, (path, _))| format!("p{at}: {{$ref: '../{path}'}}")).collect();
        let spec = format!(
            "{HEAD}components: {{schemas: {{Item: {{type: object}}}}}}\npaths:\n{}",
            get("/a", &format!("{{type: object, properties: {{{}}}}}", properties.join(", ")))
        );
        let mut all = vec![("api/spec.yaml", spec)];
        all.extend(files.iter().map(|(path, text)| (path.split('#').next().unwrap(), (*text).to_owned())));
        let found = types(&generate_from(&all, &NamesLock::default())).0;
        let expect: Vec<&str> = expect.iter().copied().chain(["GetAResponse", "Item"]).collect();
        let mut expect: Vec<String> = expect.into_iter().map(str::to_owned).collect();
        expect.sort();
        assert_eq!(found, expect, "{files:?}");
    };
    let (one, other) =
        ("{type: object, properties: {x: {type: string}}}", "{type: object, properties: {y: {type: string}}}");
    check(&[("v1/pet.yaml", one), ("v2/pet.yaml", other)], &["V1Pet", "V2Pet"]);
    check(&[("a/schemas/pet.yaml", one), ("b/schemas/pet.yaml", other)], &["APet", "BPet"]);
    // Copies are one type.
    check(&[("v1/pet.yaml", one), ("v2/pet.yaml", one)], &["Pet"]);
    // A component keeps its name.
    check(&[("v1/item.yaml", one)], &["V1Item"]);
    let (defs, others) = (format!("$defs: {{Kind: {one}}}"), format!("$defs: {{Kind: {other}}}"));
    check(&[("cat.yaml#/$defs/Kind", &defs), ("dog.yaml#/$defs/Kind", &others)], &["CatKind", "DogKind"]);
}

#[test]
fn an_operation_does_not_rename_types() {
    let files = |paths: &[String]| {
        vec![
            ("api/spec.yaml", format!("{HEAD}paths:\n{}", paths.concat())),
            ("api/common.yaml", COMMON.to_owned()),
            ("api/other.yaml", "Address: {type: object, properties: {city: {type: string}}}".to_owned()),
        ]
    };
    let uses = [
        get("/m", &reference("common.yaml#/components/schemas/Problem")),
        get(
            "/n",
            &format!("{{type: object, properties: {{to: {}}}}}", reference("common.yaml#/components/schemas/Address")),
        ),
        get("/a", &reference("common.yaml#/components/schemas/Address")),
        get("/b", &reference("other.yaml#/Address")),
    ];
    let mut lock = NamesLock::default();
    let mut before: Vec<String> = Vec::new();
    for count in 1..=uses.len() {
        // Later operations come first in the document.
        let paths: Vec<String> = uses[..count].iter().rev().cloned().collect();
        let outcome = generate_from(&files(&paths), &lock);
        let names = types(&outcome).0;
        let missing: Vec<&String> = before.iter().filter(|name| !names.contains(name)).collect();
        assert!(missing.is_empty(), "{missing:?} are missing in {names:?}");
        lock = NamesLock::parse(&outcome.names_lock.unwrap().to_string()).unwrap();
        before = names;
    }
    assert!(before.contains(&"Address".to_owned()) && before.contains(&"OtherAddress".to_owned()), "{before:?}");
}

#[test]
fn texts_of_schemas_in_other_files_reach_the_docs() {
    let check = |spec: &str, expect: &[&str]| {
        let files = [
            ("api/spec.yaml", format!("{HEAD}{spec}")),
            (
                "api/schemas/Owner.yaml",
                "title: Owner of pets\ndescription: {$ref: owner.md}\ntype: object\nproperties:\n  pets: {type: array, items: {type: object, properties: {name: {type: string}}}}\n".to_owned(),
            ),
            ("api/schemas/owner.md", "A person: *with* pets.\n".to_owned()),
        ];
        let (_, text) = types(&generate_from(&files, &NamesLock::default()));
        for line in expect {
            assert!(text.lines().any(|found| found == *line), "`{line}` is not in\n{text}");
        }
    };
    let docs: &[&str] = &[
        "/// Owner of pets",
        "/// A person: *with* pets.",
        "/// Schema: `schemas/Owner.yaml#`",
        "/// Schema: `schemas/Owner.yaml#/properties/pets/items`",
        "pub struct Owner {",
    ];
    check("paths: {}\ncomponents: {schemas: {Owner: {$ref: ./schemas/Owner.yaml}}}\n", docs);
    check(&format!("paths:\n{}", get("/a", &reference("schemas/Owner.yaml"))), docs);
    let own = "paths: {}\ncomponents: {schemas: {Human: {$ref: ./schemas/Owner.yaml, description: A human.}}}\n";
    check(
        own,
        &["/// Owner of pets", "/// A human.", "/// Schema: `#/components/schemas/Human`", "pub struct Human {"],
    );
}

#[test]
fn shared_parts_in_other_files_name_their_inline_schemas() {
    let inline = "{type: object, properties: {detail: {type: string}}}";
    let check = |reference: &str, file: &str, text: &str, expect: &[&str]| {
        let operation = |path: &str| {
            format!(
                "  {path}:\n    get:\n      responses: {{'204': {{description: d}}, default: {{$ref: '{reference}'}}}}\n"
            )
        };
        for paths in [vec!["/b"], vec!["/a", "/b"]] {
            let paths: String = paths.into_iter().map(operation).collect();
            let files = [("api/spec.yaml", format!("{HEAD}paths:\n{paths}")), (file, text.to_owned())];
            assert_eq!(types(&generate_from(&files, &NamesLock::default())).0, expect, "{reference}");
        }
    };
    let response = format!("{{description: d, content: {{application/json: {{schema: {inline}}}}}}}");
    check("responses/NotFound.yaml", "api/responses/NotFound.yaml", &response, &["NotFoundResponse"]);
    check("_index.yaml#/Denied", "api/_index.yaml", &format!("Denied: {response}"), &["DeniedResponse"]);
    let section = format!("responses: {{Failure: {response}}}");
    check("all.yaml#/responses/Failure", "api/all.yaml", &section, &["FailureResponse"]);
}

#[test]
fn the_settings_name_schemas_in_other_files() {
    let spec = format!("{HEAD}paths:\n{}", get("/a", &reference("common.yaml#/components/schemas/Address")));
    let check = |settings: &str, expect: &[&str]| {
        let settings = format!("[api.api]\nfile = \"api/spec.yaml\"\n{settings}");
        let settings = oasmith::Settings::parse(&settings).unwrap().apis.into_values().next().unwrap();
        let outcome = generate(&Request {
            name: "api",
            settings: &settings,
            loader: &MapLoader::new([("api/spec.yaml", spec.as_str()), ("api/common.yaml", COMMON)]),
            names_lock: &NamesLock::default(),
            layout: &Layout::Module,
            keep_going: false,
        });
        let problems: Vec<&String> = outcome.diagnostics.iter().map(|found| &found.message).collect();
        assert!(problems.is_empty(), "{problems:#?}");
        assert_eq!(types(&outcome).0, expect, "{settings:?}");
    };
    check("[api.api.rename.types]\nAddress = \"Home\"\n", &["Home", "HomeKind"]);
    check("[api.api.rename.types]\n\"common.yaml#/components/schemas/Address\" = \"Home\"\n", &["Home", "HomeKind"]);
    check("[api.api.types]\n\"Address.street\" = \"std::path::PathBuf\"\n", &["Address", "AddressKind"]);
}
