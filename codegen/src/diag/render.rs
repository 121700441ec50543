//! Diagnostics as text for people, and as annotations for GitHub Actions.

use std::fmt::Write as _;

use super::repeats::{Repeats, Selected, select};
use super::{Diagnostic, Diagnostics, Locate, Located, Severity};

/// The style of rendered text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Style {
    /// Without colours.
    #[default]
    Plain,
    /// With ANSI colours, for a terminal.
    Colour,
}

/// Upper bound for the characters of a source line that are shown. A minified document is a single long line.
const WINDOW: usize = 120;

/// Diagnostics as text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RenderedText {
    /// The text.
    pub text: String,
    /// The number of diagnostics that the text counts but does not show.
    pub hidden: usize,
}

/// Renders the diagnostics in their order.
///
/// With [`Repeats::Counted`], the text shows the first few of similar diagnostics and counts the others.
#[must_use]
pub fn to_text(diagnostics: &Diagnostics, locate: &dyn Locate, style: Style, repeats: Repeats) -> RenderedText {
    let mut out = String::new();
    let mut hidden = 0;
    for Selected { diagnostic, hidden_after } in select(diagnostics, repeats) {
        write_diagnostic(&mut out, diagnostic, locate, style);
        if hidden_after > 0 {
            let _ = writeln!(out, "\n…and {hidden_after} similar ones ({})", diagnostic.code.id());
        }
        hidden += hidden_after;
        out.push('\n');
    }
    RenderedText { text: out, hidden }
}

/// Returns all diagnostics as workflow commands of GitHub Actions, one per line.
#[must_use]
pub fn to_github(diagnostics: &Diagnostics, locate: &dyn Locate) -> String {
    let mut out = String::new();
    for diagnostic in diagnostics.iter() {
        let code = diagnostic.code;
        let mut properties = Vec::new();
        if let Some(at) = diagnostic.located(locate) {
            properties.push(format!("file={}", escape_property(&at.path)));
            properties.push(format!("line={},col={}", at.line, at.column));
        }
        properties.push(format!("title={}", escape_property(&format!("{}: {}", code.id(), code.title()))));
        let text = escape_data(&visible(&format!("{}\nhelp: {}", diagnostic.message, diagnostic.remedy)));
        let _ = writeln!(out, "::{} {}::{text}", code.severity().name(), properties.join(","));
    }
    out
}

fn write_diagnostic(out: &mut String, diagnostic: &Diagnostic, locate: &dyn Locate, style: Style) {
    let code = diagnostic.code;
    let paint = Paint::new(style, code.severity());
    let _ = writeln!(
        out,
        "{}{}[{}]{}: {}{}{}",
        paint.severity,
        code.severity().name(),
        code.id(),
        paint.reset,
        paint.bold,
        code.title(),
        paint.reset
    );
    let _ = writeln!(out, "  {}", visible(&diagnostic.message));
    let at = diagnostic.located(locate);
    if let Some(at) = &at {
        write_source(out, at, "-->", &paint);
    }
    let pointer = at.as_ref().map_or(&diagnostic.place.pointer, |at| &at.pointer);
    if !pointer.as_str().is_empty() {
        let _ = writeln!(out, "  {}= pointer:{} {}", paint.frame, paint.reset, visible(pointer.as_str()));
    }
    for related in &diagnostic.related {
        let _ = writeln!(out, "  {}= see:{} {}", paint.frame, paint.reset, visible(&related.message));
        if let Some(at) = locate.locate(&related.place, related.occurrence) {
            write_source(out, &at, ":::", &paint);
        }
    }
    if !diagnostic.remedy.is_empty() {
        let _ = writeln!(out, "  {}= help:{} {}", paint.frame, paint.reset, visible(&diagnostic.remedy));
    }
}

/// Renders a location and its source line in the format of a diagnostic.
#[must_use]
pub fn source_line(at: &Located, style: Style) -> String {
    let mut out = String::new();
    write_source(&mut out, at, "-->", &Paint::new(style, Severity::Error));
    out
}

fn write_source(out: &mut String, at: &Located, arrow: &str, paint: &Paint) {
    let number = at.line.to_string();
    let margin = " ".repeat(number.len());
    let (text, column) = window(&at.text, at.column);
    let room = text.chars().count().saturating_sub(column - 1).max(1);
    let (frame, reset) = (paint.frame, paint.reset);
    let path = visible(&at.path);
    let _ = writeln!(out, "{margin} {frame}{arrow}{reset} {path}:{}:{}", at.line, at.column);
    if at.text.trim().is_empty() {
        return;
    }
    let _ = writeln!(out, "{margin} {frame}|{reset}");
    let _ = writeln!(out, "{frame}{number} |{reset} {text}");
    let indent = " ".repeat(column - 1);
    let carets = "^".repeat(at.width.clamp(1, room));
    let _ = writeln!(out, "{margin} {frame}|{reset} {indent}{}{carets}{reset}", paint.severity);
}

/// Returns the part of a line around a column (from 1), and the column inside that part.
fn window(line: &str, column: usize) -> (String, usize) {
    let shown = visible(line.trim_end());
    let length = shown.chars().count();
    let column = column.clamp(1, length + 1);
    if length <= WINDOW {
        return (shown, column);
    }
    let start = (column - 1).saturating_sub(WINDOW / 3).min(length - WINDOW);
    let piece: String = shown.chars().skip(start).take(WINDOW).collect();
    let (before, after) = (if start > 0 { "…" } else { "" }, if start + WINDOW < length { "…" } else { "" });
    (format!("{before}{piece}{after}"), column - start + usize::from(start > 0))
}

/// Replaces control characters, which a terminal might execute, by spaces or visible symbols.
#[must_use]
pub fn visible(text: &str) -> String {
    let replace = |c: char| match c {
        '\t' => ' ',
        '\n' => '\n',
        c if c.is_control() => char::from_u32(0x2400 + c as u32).filter(|_| (c as u32) < 0x20).unwrap_or('\u{fffd}'),
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => '\u{fffd}',
        c => c,
    };
    text.chars().map(replace).collect()
}

fn escape_data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn escape_property(text: &str) -> String {
    escape_data(text).replace(':', "%3A").replace(',', "%2C")
}

struct Paint {
    severity: &'static str,
    frame: &'static str,
    bold: &'static str,
    reset: &'static str,
}

impl Paint {
    fn new(style: Style, severity: Severity) -> Self {
        match (style, severity) {
            (Style::Plain, _) => Self { severity: "", frame: "", bold: "", reset: "" },
            (Style::Colour, Severity::Error) => {
                Self { severity: "\u{1b}[1;31m", frame: "\u{1b}[1;34m", bold: "\u{1b}[1m", reset: "\u{1b}[0m" }
            }
            (Style::Colour, Severity::Warning) => {
                Self { severity: "\u{1b}[1;33m", frame: "\u{1b}[1;34m", bold: "\u{1b}[1m", reset: "\u{1b}[0m" }
            }
        }
    }
}
