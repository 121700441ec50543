//! A file is one idea: about 100 lines, rarely more than 400.

use super::{File, Finding};

/// How many lines a file may have, tests not counted.
const LIMIT: usize = 400;

/// Files that may be longer, up to so many lines, with the reason. None needs to be.
const EXCEPTIONS: &[(&str, usize, &str)] = &[];

/// The rule.
pub fn check(files: &[File]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in files.iter().filter(|file| file.is_ours() && !file.is_test && !file.path.starts_with("tests/")) {
        let lines = counted(&file.text);
        match EXCEPTIONS.iter().find(|(path, ..)| *path == file.path) {
            None if lines > LIMIT => {
                let why = format!("{lines} lines (of {LIMIT}), tests not counted: there are two ideas in it, split it");
                findings.push(Finding::new(file, LIMIT + 1, why));
            }
            Some((_, limit, _)) if lines > *limit => {
                findings.push(Finding::new(file, *limit + 1, format!("{lines} lines, its exception allows {limit}")));
            }
            Some(_) if lines <= LIMIT => {
                findings.push(Finding::new(file, 1, format!("{lines} lines: its exception is not needed any more")));
            }
            _ => {}
        }
    }
    for (path, ..) in EXCEPTIONS.iter().filter(|(path, ..)| files.iter().all(|file| file.path != *path)) {
        findings.push(Finding {
            path: (*path).to_owned(),
            line: 1,
            why: "has an exception, but is not there".to_owned(),
        });
    }
    findings
}

/// The lines before the unit tests, which stand last.
fn counted(text: &str) -> usize {
    text.lines().take_while(|line| *line != "#[cfg(test)]").count()
}
