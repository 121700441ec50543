//! Tests that cargo starts `cargo xtask` whatever the folder `generated/` looks like, from every folder of this workspace.
//!
//! The test copies this workspace, but replaces `xtask` by a small program, so that little is compiled. Cargo reads the real manifests.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a panic is how a test reports")]

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use toml_edit::DocumentMut;

/// The program that replaces `xtask`.
const PROGRAM: &str =
    "fn main() { let mut a = std::env::args(); println!(\"started with {:?}\", a.nth(1)); std::process::exit(4) }\n";

struct Copy(PathBuf);

impl Copy {
    fn new() -> Self {
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        let to = env::temp_dir().join(format!("oasmith-{}-cargo-workspace", std::process::id()));
        let _ = fs::remove_dir_all(&to);
        copy(from, &to);
        let copy = Self(to);
        fs::copy(copy.0.join("Cargo.lock"), copy.0.join("generated/Cargo.lock")).unwrap();
        for folder in ["xtask/src", "xtask/tests"] {
            fs::remove_dir_all(copy.0.join(folder)).unwrap();
        }
        let manifest = copy.0.join("xtask/Cargo.toml");
        let mut small: DocumentMut = fs::read_to_string(&manifest).unwrap().parse().unwrap();
        small.as_table_mut().retain(|key, _| ["package", "lints"].contains(&key));
        fs::write(manifest, small.to_string()).unwrap();
        fs::create_dir(copy.0.join("xtask/src")).unwrap();
        fs::write(copy.0.join("xtask/src/main.rs"), PROGRAM).unwrap();
        copy
    }

    /// Checks that `cargo xtask` works in a folder.
    #[track_caller]
    fn check(&self, folder: &str) {
        let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        command.args(["xtask", "word"]).current_dir(self.0.join(folder)).env("CARGO_NET_OFFLINE", "true");
        let output = command.env_remove("CARGO_TARGET_DIR").output().unwrap();
        let errors = String::from_utf8_lossy(&output.stderr);
        assert_eq!(String::from_utf8_lossy(&output.stdout), "started with Some(\"word\")\n", "{folder}: {errors}");
        assert_eq!(output.status.code(), Some(4), "{folder}: {errors}");
    }
}

impl Drop for Copy {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name();
        match entry.file_type().unwrap().is_dir() {
            true if name == "target" || name == ".git" => {}
            true => copy(&entry.path(), &to.join(name)),
            false => _ = fs::copy(entry.path(), to.join(name)).unwrap(),
        }
    }
}

#[test]
fn cargo_starts_xtask_without_a_valid_generated_folder() {
    let copy = Copy::new();
    let path = |path: &str| copy.0.join(path);
    for folder in
        ["", "codegen/src/cli", "specs", "tests/generated", "generated", "generated/src/diga", "xtask/from_generated"]
    {
        copy.check(folder);
    }
    assert!(path("target/debug").is_dir() && !path("generated/target").exists(), "there must be one target folder");

    fs::remove_file(path("generated/src/lib.rs")).unwrap();
    copy.check("");
    copy.check("generated/src");
    // Cargo reads the manifest of the current folder, so with a damaged one only the folders outside of `generated/` work.
    for damaged in ["<<<<<<< HEAD\n[package]\n=======\n>>>>>>> topic\n", "\0\u{1}", ""] {
        fs::write(path("generated/Cargo.toml"), damaged).unwrap();
        copy.check("");
        copy.check("specs");
    }
    fs::remove_file(path("generated/Cargo.toml")).unwrap();
    copy.check("generated/src");
    fs::remove_dir_all(path("generated")).unwrap();
    copy.check("");
    copy.check("codegen/runtime");
}
