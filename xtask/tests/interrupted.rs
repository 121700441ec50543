//! Tests `cargo xtask regen` that is killed, or that runs twice at once.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a panic is how a test reports")]

mod workspace;

use std::fmt::Write as _;
use std::time::{Duration, Instant};
use std::{fs, path::Path, thread};

use workspace::{SPEC, Workspace};

/// Enough files that a process can be killed while it writes them.
const SCHEMAS: usize = 500;

/// Creates a workspace with a large document and no generated code.
fn large(name: &str) -> Workspace {
    let workspace = Workspace::new(name);
    let mut spec = SPEC.to_owned();
    for number in 0..SCHEMAS {
        let _ = writeln!(spec, "    Type{number}: {{type: object, properties: {{id: {{type: string}}}}}}");
    }
    workspace.write("shop.yaml", &spec);
    assert_eq!(workspace.run(&["add", "shop", "shop.yaml", "--replace"]).0, 0);
    workspace
}

/// Returns the names of the temporary files, and the paths of the other files, below `generated`.
fn files(workspace: &Workspace) -> (Vec<String>, Vec<std::path::PathBuf>) {
    let is_temporary = |path: &Path| path.to_string_lossy().ends_with(".oasmith-tmp");
    let all = workspace.times().into_iter().map(|(path, _)| path);
    let (temporary, others): (Vec<_>, Vec<_>) = all.partition(|path| is_temporary(path));
    (temporary.iter().map(|path| path.display().to_string()).collect(), others)
}

#[test]
fn a_killed_run_is_continued() {
    let workspace = large("killed");
    let mut child = workspace.command(&["regen"]).spawn().unwrap();
    let start = Instant::now();
    // The list of the files is written first. `kill` sends SIGKILL.
    while !workspace.path("generated/.oasmith-files").exists() {
        assert!(start.elapsed() < Duration::from_secs(60), "regen must write files");
        thread::sleep(Duration::from_micros(200));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let (_, written) = files(&workspace);
    assert!(written.len() < SCHEMAS, "regen must be killed before it has written all {} files", written.len());
    for path in &written {
        assert!(fs::metadata(path).unwrap().len() > 0, "{} must be complete", path.display());
    }
    // A temporary file, in case the process was not killed while it wrote one.
    workspace.write("generated/src/shop/.mod.rs.1.oasmith-tmp", "pub mod");
    let (code, text) = workspace.run(&["regen"]);
    assert_eq!(code, 0, "{text}");
    assert!(files(&workspace).0.is_empty());
    assert_eq!(workspace.run(&["regen", "--check"]).0, 0);
}

#[test]
fn a_run_that_is_killed_while_it_deletes_is_continued() {
    let workspace = large("killed-deleting");
    assert_eq!(workspace.run(&["regen"]).0, 0);
    // The state after a kill: the list has the old and the new files, and a file without a mark still exists.
    let list = workspace.read("generated/.oasmith-files");
    workspace.write("generated/.oasmith-files", &format!("{list}src/old/coverage.json\n"));
    workspace.write("generated/src/old/coverage.json", "{}");
    let (code, text) = workspace.run(&["regen"]);
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("old: removed; 1 file deleted in generated/src/old/"), "{text}");
    assert!(!workspace.path("generated/src/old").exists());
}

#[test]
fn no_change_of_the_settings_is_lost() {
    let workspace = Workspace::new("adds-at-once");
    let names = ["a", "b", "c", "d", "e", "f"];
    let running = names.map(|name| workspace.command(&["add", name, "shop.yaml"]).spawn().unwrap());
    for child in running {
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    let settings = workspace.read("specs/oasmith.toml");
    let tables: Vec<&str> = settings.lines().filter(|line| line.starts_with('[')).collect();
    assert_eq!(tables, ["[api.a]", "[api.b]", "[api.c]", "[api.d]", "[api.e]", "[api.f]", "[api.shop]"]);
    assert_eq!(workspace.run(&["regen"]).0, 0);
}

#[test]
fn runs_at_once_wait_for_each_other() {
    let workspace = large("at-once");
    let running: Vec<_> = (0..4).map(|_| workspace.command(&["regen"]).spawn().unwrap()).collect();
    let mut created = 0;
    for child in running {
        let output = child.wait_with_output().unwrap();
        let text = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
        assert!(output.status.success(), "{text}");
        created += usize::from(text.contains("Created "));
        assert!(text.contains("Created ") || text.contains("is up to date"), "{text}");
    }
    assert_eq!(created, 1, "one run writes the files, and the others find them");
    assert_eq!(workspace.run(&["regen", "--check"]).0, 0);
    assert!(files(&workspace).0.is_empty());
}
