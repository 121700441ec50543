//! Sessions of newcomers in a temporary workspace: `tests/golden/sessions/workspace`.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a panic is how a test reports")]

mod workspace;

use workspace::{SPEC, Workspace};

/// A document with an operation.
const PETS: &str = "\
openapi: 3.1.0
info: {title: Pets, version: '1'}
paths:
  /pets:
    get:
      operationId: listPets
      responses: {'200': {description: All pets}}
";

/// Runs the session with this name in a workspace that has generated code of `specs/shop.yaml`, and a document `pets.yaml`.
#[track_caller]
fn check(name: &str) {
    let workspace = Workspace::fresh(&format!("session-{name}"));
    workspace.write("pets.yaml", PETS);
    workspace.write("shop-2.yaml", &SPEC.replace("name: {type: string}", "name: {type: integer}"));
    workspace.check_session(name, &format!("sessions/workspace/{name}.console"));
}

#[test]
fn a_document_that_is_not_added_is_an_error() {
    check("unused-document");
}

#[test]
fn regen_restores_what_is_missing_or_damaged() {
    check("damaged");
}

#[test]
fn merge_conflicts_are_named() {
    check("merge-conflict");
}

#[test]
fn branches_that_add_apis_merge() {
    check("merge-apis");
}

#[test]
#[cfg(unix)]
fn regen_names_what_is_in_the_way() {
    check("in-the-way");
}

#[test]
fn a_missing_document_has_a_remedy() {
    check("missing-document");
}

#[test]
fn an_api_that_is_added_again_is_not_replaced_unasked() {
    check("add-again");
}

#[test]
#[cfg(unix)]
fn a_method_gets_another_name_on_purpose() {
    check("rename");
}

#[test]
fn revisions_that_do_not_exist_are_named() {
    check("revisions");
}

#[test]
fn branches_that_add_operations_merge() {
    check("merge-names");
}

#[test]
fn the_current_folder_chooses_the_workspace() {
    check("other-folder");
}

#[test]
fn regen_says_what_it_made() {
    check("changes");
}

#[test]
fn changed_line_ends_are_named() {
    check("line-ends");
}
