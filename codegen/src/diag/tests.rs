//! Tests of rendering diagnostics.

use serde_json::json;

use super::{
    Code, Diagnostic, Diagnostics, Locate, Located, Occurrence, Pointer, Repeats, SourceLocation, Style, summary,
    to_github, to_json, to_text,
};

/// A text in which every place is the word that equals the place's last segment.
struct Text(&'static str);

impl Text {
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

impl Locate for Text {
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
fn renders_text() {
    let check = |text: &'static str, item: Diagnostic, expect: &str| {
        assert_eq!(to_text(&diagnostics([item]), &Text(text), Style::Plain, Repeats::Counted), expect);
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

1 error
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

1 warning
",
    );
}

#[test]
fn renders_a_part_of_a_long_line() {
    let line: &'static str = Box::leak(format!("{}here{}", "x".repeat(500), "y".repeat(500)).into_boxed_str());
    let shown = to_text(
        &diagnostics([Diagnostic::new(Code::Malformed, &at("here"), "m", "r")]),
        &Text(line),
        Style::Plain,
        Repeats::Counted,
    );
    let expect = format!("1 | …{}here{}…\n  |  {}^^^^\n", "x".repeat(40), "y".repeat(76), " ".repeat(40));
    assert!(shown.contains(&expect), "{shown}");
    assert!(shown.contains("--> spec.yaml:1:501"), "{shown}");
}

#[test]
fn renders_colours_only_when_asked() {
    let items = diagnostics([Diagnostic::new(Code::Malformed, &at("a"), "m", "r")]);
    assert!(!to_text(&items, &Text("a"), Style::Plain, Repeats::Counted).contains('\u{1b}'));
    assert!(
        to_text(&items, &Text("a"), Style::Colour, Repeats::Counted).contains("\u{1b}[1;31merror[OA0102]\u{1b}[0m")
    );
}

#[test]
fn renders_annotations() {
    let item = Diagnostic::new(Code::Malformed, &at("a"), "50%\nof, it", "r");
    assert_eq!(
        to_github(&diagnostics([item]), &Text("x: a")),
        "::error file=spec.yaml,line=1,col=4,title=OA0102%3A invalid OpenAPI::50%25%0Aof, it%0Ahelp: r\n"
    );
}

#[test]
fn renders_json() {
    let item = Diagnostic::new(Code::DuplicateKey, &at("a"), "m", "r").related(&at("b"), "n");
    let shown = to_json(&diagnostics([item]), &Text("a b"));
    assert_eq!((&shown["errors"], &shown["warnings"]), (&json!(0), &json!(1)));
    let only = &shown["diagnostics"][0];
    assert_eq!(
        (&only["code"], &only["severity"], &only["at"]["column"]),
        (&json!("OA0004"), &json!("warning"), &json!(1))
    );
    assert_eq!(only["related"][0]["at"]["column"], json!(3));
}

#[test]
fn counts_diagnostics_that_repeat() {
    let items =
        || diagnostics((0..44).map(|n| Diagnostic::new(Code::Malformed, &at("a"), format!("`{n}` is wrong"), "")));
    let shown = to_text(&items(), &Text("a"), Style::Plain, Repeats::Counted);
    assert_eq!(shown.matches("is wrong").count(), 3, "{shown}");
    assert!(shown.ends_with("  = pointer: /a\n\n…and 41 similar ones (OA0102)\n\n44 errors\n"), "{shown}");
    let all = to_text(&items(), &Text("a"), Style::Plain, Repeats::Shown);
    assert!(all.matches("is wrong").count() == 44 && all.ends_with("\n44 errors\n"), "{all}");
    assert_eq!(to_github(&items(), &Text("a")).lines().count(), 44);
    assert_eq!(to_json(&items(), &Text("a"))["diagnostics"].as_array().map(Vec::len), Some(44));
}

#[test]
fn counts() {
    let error = |message: &str| Diagnostic::new(Code::Malformed, &at("a"), message, "");
    let warning = Diagnostic::new(Code::DuplicateKey, &at("a"), "m", "");
    let check = |items: Vec<Diagnostic>, expect: &str| assert_eq!(summary(&diagnostics(items)), expect);
    check(vec![], "no problems");
    check(vec![error("1"), error("1")], "1 error");
    check(vec![error("1"), error("2"), warning.clone()], "2 errors, 1 warning");
    check(vec![warning], "1 warning");
}

#[test]
fn codes_are_unique_and_explained() {
    for code in Code::ALL {
        assert_eq!(Code::ALL.iter().filter(|other| other.id() == code.id()).count(), 1);
        assert!(!code.title().is_empty() && !code.explanation().trim().is_empty(), "{code:?}");
    }
}
