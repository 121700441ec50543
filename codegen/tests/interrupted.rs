//! Tests `oasmith generate` that is killed, or that runs twice at once.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a panic is how a test reports")]

mod folder;

use std::fmt::Write as _;
use std::time::{Duration, Instant};
use std::{fs, thread};

use folder::{Folder, command, run};
use harness::golden;

/// Enough files that a process can be killed while it writes them.
const SCHEMAS: usize = 300;

/// The arguments of all runs.
const GENERATE: [&str; 4] = ["generate", "shop.yaml", "-o", "out"];

/// Creates a folder with a large document.
fn large(name: &str) -> Folder {
    let folder = Folder::new(&format!("interrupted-{name}"));
    let mut spec = "openapi: 3.1.0\ninfo: {title: Shop, version: '1'}\npaths: {}\ncomponents:\n  schemas:\n".to_owned();
    for number in 0..SCHEMAS {
        let _ = writeln!(spec, "    Type{number}: {{type: object, properties: {{id: {{type: string}}}}}}");
    }
    fs::write(folder.0.join("shop.yaml"), spec).unwrap();
    folder
}

/// Generates or checks the crate.
#[track_caller]
fn generate(folder: &Folder, more: &[&str]) {
    let (code, text) = run(&folder.0, &[&GENERATE[..], more].concat());
    assert_eq!(code, 0, "{text}");
}

/// Returns the paths of the files in the crate.
fn files(folder: &Folder) -> Vec<String> {
    let mut found = Vec::new();
    golden::list(&folder.0.join("out"), "", &mut found).unwrap();
    found
}

#[test]
fn a_killed_run_is_continued() {
    let folder = large("killed");
    let mut child = command(&folder.0, &GENERATE).spawn().unwrap();
    let start = Instant::now();
    // The list of the files is written first. `kill` sends SIGKILL.
    while !folder.0.join("out/.oasmith-files").exists() {
        assert!(start.elapsed() < Duration::from_secs(60), "files must be written");
        thread::sleep(Duration::from_micros(200));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let written = files(&folder);
    assert!(written.len() < SCHEMAS, "the process must be killed before it has written all {} files", written.len());
    // A temporary file, in case the process was not killed while it wrote one.
    fs::create_dir_all(folder.0.join("out/src")).unwrap();
    fs::write(folder.0.join("out/src/.lib.rs.1.oasmith-tmp"), "pub mod").unwrap();
    generate(&folder, &[]);
    generate(&folder, &["--check"]);
    assert!(files(&folder).iter().all(|path| !path.ends_with(".oasmith-tmp")));
}

#[test]
fn runs_at_once_wait_for_each_other() {
    let folder = large("at-once");
    let running: Vec<_> = (0..3).map(|_| command(&folder.0, &GENERATE).spawn().unwrap()).collect();
    let mut texts = Vec::new();
    for child in running {
        let output = child.wait_with_output().unwrap();
        texts.push(String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned());
        assert!(output.status.success(), "{texts:?}");
    }
    let created = texts.iter().filter(|text| text.contains("Created ")).count();
    assert_eq!(created, 1, "one run writes the files, and the others find them: {texts:?}");
    generate(&folder, &["--check"]);
}

#[test]
fn a_file_next_to_the_embedded_runtime_is_foreign() {
    let folder = large("foreign");
    generate(&folder, &[]);
    let (mine, damaged) = (folder.0.join("out/src/runtime/mine.rs"), folder.0.join("out/src/runtime/mod.rs"));
    fs::write(&mine, "pub struct Mine;\n").unwrap();
    fs::write(&damaged, "<<<<<<< HEAD\n").unwrap();
    let output = command(&folder.0, &GENERATE).output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(4), "{text}");
    assert!(text.contains("foreign   src/runtime/mine.rs"), "{text}");
    assert_eq!(fs::read_to_string(mine).unwrap(), "pub struct Mine;\n");
    assert!(fs::metadata(damaged).unwrap().len() > 100, "a listed file is restored");
}
