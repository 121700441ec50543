//! Checks rules that need only the text of a file: module docs and local paths.

use super::{File, Finding};

/// Folders of a local machine, written in pieces so that this file passes its own check.
const LOCAL_FOLDERS: &[&str] = &[
    concat!("/ho", "me/"),
    concat!("/Us", "ers/"),
    concat!("/ro", "ot/"),
    concat!("/wo", "rk/"),
    concat!("/t", "mp/"),
];

/// Checks that every module starts with module docs.
pub fn module_docs(files: &[File]) -> Vec<Finding> {
    let handwritten = files.iter().filter(|file| file.is_handwritten());
    let undocumented = handwritten.filter(|file| !file.text.starts_with("//! "));
    undocumented
        .map(|file| {
            Finding::new(file, 1, "the file does not start with `//! `: describe the module and what it may know")
        })
        .collect()
}

/// Checks that no file contains a path of a local machine.
pub fn local_paths(files: &[File]) -> Vec<Finding> {
    let checked = files.iter().filter(|file| {
        file.is_handwritten() || [".toml", ".md", ".yml", ".ci/run"].iter().any(|ending| file.path.ends_with(ending))
    });
    let mut findings = Vec::new();
    for file in checked {
        for (index, line) in file.text.lines().enumerate() {
            if let Some(local) = LOCAL_FOLDERS.iter().find(|local| points_to(line, local)) {
                findings.push(Finding::new(
                    file,
                    index + 1,
                    format!("a path of a local machine (`{local}`): use a relative path"),
                ));
            }
        }
    }
    findings
}

/// Returns whether a line contains the path at the start of a word, not as part of another path or URL.
fn points_to(line: &str, local: &str) -> bool {
    line.match_indices(local).any(|(at, _)| {
        let before = line.get(..at).and_then(|text| text.chars().last());
        before.is_none_or(|before| !(before.is_alphanumeric() || matches!(before, '.' | '_' | '-' | '}' | '*')))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn local_paths_are_found() {
        let home = LOCAL_FOLDERS[0];
        for (line, expect) in [
            (format!("see {home}me/x"), true),
            (format!("\"{home}me\""), true),
            (format!("https://example.com{home}x"), false),
            (format!("{{id}}{home}x"), false),
        ] {
            assert_eq!(points_to(&line, home), expect, "{line}");
        }
    }
}
