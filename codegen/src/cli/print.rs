//! Renders the diagnostics of a run of the generator, and errors in the settings file.

use crate::Outcome;
use crate::diag::{
    Diagnostic, Locate, Located, Occurrence, Pointer, RenderedText, Repeats, SourceLocation, Style, source_line,
    to_github, to_json, to_text, visible,
};
use crate::settings::SettingsError;

/// The output format of diagnostics.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum Format {
    /// Text for people.
    #[default]
    Text,
    /// JSON for programs.
    Json,
    /// Workflow commands, with which GitHub Actions annotates source lines.
    Github,
}

impl Format {
    /// Renders the diagnostics of an outcome. `repeats` applies to [`Format::Text`]; the other formats show all diagnostics.
    #[must_use]
    pub fn render(self, outcome: &Outcome, repeats: Repeats) -> RenderedText {
        let source: &dyn Locate = match &outcome.source {
            Some(source) => source,
            None => &NoSource,
        };
        let shows_all = |text| RenderedText { text, hidden: 0 };
        match self {
            _ if outcome.diagnostics.is_empty() && self != Format::Json => RenderedText::default(),
            Format::Text => to_text(&outcome.diagnostics, source, Style::Plain, repeats),
            Format::Json => shows_all(format!("{:#}\n", to_json(&outcome.diagnostics, source))),
            Format::Github => shows_all(to_github(&outcome.diagnostics, source)),
        }
    }
}

/// Renders the diagnostics of an outcome for people. On GitHub Actions, appends the workflow commands that annotate lines.
#[must_use]
pub fn diagnostics(outcome: &Outcome) -> String {
    let mut text = Format::Text.render(outcome, Repeats::Counted).text;
    if on_github() {
        text.push_str(&Format::Github.render(outcome, Repeats::Shown).text);
    }
    text
}

/// Renders an error in an `oasmith.toml` with its source line.
#[must_use]
pub fn settings_error(path: &str, error: &SettingsError) -> String {
    let SettingsError { line, column, width, text, message, remedy, .. } = error.clone();
    let at = Located { path: path.to_owned(), pointer: Pointer::root(), line, column, width, text };
    let help = if remedy.is_empty() { remedy } else { format!("  = help: {remedy}\n") };
    format!("{}\n{}{}", visible(&message), source_line(&at, Style::Plain), visible(&help)).trim_end().to_owned()
}

/// Returns whether the process runs in GitHub Actions.
#[must_use]
pub fn on_github() -> bool {
    std::env::var_os("GITHUB_ACTIONS").is_some_and(|value| value == "true")
}

/// Finds no locations, because the outcome has no source text.
struct NoSource;

impl Locate for NoSource {
    fn locate(&self, _: &SourceLocation, _: Occurrence) -> Option<Located> {
        None
    }

    fn locate_line(&self, _: &Diagnostic) -> Option<Located> {
        None
    }
}
