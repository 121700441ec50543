//! Checks that the positions in outlines match the parsed values, because different parsers create them.
//!
//! Each value of a document must have a position. The text at that position must be its key, and the text of a scalar must parse as
//! its value. `OASMITH_SPECS` is the folder of the documents (JSON or YAML); by default, the test reads the documents of the workspace.

use std::path::{Path, PathBuf};
use std::{env, fs};

use serde_json::Value;

use super::super::outline::Outline;
use super::super::tree::Format;
use super::super::{File, MapLoader, Source, outline_json, outline_yaml, parse};
use crate::diag::{Diagnostics, FileId, Occurrence, Pointer, SourceLocation};

/// Returns the first disagreements of the parsers in a document, or `None` if it cannot be parsed.
fn disagreements(name: &str, bytes: Vec<u8>) -> Option<Vec<String>> {
    const SHOWN: usize = 5;
    let loader = MapLoader::new([(name, bytes)]);
    let source = Source::read(name, &loader, &mut Diagnostics::default())?;
    let file = source.file(FileId(0))?;
    let outline = match file.format {
        Format::Json => outline_json::outline(&file.text),
        Format::Yaml => outline_yaml::outline_with_texts(&file.text),
    };
    let check = PositionCheck { file, outline, source: &source, lines: file.text.split('\n').collect() };
    let mut found = Vec::new();
    let mut stack = vec![(Pointer::root(), &file.value)];
    while let (Some((pointer, value)), true) = (stack.pop(), found.len() < SHOWN) {
        if let Err(problem) = check.value(&pointer, value) {
            found.push(format!("{name}#{}: {problem}", pointer.as_str()));
        }
        match value {
            Value::Object(members) => stack.extend(members.iter().map(|(key, value)| (pointer.key(key), value))),
            Value::Array(items) => {
                stack.extend(items.iter().enumerate().map(|(at, value)| (pointer.index(at), value)));
            }
            _ => {}
        }
    }
    Some(found)
}

struct PositionCheck<'a> {
    file: &'a File,
    outline: Outline,
    source: &'a Source,
    lines: Vec<&'a str>,
}

impl PositionCheck<'_> {
    fn value(&self, pointer: &Pointer, value: &Value) -> Result<(), String> {
        let found = self.outline.find(pointer, Occurrence::Last).filter(|found| found.exact).ok_or("no position")?;
        if self.file.outline().find(pointer, Occurrence::Last) != Some(found) {
            return Err("the outline with texts has another position".to_owned());
        }
        let place = SourceLocation { file: FileId(0), pointer: pointer.clone() };
        let (line, column) = self.source.locate(&place).ok_or("no line")?;
        let source_line = self.lines.get(line - 1).ok_or_else(|| format!("no line {line}"))?;
        let rest: String = source_line.chars().skip(column - 1).collect();
        match self.file.format {
            Format::Json => self.json(pointer, value, line, column),
            Format::Yaml => self.yaml(pointer, value, &rest),
        }
    }

    /// Parses the key and the value at the position.
    fn json(&self, pointer: &Pointer, value: &Value, line: usize, column: usize) -> Result<(), String> {
        let before: usize = self.lines.iter().take(line - 1).map(|line| line.len() + 1).sum();
        let within = self.lines[line - 1].chars().take(column - 1).map(char::len_utf8).sum::<usize>();
        let mut rest = &self.file.text[before + within..];
        let parent = pointer.parent().and_then(|parent| self.file.value.pointer(parent.as_str()));
        if parent.is_some_and(Value::is_object) {
            // The position is after the quotation mark.
            let quoted = &self.file.text[before + within - 1..];
            let mut keys = serde_json::Deserializer::from_str(quoted).into_iter::<String>();
            let key = keys.next().and_then(Result::ok);
            if key != pointer.last() {
                return Err(format!("the text there is the key {key:?}"));
            }
            rest = quoted[keys.byte_offset()..].trim_start().strip_prefix(':').ok_or("no colon")?;
        }
        if value.is_object() || value.is_array() {
            return Ok(());
        }
        let read = serde_json::Deserializer::from_str(rest).into_iter::<Value>().next().and_then(Result::ok);
        if read.as_ref() == Some(value) { Ok(()) } else { Err(format!("{read:?} instead of {value}")) }
    }

    fn yaml(&self, pointer: &Pointer, value: &Value, rest: &str) -> Result<(), String> {
        let parent = pointer.parent().and_then(|parent| self.file.value.pointer(parent.as_str()));
        if parent.is_some_and(Value::is_object) {
            let key = pointer.last().unwrap_or_default();
            let first_line = key.split_whitespace().next().unwrap_or_default();
            if !rest.starts_with(first_line) && !rest.starts_with(['"', '\'', '?', '*', '&', '!', '|', '>']) {
                return Err(format!("the text there is `{rest}`"));
            }
        }
        if value.is_object() || value.is_array() {
            return Ok(());
        }
        let text = self.outline.text(pointer).ok_or("no text")?;
        let agrees = match value {
            Value::String(string) if ["inf", "-inf", "NaN"].contains(&string.as_str()) => {
                string == text || parse::scalar(text).as_ref() == Some(value)
            }
            Value::String(string) => string == text,
            other => parse::scalar(text).is_some_and(|read| read == *other),
        };
        if agrees { Ok(()) } else { Err(format!("{text:?} instead of {value}")) }
    }
}

