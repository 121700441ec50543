//! Tests what `cargo xtask` prints: help, typing mistakes, formats, colors and closed pipes. The golden files are sessions
//! (`tests/golden/sessions/xtask`).

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a panic is how a test reports")]

mod workspace;

use harness::session::Session;
use workspace::Workspace;

/// Runs the commands of a golden file in a workspace with the generated code of `specs/shop.yaml`.
fn session(name: &str) {
    let workspace = Workspace::fresh(&format!("console-{name}"));
    let session = Session::new(&format!("xtask-{name}"))
        .in_folder(&workspace.path(""))
        .cargo_alias("xtask", env!("CARGO_BIN_EXE_xtask"))
        .variable("CARGO_MANIFEST_DIR", workspace.path("xtask").display().to_string());
    session.check(&format!("sessions/xtask/{name}.console"));
}

#[test]
fn help_and_mistakes() {
    session("help");
}

#[test]
fn formats_and_verbosity() {
    session("output");
}
