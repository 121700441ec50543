//! Tests of rendering diagnostics.

use serde_json::json;

use super::{
    Code, Diagnostic, Diagnostics, Fate, Locate, Located, Losses, LostPart, Occurrence, Pointer, RenderedText, Repeats,
    SourceLocation, Style, summary, to_github, to_json, to_text,
};

/// Locates a pointer at the word in the text that equals its last segment.
struct WordLocator(&'static str);

impl WordLocator {
    fn word(&self, word: &str, occurrence: Occurrence) -> Option<Located> {
        let at = match occurrence {
            Occurrence::First => self.0.find(word)?,
            Occurrence::Last => self.0.rfind(word)?,
        };
        let before = &self.0[..at];
        let line = before.lines().count().max(1) - usize::from(before.ends_with('\n') && before.is_empty());
        let line = if before.ends_with('\n') { line + 1 } else { line };
        let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
        let text = self.0.lines().nth(line - 1)?.to_owned();
        let (path, pointer) = ("spec.yaml".to_owned(), Pointer::root().key(word));
        Some(Located { path, pointer, line, column, width: word.chars().count(), text })
    }
}

impl Locate for WordLocator {
    fn locate(&self, place: &SourceLocation, occurrence: Occurrence) -> Option<Located> {
        self.word(&place.pointer.last()?, occurrence)
    }

    fn locate_line(&self, _: &Diagnostic) -> Option<Located> {
        None
    }
}

fn diagnostics(items: impl IntoIterator<Item = Diagnostic>) -> Diagnostics {
    let mut diagnostics = Diagnostics::default();
    items.into_iter().for_each(|item| diagnostics.push(item));
    diagnostics
}

fn at(word: &str) -> SourceLocation {
    SourceLocation::default().key(word)
}

#[test]
fn text_shows_source_line_pointer_and_help() {
    let check = |text: &'static str, item: Diagnostic, expect: &str| {
        let rendered = to_text(&diagnostics([item]), &WordLocator(text), Style::Plain, Repeats::Counted);
        assert_eq!(rendered, RenderedText { text: expect.to_owned(), hidden: 0 });
    };
    check(
        "a: 1\nbroken: 2\n",
        Diagnostic::new(Code::DanglingRef, &at("broken"), "`#/x` does not exist", "correct it"),
        "error[OA0104]: reference target not found
  `#/x` does not exist
  --> spec.yaml:2:1
  |
2 | broken: 2
  | ^^^^^^
  = pointer: /broken
  = help: correct it

",
    );
    check(
        "key: 1\nother: 2\n\u{1b}[31m\tkey: 3\n",
        Diagnostic::new(Code::DuplicateKey, &at("key"), "twice\u{7}", "").related(&at("other"), "here"),
        "warning[OA0004]: duplicate key
  twice\u{2407}
  --> spec.yaml:3:7
  |
3 | \u{241b}[31m key: 3
  |       ^^^
  = pointer: /key
  = see: here
  ::: spec.yaml:2:1
  |
2 | other: 2
  | ^^^^^

",
    );
}

#[test]
fn long_source_lines_are_shortened() {
    let line: &'static str = Box::leak(format!("{}here{}", "x".repeat(500), "y".repeat(500)).into_boxed_str());
    let shown = to_text(
        &diagnostics([Diagnostic::new(Code::Malformed, &at("here"), "m", "r")]),
        &WordLocator(line),
        Style::Plain,
        Repeats::Counted,
    )
    .text;
    let expect = format!("1 | …{}here{}…\n  |  {}^^^^\n", "x".repeat(40), "y".repeat(76), " ".repeat(40));
    assert!(shown.contains(&expect), "{shown}");
    assert!(shown.contains("--> spec.yaml:1:501"), "{shown}");
}

#[test]
fn only_the_colour_style_has_escape_sequences() {
    let items = diagnostics([Diagnostic::new(Code::Malformed, &at("a"), "m", "r")]);
    assert!(!to_text(&items, &WordLocator("a"), Style::Plain, Repeats::Counted).text.contains('\u{1b}'));
    assert!(
        to_text(&items, &WordLocator("a"), Style::Colour, Repeats::Counted)
            .text
            .contains("\u{1b}[1;31merror[OA0102]\u{1b}[0m")
    );
}

#[test]
fn github_annotations_are_escaped() {
    let item = Diagnostic::new(Code::Malformed, &at("a"), "50%\nof, it", "r");
    assert_eq!(
        to_github(&diagnostics([item]), &WordLocator("x: a")),
        "::error file=spec.yaml,line=1,col=4,title=OA0102%3A invalid OpenAPI::50%25%0Aof, it%0Ahelp: r\n"
    );
}

#[test]
fn json_contains_codes_and_locations() {
    let item = Diagnostic::new(Code::DuplicateKey, &at("a"), "m", "r").related(&at("b"), "n");
    let shown = to_json(&diagnostics([item]), &WordLocator("a b"));
    assert_eq!((&shown["errors"], &shown["warnings"]), (&json!(0), &json!(1)));
    let only = &shown["diagnostics"][0];
    assert_eq!(
        (&only["code"], &only["severity"], &only["at"]["column"]),
        (&json!("OA0004"), &json!("warning"), &json!(1))
    );
    assert_eq!(only["related"][0]["at"]["column"], json!(3));
}

#[test]
fn only_text_hides_similar_diagnostics() {
    let items =
        || diagnostics((0..44).map(|n| Diagnostic::new(Code::Malformed, &at("a"), format!("`{n}` is wrong"), "")));
    let RenderedText { text: shown, hidden } = to_text(&items(), &WordLocator("a"), Style::Plain, Repeats::Counted);
    assert_eq!((shown.matches("is wrong").count(), hidden), (3, 41), "{shown}");
    assert!(shown.ends_with("  = pointer: /a\n\n…and 41 similar ones (OA0102)\n\n"), "{shown}");
    let RenderedText { text: all, hidden } = to_text(&items(), &WordLocator("a"), Style::Plain, Repeats::Shown);
    assert!(all.matches("is wrong").count() == 44 && hidden == 0, "{all}");
    assert_eq!(to_github(&items(), &WordLocator("a")).lines().count(), 44);
    assert_eq!(to_json(&items(), &WordLocator("a"))["diagnostics"].as_array().map(Vec::len), Some(44));
}

#[test]
fn the_summary_counts_errors_and_warnings() {
    let error = |message: &str| Diagnostic::new(Code::Malformed, &at("a"), message, "");
    let warning = Diagnostic::new(Code::DuplicateKey, &at("a"), "m", "");
    let mut losses = Losses::default();
    losses.add(LostPart::Operation, 1);
    losses.operations = 3;
    let check = |items: Vec<Diagnostic>, expect: [&str; 2]| {
        let items = diagnostics(items);
        assert_eq!([summary(&items, Fate::Rejected), summary(&items, Fate::Reduced(&losses))], expect);
    };
    check(vec![], ["no problems"; 2]);
    check(vec![error("1"), error("1")], ["1 problem", "1 problem; 1 of 3 operations is left out"]);
    check(
        vec![error("1"), error("2"), warning.clone()],
        ["2 problems, 1 warning", "2 problems, 1 warning; 1 of 3 operations is left out"],
    );
    check(vec![warning], ["1 warning"; 2]);
}

#[test]
fn codes_are_unique_and_explained() {
    for code in Code::ALL {
        assert_eq!(Code::ALL.iter().filter(|other| other.id() == code.id()).count(), 1);
        assert!(!code.title().is_empty() && !code.explanation().trim().is_empty(), "{code:?}");
    }
}
