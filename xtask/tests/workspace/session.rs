//! Scripted sessions: the commands that a user types, and what they print.
//!
//! A session is a golden file below `tests/golden/sessions`. A line that begins with `$ ` is a command for `sh`; `cargo xtask` is the
//! program under test. Its output follows, and its exit code if it is not 0. A line that begins with `# ` is a comment.

use std::fmt::Write as _;
use std::fs;
use std::process::Command;

use harness::golden;

use super::Workspace;

/// Runs the commands of a session in the workspace, and compares the output with the file.
#[track_caller]
pub fn check(workspace: &Workspace, name: &str) {
    let below = format!("sessions/{name}.txt");
    let script = fs::read_to_string(golden::path(&below)).unwrap();
    let mut found = String::new();
    for line in script.lines().filter(|line| line.starts_with("$ ") || line.starts_with("# ")) {
        let _ = writeln!(found, "{}{line}", if found.is_empty() || line.starts_with("$ ") { "" } else { "\n" });
        if let Some(command) = line.strip_prefix("$ ") {
            found.push_str(&run(workspace, command));
        }
    }
    golden::check(&below, &found);
}

/// Runs a command in the workspace's folder. Returns its output and exit code as text.
fn run(workspace: &Workspace, command: &str) -> String {
    let command = command.replace("cargo xtask", env!("CARGO_BIN_EXE_xtask"));
    let mut shell = Command::new("sh");
    // One stream, so that lines keep their order.
    shell.arg("-c").arg(format!("exec 2>&1; {command}")).current_dir(workspace.path("")).env_remove("GITHUB_ACTIONS");
    // Git must not read the configuration of the machine.
    shell.env("GIT_CONFIG_GLOBAL", workspace.path("no-configuration")).env("GIT_CONFIG_NOSYSTEM", "1");
    for role in ["AUTHOR", "COMMITTER"] {
        shell.env(format!("GIT_{role}_NAME"), "Ada").env(format!("GIT_{role}_EMAIL"), "ada@example.com");
    }
    let output = shell.output().unwrap();
    let mut text =
        String::from_utf8_lossy(&output.stdout).replace(&workspace.path("").display().to_string(), "/workspace/");
    if !output.status.success() {
        let _ = writeln!(text, "[exit code {}]", output.status.code().unwrap_or(-1));
    }
    text
}