#[test]
fn parsers_agree_on_unusual_yaml() {
    let mut disagreeing = Vec::new();
    for text in [
        "a: &x {b: 1, c: [true, ~, 1.5, 0x1F, 'q']}\nd: *x\ne: [*x, *x]\n",
        "base: &b {x: 1, y: {z: 2}}\nother: &o {x: 3, w: 4}\nd:\n  <<: *b\n  x: 2\nl:\n  <<: [*o, *b]\n  v: 1\n",
        "a: &a {x: 1}\nb: &b {<<: *a, y: 2}\nc: {<<: *b, z: 3}\n",
        "a: &a {x: {p: 1}}\nb:\n  x: {q: 2}\n  <<: *a\n",
        "s: text over\n  two lines\n\n  and more\nt: \"a \\\n  b\\tc\"\nu: 'it''s\n  folded'\n",
        "s: >\n  folded\n  text\n\n  more\nt: |-\n  kept\n    text\nu: >+\n  end\n\nv: |2\n    two\n",
        "'a b': 1\n\"c\\u00e4\": 2\n'it''s': 3\n? d\n: 4\n? 'e'\n: - 5\n  - 6\n",
        "a: 1\nb: {c: 1, c: 2}\na: {x: 3}\n",
        "a: !!str 12\nb: !Custom {c: 1}\nc: !!int 3\nd: ! e\nf: !x [1, 2]\n",
        "a: 1\r\nb:\r\n  - c\r\n  - d: |\r\n      x\r\n      y\r\n    e: 2\r\n",
        "\u{feff}a: 1\nb: {c: 2}\n",
        "a:\t1\nb: [1,\t2]\nc: {d:\t3}\n",
        "a:\nb: ~\nc: null\nd: ''\ne: []\nf: {}\ng: [,]\n",
        "a:\nb: ~\nc: Null\nd: NULL\ne: True\nf: FALSE\ng: +1\nh: -0\ni: 1e3\nj: .5\nk: 0o17\nl: 1_000\n",
        "&k key: 1\nb: *k\n",
        "a: &k key\n*k : 1\n",
        "&k a: b\nc:\n  *k : 1\n",
        "ä: {ö: 1, 'ü ß': [2]}\n\u{1f600}: {x: 1}\n",
        "---\n# comment\na: 1 # more\n...\n",
        "- a\n- - b\n  - c\n-\n  d: 1\n",
        "200: a\n2.50: b\ntrue: c\n~: d\n",
        "a: .inf\nb: -.inf\nc: .nan\n",
        "a: x\u{85}y\nb: 1\n",
        "a: \"x\u{2028}y\"\nb: {c: 1}\n",
        "a:\n  b: {\n    c: 1\n  }\n  d: [\n  ]\n  e: {x: {\n  }, y: 2}\nf: 3\n",
        "a: {maximum: 18446744073709552000}\n",
        "a:\n  b: {c:\n1, d: [\n2]}\ne: 3\n",
        "a: 'x\n y'\nb: {c: \"x\n\n y\"}\nd:\n- e: 1\n- f: [1,\n  2]\ng: 1\n",
        "a:\n\t\n  b: 1\n\t# c\n  d: |\n    x\n    \t\n    y\n \t\ne: 1\n",
        "a: 1\n# x\n\t \nb: {c: 1,\n\t\n\td: 2}\n",
        "a: x # y\nb: &a [1]\nc: &a {x: 1}\nd: *a\n",
        "{a: 1, \"b\":2, 'c':3, d, e: }\n",
    ] {
        match disagreements("a.yaml", text.into()) {
            Some(found) => disagreeing.extend(found.into_iter().map(|problem| format!("{text:?}: {problem}"))),
            None => eprintln!("not parsed: {text:?}"),
        }
    }
    assert!(disagreeing.is_empty(), "{disagreeing:#?}");
    for text in [
        "{\"a\": {\"b\\u00e4\\\"\": [1, -2.5e3, \"x\", null, {}, [], true]},\r\n \"c\": \"ä\", \"d\": 1}",
        "\u{feff}[[], 1]",
    ] {
        assert_eq!(disagreements("a.json", text.into()), Some(Vec::new()), "{text}");
    }
}

#[test]
fn parsers_agree_on_all_documents() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the folder of the workspace");
    let folders = match env::var_os("OASMITH_SPECS") {
        Some(folder) => vec![PathBuf::from(folder)],
        None => vec![root.join("specs"), root.join("tests")],
    };
    let (mut compared, mut invalid, mut found) = (0, 0, Vec::new());
    let mut stack = folders;
    while let Some(path) = stack.pop() {
        if path.is_dir() {
            let entries = fs::read_dir(&path).expect("the folder can be read");
            stack.extend(entries.filter_map(Result::ok).map(|entry| entry.path()));
        } else if path
            .extension()
            .is_some_and(|extension| ["json", "yaml", "yml"].iter().any(|known| extension == *known))
        {
            let bytes = fs::read(&path).expect("the file can be read");
            match disagreements(&path.to_string_lossy(), bytes) {
                Some(problems) => {
                    compared += 1;
                    found.extend(problems);
                }
                None => invalid += 1,
            }
        }
    }
    eprintln!("{compared} documents compared, {invalid} cannot be parsed");
    assert!(compared > 0);
    assert!(found.is_empty(), "{found:#?}");
}
