//! Golden files: what the generator is expected to print.
//!
//! All of them lie below `tests/golden`. A test compares what it finds with them; if `OASMITH_BLESS` is set, it writes what
//! it finds instead. Whoever blesses then reads `git diff`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use similar::TextDiff;

/// The environment variable that makes tests write golden files instead of comparing them.
pub const BLESS: &str = "OASMITH_BLESS";

/// The command that writes all golden files.
pub const COMMAND: &str = "OASMITH_BLESS=1 cargo xtask test";

/// Lines of difference that are shown for one file. `git diff` shows the rest after blessing.
const SHOWN: usize = 60;

/// The path of a golden file or folder: `below` is its path below `tests/golden`.
#[must_use]
pub fn path(below: &str) -> PathBuf {
    root().join(below)
}

/// Compares a text with a golden file, or writes the file.
///
/// # Panics
/// If they differ, or if the file cannot be written.
#[track_caller]
pub fn check(below: &str, found: &str) {
    finish(file(&root(), below, Some(found), is_blessing()));
}

/// Compares files with a golden folder, or makes the folder hold them. The keys of `found` are paths below the folder. Files
/// for which `is_input` returns true belong to the test and are left alone.
///
/// # Panics
/// If they differ, or if the folder cannot be read or written.
#[track_caller]
pub fn check_folder(below: &str, found: &BTreeMap<String, String>, is_input: impl Fn(&str) -> bool) {
    finish(folder(&root(), below, found, is_input, is_blessing()));
}

/// Compares the results in a file of cases with what `run` makes of them, or writes the results.
///
/// A case is a line `=== TITLE`, the input, a line `---` and the result. `run` takes the title and the input.
///
/// # Panics
/// If a result differs, or if the file cannot be read or written.
#[track_caller]
pub fn check_cases(below: &str, run: impl Fn(&str, &str) -> String) {
    let text = match fs::read_to_string(path(below)) {
        Ok(text) => text,
        Err(error) => panic!("{}: {error}", shown(below)),
    };
    check(below, &rerun(&text, run));
}

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
        Ok(text) => panic!("golden files differ (-: the file, +: what was found)\n\n{text}\nIf it is meant: {COMMAND}"),
        Err(error) => panic!("golden files: {error}"),
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
    let gone = paths.iter().map(|path| (path, None));
    let mut differences = String::new();
    for (path, text) in found.iter().map(|(path, text)| (path, Some(text.as_str()))).chain(gone) {
        differences += &file(root, &format!("{below}/{path}"), text, bless)?;
    }
    Ok(differences)
}

/// The difference between a file and what it should hold (`None`: it should not exist); or makes it so.
fn file(root: &Path, below: &str, found: Option<&str>, bless: bool) -> io::Result<String> {
    let path = root.join(below);
    let old = match fs::read(&path) {
        Ok(bytes) => Some(bytes),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(named(&path, error)),
    };
    if old.as_deref() == found.map(str::as_bytes) {
        return Ok(String::new());
    }
    if bless {
        write(&path, found).map_err(|error| named(&path, error))?;
        return Ok(String::new());
    }
    let old = old.map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    let kind = match (&old, found) {
        (None, _) => "does not exist",
        (_, None) => "is not expected any more",
        _ => "differs",
    };
    let difference = difference(old.as_deref().unwrap_or_default(), found.unwrap_or_default());
    Ok(format!("{} {kind}:\n{difference}", shown(below)))
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
    for line in lines.by_ref().take(SHOWN) {
        let _ = writeln!(text, "{line}");
    }
    match lines.count() {
        0 => {}
        more => _ = writeln!(text, "… and {more} more lines"),
    }
    text
}

/// The paths of all files of a folder, with `/`. A folder that does not exist has none.
pub(crate) fn list(folder: &Path, prefix: &str, paths: &mut Vec<String>) -> io::Result<()> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(named(folder, error)),
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

fn shown(below: &str) -> String {
    format!("tests/golden/{below}")
}

fn named(path: &Path, error: io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}

#[cfg(test)]
mod tests;
