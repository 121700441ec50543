//! Tests the output of `cargo xtask diff` (`tests/golden/diff`) in a temporary workspace.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a panic is how a test reports")]

mod workspace;

use harness::golden;
use workspace::{SPEC, Workspace};

/// Checks the output after replacing one document with another.
#[track_caller]
fn check(name: &str, before: &str, after: &str) {
    let workspace = committed(name, before);
    generate(&workspace, after);
    check_output(&workspace, name, &["diff"], 0);
}

/// Runs a command and compares its exit code and output.
#[track_caller]
fn check_output(workspace: &Workspace, name: &str, arguments: &[&str], expect: i32) {
    let (code, text) = workspace.run(arguments);
    assert_eq!(code, expect, "{text}");
    golden::check(&format!("diff/{name}.txt"), &text);
}

/// Returns a workspace in which the code of a document is committed.
fn committed(name: &str, spec: &str) -> Workspace {
    let workspace = Workspace::new(&format!("diff-{name}"));
    generate(&workspace, spec);
    workspace.git("init --quiet");
    commit(&workspace);
    workspace
}

fn commit(workspace: &Workspace) {
    workspace.git("add --all");
    workspace.git("commit --quiet --message before");
}

fn generate(workspace: &Workspace, spec: &str) {
    workspace.write("shop.yaml", spec);
    for arguments in [&["add", "shop", "shop.yaml", "--replace"][..], &["regen"]] {
        let (code, text) = workspace.run(arguments);
        assert_eq!(code, 0, "{text}");
    }
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
fn a_required_argument_breaks_and_an_optional_one_does_not() {
    let before = changed("paths: {}\n", LIST);
    let optional = before.replace(
        "schema: {type: integer}}]",
        "schema: {type: integer}}, {name: tag, in: query, schema: {type: string}}]",
    );
    check("optional-argument", &before, &optional);
    check(
        "required-argument",
        &before,
        &optional.replace("in: query, schema: {type: string}", "in: query, required: true, schema: {type: string}"),
    );
}

#[test]
fn another_result_of_an_operation_is_breaking() {
    let before = changed("paths: {}\n", LIST);
    let after = before.replace(
        "schema: {$ref: '#/components/schemas/Item'}}}}\n",
        "schema: {type: array, items: {$ref: '#/components/schemas/Item'}}}}}\n",
    );
    check("result", &before, &after);
}

#[test]
fn a_removed_api_is_one_line() {
    let before = changed("paths: {}\n", LIST);
    let workspace = committed("removed-api", &before);
    workspace.write("other.yaml", &before);
    let settings = workspace.read("specs/oasmith.toml");
    for arguments in [&["add", "other", "other.yaml"][..], &["regen"]] {
        let (code, text) = workspace.run(arguments);
        assert_eq!(code, 0, "{text}");
    }
    check_output(&workspace, "added-api", &["diff"], 0);
    commit(&workspace);
    workspace.write("specs/oasmith.toml", &settings);
    std::fs::remove_file(workspace.path("specs/other.yaml")).unwrap();
    let (code, text) = workspace.run(&["regen"]);
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("does not contain the API `other` any more. generated/src/other/ is deleted."), "{text}");
    assert!(text.contains("specs/other.names.lock stays"), "{text}");
    assert!(workspace.path("specs/other.names.lock").exists() && !workspace.path("generated/src/other").exists());
    check_output(&workspace, "removed-api", &["diff"], 0);
    check_output(&workspace, "removed-api-markdown", &["diff", "--markdown"], 0);
}

#[test]
fn a_document_that_is_not_regenerated_is_reported() {
    let workspace = committed("out-of-date", SPEC);
    workspace.write("shop.yaml", &changed("{type: string}", "{type: integer}"));
    assert_eq!(workspace.run(&["add", "shop", "shop.yaml", "--replace"]).0, 0);
    check_output(&workspace, "out-of-date", &["diff"], 0);
    check_output(&workspace, "out-of-date-json", &["diff", "--json", "--exit-code"], 4);
    // A document that differs from its pin cannot be regenerated.
    workspace.write("specs/shop.yaml", SPEC);
    check_output(&workspace, "unknown-state", &["diff", "--exit-code"], 4);
}

