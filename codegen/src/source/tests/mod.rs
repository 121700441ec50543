//! Tests of reading files.

mod positions;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io;

use serde_json::{Value, json};

use super::{Loader, MapLoader, Source};
use crate::diag::{Code, Diagnostics, FileId, Occurrence, Pointer, SourceLocation};

fn read(path: &str, text: &str) -> (Option<Source>, Diagnostics) {
    let mut diagnostics = Diagnostics::default();
    let loader = MapLoader::new([(path, text)]);
    let source = Source::read(path, &loader, &mut diagnostics);
    (source, diagnostics)
}

#[test]
fn reads_json_and_yaml() {
    let check = |text: &str, expect: Value| {
        let (source, diagnostics) = read("a", text);
        assert!(diagnostics.is_empty(), "{text:?}: {diagnostics:?}");
        assert_eq!(source.unwrap().root(FileId(0)), Some(&expect), "{text:?}");
    };
    check("{\"a\": [1, 2.5, null, true, \"x\"]}", json!({ "a": [1, 2.5, null, true, "x"] }));
    check("\u{feff}{\"a\": 1}", json!({ "a": 1 }));
    check("\u{feff}a: 1\r\nb: 2\r\n", json!({ "a": 1, "b": 2 }));
    check("{a: 1, b: [x, y]}", json!({ "a": 1, "b": ["x", "y"] }));
    check("{\"a\": 1,}", json!({ "a": 1 }));
    check("# a comment\na: {b: c}\n", json!({ "a": { "b": "c" } }));
    // Keys keep their text.
    check(
        "200: a\n2.50: b\ntrue: c\n~: d\non: e\n0x1F: f\n",
        json!({ "200": "a", "2.50": "b", "true": "c", "~": "d", "on": "e", "0x1F": "f" }),
    );
    check(
        "a: no\nb: yes\nc: 1.0\nd: 0o17\ne: 007\nf: 2020-01-01\n",
        json!({ "a": "no", "b": "yes", "c": 1.0, "d": 15, "e": "007", "f": "2020-01-01" }),
    );
    check(
        "a: .inf\nb: 5445384899097788000\nc: 210.79375548288226\n",
        json!({ "a": "inf", "b": 5_445_384_899_097_788_000_u64, "c": 210.793_755_482_882_26 }),
    );
    check("a: &x {k: 1}\nb: *x\n", json!({ "a": { "k": 1 }, "b": { "k": 1 } }));
    check(
        "x: &x {k: 1, l: 2}\nb:\n  l: 3\n  <<: *x\n  m: 4\n",
        json!({ "x": { "k": 1, "l": 2 }, "b": { "l": 3, "k": 1, "m": 4 } }),
    );
    check("b:\n  <<: [{k: 1}, {k: 2, l: 3}]\n  l: 4\n", json!({ "b": { "k": 1, "l": 4 } }));
    check(
        "a:\n\t\n  b: 1\n\t# c\n  d: |\n    x\n    \t\n    y\n \t\ne: 1\n",
        json!({ "a": { "b": 1, "d": "x\n\t\ny\n" }, "e": 1 }),
    );
    check("a: |\n\t\n  x\n\n\t  \t\n  y\nb: 1\n", json!({ "a": "\nx\n\n\ny\n", "b": 1 }));
    check("a: !tag x\nb: !t {c: 1}\n", json!({ "a": "x", "b": { "c": 1 } }));
    check("a: |\n  one\n  two\nb: >-\n  one\n  two\n", json!({ "a": "one\ntwo\n", "b": "one two" }));
}

#[test]
fn numbers_keep_all_digits() {
    const MAX_256: &str = "115792089237316195423570985008687907853269984665640564039457584007913129639935";
    let check = |text: &str, expect: Option<&str>| {
        let (source, diagnostics) = read("a", text);
        assert!(diagnostics.is_empty(), "{text:?}: {diagnostics:?}");
        let source = source.unwrap();
        let place = SourceLocation::root(FileId(0)).key("a").index(1);
        let value = source.value(&place).unwrap();
        assert_eq!(source.exact_number(value, &place).map(|number| number.to_string()).as_deref(), expect, "{text:?}");
    };
    let numbers = [
        "1",
        "-5",
        "0.25",
        "18446744073709551615",
        "18446744073709551616",
        "-9223372036854775809",
        MAX_256,
        "1e400",
        "-2.5e+999",
    ];
    for number in numbers {
        for text in [
            format!("{{\"a\": [0, {number}]}}"),
            format!("{{\"a\":[0,{number}],\"b\":1e400}}"),
            format!("a: [0, {number}]\n"),
            format!("a:\n- 0\n- {number} # comment\n"),
            format!("x: &x {number}\na: [0, *x]\n"),
        ] {
            check(&text, Some(number));
        }
    }
    check("a: [0, 0x1FFFFFFFFFFFFFFFF]\n", Some("36893488147419103231"));
    for text in ["a: [0, '1e400']\n", "a: [0, \"5\"]\n", "{\"a\": [0, \"1e400\"]}", "a: [0, .inf]\n", "a: [0, true]\n"]
    {
        check(text, None);
    }
}

