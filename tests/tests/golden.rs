//! Golden cases: `tests/golden/clients/CASE/spec.yaml`, and beside it the Rust that it gives. The Rust is compiled as the example `golden`,
//! a crate of its own, so that a case that does not compile can still be renewed.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a panic is how a test reports")]

use std::collections::BTreeMap;

use harness::golden;
use oasmith::names::NamesLock;
use oasmith::settings::ApiSettings;
use oasmith::{Layout, Request};
use tests::files::{Folder, folders};
use tests::parts;

const ROOT: &str = "\
//! The output of all golden cases, so that it is compiled.

pub use oasmith_runtime as runtime;

";

#[test]
fn cases() {
    let mut modules = String::from(ROOT);
    let mut files = BTreeMap::new();
    for case in &folders(&golden::path("clients")).expect("the cases are there") {
        files.extend(generate(case).into_iter().map(|(path, text)| (format!("{case}/{path}"), text)));
        modules.push_str(&format!("#[rustfmt::skip]\npub mod {case};\n"));
    }
    files.insert("lib.rs".to_owned(), modules);
    golden::check_folder("clients", &files, |path| path.ends_with("/spec.yaml") || path.ends_with("/overlay.yaml"));
}

#[test]
fn parts_of_an_api() {
    let plan = parts::outcome().plan.expect("there is no error");
    golden::check_folder("features", &shown(&plan.files), |path| path == "spec.yaml");
}

/// What of the output shows how it is parted. No file of the expectation is a manifest or a module of this package.
fn shown(files: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let manifest = &files["Cargo.toml"];
    let default = manifest.lines().find(|line| line.starts_with("default")).unwrap();
    let (_, parts) = manifest.split_once("# Parts of the API").unwrap();
    let (parts, _) = parts.split_once("\n[").unwrap();
    BTreeMap::from([
        ("features.txt".to_owned(), format!("{default}\n# Parts of the API{parts}")),
        ("models.txt".to_owned(), files["src/models/mod.rs"].clone()),
        ("operations.txt".to_owned(), files["src/operations/mod.rs"].clone()),
    ])
}

/// A folder that no test knows would never be compared.
#[test]
fn every_group_has_its_test() {
    let groups = folders(&golden::path("")).expect("the golden files are there");
    assert_eq!(
        groups,
        ["api", "clients", "diagnostics", "diff", "features", "models", "passes", "regen", "schemas"],
        "a new group needs a test and a place in this list"
    );
}

/// The files of a case, by path below its folder.
fn generate(case: &str) -> BTreeMap<String, String> {
    let folder = Folder(golden::path("clients").join(case));
    let settings = ApiSettings::of_file("spec.yaml");
    let (layout, names_lock) = (&Layout::Module, &NamesLock::default());
    let outcome = oasmith::generate(&Request {
        name: case,
        settings: &settings,
        loader: &folder,
        names_lock,
        layout,
        keep_going: false,
    });
    let problems: Vec<_> = outcome.diagnostics.iter().map(|problem| &problem.message).collect();
    let plan = outcome.plan.unwrap_or_else(|| panic!("{case}: {problems:#?}"));
    let prefix = format!("src/{case}/");
    let inside = |(path, text): (String, String)| (path.strip_prefix(&prefix).unwrap_or(&path).to_owned(), text);
    plan.files.into_iter().map(inside).collect()
}
