//! Golden cases: `tests/golden/CASE/spec.yaml`, and beside it the Rust that it gives. The Rust is compiled as the example `golden`,
//! a crate of its own, so that a case that does not compile can still be renewed.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a panic is how a test reports")]

use std::collections::BTreeMap;

use oasmith::names::NamesLock;
use oasmith::settings::ApiSettings;
use oasmith::{Layout, Request};
use tests::files::{Folder, data, expect_files, folders};

const ROOT: &str = "\
//! The output of all golden cases, so that it is compiled.

pub use oasmith_runtime as runtime;

";

#[test]
fn cases() {
    let mut modules = String::from(ROOT);
    let cases = folders(&data("golden")).expect("the cases are there");
    for case in &cases {
        let files = generate(case);
        expect_files(&data("golden").join(case), &files, |path| ["spec.yaml", "overlay.yaml"].contains(&path));
        modules.push_str(&format!("#[rustfmt::skip]\npub mod {case};\n"));
    }
    let list = BTreeMap::from([("lib.rs".to_owned(), modules)]);
    expect_files(&data("golden"), &list, |path| path.contains('/'));
}

/// The files of a case, by path below its folder.
fn generate(case: &str) -> BTreeMap<String, String> {
    let folder = Folder(data("golden").join(case));
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
