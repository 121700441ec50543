//! A fixture for every code: `tests/golden/diagnostics/CODE/`, and the text that is printed for it.
//!
//! A folder holds `spec.yaml` or `spec.json` (or none: a file that is missing), and if it needs them `overlay.yaml` and `oasmith.toml`.

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
    for name in folders(&golden::path("diagnostics")).expect("the fixtures are there") {
        let outcome = generate(&name);
        expected.insert(format!("{name}/expected.txt"), Format::Text.render(&outcome));
        let found: Vec<_> = outcome.diagnostics.iter().map(|problem| problem.code).collect();
        if !found.iter().any(|code| name.starts_with(code.id())) {
            wrong.push(format!("{name} shows {found:?}"));
        }
        let refused = found.iter().any(|code| code.severity() == Severity::Error);
        if outcome.plan.is_none() != refused {
            wrong.push(format!("{name}: output if and only if there is no error"));
        }
    }
    golden::check_folder("diagnostics", &expected, |path| !path.ends_with("/expected.txt"));
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_code_has_a_fixture() {
    let names = folders(&golden::path("diagnostics")).expect("the fixtures are there");
    // `Internal` is a fault of oasmith: no document may show it.
    let codes = Code::ALL.iter().filter(|code| **code != Code::Internal).map(|code| code.id());
    let bare: Vec<_> = codes.filter(|id| !names.iter().any(|name| name.starts_with(id))).collect();
    assert!(bare.is_empty(), "no fixture for {bare:?}");
}

/// The first document of an explanation shows the code, the second one does not.
#[test]
fn explanations_are_true() {
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

/// The fenced blocks of a Markdown text: language and content.
fn documents(markdown: &str) -> Vec<(&str, &str)> {
    markdown.split("```").skip(1).step_by(2).filter_map(|block| block.split_once('\n')).collect()
}

fn generate(name: &str) -> Outcome {
    let folder = Folder(golden::path("diagnostics").join(name));
    let has = |file: &str| folder.0.join(file).exists();
    let mut settings = match std::fs::read_to_string(folder.0.join("oasmith.toml")) {
        Ok(text) => {
            Settings::parse(&text).expect("the settings are right").apis.remove("api").expect("it is called `api`")
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
