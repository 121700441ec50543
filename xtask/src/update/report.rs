//! Describes what an update changes, as text for people and as Markdown for a pull request.

use std::fmt::Write;

use oasmith::cli::Failure;
use oasmith::drift::items::Change;
use oasmith::settings::{ApiName, ApiSettings};

use super::{Status, Update};
use crate::workspace::SPECS;

/// Maximum number of changes that the text lists of each kind.
const LISTED: usize = 60;
/// Maximum number of changes that the Markdown lists of each kind. GitHub limits the text of a pull request to 65,536 characters.
const LISTED_IN_MARKDOWN: usize = 100;
/// Maximum length of a message in the Markdown, in characters.
const LONGEST_MESSAGE: usize = 8_000;

/// Returns the text for one API.
pub fn text(name: &str, api: &ApiSettings, status: &Status) -> String {
    match status {
        Status::Skipped => {
            let page =
                api.origin.as_ref().map(|origin| format!("; its document comes from {origin}")).unwrap_or_default();
            format!("{name}: skipped, because the settings contain no `url`{page}\n")
        }
        Status::Current => format!("{name}: up to date\n"),
        Status::Changed(update) => {
            let mut text = format!("{name}: the document has changed ({})\n", versions(update));
            for (title, changes) in by_kind(update) {
                let _ = writeln!(text, "  {title} ({}):", changes.len());
                for change in changes.iter().take(LISTED) {
                    let _ = writeln!(text, "    {change}");
                }
                if changes.len() > LISTED {
                    let _ = writeln!(text, "    … and {} more", changes.len() - LISTED);
                }
            }
            if let Some(note) = note(update) {
                let _ = writeln!(text, "  {note}");
            }
            text
        }
    }
}

/// Returns the Markdown for all APIs.
pub fn markdown(results: &[(&ApiName, &ApiSettings, Result<Status, Failure>)]) -> String {
    let mut text = String::new();
    for (name, api, result) in results {
        match result {
            Ok(Status::Changed(update)) => {
                let _ = writeln!(text, "## `{name}`\n\nThe document has changed: {}", code(&versions(update)));
                if let Some(url) = &api.url {
                    let _ = writeln!(text, "\n`{SPECS}/{}` from <{url}>", update.placement.file);
                }
                for (title, changes) in by_kind(update) {
                    let _ = writeln!(text, "\n### {title} ({})\n", changes.len());
                    for change in changes.iter().take(LISTED_IN_MARKDOWN) {
                        let _ = writeln!(text, "- {}", code(&change.to_string()));
                    }
                    if changes.len() > LISTED_IN_MARKDOWN {
                        let _ = writeln!(text, "- … and {} more", changes.len() - LISTED_IN_MARKDOWN);
                    }
                }
                if let Some(note) = note(update) {
                    let _ = writeln!(text, "\n{note}");
                }
                text.push('\n');
            }
            Err(failure) => {
                let message: String = message(failure).chars().take(LONGEST_MESSAGE).collect();
                let _ = writeln!(text, "## `{name}` was not updated\n\n{}\n", block(&message));
            }
            Ok(Status::Skipped | Status::Current) => {}
        }
    }
    if text.is_empty() { "All documents are up to date.\n".to_owned() } else { format!("{}\n", text.trim_end()) }
}

/// Returns the reason of a failure, for a command that continues with other work.
pub fn message(failure: &Failure) -> String {
    match failure {
        Failure::Failed(message) | Failure::Arguments(message) => message.clone(),
        Failure::Problems { report, message } => format!("{message}\n\n{}", report.trim_end()),
        Failure::Stale => String::new(),
    }
}

/// Returns the title and version of the present document, if they change, and those of the new one.
fn versions(update: &Update) -> String {
    match &update.before {
        Some(before) if *before != update.after => format!("{before} -> {}", update.after),
        _ => update.after.clone(),
    }
}

fn by_kind(update: &Update) -> Vec<(&'static str, Vec<&Change>)> {
    let (breaking, compatible) = update.changes.iter().flatten().partition(|change| change.breaking);
    let kinds: [(&str, Vec<&Change>); 2] = [("Breaking changes", breaking), ("Compatible changes", compatible)];
    kinds.into_iter().filter(|(_, changes)| !changes.is_empty()).collect()
}

fn note(update: &Update) -> Option<&'static str> {
    match &update.changes {
        None => Some("The present document cannot be read or has errors, so the changes for callers are unknown."),
        Some(changes) if changes.is_empty() => Some("Nothing changes for callers."),
        Some(_) => None,
    }
}

/// Returns a code span. Nothing in the text can end it, format it or mention a user.
fn code(text: &str) -> String {
    let one_line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let fence = "`".repeat(longest_run(&one_line) + 1);
    // Markdown removes one space at each end.
    let pad = if one_line.starts_with('`') || one_line.ends_with('`') { " " } else { "" };
    format!("{fence}{pad}{one_line}{pad}{fence}")
}

/// Returns a code block, which backticks in the text do not end.
fn block(text: &str) -> String {
    let fence = "`".repeat(longest_run(text).max(2) + 1);
    format!("{fence}text\n{}\n{fence}", text.trim_end())
}

/// Returns the length of the longest sequence of backticks.
fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_documents_cannot_end_their_code() {
        assert_eq!(code("a\n b"), "`a b`");
        assert_eq!(code("a``b"), "```a``b```");
        assert_eq!(code("`a"), "`` `a ``");
        assert_eq!(block("a\n"), "```text\na\n```");
        assert_eq!(block("```\n[x](y)"), "````text\n```\n[x](y)\n````");
    }
}
