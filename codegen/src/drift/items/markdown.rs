//! Prints changes as Markdown, for example as the text of a pull request.

use std::fmt::Write as _;

use super::{Action, Change, Summary};
use crate::drift::words::capitalized;

/// Maximum number of changes that are listed for each API and kind. A pull request's text must not exceed 65,536 characters.
const LISTED: usize = 100;

/// Returns the changes as Markdown: a section for each API, with its breaking and its compatible changes. The text is empty if nothing
/// changed.
#[must_use]
pub fn to_markdown(changes: &[Change]) -> String {
    let mut text = String::new();
    for (api, summary) in Summary::by_api(changes) {
        let title = match api {
            "" => "Package".to_owned(),
            api => format!("API `{api}`"),
        };
        let _ = writeln!(text, "## {title}\n\n{}\n", capitalized(&summary.to_string()));
        let own = changes.iter().filter(|change| change.api == api);
        let (breaking, compatible): (Vec<_>, Vec<_>) = own.partition(|change| change.breaking);
        for (title, changes) in [("Breaking changes", breaking), ("Compatible changes", compatible)] {
            if changes.is_empty() {
                continue;
            }
            let _ = writeln!(text, "### {title}\n");
            changes.iter().take(LISTED).for_each(|change| line(&mut text, change));
            if changes.len() > LISTED {
                let _ = writeln!(text, "- … and {} more", changes.len() - LISTED);
            }
            text.push('\n');
        }
    }
    text
}

fn line(text: &mut String, change: &Change) {
    let item = code_span(&change.item);
    let _ = match (change.action(), &change.before, &change.after) {
        (Action::Changed, Some(before), Some(after)) if before == after => write!(text, "- {item} ({})", change.kind),
        (Action::Changed, Some(before), Some(after)) => {
            write!(text, "- {item} ({}): {} is now {}", change.kind, code_span(before), code_span(after))
        }
        (action, before, after) => {
            let shown = before.as_ref().or(after.as_ref()).map(|text| code_span(text)).unwrap_or_default();
            write!(text, "- {} {item}: {shown}", capitalized(action.word()))
        }
    };
    let rule = change.rule.map(|rule| format!(" [{}]({})", rule.anchor(), rule.url())).unwrap_or_default();
    let _ = writeln!(text, ". {}{rule}", change.why);
}

/// Returns an inline code span. Text of a document, such as a path, may contain backticks.
#[must_use]
pub fn code_span(text: &str) -> String {
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    let space = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{space}{text}{space}{fence}")
}
