//! Prints the diagnostics of a run of the generator, and renders errors in the settings file.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::console::{self, Stream, Verbosity};
use crate::Outcome;
use crate::diag::{
    Diagnostic, Diagnostics, Locate, Located, Losses, LostPart, Occurrence, Pointer, RenderedText, Repeats, Severity,
    SourceLocation, Style, problems, source_line, summary, to_github, to_json, to_text, visible,
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
    /// The losses of all documents so far.
    losses: Losses,
    /// Whether all documents could be read, so that their operations are counted.
    is_counted: bool,
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
        Self { options, annotates: false, json: Vec::new(), losses: Losses::default(), is_counted: true, hidden: 0 }
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
            Format::Text => self.text(diagnostics, outcome) + &without_operations(api, outcome),
            Format::Json => {
                self.add_json(api, to_json(diagnostics, source));
                self.add_losses(outcome);
                String::new()
            }
            Format::Github => {
                console::data(format_args!("{}{}", to_github(diagnostics, source), losses_notice(outcome)));
                String::new()
            }
        }
    }

    /// Prints the JSON of all diagnostics, and a hint if similar ones were hidden.
    pub fn finish(self) {
        if self.options.format == Format::Json {
            let count = |severity: &str| self.json.iter().filter(|item| item["severity"] == severity).count();
            let (errors, warnings) = (count(Severity::Error.name()), count(Severity::Warning.name()));
            let count = |part: LostPart| Some(self.losses.count(part)).filter(|count| *count > 0);
            let lost = |part: LostPart| Some((part.construct().replace(' ', "_"), json!(count(part)?)));
            let all = json!({
                "errors": errors,
                "warnings": warnings,
                "operations": self.is_counted.then_some(self.losses.operations),
                "operations_left_out": self.is_counted.then_some(self.losses.count(LostPart::Operation)),
                "lost": LostPart::ALL.into_iter().filter_map(lost).collect::<Map<_, _>>(),
                "diagnostics": self.json,
            });
            console::data(format_args!("{all:#}\n"));
        }
        if self.hidden > 0 {
            crate::errln!("To show all diagnostics: --all-diagnostics");
        }
    }

    fn text(&mut self, diagnostics: &Diagnostics, outcome: &Outcome) -> String {
        if diagnostics.is_empty() {
            return String::new();
        }
        let source = source(outcome);
        let repeats = match self.options.all_diagnostics || console::verbosity() == Verbosity::Verbose {
            true => Repeats::Shown,
            false => Repeats::Counted,
        };
        let RenderedText { mut text, hidden } = to_text(diagnostics, source, console::style(Stream::Stderr), repeats);
        self.hidden += hidden;
        text.push_str(&summary_line(diagnostics, outcome));
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

    fn add_losses(&mut self, outcome: &Outcome) {
        match outcome.losses() {
            Some(losses) => self.losses.extend(losses),
            None => self.is_counted = false,
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
        false => {
            let text = to_text(&outcome.diagnostics, source(outcome), Style::Plain, Repeats::Counted).text;
            text + &summary_line(&outcome.diagnostics, outcome)
        }
    }
}

fn summary_line(shown: &Diagnostics, outcome: &Outcome) -> String {
    format!("{}\n", summary(shown, outcome.fate()))
}

/// Returns what the errors cost as a workflow command, if there are any.
fn losses_notice(outcome: &Outcome) -> String {
    match outcome.losses() {
        Some(losses) if outcome.diagnostics.has_errors() => {
            let count = problems(outcome.diagnostics.count(Severity::Error));
            let condition = if outcome.plan.is_some() { "" } else { "with `oasmith generate --keep-going`, " };
            format!("::notice title=oasmith::{count}; {condition}{}\n", losses.clause())
        }
        _ => String::new(),
    }
}

/// Returns the message of a command that stops because of errors in documents: their number and files, and the consequence.
#[must_use]
pub fn rejected(outcomes: &[&Outcome], consequence: &str) -> String {
    let errors: usize = outcomes.iter().map(|outcome| outcome.diagnostics.count(Severity::Error)).sum();
    let is_error = |diagnostic: &&Diagnostic| diagnostic.code.severity() == Severity::Error;
    let files: BTreeSet<String> = outcomes
        .iter()
        .flat_map(|outcome| {
            let errors = outcome.diagnostics.iter().filter(is_error);
            errors.filter_map(|diagnostic| Some(diagnostic.located(source(outcome))?.path))
        })
        .collect();
    let place = match files.first() {
        Some(only) if files.len() == 1 => format!(" in `{}`", visible(only)),
        Some(_) => format!(" in {} files", files.len()),
        None => String::new(),
    };
    format!("{}{place}; {consequence}", problems(errors))
}

/// Returns what `--keep-going` would leave out of the documents, as a clause. `None` if one of them could not be read.
#[must_use]
pub fn losses(outcomes: &[&Outcome]) -> Option<String> {
    let mut all = Losses::default();
    for outcome in outcomes {
        all.extend(outcome.losses()?);
    }
    Some(all.clause())
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
