//! Tests the output of `cargo xtask diff` (`tests/golden/diff`) in a temporary workspace.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a panic is how a test reports")]

mod workspace;

use std::process::Command;

use harness::golden;
use workspace::{SPEC, Workspace};

/// Checks the output after replacing one document with another.
#[track_caller]
fn check(name: &str, before: &str, after: &str) {
    let workspace = Workspace::new(&format!("diff-{name}"));
    generate(&workspace, before);
    git(&workspace, &["init", "--quiet"]);
    git(&workspace, &["add", "--all"]);
    git(&workspace, &["-c", "user.name=a", "-c", "user.email=a@b.c", "commit", "--quiet", "--message", "before"]);
    generate(&workspace, after);
    let (code, text) = workspace.run(&["diff"]);
    assert_eq!(code, 0, "{text}");
    golden::check(&format!("diff/{name}.txt"), &text);
}

fn generate(workspace: &Workspace, spec: &str) {
    workspace.write("shop.yaml", spec);
    for arguments in [&["add", "shop", "shop.yaml", "--replace"][..], &["regen"]] {
        let (code, text) = workspace.run(arguments);
        assert_eq!(code, 0, "{text}");
    }
}

fn git(workspace: &Workspace, arguments: &[&str]) {
    let output = Command::new("git").args(arguments).current_dir(workspace.path("")).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// Returns the document after replacing a text.
fn changed(from: &str, to: &str) -> String {
    assert!(SPEC.contains(from), "{from}");
    SPEC.replace(from, to)
}

const LIST: &str = "paths:
  /items:
    get:
      operationId: listItems
      parameters: [{name: page, in: query, schema: {type: integer}}]
      responses:
        '200': {description: All, content: {application/json: {schema: {$ref: '#/components/schemas/Item'}}}}
";

#[test]
fn a_changed_title_is_not_an_api_change() {
    check("nothing", SPEC, &changed("title: Shop", "title: Store"));
}

#[test]
fn additions_are_compatible() {
    check(
        "additions",
        SPEC,
        &changed("paths: {}\n", LIST).replace("{type: string}\n", "{type: string}\n        price: {type: number}\n"),
    );
}

#[test]
fn removals_and_changed_types_are_breaking() {
    let before = changed("paths: {}\n", LIST).replace(
        "{type: string}\n",
        "{type: string}\n        price: {type: number}\n    Kind: {type: string, enum: [a, b]}\n",
    );
    let after = before
        .replace("operationId: listItems", "operationId: searchItems")
        .replace("price: {type: number}", "price: {type: string}")
        .replace("enum: [a, b]", "enum: [a]");
    check("removals", &before, &after);
}

#[test]
fn a_changed_presence_is_breaking() {
    check("presence", SPEC, &changed("      required: [name]\n", ""));
}

#[test]
fn an_unknown_revision_is_an_error() {
    let workspace = Workspace::fresh("diff-revision");
    git(&workspace, &["init", "--quiet"]);
    let (code, text) = workspace.run(&["diff", "nowhere"]);
    assert_eq!(code, 1, "{text}");
    assert!(text.contains("nowhere"), "{text}");
    assert_eq!(workspace.run(&["diff", "HEAD", "more"]).0, 2);
}
