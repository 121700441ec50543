//! Checks the diagnostics of the fixtures in `tests/golden/diagnostics/CODE-NAME/`.
//!
//! A folder contains `spec.yaml` or `spec.json` (neither if the fixture is a missing file) and optionally `overlay.yaml` and
//! `oasmith.toml`. `tests/golden/messages.md` collects all codes with their explanations and printed texts.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a panic is how a test reports")]

use std::collections::BTreeMap;
use std::fmt::Write as _;

use harness::golden;
use oasmith::cli::print;
use oasmith::diag::{Code, Severity};
use oasmith::names::NamesLock;
use oasmith::settings::ApiSettings;
use oasmith::source::{Loader, MapLoader};
use oasmith::{Layout, Outcome, Request, Settings};
use tests::files::{Folder, folders};

#[test]
fn each_fixture_causes_its_diagnostic() {
    let mut expected = BTreeMap::new();
    let mut wrong = Vec::new();
    for name in folders(&golden::path("diagnostics")).expect("the fixtures exist") {
        let outcome = generate(&name);
        expected.insert(format!("{name}/expected.txt"), print::plain_text(&outcome));
        let found: Vec<_> = outcome.diagnostics.iter().map(|problem| problem.code).collect();
        if !found.iter().any(|code| name.starts_with(code.id())) {
            wrong.push(format!("{name} causes only {found:?}"));
        }
        let has_errors = found.iter().any(|code| code.severity() == Severity::Error);
        if outcome.plan.is_none() != has_errors {
            wrong.push(format!("{name}: code must be generated if and only if there are no errors"));
        }
        // An error in a document costs a part of it. Errors in files, overlays and settings cost what their author wanted.
        let of_document =
            |code: &Code| code.severity() == Severity::Error && ["OA01", "OA02"].contains(&&code.id()[..4]);
        if outcome.losses().is_some_and(|losses| found.iter().any(of_document) != losses.has_any()) {
            wrong.push(format!("{name}: a document loses a part if and only if it has errors"));
        }
    }
    golden::check_folder("diagnostics", &expected, |path| !path.ends_with("/expected.txt"));
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Collects the explanation and the fixtures of each code in one file, as users see them.
#[test]
fn all_messages_match_the_golden_file() {
    let names = folders(&golden::path("diagnostics")).expect("the fixtures exist");
    let mut codes = Code::ALL.to_vec();
    codes.sort_by_key(|code| code.id());
    let mut text = "# Diagnostics as users see them\n\n\
        Written by the test `all_messages_match_the_golden_file` in `tests/tests/diagnostics.rs`. Each section is the output of `oasmith explain CODE`,\n\
        followed by the output of `oasmith generate` for each fixture of the code.\n"
        .to_owned();
    for code in codes {
        let _ = write!(text, "\n## {}\n", code.explained());
        for name in names.iter().filter(|name| name.starts_with(code.id())) {
            let shown = print::plain_text(&generate(name));
            let _ = write!(text, "\n### `{name}`\n\n```text\n{}\n```\n", shown.trim_end());
        }
    }
    let missing: Vec<_> = Code::ALL.iter().filter(|code| !text.contains(&format!("\n## {} ", code.id()))).collect();
    assert!(missing.is_empty(), "no section for {missing:?}");
    golden::check("messages.md", &text);
}

#[test]
fn every_code_has_a_fixture() {
    let names = folders(&golden::path("diagnostics")).expect("the fixtures exist");
    // `Internal` is a bug in oasmith, so no document causes it.
    let codes = Code::ALL.iter().filter(|code| **code != Code::Internal).map(|code| code.id());
    let without_fixture: Vec<_> = codes.filter(|id| !names.iter().any(|name| name.starts_with(id))).collect();
    assert!(without_fixture.is_empty(), "these codes have no fixture: {without_fixture:?}");
}

/// The first document of an explanation must cause the diagnostic, and the second must not.
#[test]
fn the_documents_of_explanations_are_correct() {
    let mut wrong = Vec::new();
    for code in Code::ALL {
        let wrong_document = |(index, document): (usize, (&str, &str))| {
            let (language, text) = document;
            let file = format!("spec.{language}");
            let found = outcome(&ApiSettings::of_file(&file), &MapLoader::new([(file.as_str(), text)]));
            (found.diagnostics.iter().any(|problem| problem.code == *code) != (index == 0)).then_some(index)
        };
        let indices: Vec<_> =
            documents(code.explanation()).into_iter().enumerate().filter_map(wrong_document).collect();
        if !indices.is_empty() {
            wrong.push((code.id(), indices));
        }
    }
    assert!(wrong.is_empty(), "{wrong:?}");
}

/// Returns the fenced blocks of a Markdown text as language and content.
fn documents(markdown: &str) -> Vec<(&str, &str)> {
    markdown.split("```").skip(1).step_by(2).filter_map(|block| block.split_once('\n')).collect()
}

fn generate(name: &str) -> Outcome {
    let folder = Folder(golden::path("diagnostics").join(name));
    let has = |file: &str| folder.0.join(file).exists();
    let mut settings = match std::fs::read_to_string(folder.0.join("oasmith.toml")) {
        Ok(text) => {
            Settings::parse(&text).expect("the settings are valid").apis.remove("api").expect("the API is called `api`")
        }
        Err(_) => ApiSettings::default(),
    };
    settings.file = if has("spec.json") { "spec.json" } else { "spec.yaml" }.to_owned();
    if has("overlay.yaml") {
        settings.overlays.push("overlay.yaml".to_owned());
    }
    outcome(&settings, &folder)
}

fn outcome(settings: &ApiSettings, loader: &dyn Loader) -> Outcome {
    let (layout, names_lock) = (&Layout::Module, &NamesLock::default());
    oasmith::generate(&Request { name: "api", settings, loader, names_lock, layout, keep_going: false })
}
