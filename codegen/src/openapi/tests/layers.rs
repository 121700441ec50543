//! Checks the table of layers in the docs of this module: which module imports which.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The docs with the table, and the list of modules.
const ROOT: &str = include_str!("../mod.rs");

/// A row of the table.
struct Row {
    module: String,
    allowed: Vec<String>,
}

#[test]
fn modules_import_only_lower_layers() {
    let rows = rows();
    let known: Vec<&str> = rows.iter().map(|row| row.module.as_str()).collect();
    let modules: BTreeSet<&str> = ROOT.lines().filter_map(module).filter(|module| *module != "tests").collect();
    assert_eq!(known.iter().copied().collect::<BTreeSet<_>>(), modules, "the table lists every module");
    for (index, row) in rows.iter().enumerate() {
        let below = &known[..index];
        for allowed in &row.allowed {
            assert!(below.contains(&allowed.as_str()), "`{allowed}` is not listed above `{}`", row.module);
        }
        for file in files(&row.module) {
            let text = fs::read_to_string(&file.path).unwrap();
            for import in imports(&text, file.depth) {
                let is_allowed = import == row.module || row.allowed.contains(&import);
                assert!(is_allowed, "{} imports `{import}`, which its row does not list", file.path.display());
            }
        }
    }
}

/// Reads the rows of the table.
fn rows() -> Vec<Row> {
    let names = |cell: &str| cell.split('`').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>();
    let cells = ROOT.lines().filter_map(|line| line.strip_prefix("//! | `")?.strip_suffix(" |"));
    cells
        .map(|line| {
            let (module, rest) = line.split_once('`').unwrap();
            let (_, allowed) = rest.rsplit_once(" | ").unwrap();
            Row { module: module.to_owned(), allowed: names(allowed) }
        })
        .collect()
}

/// Returns the module that a line declares.
fn module(line: &str) -> Option<&str> {
    line.trim_start_matches("pub ").strip_prefix("mod ")?.strip_suffix(';')
}

/// A source file. `super` repeated `depth` times names the module `openapi`.
struct SourceFile {
    path: PathBuf,
    depth: usize,
}

/// Returns the files of a module, which is a file or a folder of files.
fn files(module: &str) -> Vec<SourceFile> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/openapi");
    let single = folder.join(format!("{module}.rs"));
    if single.exists() {
        return vec![SourceFile { path: single, depth: 1 }];
    }
    let entries = fs::read_dir(folder.join(module)).unwrap().map(|entry| entry.unwrap().path());
    entries
        .map(|path| {
            assert!(path.is_file(), "{} is a folder, which this test does not read", path.display());
            let depth = if path.ends_with("mod.rs") { 1 } else { 2 };
            SourceFile { path, depth }
        })
        .collect()
}

/// Returns the modules of `openapi` that the code imports, without its unit tests.
fn imports(text: &str, depth: usize) -> Vec<String> {
    let code = text.split("#[cfg(test)]").next().unwrap_or_default();
    let lines = code.lines().map(str::trim_start).filter(|line| !line.starts_with("//"));
    let mut found = Vec::new();
    for line in lines {
        let from_crate = line.match_indices("crate::openapi::").map(|(at, path)| &line[at + path.len()..]);
        let path = "super::".repeat(depth);
        let from_super = line.match_indices(&path).map(|(at, path)| &line[at + path.len()..]);
        let names = from_crate
            .chain(from_super)
            .map(|rest| rest.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default().to_owned());
        found.extend(names);
    }
    found
}

#[test]
fn finds_imports() {
    let check = |text: &str, depth: usize, expect: &[&str]| assert_eq!(imports(text, depth), expect, "{text}");
    check("use super::form::Field;", 1, &["form"]);
    check("use super::form::Field;", 2, &[]);
    check("    super::super::schemas::read(super::x());", 2, &["schemas"]);
    check("use crate::openapi::elements::Context;", 2, &["elements"]);
    check("pub(in crate::openapi) fn a() {}", 2, &[]);
    check("// use super::form::Field;", 1, &[]);
    check("use super::{form, node};", 1, &[""]);
    check("#[cfg(test)]\nmod tests { use super::super::schemas; }", 2, &[]);
}
