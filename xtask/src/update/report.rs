//! Describes what an update changes, as text for people and as Markdown for a pull request.

use std::fmt::Write;

use oasmith::cli::Failure;
use oasmith::drift::items;
use oasmith::settings::{ApiName, ApiSettings};

use super::{Status, Update};
use crate::workspace::SPECS;

/// Maximum length of the Markdown in bytes. GitHub limits the text of a pull request to 65,536 characters.
const LONGEST_MARKDOWN: usize = 60_000;
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
            for line in items::to_text(update.changes.as_deref().unwrap_or_default()).lines() {
                let _ = writeln!(text, "  {line}");
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
                // The section of the API has a title already.
                let changes = items::to_markdown(update.changes.as_deref().unwrap_or_default());
                if let Some((_title, changes)) = changes.split_once('\n') {
                    let _ = writeln!(text, "{}", changes.trim_end());
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
    if text.is_empty() { "All documents are up to date.\n".to_owned() } else { shortened(&text, LONGEST_MARKDOWN) }
}

/// Returns the first lines of a Markdown text, up to a length in bytes.
fn shortened(text: &str, longest: usize) -> String {
    let text = text.trim_end();
    if text.len() <= longest {
        return format!("{text}\n");
    }
    let mut shown = String::new();
    for line in text.lines() {
        if shown.len() + line.len() >= longest {
            break;
        }
        shown.push_str(line);
        shown.push('\n');
    }
    format!("{}\n\nThe list is longer. To see all changes, run: `cargo xtask diff`\n", shown.trim_end())
}

/// Returns the reason of a failure, for a command that continues with other work.
pub fn message(failure: &Failure) -> String {
    match failure {
        Failure::Failed(message) | Failure::Arguments(message) => message.clone(),
        Failure::Problems { report, message } => format!("{message}\n\n{}", report.trim_end()),
        Failure::Stale | Failure::Breaking => String::new(),
    }
}

/// Returns the title and version of the present document, if they change, and those of the new one.
fn versions(update: &Update) -> String {
    match &update.before {
        Some(before) if *before != update.after => format!("{before} -> {}", update.after),
        _ => update.after.clone(),
    }
}

fn note(update: &Update) -> Option<&'static str> {
    match &update.changes {
        None => Some("The present document cannot be read or has errors, so the changes for callers are unknown."),
        Some(changes) if changes.is_empty() => Some("Nothing changes for callers."),
        Some(_) => None,
    }
}

/// Returns a text on one line as a code span. Nothing in the text can end it, format it or mention a user.
fn code(text: &str) -> String {
    items::code_span(&text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Returns a code block, which backticks in the text do not end.
fn block(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    format!("{fence}text\n{}\n{fence}", text.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_ends_after_a_line() {
        assert_eq!(shortened("- a\n- b\n", 7), "- a\n- b\n");
        let note = "The list is longer. To see all changes, run: `cargo xtask diff`";
        assert_eq!(shortened("- a\n- b\n- ccccc\n", 9), format!("- a\n- b\n\n{note}\n"));
    }

    #[test]
    fn texts_of_documents_cannot_end_their_code() {
        assert_eq!(code("a\n b"), "`a b`");
        assert_eq!(code("a``b"), "```a``b```");
        assert_eq!(code("`a"), "`` `a ``");
        assert_eq!(block("a\n"), "```text\na\n```");
        assert_eq!(block("```\n[x](y)"), "````text\n```\n[x](y)\n````");
    }
}
