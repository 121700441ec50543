//! Checks that each Cargo feature of a split API compiles alone without warnings. `golden` checks which features exist.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a panic is how a test reports")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use tests::files::data;
use tests::split_api::generate_split;

#[test]
fn each_feature_compiles_alone() {
    let outcome = generate_split();
    let plan = outcome.plan.expect("the document has no errors");
    let target = target();
    let folder = target.join("package");
    // A file that an earlier version generated would be a second file of a module.
    remove_others(&folder.join("src"), &folder, &plan.files.keys().cloned().collect());
    for (path, text) in &plan.files {
        write(&folder.join(path), text);
    }
    // The folder may be inside this workspace, but the crate is not a member of it.
    write(&folder.join("Cargo.toml"), &format!("{}\n[workspace]\n", plan.files["Cargo.toml"]));
    write(&folder.join("Cargo.lock"), &fs::read_to_string(data("../Cargo.lock")).unwrap());
    let features = outcome.features.iter().map(String::as_str);
    let sets = features.flat_map(|feature| [feature.to_owned(), format!("{feature},http,validate")]);
    let none = [String::new(), "http".to_owned()];
    let wrong: Vec<String> = sets.chain(none).filter_map(|features| check(&folder, &target, &features).err()).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn check(folder: &Path, target: &Path, features: &str) -> Result<(), String> {
    let output = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(["check", "--quiet", "--offline", "--no-default-features", "--features", features, "--manifest-path"])
        .arg(folder.join("Cargo.toml"))
        .env("CARGO_TARGET_DIR", target)
        .env("RUSTFLAGS", "--deny warnings")
        .output()
        .unwrap();
    match output.status.success() {
        true => Ok(()),
        false => Err(format!("with `{features}`:\n{}", String::from_utf8_lossy(&output.stderr))),
    }
}

/// Returns `target/features`, next to the folder of the test program.
fn target() -> PathBuf {
    env::current_exe().unwrap().ancestors().nth(3).unwrap().join("features")
}

/// Removes the files below a folder that are not in the list. Its paths are relative to `package`.
fn remove_others(folder: &Path, package: &Path, files: &BTreeSet<String>) {
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            remove_others(&path, package, files);
        } else if !files.contains(path.strip_prefix(package).unwrap().to_str().unwrap()) {
            fs::remove_file(&path).unwrap();
        }
    }
}

/// Writes a file only if it changes, so that an unchanged crate is not compiled again.
fn write(path: &Path, text: &str) {
    if fs::read_to_string(path).ok().as_deref() != Some(text) {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}