#[test]
fn reports_syntax_errors() {
    let check = |path: &str, text: &str, code: Code, at: (usize, usize), message: &str, remedy: &str| {
        let (source, diagnostics) = read(path, text);
        assert!(source.is_none(), "{text:?}");
        let found = diagnostics.iter().next().unwrap();
        assert_eq!((found.code, found.line_column), (code, Some(at)), "{text:?}: {found:?}");
        assert!(found.message.contains(message) && found.remedy.contains(remedy), "{text:?}: {found:?}");
    };
    check("a.json", "{\"a\": 1,}", Code::JsonSyntax, (1, 9), "trailing comma", "remove the comma");
    check("a.json", "{\"a\": ", Code::JsonSyntax, (1, 6), "EOF", "complete");
    check("a.json", "{\n  \"a\": 1\n  \"b\": 2\n}", Code::JsonSyntax, (3, 3), "expected `,`", "marked column");
    check("a.yaml", "a:\n\t- b\n", Code::YamlSyntax, (2, 1), "cannot start any token", "tabs");
    check("a.yaml", "a: b: c\n", Code::YamlSyntax, (1, 5), "mapping values", "quote");
    check("a.yaml", "a: 1\n---\nb: 2\n", Code::YamlSyntax, (1, 1), "more than one document", "one document");
    check("a.yaml", "a: *b\n", Code::YamlSyntax, (1, 4), "unknown anchor", "");
    check("a.json", &"[".repeat(100_000), Code::JsonSyntax, (1, 128), "recursion limit", "128 levels");
    check("a.yaml", &"[".repeat(100_000), Code::YamlSyntax, (1, 129), "recursion limit", "128 levels");
    check(
        "a.yaml",
        &format!("{}{}", "[".repeat(200), "]".repeat(200)),
        Code::YamlSyntax,
        (1, 129),
        "recursion limit",
        "128 levels",
    );
    check("a.yaml", &alias_bomb(), Code::YamlSyntax, (1, 1), "", "component");
}

/// Returns a short YAML text that expands to billions of values: nine levels of nine aliases each.
fn alias_bomb() -> String {
    let mut text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..10 {
        let aliases = vec![format!("*a{}", level - 1); 9].join(", ");
        text.push_str(&format!("a{level}: &a{level} [{aliases}]\n"));
    }
    text
}

/// A pointer, and the line and column of the first and the last occurrence of its key.
type DuplicateKey<'t> = (&'t str, (usize, usize), (usize, usize));

#[test]
fn reports_duplicate_keys() {
    let check = |text: &str, expect: &[DuplicateKey<'_>]| {
        let (source, diagnostics) = read("a", text);
        let source = source.unwrap();
        let found: Vec<_> = diagnostics
            .iter()
            .map(|diagnostic| {
                assert_eq!(diagnostic.code, Code::DuplicateKey);
                let first = source.find(&diagnostic.place, Occurrence::First);
                let last = source.find(&diagnostic.place, Occurrence::Last);
                (diagnostic.place.pointer.as_str().to_owned(), first, last)
            })
            .collect();
        let expect: Vec<_> =
            expect.iter().map(|(pointer, first, last)| ((*pointer).to_owned(), *first, *last)).collect();
        assert_eq!(found, expect, "{text:?}");
    };
    check("{\"a\": 1, \"b\": 2, \"a\": 3}", &[("/a", (1, 3), (1, 19))]);
    check("a: 1\nb:\n  - c: 1\n    c: 2\n", &[("/b/0/c", (3, 5), (4, 5))]);
    check("x:\n  y/z: {}\n  y/z:\n    k: 1\n    k: 2\n", &[("/x/y~1z/k", (4, 5), (5, 5)), ("/x/y~1z", (2, 3), (3, 3))]);
}

#[test]
fn finds_line_and_column_of_values() {
    let check = |text: &str, expect: &[(&str, (usize, usize))]| {
        let (source, _) = read("a", text);
        let source = source.unwrap();
        for (pointer, at) in expect {
            let place = SourceLocation { file: FileId(0), pointer: Pointer::from_escaped(pointer) };
            assert_eq!(source.locate(&place), Some(*at), "{pointer} in {text:?}");
        }
    };
    let json = "{\n  \"a\": {\"b\\\"c\": [1, {\"d\": \"}\"}]},\n  \"ä\": 1, \"e\": 2\n}";
    check(
        json,
        &[("", (1, 1)), ("/a", (2, 4)), ("/a/b\"c", (2, 10)), ("/a/b\"c/1", (2, 21)), ("/a/b\"c/1/d", (2, 23))],
    );
    // Columns count characters. A missing value has the position of the enclosing value.
    check(json, &[("/e", (3, 12)), ("/a/nothing/at/all", (2, 4))]);
    let yaml =
        "a:\n  - b: 1\n  -   c: 2\nx: &x\n  k: 1\ny: *x\nz:\n  <<: *x\n  l: 2\nw:\n  <<: [*x, {m: 3}]\n200: {r: 1}\n";
    check(
        yaml,
        &[("/a", (1, 1)), ("/a/0", (2, 5)), ("/a/1/c", (3, 7)), ("/x/k", (5, 3)), ("/y/k", (5, 3)), ("/y", (6, 1))],
    );
    check(yaml, &[("/z/k", (5, 3)), ("/z/l", (9, 3)), ("/w/m", (11, 13)), ("/200/r", (12, 7))]);
}

