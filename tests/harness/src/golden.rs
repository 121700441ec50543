//! Golden files contain the expected output of the generator.
//!
//! They are below `tests/golden`. A test compares its output with them or, if `OASMITH_BLESS` is set, writes them. After that, review
//! `git diff`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use similar::TextDiff;

/// The environment variable that makes tests update golden files instead of comparing them.
pub const BLESS: &str = "OASMITH_BLESS";

/// The command that updates all golden files.
pub const COMMAND: &str = "OASMITH_BLESS=1 cargo xtask test";

/// Upper bound for the lines of difference that are shown for one file. After an update, `git diff` shows all lines.
const MAX_LINES: usize = 60;

/// Returns the path of a golden file or folder. `below` is the path below `tests/golden`.
#[must_use]
pub fn path(below: &str) -> PathBuf {
    root().join(below)
}

/// Compares a text with a golden file, or updates the file.
///
/// # Panics
/// If they differ, or if the file cannot be written.
#[track_caller]
pub fn check(below: &str, found: &str) {
    finish(file(&root(), below, Some(found), is_blessing()));
}

/// Compares files with a golden folder, or updates the folder. The keys of `found` are paths below the folder. Files for which
/// `is_input` returns true are inputs of the test and are not compared.
///
/// # Panics
/// If they differ, or if the folder cannot be read or written.
#[track_caller]
pub fn check_folder(below: &str, found: &BTreeMap<String, String>, is_input: impl Fn(&str) -> bool) {
    finish(folder(&root(), below, found, is_input, is_blessing()));
}

/// Compares the results in a file of cases with the results of `run`, or updates the file.
///
/// A case consists of a line `=== TITLE`, the input, a line `---` and the result. `run` receives the title and the input.
///
/// # Panics
/// If a result differs, or if the file cannot be read or written.
#[track_caller]
pub fn check_cases(below: &str, run: impl Fn(&str, &str) -> String) {
    let text = match fs::read_to_string(path(below)) {
        Ok(text) => text,
        Err(error) => panic!("{}: {error}", display_path(below)),
    };
    check(below, &rerun(&text, run));
}

/// Returns the text of the cases with new results.
fn rerun(cases: &str, run: impl Fn(&str, &str) -> String) -> String {
    let mut found = String::new();
    for case in cases.split("=== ").skip(1) {
        let (title, rest) = case.split_once('\n').unwrap_or((case, ""));
        let (input, _) = rest.split_once("\n---").unwrap_or((rest.trim_end(), ""));
        let _ = write!(found, "=== {title}\n{}\n---\n{}\n", input.trim_matches('\n'), run(title, input));
    }
    found
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name("golden")
}

fn is_blessing() -> bool {
    env::var_os(BLESS).is_some()
}

/// Panics with the differences, if any.
#[track_caller]
fn finish(differences: io::Result<String>) {
    match differences {
        Ok(text) if text.is_empty() => {}
        Ok(text) => panic!(
            "the output differs from the golden files (-: expected, +: found)\n\n{text}\nIf the change is intended, run: {COMMAND}"
        ),
        Err(error) => panic!("cannot read or write golden files: {error}"),
    }
}

fn folder(
    root: &Path,
    below: &str,
    found: &BTreeMap<String, String>,
    is_input: impl Fn(&str) -> bool,
    bless: bool,
) -> io::Result<String> {
    let mut paths = Vec::new();
    list(&root.join(below), "", &mut paths)?;
    paths.retain(|path| !is_input(path) && !found.contains_key(path));
    let obsolete = paths.iter().map(|path| (path, None));
    let mut differences = String::new();
    for (path, text) in found.iter().map(|(path, text)| (path, Some(text.as_str()))).chain(obsolete) {
        differences += &file(root, &format!("{below}/{path}"), text, bless)?;
    }
    Ok(differences)
}

/// Returns the difference between a golden file and the output, or updates the file. `found` is `None` if the output has no such file.
fn file(root: &Path, below: &str, found: Option<&str>, bless: bool) -> io::Result<String> {
    let path = root.join(below);
    let old = match fs::read(&path) {
        Ok(bytes) => Some(bytes),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(with_path(&path, error)),
    };
    if old.as_deref() == found.map(str::as_bytes) {
        return Ok(String::new());
    }
    if bless {
        write(&path, found).map_err(|error| with_path(&path, error))?;
        return Ok(String::new());
    }
    let old = old.map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    let kind = match (&old, found) {
        (None, _) => "does not exist",
        (_, None) => "is no longer generated",
        _ => "differs",
    };
    let difference = difference(old.as_deref().unwrap_or_default(), found.unwrap_or_default());
    Ok(format!("{} {kind}:\n{difference}", display_path(below)))
}

fn write(path: &Path, text: Option<&str>) -> io::Result<()> {
    let Some(text) = text else { return fs::remove_file(path) };
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, text)
}

fn difference(old: &str, new: &str) -> String {
    let diff = TextDiff::from_lines(old, new).unified_diff().context_radius(3).to_string();
    let mut text = String::new();
    let mut lines = diff.lines();
    for line in lines.by_ref().take(MAX_LINES) {
        let _ = writeln!(text, "{line}");
    }
    match lines.count() {
        0 => {}
        more => _ = writeln!(text, "… and {more} more lines"),
    }
    text
}

/// Lists the paths of all files in a folder, with `/` and after `prefix`. A missing folder counts as empty.
///
/// # Errors
/// If a folder cannot be read.
pub fn list(folder: &Path, prefix: &str, paths: &mut Vec<String>) -> io::Result<()> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(with_path(folder, error)),
    };
    for entry in entries {
        let entry = entry?;
        let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            list(&entry.path(), &format!("{path}/"), paths)?;
        } else {
            paths.push(path);
        }
    }
    Ok(())
}

fn display_path(below: &str) -> String {
    format!("tests/golden/{below}")
}

fn with_path(path: &Path, error: io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}

#[cfg(test)]
mod tests;
