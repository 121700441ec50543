//! An API that is parted into Cargo features: which parts there are, and that each of them compiles by itself, without a warning.
//!
//! `tests/golden/features` holds what says so in the output.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a panic is how a test reports")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use harness::golden;
use oasmith::names::NamesLock;
use oasmith::settings::{ApiSettings, Split, SplitStyle};
use oasmith::{CrateInfo, Layout, Outcome, Request, generate};
use tests::files::{Folder, data};

#[test]
fn parts_are_as_expected() {
    let plan = outcome().plan.expect("there is no error");
    golden::check_folder("features", &shown(&plan.files), |path| path == "spec.yaml");
}

#[test]
fn each_part_compiles_alone() {
    let outcome = outcome();
    let plan = outcome.plan.expect("there is no error");
    let target = target();
    let folder = target.join("package");
    for (path, text) in &plan.files {
        write(&folder.join(path), text);
    }
    // The folder may lie below this workspace, of which the crate is no member.
    write(&folder.join("Cargo.toml"), &format!("{}\n[workspace]\n", plan.files["Cargo.toml"]));
    write(&folder.join("Cargo.lock"), &fs::read_to_string(data("../Cargo.lock")).unwrap());
    let alone = outcome.features.iter().map(String::as_str);
    let sets = alone.flat_map(|part| [part.to_owned(), format!("{part},http,validate")]);
    let none = [String::new(), "http".to_owned()];
    let wrong: Vec<String> = sets.chain(none).filter_map(|features| check(&folder, &target, &features).err()).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn outcome() -> Outcome {
    let settings = ApiSettings { split: Some(Split::Style(SplitStyle::Tags)), ..ApiSettings::of_file("spec.yaml") };
    let info = CrateInfo { name: "features".to_owned(), version: "0.1.0".to_owned() };
    generate(&Request {
        name: "features",
        settings: &settings,
        loader: &Folder(golden::path("features")),
        names_lock: &NamesLock::default(),
        layout: &Layout::Crate(info),
        keep_going: false,
    })
}

/// What of the output shows how it is parted. No file of the expectation is a manifest or a module of this package.
fn shown(files: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let manifest = &files["Cargo.toml"];
    let default = manifest.lines().find(|line| line.starts_with("default")).unwrap();
    let (_, parts) = manifest.split_once("# The parts of the API").unwrap();
    let (parts, _) = parts.split_once("\n[").unwrap();
    BTreeMap::from([
        ("features.txt".to_owned(), format!("{default}\n# The parts of the API{parts}")),
        ("models.txt".to_owned(), files["src/models/mod.rs"].clone()),
        ("operations.txt".to_owned(), files["src/operations/mod.rs"].clone()),
    ])
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

/// `target/features`, beside what holds the test itself.
fn target() -> PathBuf {
    env::current_exe().unwrap().ancestors().nth(3).unwrap().join("features")
}

/// Writes what differs, so that an unchanged crate is not compiled again.
fn write(path: &Path, text: &str) {
    if fs::read_to_string(path).ok().as_deref() != Some(text) {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}
