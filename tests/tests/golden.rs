//! Compares the generated code of `tests/golden/clients/CASE/spec.yaml` with the golden files next to it. A case may have an
//! `oasmith.toml` with the settings of its API, and more files of the document below `parts/`. The example `golden` compiles these files as
//! a separate crate, so this test can update a case that does not compile. It also compiles the first call of each case's documentation
//! (`first_calls.rs`): documentation tests do not run in an example, nor in a standalone crate.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a panic is how a test reports")]

use std::collections::BTreeMap;
use std::fs;

use harness::golden;
use oasmith::names::NamesLock;
use oasmith::settings::{ApiSettings, Settings};
use oasmith::{Layout, Request};
use tests::files::{Folder, folders};
use tests::split_api;

const ROOT: &str = "\
//! The output of all golden cases, so that it is compiled.

pub use oasmith_runtime as runtime;

";

const FIRST_CALLS: &str = "\
//! The first call in the documentation of each case, so that it is compiled.

#![allow(dead_code, reason = \"the calls are compiled, not made\")]
";

#[test]
fn generated_clients_match_the_golden_files() {
    let mut modules = String::from(ROOT);
    let mut first_calls = String::from(FIRST_CALLS);
    let mut files = BTreeMap::new();
    for case in &folders(&golden::path("clients")).expect("the cases exist") {
        let generated = generate(case);
        first_calls.push_str(&first_call(case, &generated["mod.rs"]));
        files.extend(generated.into_iter().map(|(path, text)| (format!("{case}/{path}"), text)));
        modules.push_str(&format!("#[rustfmt::skip]\npub mod {case};\n"));
    }
    modules.push_str("#[rustfmt::skip]\nmod first_calls;\n");
    files.insert("lib.rs".to_owned(), modules);
    files.insert("first_calls.rs".to_owned(), first_calls);
    const INPUTS: &[&str] = &["/spec.yaml", "/overlay.yaml", "/oasmith.toml"];
    let is_input = |path: &str| path.contains("/parts/") || INPUTS.iter().any(|name| path.ends_with(name));
    golden::check_folder("clients", &files, is_input);
}

#[test]
fn a_split_api_has_a_feature_for_each_tag() {
    let plan = split_api::generate_split().plan.expect("the document has no errors");
    golden::check_folder("features", &shown(&plan.files), |path| path == "spec.yaml");
}

/// Returns the example in the documentation of a case's root as a module, so that it is compiled. An API without operations has none.
fn first_call(case: &str, root: &str) -> String {
    let example = root.lines().skip_while(|line| *line != "//! ```no_run").skip(1);
    let example: Vec<_> = example
        .take_while(|line| *line != "//! ```")
        .map(|line| line.trim_start_matches("//!").trim_start_matches(' ').trim_start_matches("# "))
        .map(|line| line.replace(&format!("generated::{case}"), &format!("crate::{case}")))
        .collect();
    if example.is_empty() {
        return String::new();
    }
    format!("\nmod {case} {{\n{}\n}}\n", example.join("\n"))
}

/// Returns the parts of the output that show how it is split. The golden files are texts, so that cargo does not read them.
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

/// A folder without a test would never be compared.
#[test]
fn all_golden_folders_are_known() {
    let found = folders(&golden::path("")).expect("the golden files exist");
    assert_eq!(
        found,
        [
            "add",
            "api",
            "clients",
            "diagnostics",
            "diff",
            "features",
            "models",
            "passes",
            "regen",
            "schemas",
            "sessions",
            "settings",
            "update"
        ],
        "a new folder needs a test and an entry in this list"
    );
}

/// Returns the files of a case, by path below its folder.
fn generate(case: &str) -> BTreeMap<String, String> {
    let folder = Folder(golden::path("clients").join(case));
    let settings = match fs::read_to_string(golden::path("clients").join(case).join("oasmith.toml")) {
        Ok(text) => Settings::parse(&text).expect("the settings are valid").apis.into_values().next(),
        Err(_) => None,
    };
    let settings = settings.unwrap_or_else(|| ApiSettings::of_file("spec.yaml"));
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
