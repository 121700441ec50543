//! Checks the printed text of every diagnostic with the fixtures in `tests/golden/diagnostics/CODE-NAME/`.
//!
//! A fixture contains `spec.yaml` or `spec.json` (or neither, to test a missing file) and optionally `overlay.yaml` and `oasmith.toml`.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a panic is how a test reports")]

use std::collections::BTreeMap;

use harness::golden;
use oasmith::cli::print::Format;
use oasmith::diag::{Code, Severity};
use oasmith::names::NamesLock;
use oasmith::settings::ApiSettings;
use oasmith::source::{Loader, MapLoader};
use oasmith::{Layout, Outcome, Request, Settings};
use tests::files::{Folder, folders};

#[test]
fn fixtures() {
    let mut expected = BTreeMap::new();
    let mut wrong = Vec::new();
    for name in folders(&golden::path("diagnostics")).expect("the fixtures exist") {
        let outcome = generate(&name);
        expected.insert(format!("{name}/expected.txt"), Format::Text.render(&outcome));
        let found: Vec<_> = outcome.diagnostics.iter().map(|problem| problem.code).collect();
        if !found.iter().any(|code| name.starts_with(code.id())) {
            wrong.push(format!("{name} gives only {found:?}"));
        }
        let refused = found.iter().any(|code| code.severity() == Severity::Error);
        if outcome.plan.is_none() != refused {
            wrong.push(format!("{name}: there must be output exactly if there are no errors"));
        }
    }
    golden::check_folder("diagnostics", &expected, |path| !path.ends_with("/expected.txt"));
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_code_has_a_fixture() {
    let names = folders(&golden::path("diagnostics")).expect("the fixtures exist");
    // `Internal` is a bug in oasmith: no document may cause it.
    let codes = Code::ALL.iter().filter(|code| **code != Code::Internal).map(|code| code.id());
    let bare: Vec<_> = codes.filter(|id| !names.iter().any(|name| name.starts_with(id))).collect();
    assert!(bare.is_empty(), "these codes have no fixture: {bare:?}");
}

/// The first document of an explanation must cause the diagnostic, the second must not.
#[test]
fn explanations_are_correct() {
    let mut wrong = Vec::new();
    for code in Code::ALL {
        let shown = |(place, document): (usize, (&str, &str))| {
            let (language, text) = document;
            let file = format!("spec.{language}");
            let found = outcome(&ApiSettings::of_file(&file), &MapLoader::new([(file.as_str(), text)]));
            (found.diagnostics.iter().any(|problem| problem.code == *code) != (place == 0)).then_some(place)
        };
        let places: Vec<_> = documents(code.explanation()).into_iter().enumerate().filter_map(shown).collect();
        if !places.is_empty() {
            wrong.push((code.id(), places));
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
