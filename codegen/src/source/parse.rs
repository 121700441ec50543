//! Parses text as JSON or YAML, and converts parser errors to diagnostics.

use serde_json::Value;

use super::tabs::without_blank_tabs;
use super::tree::{Format, ValueBuilder};
use super::{nesting, numbers};
use crate::diag::{Code, Diagnostic, FileId, Occurrence, Pointer, SourceLocation};
use crate::merge_conflict;

/// The extensions of files that are text, as in bundlers.
const TEXTS: [&str; 10] = ["md", "markdown", "mdx", "txt", "text", "html", "htm", "adoc", "asciidoc", "rst"];

/// The remedy for a text whose values are nested too deeply.
const TOO_DEEP: &str = "reduce the nesting: at most 128 levels are supported";

/// A parsed text.
pub(super) struct ParsedText {
    pub(super) value: Value,
    pub(super) format: Format,
    /// The locations of duplicate keys.
    pub(super) duplicates: Vec<Pointer>,
}

/// Parses a text as JSON or YAML. Detects the format from the text, and uses the file name only if the text is ambiguous.
pub(super) fn parse(file: FileId, path: &str, text: &str) -> Result<ParsedText, Box<Diagnostic>> {
    parse_as_detected(file, path, text).map_err(|error| match merge_conflict::find(text) {
        Some(line) => syntax_error(error.code, file, (line, 1), merge_conflict::MESSAGE, merge_conflict::REMEDY),
        None => error,
    })
}

fn parse_as_detected(file: FileId, path: &str, text: &str) -> Result<ParsedText, Box<Diagnostic>> {
    if !looks_like_json(text) {
        return parse_yaml(file, text);
    }
    parse_json(file, text).or_else(|error| match extension(path).as_deref() {
        Some("json") => Err(error),
        // A YAML flow mapping begins with the same character as a JSON object.
        Some("yaml" | "yml") => parse_yaml(file, text),
        _ => parse_yaml(file, text).map_err(|_| error),
    })
}

/// Like [`parse`], for a file that a `$ref` refers to. A file of text, such as Markdown, is one string.
pub(super) fn parse_linked(file: FileId, path: &str, text: &str) -> Result<ParsedText, Box<Diagnostic>> {
    if extension(path).is_some_and(|extension| TEXTS.contains(&extension.as_str())) {
        let value = Value::String(text.to_owned());
        return Ok(ParsedText { value, format: Format::Yaml, duplicates: Vec::new() });
    }
    parse(file, path, text)
}

/// Returns the diagnostics of duplicate keys.
pub(super) fn duplicate_keys(file: FileId, parsed: &ParsedText) -> impl Iterator<Item = Diagnostic> + '_ {
    parsed.duplicates.iter().map(move |pointer| {
        let place = SourceLocation { file, pointer: pointer.clone() };
        let key = pointer.last().unwrap_or_default();
        let mut diagnostic = Diagnostic::new(
            Code::DuplicateKey,
            &place,
            format!("the mapping contains the key `{key}` twice; the last value is used"),
            "remove one of them",
        )
        .related(&place, "first occurrence");
        diagnostic.related.iter_mut().for_each(|related| related.occurrence = Occurrence::First);
        diagnostic
    })
}

fn looks_like_json(text: &str) -> bool {
    text.trim_start().starts_with(['{', '['])
}

fn extension(path: &str) -> Option<String> {
    path.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase())
}

fn parse_json(file: FileId, text: &str) -> Result<ParsedText, Box<Diagnostic>> {
    // `serde_json` refuses numbers beyond the range of floats, which JSON allows.
    parse_plain_json(file, text).or_else(|error| match numbers::with_finite_numbers(text) {
        Some(changed) => parse_plain_json(file, &changed).map_err(|_| error),
        None => Err(error),
    })
}

fn parse_plain_json(file: FileId, text: &str) -> Result<ParsedText, Box<Diagnostic>> {
    let mut builder = ValueBuilder::new(text.len(), Format::Json);
    let mut from = serde_json::Deserializer::from_str(text);
    match builder.build(&mut from).and_then(|value| from.end().map(|()| value)) {
        Ok(value) => Ok(ParsedText { value, format: Format::Json, duplicates: builder.into_duplicates() }),
        Err(error) => {
            let (line, column) = (error.line().max(1), error.column().max(1));
            let message =
                strip_position(&error.to_string(), &format!(" at line {} column {}", error.line(), error.column()));
            Err(syntax_error(Code::JsonSyntax, file, (line, column), &message, json_remedy(&message)))
        }
    }
}

fn parse_yaml(file: FileId, text: &str) -> Result<ParsedText, Box<Diagnostic>> {
    let parsed = parse_plain_yaml(file, text);
    match without_blank_tabs(text).filter(|_| parsed.is_err()) {
        Some(changed) => parse_plain_yaml(file, &changed),
        None => parsed,
    }
}

fn parse_plain_yaml(file: FileId, text: &str) -> Result<ParsedText, Box<Diagnostic>> {
    if let Some(at) = nesting::too_deep(text) {
        return Err(syntax_error(Code::YamlSyntax, file, at, "recursion limit exceeded", TOO_DEEP));
    }
    let mut builder = ValueBuilder::new(text.len(), Format::Yaml);
    match builder.build(serde_yaml::Deserializer::from_str(text)) {
        Ok(value) => Ok(ParsedText { value, format: Format::Yaml, duplicates: builder.into_duplicates() }),
        Err(error) => {
            let (line, column) = error.location().map_or((1, 1), |at| (at.line().max(1), at.column().max(1)));
            let message = strip_position(&error.to_string(), &format!(" at line {line} column {column}"));
            let remedy = yaml_remedy(&message, text.lines().nth(line - 1).unwrap_or_default());
            Err(syntax_error(Code::YamlSyntax, file, (line, column), &message, remedy))
        }
    }
}

/// Parses an unquoted YAML scalar.
pub(super) fn scalar(text: &str) -> Option<Value> {
    ValueBuilder::new(text.len(), Format::Yaml).build(serde_yaml::Deserializer::from_str(text)).ok()
}

fn syntax_error(code: Code, file: FileId, at: (usize, usize), message: &str, remedy: &str) -> Box<Diagnostic> {
    let mut diagnostic = Diagnostic::new(code, &SourceLocation::root(file), message, remedy);
    diagnostic.line_column = Some(at);
    Box::new(diagnostic)
}

fn strip_position(message: &str, position: &str) -> String {
    message.replacen(position, "", 1)
}

fn json_remedy(message: &str) -> &'static str {
    if message.contains("recursion limit") {
        TOO_DEEP
    } else if message.contains("trailing comma") {
        "remove the comma before the closing bracket"
    } else if message.contains("EOF") {
        "the file ends too early; check that it is complete and every bracket is closed"
    } else {
        "correct the text at the marked column"
    }
}

fn yaml_remedy(message: &str, line: &str) -> &'static str {
    if message.contains("recursion limit") {
        TOO_DEEP
    } else if message.contains("more than one document") {
        "keep one document in the file: remove everything after the second `---`"
    } else if message.contains("repetition limit") || message.contains("out of bounds") {
        "define the repeated part once, as a component, and refer to it with `$ref`"
    } else if line.trim_start_matches(' ').starts_with('\t') {
        "indent with spaces; YAML does not allow tabs here"
    } else if line.contains(": ") {
        "check the indentation, and quote text that contains `: ` or ` #`, or begins with one of `*&!%@{[`"
    } else {
        "check the indentation and the quotes near this line"
    }
}
