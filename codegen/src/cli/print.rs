//! Prints the diagnostics of a run of the generator, and renders errors in the settings file.

use serde_json::{Value, json};

use super::console::{self, Stream, Verbosity};
use crate::Outcome;
use crate::diag::{
    Diagnostic, Diagnostics, Locate, Located, Occurrence, Pointer, RenderedText, Repeats, Severity, SourceLocation,
    Style, source_line, to_github, to_json, to_text, visible,
};
use crate::ir::Api;
use crate::settings::{SettingPosition, SettingsError};

/// The output format of diagnostics.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum Format {
    /// Text for people, on standard error.
    #[default]
    Text,
    /// One JSON object for programs, on standard output. All other output is on standard error.
    Json,
    /// Workflow commands, with which GitHub Actions annotates source lines, on standard output.
    Github,
}

/// The options that decide how diagnostics are printed.
#[derive(Debug, Clone, Copy, Default, clap::Args)]
pub struct DiagnosticOptions {
    /// Format of diagnostics.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Show every diagnostic, including similar ones that are otherwise only counted.
    #[arg(long)]
    all_diagnostics: bool,
}

/// Prints the diagnostics of one or several documents in the format that the user chose.
#[derive(Debug)]
pub struct Printer {
    options: DiagnosticOptions,
    /// Whether text is followed by workflow commands.
    annotates: bool,
    /// The diagnostics so far, for [`Format::Json`].
    json: Vec<Value>,
    hidden: usize,
}

impl DiagnosticOptions {
    /// Returns whether other problems are printed as workflow commands too.
    #[must_use]
    pub fn annotates(self) -> bool {
        self.format == Format::Github || on_github()
    }
}

impl Printer {
    /// Creates a printer. For [`Format::Json`] and [`Format::Github`], it reserves standard output.
    #[must_use]
    pub fn new(options: DiagnosticOptions) -> Self {
        if options.format != Format::Text {
            console::reserve_stdout();
        }
        Self { options, annotates: false, json: Vec::new(), hidden: 0 }
    }

    /// Also prints workflow commands after text if the process runs in GitHub Actions.
    #[must_use]
    pub fn annotating(mut self) -> Self {
        self.annotates = on_github();
        self
    }

    /// Returns the diagnostics of an outcome as text for standard error. It is empty for [`Format::Json`] and [`Format::Github`], whose
    /// output is printed to standard output. With `--quiet`, only errors are rendered.
    pub fn render(&mut self, api: &str, outcome: &Outcome) -> String {
        let errors;
        let diagnostics = match console::verbosity() {
            Verbosity::Quiet => {
                errors = outcome.diagnostics.of(Severity::Error);
                &errors
            }
            _ => &outcome.diagnostics,
        };
        let source = source(outcome);
        match self.options.format {
            Format::Text => self.text(diagnostics, source) + &without_operations(api, outcome),
            Format::Json => {
                self.add_json(api, to_json(diagnostics, source));
                String::new()
            }
            Format::Github => {
                console::data(format_args!("{}", to_github(diagnostics, source)));
                String::new()
            }
        }
    }

    /// Prints the JSON of all diagnostics, and a hint if similar ones were hidden.
    pub fn finish(self) {
        if self.options.format == Format::Json {
            let count = |severity: &str| self.json.iter().filter(|item| item["severity"] == severity).count();
            let (errors, warnings) = (count(Severity::Error.name()), count(Severity::Warning.name()));
            let all = json!({ "errors": errors, "warnings": warnings, "diagnostics": self.json });
            console::data(format_args!("{all:#}\n"));
        }
        if self.hidden > 0 {
            crate::errln!("To show all diagnostics: --all-diagnostics");
        }
    }

    fn text(&mut self, diagnostics: &Diagnostics, source: &dyn Locate) -> String {
        if diagnostics.is_empty() {
            return String::new();
        }
        let repeats = match self.options.all_diagnostics || console::verbosity() == Verbosity::Verbose {
            true => Repeats::Shown,
            false => Repeats::Counted,
        };
        let RenderedText { mut text, hidden } = to_text(diagnostics, source, console::style(Stream::Stderr), repeats);
        self.hidden += hidden;
        if self.annotates {
            text.push_str(&to_github(diagnostics, source));
        }
        text
    }

    fn add_json(&mut self, api: &str, mut rendered: Value) {
        for mut item in rendered["diagnostics"].as_array_mut().map(std::mem::take).unwrap_or_default() {
            item["api"] = api.into();
            self.json.push(item);
        }
    }
}

/// Returns a note if the document has no operations and no webhooks: the output may be less than the user expects.
fn without_operations(api: &str, outcome: &Outcome) -> String {
    let is_empty = |api: &Api| api.operations.is_empty() && api.webhooks.is_empty();
    match console::verbosity() != Verbosity::Quiet
        && outcome.api.as_ref().is_some_and(is_empty)
        && !outcome.diagnostics.has_errors()
    {
        true => format!("note: `{api}` has no operations and no webhooks; only types are generated\n"),
        false => String::new(),
    }
}

/// Renders the diagnostics of an outcome as text without colors. Similar ones are counted.
#[must_use]
pub fn plain_text(outcome: &Outcome) -> String {
    match outcome.diagnostics.is_empty() {
        true => String::new(),
        false => to_text(&outcome.diagnostics, source(outcome), Style::Plain, Repeats::Counted).text,
    }
}

fn source(outcome: &Outcome) -> &dyn Locate {
    match &outcome.source {
        Some(source) => source,
        None => &NoSource,
    }
}

/// Renders an error in an `oasmith.toml` with its source line.
#[must_use]
pub fn settings_error(path: &str, error: &SettingsError) -> String {
    let SettingsError { position, message, remedy, .. } = error;
    let SettingPosition { line, column, width, text } = position.clone();
    let at = Located { path: path.to_owned(), pointer: Pointer::root(), line, column, width, text };
    let help = if remedy.is_empty() { String::new() } else { format!("  = help: {remedy}\n") };
    let style = console::style(Stream::Stderr);
    format!("{}\n{}{}", visible(message), source_line(&at, style), visible(&help)).trim_end().to_owned()
}

/// Returns `error: ` in the style of diagnostics.
#[must_use]
pub(super) fn error_prefix(style: Style) -> &'static str {
    match style {
        Style::Plain => "error: ",
        Style::Colour => "\u{1b}[1;31merror\u{1b}[0m: ",
    }
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
