//! What came of a generation, as text.

use super::Failure;
use crate::Outcome;
use crate::diag::{
    Diagnostic, Locate, Located, Occurrence, Place, Pointer, Style, source_line, to_github, to_json, to_text, visible,
};
use crate::settings::SettingsError;

/// How diagnostics are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Format {
    /// For people.
    #[default]
    Text,
    /// For programs.
    Json,
    /// Workflow commands, by which GitHub marks the lines.
    Github,
}

impl Format {
    pub(super) fn parse(text: &str) -> Result<Self, Failure> {
        match text {
            "text" => Ok(Format::Text),
            "json" => Ok(Format::Json),
            "github" => Ok(Format::Github),
            other => Err(Failure::Usage(format!("there is no format `{other}`: text, json or github"))),
        }
    }

    /// All diagnostics of an outcome.
    #[must_use]
    pub fn render(self, outcome: &Outcome) -> String {
        let source: &dyn Locate = match &outcome.source {
            Some(source) => source,
            None => &Nowhere,
        };
        match self {
            _ if outcome.diagnostics.is_empty() && self != Format::Json => String::new(),
            Format::Text => to_text(&outcome.diagnostics, source, Style::Plain),
            Format::Json => format!("{:#}\n", to_json(&outcome.diagnostics, source)),
            Format::Github => to_github(&outcome.diagnostics, source),
        }
    }
}

/// All diagnostics of an outcome for people; on GitHub, also as the workflow commands that mark the lines.
#[must_use]
pub fn diagnostics(outcome: &Outcome) -> String {
    let mut text = Format::Text.render(outcome);
    if on_github() {
        text.push_str(&Format::Github.render(outcome));
    }
    text
}

/// What is wrong with an `oasmith.toml`, with its line.
#[must_use]
pub fn settings_error(path: &str, error: &SettingsError) -> String {
    let SettingsError { line, column, width, text, message, remedy } = error.clone();
    let at = Located { path: path.to_owned(), pointer: Pointer::root(), line, column, width, text };
    let help = if remedy.is_empty() { remedy } else { format!("  = help: {remedy}\n") };
    format!("{}\n{}{}", visible(&message), source_line(&at, Style::Plain), visible(&help)).trim_end().to_owned()
}

/// Whether the output is read by GitHub's runner.
#[must_use]
pub fn on_github() -> bool {
    std::env::var_os("GITHUB_ACTIONS").is_some_and(|value| value == "true")
}

/// Finds nothing: there is no text.
struct Nowhere;

impl Locate for Nowhere {
    fn locate(&self, _: &Place, _: Occurrence) -> Option<Located> {
        None
    }

    fn locate_line(&self, _: &Diagnostic) -> Option<Located> {
        None
    }
}
