//! A temporary workspace for a test. Dropping it removes the folder.

#![allow(dead_code, reason = "each test uses only a part of the module")]

use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::{env, fs};

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

/// A workspace that contains only a document.
pub struct Workspace {
    root: PathBuf,
}

impl Workspace {
    /// Creates a workspace with a pinned document and no generated code.
    pub fn new(name: &str) -> Self {
        let root = env::temp_dir().join(format!("oasmith-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&root);
        for folder in ["codegen", "xtask", "specs"] {
            fs::create_dir_all(root.join(folder)).unwrap();
        }
        let workspace = Self { root };
        workspace.write("shop.yaml", SPEC);
        let (code, _) = workspace.run(&["add", "shop", "shop.yaml"]);
        assert_eq!(code, 0);
        workspace
    }

    /// Creates a workspace without APIs.
    pub fn empty(name: &str) -> Self {
        let workspace = Self::new(name);
        for file in ["shop.yaml", "specs/shop.yaml", "specs/oasmith.toml"] {
            fs::remove_file(workspace.path(file)).unwrap();
        }
        workspace
    }

    /// Creates a workspace with the generated code of the document.
    pub fn fresh(name: &str) -> Self {
        let workspace = Self::new(name);
        let (code, text) = workspace.run(&["regen"]);
        assert_eq!(code, 0, "{text}");
        workspace
    }

    /// Runs a command and returns its exit code and output.
    pub fn run(&self, arguments: &[&str]) -> (i32, String) {
        self.run_with(arguments, Stdio::null())
    }

    /// Runs a command with a standard input.
    pub fn run_with(&self, arguments: &[&str], input: Stdio) -> (i32, String) {
        let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
            .args(arguments)
            .stdin(input)
            .current_dir(&self.root)
            .env("CARGO_MANIFEST_DIR", self.root.join("xtask"))
            .env_remove("GITHUB_ACTIONS")
            .env("no_proxy", "127.0.0.1")
            .output()
            .unwrap();
        let text = [output.stdout, output.stderr].concat();
        (output.status.code().unwrap_or(-1), String::from_utf8_lossy(&text).into_owned())
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
