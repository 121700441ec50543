//! Tests what `cargo xtask` prints: help, typing mistakes, formats, colors and closed pipes. The golden files are sessions
//! (`tests/golden/sessions/xtask`).

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a panic is how a test reports")]

mod workspace;

use workspace::Workspace;

/// Runs the commands of a golden file in a workspace with the generated code of `specs/shop.yaml`.
fn session(name: &str) {
    let workspace = Workspace::fresh(&format!("console-{name}"));
    workspace.check_session(&format!("xtask-{name}"), &format!("sessions/xtask/{name}.console"));
}

#[test]
fn help_and_mistakes() {
    session("help");
}

#[test]
fn formats_and_verbosity() {
    session("output");
}
