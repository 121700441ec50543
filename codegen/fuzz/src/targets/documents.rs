//! The generator: it reports a document or writes files that parse as Rust, and its work and output are bounded.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use oasmith::diag::{Code, Diagnostics, FileId};
use oasmith::names::NamesLock;
use oasmith::settings::ApiSettings;
use oasmith::source::{FsLoader, MapLoader, Source};
use oasmith::{Layout, Request, generate};
use serde_json::{Map, Value, json};

use crate::bytes::Bytes;
use crate::work::bounded;

/// The work for a document. The generator takes several hundred times as long as a JSON parser for documents of APIs.
const RATIO: f64 = 4_000.0;
/// The size of the output, for each byte of the document, and for any document.
const OUTPUT: (usize, usize) = (400, 400_000);

/// Small documents of this repository.
static DOCUMENTS: LazyLock<Vec<(PathBuf, Value)>> = LazyLock::new(|| {
    let folders = ["tests/golden/clients", "tests/golden/diagnostics", "tests/constructs", "tests/golden/features"];
    let documents = documents(&folders, SMALL);
    assert!(documents.len() > 50, "there are {} documents", documents.len());
    documents
});

/// The documents of APIs. Each takes about a hundred times as long as a small one.
static SPECS: LazyLock<Vec<(PathBuf, Value)>> = LazyLock::new(|| {
    let documents = documents(&["specs"], u64::MAX);
    assert!(!documents.is_empty());
    documents
});

/// The size of a small document.
const SMALL: u64 = 20_000;

/// Reads the documents below these folders.
fn documents(folders: &[&str], largest: u64) -> Vec<(PathBuf, Value)> {
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."));
    let mut paths = Vec::new();
    for folder in folders {
        find(&root.join(folder), largest, &mut paths);
    }
    paths.sort();
    let is_document = |value: &Value| value.get("openapi").or(value.get("swagger")).is_some();
    paths.into_iter().filter_map(|path| Some((path.clone(), read(&path).filter(is_document)?))).collect()
}

fn find(folder: &Path, largest: u64, paths: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            find(&path, largest, paths);
        } else if path.extension().is_some_and(|extension| extension == "yaml" || extension == "json")
            && entry.metadata().is_ok_and(|file| file.len() < largest)
        {
            paths.push(path);
        }
    }
}

fn read(path: &Path) -> Option<Value> {
    let name = path.to_string_lossy();
    Source::read(&name, &FsLoader::for_document(&name), &mut Diagnostics::default())?.root(FileId::default()).cloned()
}

/// Generates code for the input.
pub fn text(input: &[u8]) {
    if let Ok(text) = std::str::from_utf8(input) {
        check(text);
    }
}

/// Generates code for a document of this repository, changed as the input decides.
pub fn mutated(input: &[u8]) {
    let mut bytes = Bytes::new(input);
    let documents = if bytes.below(100) == 99 { &SPECS } else { &DOCUMENTS };
    let (_, original) = &documents[bytes.below(documents.len())];
    let mut document = original.clone();
    for _ in 0..1 + bytes.below(5) {
        mutate(&mut document, original, &mut bytes);
    }
    check(&document.to_string());
}

fn check(text: &str) {
    bounded(text.len(), RATIO, || {
        let outcome = generate(&Request {
            name: "api",
            settings: &ApiSettings::of_file("spec.yaml"),
            loader: &MapLoader::new([("spec.yaml", text)]),
            names_lock: &NamesLock::default(),
            layout: &Layout::Module,
            keep_going: true,
        });
        let bug = outcome.diagnostics.iter().find(|problem| problem.code == Code::Internal);
        assert!(bug.is_none(), "{bug:?}\n{text}");
        assert!(outcome.plan.is_some() || outcome.diagnostics.has_errors(), "neither output nor an error\n{text}");
        let files = outcome.plan.iter().flat_map(|plan| &plan.files);
        let mut size = 0;
        for (path, content) in files {
            size += content.len();
            if path.ends_with(".rs")
                && let Err(error) = syn::parse_file(content)
            {
                panic!("{path} is not Rust: {error}\n{content}\n{text}");
            }
        }
        let limit = OUTPUT.0 * text.len() + OUTPUT.1;
        assert!(size <= limit, "the output has {size} bytes\n{text}");
    });
}

/// Changes a value of the document, possibly with a value of the original document.
fn mutate(document: &mut Value, original: &Value, bytes: &mut Bytes<'_>) {
    let (pointers_to_change, original_pointers) = (pointers(document), pointers(original));
    if pointers_to_change.is_empty() || original_pointers.is_empty() {
        return;
    }
    let pointer = &pointers_to_change[bytes.below(pointers_to_change.len())];
    let second = &pointers_to_change[bytes.below(pointers_to_change.len())];
    let other = original.pointer(&original_pointers[bytes.below(original_pointers.len())]).cloned().unwrap_or_default();
    let (parent, key) = pointer.rsplit_once('/').unwrap_or(("", ""));
    let name = bytes.choose(UNUSUAL_NAMES);
    let change = bytes.below(24);
    match change {
        0 => remove(document, parent, key),
        1 => add(document, parent, name, other),
        2 => {
            // A copy of another value of the changed document.
            let copy = document.pointer(second).cloned().unwrap_or_default();
            add(document, parent, name, copy);
        }
        3 => {
            let first = document.pointer(pointer).cloned().unwrap_or_default();
            let second = document.pointer_mut(second).map(|value| std::mem::replace(value, first)).unwrap_or_default();
            if let Some(value) = document.pointer_mut(pointer) {
                *value = second;
            }
        }
        _ => {
            if let Some(node) = document.pointer_mut(pointer) {
                *node = replaced(node.take(), change, pointer, parent, name, other);
            }
        }
    }
}

