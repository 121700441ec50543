//! Fixtures for every diagnostic code in `tests/golden/diagnostics/CODE-NAME/`, and the text that oasmith prints for each.
//!
//! A folder contains `spec.yaml` or `spec.json` (neither if the case is a missing file) and, if the case needs them, `overlay.yaml`
//! and `oasmith.toml`. `tests/golden/messages.md` collects all codes with their explanations and printed texts.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a panic is how a test reports")]

use std::collections::BTreeMap;
use std::fmt::Write as _;

use harness::golden;
use oasmith::cli::print::Format;
use oasmith::diag::{Code, Repeats, Severity};
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
        expected.insert(format!("{name}/expected.txt"), Format::Text.render(&outcome, Repeats::Counted));
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

/// Every message as users see it, in one file to read: each code with its explanation, then its fixtures.
#[test]
fn messages() {
    let names = folders(&golden::path("diagnostics")).expect("the fixtures exist");
    let mut codes = Code::ALL.to_vec();
    codes.sort_by_key(|code| code.id());
    let mut text = "# Diagnostics as users see them\n\n\
        Written by the test `messages` in `tests/tests/diagnostics.rs`. Each section is the output of `oasmith explain CODE`,\n\
        followed by the output of `oasmith generate` for each fixture of the code.\n"
        .to_owned();
    for code in codes {
        let _ = write!(text, "\n## {}\n", code.explained());
        for name in names.iter().filter(|name| name.starts_with(code.id())) {
            let shown = Format::Text.render(&generate(name), Repeats::Counted);
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
