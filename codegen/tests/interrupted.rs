//! Tests `oasmith generate` that is killed, or that runs twice at once.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a panic is how a test reports")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use std::{env, fs, thread};

/// Enough files that a process can be killed while it writes them.
const SCHEMAS: usize = 300;

struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = env::temp_dir().join(format!("oasmith-interrupted-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        let mut spec =
            "openapi: 3.1.0\ninfo: {title: Shop, version: '1'}\npaths: {}\ncomponents:\n  schemas:\n".to_owned();
        for number in 0..SCHEMAS {
            let _ = writeln!(spec, "    Type{number}: {{type: object, properties: {{id: {{type: string}}}}}}");
        }
        fs::write(path.join("shop.yaml"), spec).unwrap();
        Self(path)
    }

    fn command(&self, more: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_oasmith"));
        command.args(["generate", "shop.yaml", "-o", "out"]).args(more).current_dir(&self.0);
        command.env_remove("GITHUB_ACTIONS").stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// Runs the command. Returns what it prints.
    #[track_caller]
    fn run(&self, more: &[&str]) -> String {
        let output = self.command(more).output().unwrap();
        let text = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
        assert!(output.status.success(), "{text}");
        text
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files(&path, found) } else { found.push(path) }
    }
}

#[test]
fn a_killed_run_is_continued() {
    let folder = Folder::new("killed");
    let mut child = folder.command(&[]).spawn().unwrap();
    let start = Instant::now();
    // The list of the files is written first. `kill` sends SIGKILL.
    while !folder.0.join("out/.oasmith-files").exists() {
        assert!(start.elapsed() < Duration::from_secs(60), "files must be written");
        thread::sleep(Duration::from_micros(200));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let mut written = Vec::new();
    files(&folder.0.join("out"), &mut written);
    assert!(written.len() < SCHEMAS, "the process must be killed before it has written all {} files", written.len());
    // A temporary file, in case the process was not killed while it wrote one.
    fs::create_dir_all(folder.0.join("out/src")).unwrap();
    fs::write(folder.0.join("out/src/.lib.rs.1.oasmith-tmp"), "pub mod").unwrap();
    folder.run(&[]);
    folder.run(&["--check"]);
    let mut written = Vec::new();
    files(&folder.0.join("out"), &mut written);
    assert!(written.iter().all(|path| !path.to_string_lossy().ends_with(".oasmith-tmp")));
}

#[test]
fn runs_at_once_wait_for_each_other() {
    let folder = Folder::new("at-once");
    let running: Vec<_> = (0..3).map(|_| folder.command(&[]).spawn().unwrap()).collect();
    let mut texts = Vec::new();
    for child in running {
        let output = child.wait_with_output().unwrap();
        texts.push(String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned());
        assert!(output.status.success(), "{texts:?}");
    }
    let created = texts.iter().filter(|text| text.contains("Created ")).count();
    assert_eq!(created, 1, "one run writes the files, and the others find them: {texts:?}");
    folder.run(&["--check"]);
}

#[test]
fn a_file_next_to_the_embedded_runtime_is_foreign() {
    let folder = Folder::new("foreign");
    folder.run(&[]);
    let (mine, damaged) = (folder.0.join("out/src/runtime/mine.rs"), folder.0.join("out/src/runtime/mod.rs"));
    fs::write(&mine, "pub struct Mine;\n").unwrap();
    fs::write(&damaged, "<<<<<<< HEAD\n").unwrap();
    let output = folder.command(&[]).output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(4), "{text}");
    assert!(text.contains("foreign   src/runtime/mine.rs"), "{text}");
    assert_eq!(fs::read_to_string(mine).unwrap(), "pub struct Mine;\n");
    assert!(fs::metadata(damaged).unwrap().len() > 100, "a listed file is restored");
}