fn replaced(node: Value, change: usize, pointer: &str, parent: &str, name: &str, other: Value) -> Value {
    match change {
        4 => Value::Null,
        5 => json!(true),
        6 => json!(-1),
        7 => json!(name),
        8 => json!([]),
        9 => json!({}),
        10 | 11 => other,
        12 => json!({ "$ref": format!("#{parent}") }),
        13 => json!({ "$ref": format!("#{pointer}") }),
        14 => json!({ "allOf": [node, { "$ref": format!("#{parent}") }, other] }),
        15 => json!({ "oneOf": [node, { "$ref": format!("#{parent}") }, other], "type": "object" }),
        16 => json!({ "type": ["object", "array", "null"], "properties": { name: node.clone() }, "items": node }),
        17 => (0..60).fold(node, |inner, level| match level % 3 {
            0 => json!({ "type": "array", "items": inner }),
            1 => json!({ "properties": { name: inner } }),
            _ => json!({ "anyOf": [inner, { "type": "string" }] }),
        }),
        18 => renamed(node, name),
        19 => {
            json!({ "anyOf": [node, other, { "not": { "$ref": format!("#{parent}") } }], "discriminator": { "propertyName": name } })
        }
        20 => json!({ "if": other, "then": node, "else": { "$ref": format!("#{pointer}") } }),
        21 => match node {
            Value::String(text) => json!(text.repeat(3)),
            Value::Number(number) => json!(number.as_f64().unwrap_or(1.0) * 1e18),
            other => json!([other.clone(), other]),
        },
        22 => json!(1.5e300),
        _ => json!({ "enum": [name, null, 1, other.clone()], "default": other }),
    }
}

/// Names that are not identifiers or have a meaning in Rust, Markdown, JSON Pointer or OpenAPI.
const UNUSUAL_NAMES: &[&str] = &[
    "",
    "self",
    "Self",
    "a b",
    "é",
    "\"",
    "\\",
    "*/",
    "_",
    "1",
    "crate",
    "a/b~c",
    "{x}",
    "r#type",
    "\u{202e}",
    "#![x]\n",
    "$ref",
    "type",
    "default",
    "x-a",
    "application/json",
    "2XX",
    "get",
    "{",
    "\u{0}",
    "text/event-stream",
    "/{a}/{a}",
    "https://{a}",
    "[link](",
    "```",
];

fn remove(document: &mut Value, parent: &str, key: &str) {
    match document.pointer_mut(parent) {
        Some(Value::Object(members)) => drop(members.shift_remove(&key.replace("~1", "/").replace("~0", "~"))),
        Some(Value::Array(items)) => {
            if let Some(index) = key.parse().ok().filter(|index| *index < items.len()) {
                items.remove(index);
            }
        }
        _ => {}
    }
}

fn add(document: &mut Value, parent: &str, name: &str, value: Value) {
    match document.pointer_mut(parent) {
        Some(Value::Object(members)) => drop(members.insert(name.to_owned(), value)),
        Some(Value::Array(items)) => items.push(value),
        _ => {}
    }
}

/// Renames the first member of an object.
fn renamed(value: Value, name: &str) -> Value {
    let Value::Object(members) = value else { return value };
    let renamed = |(at, (key, value)): (usize, (String, Value))| (if at == 0 { name.to_owned() } else { key }, value);
    Value::Object(members.into_iter().enumerate().map(renamed).collect::<Map<_, _>>())
}

/// Returns the pointers of all values in a document except its root.
fn pointers(value: &Value) -> Vec<String> {
    fn walk(value: &Value, at: &str, found: &mut Vec<String>) {
        let children: Vec<(String, &Value)> = match value {
            Value::Array(items) => items.iter().enumerate().map(|(index, item)| (index.to_string(), item)).collect(),
            Value::Object(members) => {
                members.iter().map(|(key, value)| (key.replace('~', "~0").replace('/', "~1"), value)).collect()
            }
            _ => return,
        };
        for (key, child) in children {
            let pointer = format!("{at}/{key}");
            walk(child, &pointer, found);
            found.push(pointer);
        }
    }
    let mut found = Vec::new();
    walk(value, "", &mut found);
    found
}

/// Returns documents of this repository: as YAML, and as JSON.
pub fn seeds() -> Vec<Vec<u8>> {
    let yaml = DOCUMENTS.iter().filter_map(|(path, _)| std::fs::read(path).ok());
    let json = DOCUMENTS.iter().map(|(_, value)| value.to_string().into_bytes());
    yaml.chain(json).filter(|text| text.len() < 8_000).collect()
}