#[test]
fn the_exit_code_tells_about_breaking_changes() {
    let workspace = committed("exit-code", SPEC);
    assert_eq!(workspace.run(&["diff", "--exit-code"]).0, 0);
    generate(&workspace, &changed("{type: string}\n", "{type: string}\n        note: {type: string}\n"));
    assert_eq!(workspace.run(&["diff", "--exit-code"]).0, 0, "an added optional property is compatible");
    generate(&workspace, &changed("{type: string}", "{type: integer}"));
    assert_eq!(workspace.run(&["diff", "--exit-code"]).0, 3);
    assert_eq!(workspace.run(&["diff"]).0, 0);
    let (code, text) = workspace.run(&["diff", "--json"]);
    assert_eq!(code, 0, "{text}");
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!((&json["schema"], &json["breaking"], &json["since"]), (&1.into(), &true.into(), &"HEAD".into()));
    assert_eq!(json["apis"]["shop"]["breaking"], 2, "the field and the constructor");
    assert_eq!(json["changes"][0]["item"], "shop::models::Item.name");
    assert_eq!(workspace.run(&["diff", "--json", "--markdown"]).0, 2);
}

#[test]
fn a_renamed_operation_keeps_its_name_until_it_is_renamed_on_purpose() {
    let before = changed("paths: {}\n", LIST);
    let workspace = committed("kept", &before);
    generate(&workspace, &before.replace("operationId: listItems", "operationId: searchItems"));
    check_output(&workspace, "kept", &["diff"], 0);
    check_output(&workspace, "kept-markdown", &["diff", "--markdown"], 0);
    let (_, text) = workspace.run(&["regen"]);
    assert!(
        text.contains("`GET /items` is now `searchItems` in the document; the method keeps its name `list_items`"),
        "{text}"
    );
    for (arguments, code, expect) in [
        (&["rename", "shop", "nobody"][..], 2, "specs/shop.names.lock has no method or type `nobody`"),
        (&["rename", "store", "list_items"], 2, "unknown API `store`. Known APIs: shop"),
        (&["rename", "shop", "list_items", "two words"], 2, "`two words` is not a Rust identifier"),
        (&["rename", "shop", "list_items", "ListItems"], 2, "a method needs a name in snake case"),
        (&["rename", "shop", "list_items", "builder"], 2, "every client has an item of this name"),
        (&["rename", "shop", "list_items"], 0, "Renamed `list_items` to `search_items` in specs/shop.names.lock"),
        (&["rename", "shop", "search_items"], 0, "`search_items` is the name that follows from the document."),
    ] {
        let (found, text) = workspace.run(arguments);
        assert_eq!(found, code, "{text}");
        assert!(text.contains(expect), "{text}");
    }
    assert_eq!(workspace.run(&["regen"]).0, 0);
    check_output(&workspace, "renamed", &["diff", "--exit-code"], 3);
    // The setting `rename` overrides names.lock.
    let settings = workspace.read("specs/oasmith.toml");
    workspace.write("specs/oasmith.toml", &format!("{settings}[api.shop.rename.operations]\nsearchItems = 'find'\n"));
    let (code, text) = workspace.run(&["regen"]);
    assert_eq!(code, 0, "{text}");
    assert!(workspace.read("generated/src/shop/operations/default.rs").contains("pub fn find("));
}

#[test]
fn an_unknown_revision_is_an_error() {
    let workspace = Workspace::fresh("diff-revision");
    workspace.git("init --quiet");
    let (code, text) = workspace.run(&["diff", "nowhere"]);
    assert_eq!(code, 1, "{text}");
    assert!(text.contains("nowhere"), "{text}");
    assert_eq!(workspace.run(&["diff", "HEAD", "more"]).0, 2);
}
