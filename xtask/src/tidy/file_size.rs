//! Checks the size of files: at most 400 lines, so that each file has one idea.

use super::{File, Finding};

/// The most lines that a file may have, without its unit tests.
const LIMIT: usize = 400;

/// Files that may be longer: path, limit and reason. Currently none.
const EXCEPTIONS: &[(&str, usize, &str)] = &[];

/// Checks the rule.
pub fn check(files: &[File]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in files.iter().filter(|file| file.is_handwritten() && !file.is_test && !file.path.starts_with("tests/")) {
        let lines = counted(&file.text);
        match EXCEPTIONS.iter().find(|(path, ..)| *path == file.path) {
            None if lines > LIMIT => {
                let why = format!(
                    "the file has {lines} lines without tests, the limit is {LIMIT}: split it into files with one idea each"
                );
                findings.push(Finding::new(file, LIMIT + 1, why));
            }
            Some((_, limit, _)) if lines > *limit => {
                findings.push(Finding::new(
                    file,
                    *limit + 1,
                    format!("the file has {lines} lines, its exception allows {limit}"),
                ));
            }
            Some(_) if lines <= LIMIT => {
                findings.push(Finding::new(
                    file,
                    1,
                    format!("the file has {lines} lines and no longer needs its exception: remove it"),
                ));
            }
            _ => {}
        }
    }
    for (path, ..) in EXCEPTIONS.iter().filter(|(path, ..)| files.iter().all(|file| file.path != *path)) {
        findings.push(Finding {
            path: (*path).to_owned(),
            line: 1,
            why: "the file has an exception but does not exist: remove the exception".to_owned(),
        });
    }
    findings
}

/// Counts the lines before the unit tests, which come last in a file.
fn counted(text: &str) -> usize {
    text.lines().take_while(|line| *line != "#[cfg(test)]").count()
}
