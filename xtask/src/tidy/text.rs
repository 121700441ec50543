//! Checks rules that need only the text of a file: module docs, local paths and links in Markdown.

use super::{File, Finding};

/// Folders of a local machine. They are split so that this file passes its own check.
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

/// Checks that relative links in Markdown files point to files or folders of the workspace.
pub fn links(files: &[File]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in files.iter().filter(|file| file.path.ends_with(".md")) {
        for (index, line) in file.text.lines().enumerate() {
            for target in line.split("](").skip(1).filter_map(|rest| rest.split([')', '#']).next()) {
                let path = resolved(&file.path, target);
                let exists = |file: &File| file.path == path || file.path.starts_with(&format!("{path}/"));
                if !target.is_empty() && !target.contains("://") && !files.iter().any(exists) {
                    let why = format!("the link points to `{path}`, which does not exist: update the link");
                    findings.push(Finding::new(file, index + 1, why));
                }
            }
        }
    }
    findings
}

/// Resolves a relative link in a file to a path below the workspace's root.
fn resolved(file: &str, link: &str) -> String {
    let mut segments: Vec<&str> = file.split('/').collect();
    segments.pop();
    for segment in link.trim_end_matches('/').split('/') {
        match segment {
            ".." => _ = segments.pop(),
            "." => {}
            _ => segments.push(segment),
        }
    }
    segments.join("/")
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
    fn broken_links_are_found() {
        let file = |path: &str, text: &str| File { path: path.to_owned(), text: text.to_owned(), is_test: false };
        let text = "[a](../src/a.rs) [b](../src/)\n[c](../src/c.rs) [d](https://example.com) [e](#e)";
        let files = [file("docs/a.md", text), file("src/a.rs", "")];
        let lines: Vec<usize> = links(&files).iter().map(|finding| finding.line).collect();
        assert_eq!(lines, [2]);
    }

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
