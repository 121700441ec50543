//! Tests of golden files, in a temporary folder.

#![allow(clippy::unwrap_used, reason = "a panic is how a test reports")]

use super::*;

/// Writes files to a folder, runs `test` and returns the files after it.
fn files_after(name: &str, files: &[(&str, &str)], test: impl Fn(&Path)) -> Vec<String> {
    let root = env::temp_dir().join(format!("oasmith-golden-{}-{name}", std::process::id()));
    let _ = fs::remove_dir_all(&root);
    for (path, text) in files {
        write(&root.join(path), Some(text)).unwrap();
    }
    test(&root);
    let mut remaining = Vec::new();
    list(&root, "", &mut remaining).unwrap();
    let mut remaining: Vec<String> =
        remaining.iter().map(|path| format!("{path}: {}", fs::read_to_string(root.join(path)).unwrap())).collect();
    remaining.sort();
    fs::remove_dir_all(&root).unwrap();
    remaining
}

const FILES: &[(&str, &str)] =
    &[("a/same.txt", "1\n"), ("a/stale.txt", "x\ny\n"), ("a/b/obsolete.txt", "z\n"), ("a/spec.yaml", "input\n")];

fn found() -> BTreeMap<String, String> {
    let files = [("same.txt", "1\n"), ("stale.txt", "x\nw\n"), ("b/fresh.txt", "v\n")];
    files.into_iter().map(|(path, text)| (path.to_owned(), text.to_owned())).collect()
}

#[test]
fn differences_are_shown() {
    let remaining = files_after("shown", FILES, |root| {
        let text = folder(root, "a", &found(), |path| path == "spec.yaml", false).unwrap();
        let expect = "\
tests/golden/a/b/fresh.txt does not exist:
@@ -0,0 +1 @@
+v
tests/golden/a/stale.txt differs:
@@ -1,2 +1,2 @@
 x
-y
+w
tests/golden/a/b/obsolete.txt is no longer generated:
@@ -1 +0,0 @@
-z
";
        assert_eq!(text, expect);
    });
    assert_eq!(remaining, ["a/b/obsolete.txt: z\n", "a/same.txt: 1\n", "a/spec.yaml: input\n", "a/stale.txt: x\ny\n"]);
}

#[test]
fn blessing_updates_the_folder() {
    let remaining = files_after("blessed", FILES, |root| {
        assert_eq!(folder(root, "a", &found(), |path| path == "spec.yaml", true).unwrap(), "");
        assert_eq!(folder(root, "a", &found(), |path| path == "spec.yaml", false).unwrap(), "");
    });
    assert_eq!(remaining, ["a/b/fresh.txt: v\n", "a/same.txt: 1\n", "a/spec.yaml: input\n", "a/stale.txt: x\nw\n"]);
}

#[test]
fn long_differences_are_cut() {
    let new: String = (0..100).map(|number| format!("{number}\n")).collect();
    let text = difference("", &new);
    assert!(text.ends_with("+58\n… and 41 more lines\n"), "{text}");
}

#[test]
fn cases_keep_their_inputs() {
    let run = |title: &str, input: &str| format!("{title}/{}", input.trim());
    let cases = "=== one\na: 1\n\n---\nold\n\n=== two\nb\n";
    assert_eq!(rerun(cases, run), "=== one\na: 1\n---\none/a: 1\n=== two\nb\n---\ntwo/b\n");
}
