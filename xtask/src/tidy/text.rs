//! Rules that need only the text of a file.

use super::{File, Finding};

/// Folders of somebody's machine, in pieces, so that this file keeps its own rule.
const LOCAL: &[&str] = &[
    concat!("/ho", "me/"),
    concat!("/Us", "ers/"),
    concat!("/ro", "ot/"),
    concat!("/wo", "rk/"),
    concat!("/t", "mp/"),
];

/// Every module says at its top what it is.
pub fn module_docs(files: &[File]) -> Vec<Finding> {
    let ours = files.iter().filter(|file| file.is_ours());
    let bare = ours.filter(|file| !file.text.starts_with("//! "));
    bare.map(|file| Finding::new(file, 1, "no `//!` at the top: say what the module is and what it may touch"))
        .collect()
}

/// Nothing points into somebody's machine.
pub fn local_paths(files: &[File]) -> Vec<Finding> {
    let written = files.iter().filter(|file| {
        file.is_ours() || [".toml", ".md", ".yml", ".ci/run"].iter().any(|ending| file.path.ends_with(ending))
    });
    let mut findings = Vec::new();
    for file in written {
        for (index, line) in file.text.lines().enumerate() {
            if let Some(local) = LOCAL.iter().find(|local| points_to(line, local)) {
                findings.push(Finding::new(file, index + 1, format!("a path of one machine (`{local}`)")));
            }
        }
    }
    findings
}

/// Whether a line has the path with nothing before it that would make it a part of another one.
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
    fn local_paths_are_seen() {
        let home = LOCAL[0];
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
