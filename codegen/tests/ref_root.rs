//! Tests of the files that a `$ref` may read.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a panic is how a test reports")]

mod folder;

use std::fs;
use std::os::unix::fs::symlink;
use std::process::Command;

use folder::Folder;
use oasmith::names::NamesLock;
use oasmith::settings::ApiSettings;
use oasmith::source::{FsLoader, Loader as _};
use oasmith::{Layout, Request, generate};

/// Creates `root/` with a document and the files that its `$ref`s try, and next to it a file that they must not read.
fn with_files(name: &str) -> Folder {
    let temporary = Folder::new(&format!("ref-root-{name}"));
    let folder = &temporary.0;
    fs::create_dir_all(folder.join("root/api")).unwrap();
    fs::create_dir_all(folder.join("root/schemas")).unwrap();
    fs::write(folder.join("secret.yaml"), "token: s3cr3t").unwrap();
    fs::write(folder.join("root/api/spec.yaml"), "a: 1").unwrap();
    fs::write(folder.join("root/schemas/pet.yaml"), "b: 1").unwrap();
    symlink("../../secret.yaml", folder.join("root/schemas/link.yaml")).unwrap();
    symlink("pet.yaml", folder.join("root/schemas/same.yaml")).unwrap();
    symlink("/dev/zero", folder.join("root/schemas/zero.yaml")).unwrap();
    symlink("root", folder.join("alias")).unwrap();
    assert!(Command::new("mkfifo").arg(folder.join("root/schemas/pipe.yaml")).status().unwrap().success());
    temporary
}

#[test]
fn only_regular_files_below_the_root_are_read() {
    let Folder(folder) = &with_files("root");
    let at = |path: &str| folder.join(path).to_string_lossy().into_owned();
    let outside = "it is outside ";
    let check = |loader: &FsLoader, path: &str, expect: Result<&str, &str>| {
        let found = loader.load(path).map(|bytes| String::from_utf8(bytes).unwrap()).map_err(|error| error.to_string());
        match (&found, expect) {
            (Ok(text), Ok(expect)) => assert_eq!(text, expect, "{path}"),
            (Err(message), Err(expect)) => assert!(message.contains(expect), "{path}: {message}"),
            _ => panic!("{path}: {found:?}"),
        }
    };
    let loader = FsLoader::below(at("root"));
    check(&loader, &at("root/schemas/pet.yaml"), Ok("b: 1"));
    check(&loader, &at("root/api/../schemas/same.yaml"), Ok("b: 1"));
    check(&loader, &at("alias/schemas/pet.yaml"), Ok("b: 1"));
    check(&loader, &at("secret.yaml"), Err(outside));
    check(&loader, &at("root/../secret.yaml"), Err(outside));
    check(&loader, &at("missing.yaml"), Err(outside));
    check(&loader, &at("root/schemas/link.yaml"), Err(outside));
    check(&loader, &at("root/schemas/zero.yaml"), Err(outside));
    check(&loader, "/proc/self/environ", Err(outside));
    check(&loader, "/dev/zero", Err(outside));
    check(&loader, &at("root/schemas/pipe.yaml"), Err("it is not a regular file"));
    check(&loader, &at("root/schemas"), Err("it is not a regular file"));
    check(&loader, &at("root/missing.yaml"), Err("No such file"));
    check(&loader.clone().with_files([at("secret.yaml")]), &at("secret.yaml"), Ok("token: s3cr3t"));
    check(&FsLoader::below(at("nowhere")), &at("root/schemas/pet.yaml"), Err(outside));
    // The document is not below the current folder, so its own folder is the root.
    let loader = FsLoader::for_document(&at("root/api/spec.yaml"));
    check(&loader, &at("root/api/spec.yaml"), Ok("a: 1"));
    check(&loader, &at("root/schemas/pet.yaml"), Err(outside));
    // The current folder of a test is that of the package.
    let loader = FsLoader::for_document("src/lib.rs");
    assert!(loader.load("Cargo.toml").is_ok());
    check(&loader, "../Cargo.toml", Err("it is outside the current folder"));
}

#[test]
fn no_message_contains_text_of_a_file_outside_the_root() {
    let Folder(folder) = &with_files("document");
    let spec = folder.join("root/api/spec.yaml").to_string_lossy().into_owned();
    let text = "openapi: 3.1.0\ninfo: {title: t, version: v, description: {$ref: ../../secret.yaml}}\npaths: {$ref: /proc/self/environ}\ncomponents: {schemas: {A: {$ref: ../schemas/link.yaml}, B: {$ref: ../schemas/zero.yaml}}}\n";
    fs::write(&spec, text).unwrap();
    let loader = FsLoader::below(folder.join("root")).with_remedy("do not");
    let outcome = generate(&Request {
        name: "a",
        settings: &ApiSettings::of_file(&*spec),
        loader: &loader,
        names_lock: &NamesLock::default(),
        layout: &Layout::Module,
        keep_going: true,
    });
    let messages: Vec<String> =
        outcome.diagnostics.iter().map(|found| format!("{} | {}", found.message, found.remedy)).collect();
    assert_eq!(messages.len(), 4, "{messages:#?}");
    assert!(
        messages.iter().all(|message| message.contains("it is outside") && message.ends_with("| do not")),
        "{messages:#?}"
    );
    let written = format!("{messages:?}{:?}", outcome.plan.map(|plan| plan.files));
    assert!(!written.contains("s3cr3t"));
    assert_eq!(outcome.source.unwrap().files().len(), 1);
}
