//! A temporary workspace for a test. Dropping it removes the folder.

#![allow(dead_code, reason = "each test uses only a part of the module")]

use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::{env, fs};

use harness::session::Session;

/// The first document of the workspace.
pub const SPEC: &str = "\
openapi: 3.1.0
info: {title: Shop, version: '1'}
paths: {}
components:
  schemas:
    Item:
      type: object
      required: [name]
      properties:
        name: {type: string}
";

/// The manifest of the workspace: the part that the manifest of `generated` copies.
const ROOT: &str = "\
[workspace]
members = [\"tests/generated\"]

[workspace.package]
version = \"0.1.0\"
edition = \"2024\"
rust-version = \"1.88\"
license = \"MIT\"
publish = false

[workspace.dependencies]
oasmith-runtime = { path = \"codegen/runtime\" }
";

/// A workspace that contains only a document.
pub struct Workspace {
    root: PathBuf,
}

impl Workspace {
    /// Creates a workspace without APIs.
    pub fn empty(name: &str) -> Self {
        let root = env::temp_dir().join(format!("oasmith-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&root);
        fs::create_dir_all(root.join("specs")).unwrap();
        // The temporary folder may be a link. The commands print the real path.
        let workspace = Self { root: root.canonicalize().unwrap() };
        workspace.write("Cargo.toml", ROOT);
        workspace.write(".gitattributes", include_str!("../../../.gitattributes"));
        workspace.write(".gitignore", include_str!("../../../.gitignore"));
        workspace
    }

    /// Creates a workspace with a pinned document and no generated code.
    pub fn new(name: &str) -> Self {
        let workspace = Self::empty(name);
        workspace.write("shop.yaml", SPEC);
        let (code, text) = workspace.run(&["add", "shop", "shop.yaml"]);
        assert_eq!(code, 0, "{text}");
        workspace
    }

    /// Creates a workspace with the generated code of the document.
    pub fn fresh(name: &str) -> Self {
        let workspace = Self::new(name);
        let (code, text) = workspace.run(&["regen"]);
        assert_eq!(code, 0, "{text}");
        workspace
    }

    /// Returns a command whose output is captured.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        command.args(arguments).current_dir(&self.root).env_remove("GITHUB_ACTIONS");
        command.env("no_proxy", "127.0.0.1").stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// Runs a command and returns its exit code and output.
    pub fn run(&self, arguments: &[&str]) -> (i32, String) {
        self.run_with(arguments, Stdio::null())
    }

    /// Runs a command with a standard input.
    pub fn run_with(&self, arguments: &[&str], input: Stdio) -> (i32, String) {
        let output = self.command(arguments).stdin(input).output().unwrap();
        let text = [output.stdout, output.stderr].concat();
        (output.status.code().unwrap_or(-1), String::from_utf8_lossy(&text).into_owned())
    }

    /// Checks the commands of a golden file, which run in the workspace.
    #[track_caller]
    pub fn check_session(&self, name: &str, golden: &str) {
        let session = Session::new(name).in_folder(&self.root).cargo_alias("xtask", env!("CARGO_BIN_EXE_xtask"));
        session.check(golden);
    }

    /// Runs git with these arguments, which contain no spaces, and returns its output. It does not read the configuration of the machine.
    #[track_caller]
    pub fn git(&self, arguments: &str) -> String {
        let output = Command::new("git")
            .args(["-c", "user.name=a", "-c", "user.email=a@b.c"])
            .args(arguments.split(' '))
            .current_dir(&self.root)
            .env("GIT_CONFIG_GLOBAL", self.path("no-configuration"))
            .output()
            .unwrap();
        assert!(output.status.success(), "git {arguments}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// Returns a path in the workspace.
    pub fn path(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    /// Writes a file.
    pub fn write(&self, path: &str, text: &str) {
        fs::create_dir_all(self.path(path).parent().unwrap()).unwrap();
        fs::write(self.path(path), text).unwrap();
    }

    /// Reads a file.
    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap()
    }

    /// Returns every file of `generated/` with its modification time.
    pub fn times(&self) -> Vec<(PathBuf, std::time::SystemTime)> {
        let mut found = Vec::new();
        let mut folders = vec![self.path("generated")];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    let time = fs::metadata(&path).unwrap().modified().unwrap();
                    found.push((path, time));
                }
            }
        }
        found.sort();
        found
    }
}

impl Drop for Workspace {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.root);
    }
}
