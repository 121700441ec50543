//! Runs the command `oasmith` in a temporary folder.

#![allow(dead_code, reason = "each test uses only a part of the module")]

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, fs};

/// A temporary folder. Dropping it removes the folder.
pub struct Folder(pub PathBuf);

impl Folder {
    /// Creates an empty folder. The name must be unique in the process.
    pub fn new(name: &str) -> Self {
        let path = env::temp_dir().join(format!("oasmith-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Returns a command in a folder. Its output is captured.
pub fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_oasmith"));
    command.args(arguments).current_dir(folder).env_remove("GITHUB_ACTIONS");
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// Runs a command in a folder and returns its exit code and output.
pub fn run(folder: &Path, arguments: &[&str]) -> (i32, String) {
    let output = command(folder, arguments).output().unwrap();
    let text = [output.stdout, output.stderr].concat();
    (output.status.code().unwrap_or(-1), String::from_utf8_lossy(&text).into_owned())
}
