//! Tests the output (`tests/golden/regen`), files and exit codes of `cargo xtask regen` and `regen --check` in a temporary workspace.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a panic is how a test reports")]

mod workspace;

use std::fs;

use harness::golden;
use workspace::{SPEC, Workspace};

/// Runs `regen --check` and compares its exit code and output.
fn check(workspace: &Workspace, name: &str, code: i32) {
    let (found, text) = workspace.run(&["regen", "--check"]);
    assert_eq!(found, code, "{text}");
    golden::check(&format!("regen/{name}.txt"), &text);
}

const MODEL: &str = "generated/src/shop/models/item.rs";

#[test]
fn fresh_code_is_not_written_again() {
    let workspace = Workspace::fresh("fresh");
    check(&workspace, "fresh", 0);
    let before = workspace.times();
    assert_eq!(workspace.run(&["regen"]).0, 0);
    assert_eq!(workspace.times(), before, "a second `regen` must not write files");
}

#[test]
fn a_stale_file_is_reported_and_updated() {
    let workspace = Workspace::fresh("stale");
    let text = workspace.read(MODEL);
    workspace.write(MODEL, &text.replace("pub name: String", "pub name: i64"));
    check(&workspace, "stale", 4);
    assert!(workspace.read("target/oasmith/regen.patch").contains("+    pub name: String"));
    assert_eq!(workspace.run(&["regen"]).0, 0);
    assert_eq!(workspace.read(MODEL), text);
}

#[test]
fn a_missing_file_is_reported_and_created() {
    let workspace = Workspace::fresh("missing");
    fs::remove_file(workspace.path(MODEL)).unwrap();
    check(&workspace, "missing", 4);
    assert_eq!(workspace.run(&["regen"]).0, 0);
    check(&workspace, "fresh", 0);
}

#[test]
fn an_orphaned_file_is_reported_and_deleted() {
    let workspace = Workspace::fresh("orphaned");
    let orphan = "generated/src/old/models/removed.rs";
    let header = workspace.read(MODEL).lines().next().unwrap().to_owned();
    workspace.write(orphan, &format!("{header}\npub struct Removed;\n"));
    check(&workspace, "orphaned", 4);
    assert_eq!(workspace.run(&["regen"]).0, 0);
    assert!(!workspace.path("generated/src/old").exists(), "empty folders must be removed too");
}

#[test]
fn a_foreign_file_is_reported_and_kept() {
    let workspace = Workspace::fresh("foreign");
    let foreign = "generated/src/shop/mine.rs";
    workspace.write(foreign, "pub struct Mine;\n");
    check(&workspace, "foreign", 4);
    assert_eq!(workspace.run(&["regen"]).0, 4);
    assert_eq!(workspace.read(foreign), "pub struct Mine;\n");
}

#[test]
fn a_foreign_file_at_a_generated_path_is_an_error() {
    let workspace = Workspace::fresh("in-the-way");
    // oasmith never wrote this file.
    workspace.write("specs/shop.yaml", &SPEC.replace("    Item:", "    Other: {type: object}\n    Item:"));
    assert_eq!(workspace.run(&["add", "shop", "specs/shop.yaml"]).0, 0);
    let model = MODEL.replace("item", "other");
    assert_eq!(workspace.run(&["regen", "--check"]).0, 4);
    workspace.write(&model, "pub struct Mine;\n");
    check(&workspace, "in-the-way", 4);
    assert_eq!(workspace.run(&["regen"]).0, 1);
    assert_eq!(workspace.read(&model), "pub struct Mine;\n");
}

#[test]
fn several_differences_are_counted_by_kind() {
    let workspace = Workspace::fresh("all");
    let text = workspace.read(MODEL);
    workspace.write(MODEL, &text.replace("pub name: String", "pub name: i64"));
    fs::remove_file(workspace.path("generated/src/shop/mod.rs")).unwrap();
    workspace.write("generated/src/shop/mine.rs", "pub struct Mine;\n");
    let (code, text) = workspace.run(&["regen", "--check"]);
    assert_eq!(code, 4);
    for word in ["1 stale, 1 missing, 1 foreign", "item.rs", "mod.rs", "mine.rs", "cargo xtask regen"] {
        assert!(text.contains(word), "{word} in {text}");
    }
}

#[test]
fn a_changed_document_is_rejected_until_it_is_pinned() {
    let workspace = Workspace::fresh("pin");
    workspace.write("specs/shop.yaml", &SPEC.replace("name", "title"));
    let before = workspace.times();
    let (code, text) = workspace.run(&["regen"]);
    assert_eq!(code, 1);
    assert!(text.contains("cargo xtask add shop specs/shop.yaml"), "{text}");
    assert_eq!(workspace.times(), before, "no files must be written");
    assert_eq!(workspace.run(&["add", "shop", "specs/shop.yaml"]).0, 0);
    assert_eq!(workspace.run(&["regen"]).0, 0);
    assert!(workspace.read(MODEL).contains("pub title: String"));
}

#[test]
fn no_files_are_written_if_a_document_has_errors() {
    let workspace = Workspace::fresh("errors");
    workspace.write("specs/shop.yaml", &SPEC.replace("type: string", "$ref: '#/nowhere'"));
    // `add` refuses the document, so its hash is pinned by hand.
    assert_eq!(workspace.run(&["add", "shop", "specs/shop.yaml"]).0, 1);
    let (_, text) = workspace.run(&["regen"]);
    let hash = |word: &str| text.lines().find_map(|line| line.trim().strip_prefix(word)).unwrap().trim().to_owned();
    let (pinned, found) = (hash("pinned: sha256"), hash("found:  sha256"));
    let settings = workspace.read("specs/oasmith.toml");
    workspace.write("specs/oasmith.toml", &settings.replace(&pinned, &found));
    let before = workspace.times();
    let (code, text) = workspace.run(&["regen"]);
    assert_eq!(code, 1);
    assert!(text.contains("OA0104") && text.contains("specs/shop.yaml:"), "{text}");
    let last = "error: 1 problem in `specs/shop.yaml`; no files were written\n  = help: correct the document, or write an overlay \
                for it\n  = help: `oasmith generate --keep-going` generates the rest as a crate; ";
    assert!(text.starts_with("error[OA0104]") && text.contains(&format!("\n1 problem\n\n{last}")), "{text}");
    assert_eq!(workspace.times(), before);
}

#[test]
fn invalid_arguments_have_exit_code_2() {
    let workspace = Workspace::fresh("usage");
    assert_eq!(workspace.run(&["regen", "nobody"]).0, 2);
    assert_eq!(workspace.run(&["regen", "--wrong"]).0, 2);
    let (code, text) = workspace.run(&["wrong"]);
    assert_eq!((code, text.lines().next()), (2, Some("error: unrecognized subcommand 'wrong'")));
}