impl Source {
    fn find(&self, place: &SourceLocation, occurrence: Occurrence) -> (usize, usize) {
        let located = crate::diag::Locate::locate(self, place, occurrence).unwrap();
        (located.line, located.column)
    }
}

#[test]
fn loads_referenced_files() {
    let loader = MapLoader::new([
        (
            "api/main.yaml",
            "a: {$ref: 'parts/one.yaml#/x'}\nb: {$ref: 'https://example.com/x.yaml'}\nc: {$ref: '#/a'}\nd: {$ref: missing.yaml}\n",
        ),
        ("api/parts/one.yaml", "x: {$ref: ../../two%20b.json}\ny: {$ref: '../main.yaml#/a'}\n"),
        ("two b.json", "{\"$ref\": \"bad.yaml\"}"),
        ("bad.yaml", "a: b: c\n"),
    ]);
    let mut diagnostics = Diagnostics::default();
    let mut source = Source::read("api/main.yaml", &loader, &mut diagnostics).unwrap();
    source.load_linked(FileId(0), &loader, &mut diagnostics);
    // A missing file is reported only when it is needed.
    assert!(diagnostics.is_empty());
    let paths: Vec<&str> = source.files().iter().map(|file| file.path.as_str()).collect();
    assert_eq!(paths, ["api/main.yaml", "api/parts/one.yaml", "two b.json", "bad.yaml"]);
    assert_eq!(source.linked(FileId(1), "../main.yaml"), Ok(FileId(0)));
    assert_eq!(source.linked(FileId(1), "../../two b.json"), Ok(FileId(2)));
    let bad = source.linked(FileId(2), "bad.yaml").unwrap_err();
    assert_eq!(bad.problem.map(|problem| (problem.code, problem.place.file)), Some((Code::YamlSyntax, FileId(3))));
    let missing = source.linked(FileId(0), "missing.yaml").unwrap_err();
    assert!(missing.message.contains("cannot read `api/missing.yaml`"), "{missing:?}");
}

#[test]
fn reports_unreadable_files() {
    let mut diagnostics = Diagnostics::default();
    assert!(Source::read("missing.yaml", &MapLoader::default(), &mut diagnostics).is_none());
    let mut latin = Diagnostics::default();
    assert!(Source::read("a", &MapLoader::new([("a", vec![b'a', 0xe4])]), &mut latin).is_none());
    for (found, message) in [(&diagnostics, "no such file"), (&latin, "not valid UTF-8 at byte 1")] {
        let only = found.iter().next().unwrap();
        assert_eq!(only.code, Code::FileUnreadable);
        assert!(only.message.contains(message), "{only:?}");
    }
}

/// Counts the loads of each file.
struct CountingLoader {
    files: MapLoader,
    loads: RefCell<BTreeMap<String, usize>>,
}

impl Loader for CountingLoader {
    fn load(&self, path: &str) -> io::Result<Vec<u8>> {
        *self.loads.borrow_mut().entry(path.to_owned()).or_default() += 1;
        self.files.load(path)
    }
}

#[test]
fn each_file_is_loaded_once_even_if_loading_fails() {
    let check = |text: &str, expect: Result<&str, &str>| {
        let files = MapLoader::new([
            ("a.yaml", text),
            ("b.yaml", "x: {$ref: './bad.yaml'}\ny: {$ref: 'missing.yaml'}\nz: {$ref: 'a.yaml'}\n"),
            ("bad.yaml", "a: b: c\n"),
        ]);
        let loader = CountingLoader { files, loads: RefCell::default() };
        let mut diagnostics = Diagnostics::default();
        let opened = Source::open("a.yaml", &loader, &mut diagnostics);
        let found = opened.as_ref().map(|source| source.files()[0].text.as_str());
        assert_eq!(found.map_err(|source| source.files()[0].text.as_str()), expect);
        let mut source = opened.unwrap_or_else(|invalid| invalid);
        source.load_linked(FileId(0), &loader, &mut diagnostics);
        for path in ["b.yaml", "bad.yaml", "missing.yaml"] {
            for _ in 0..2 {
                let file = source.load(path, &loader, &mut diagnostics);
                assert_eq!(file.is_some(), path == "b.yaml", "{path}");
            }
        }
        source.load_linked(FileId(0), &loader, &mut diagnostics);
        let loads = loader.loads.into_inner();
        let names: Vec<&str> = loads.keys().map(String::as_str).collect();
        assert_eq!(names, ["a.yaml", "b.yaml", "bad.yaml", "missing.yaml"]);
        assert!(loads.values().all(|count| *count == 1), "{loads:?}");
    };
    let good = "a: {$ref: b.yaml}\nb: {$ref: bad.yaml}\nc: {$ref: './missing.yaml'}\n";
    check(good, Ok(good));
    check("a: b: c\n", Err("a: b: c\n"));
}
