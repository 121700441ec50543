//! Makes random changes to documents, with a fixed seed, and checks that the generator terminates, does not panic, and generates files that
//! parse as Rust.
//!
//! For a longer run, set `OASMITH_MUTATIONS` (the number of mutations of each document) and `OASMITH_SPECS` (a folder of documents).

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a panic is how a test reports")]

use std::path::{Path, PathBuf};
use std::{env, fs};

use oasmith::diag::{Code, Diagnostics, FileId};
use oasmith::names::NamesLock;
use oasmith::settings::ApiSettings;
use oasmith::source::{FsLoader, MapLoader, Source};
use oasmith::{Layout, Request, generate};
use serde_json::{Map, Value, json};
use tests::files::data;

#[test]
fn mutated_documents_do_not_panic() {
    let count = env::var("OASMITH_MUTATIONS").ok().and_then(|count| count.parse().ok()).unwrap_or(12);
    let folder = env::var_os("OASMITH_SPECS").map_or_else(|| data("golden/clients"), PathBuf::from);
    let mut documents = Vec::new();
    find(&folder, &mut documents);
    documents.sort();
    assert!(!documents.is_empty(), "{}", folder.display());
    for (number, path) in documents.iter().enumerate() {
        let is_document = |value: &Value| value.get("openapi").or(value.get("swagger")).is_some();
        let Some(value) = read(path).filter(is_document) else { continue };
        let mut random = Random(number as u64 + 1);
        for round in 0..count {
            let mut mutated = value.clone();
            for _ in 0..1 + random.below(4) {
                mutate(&mut mutated, &value, &mut random);
            }
            check(&mutated, &format!("{} {round}", path.display()));
        }
    }
}

fn find(folder: &Path, documents: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the folder exists") {
        let path = entry.unwrap().path();
        if path.is_dir() {
            find(&path, documents);
        } else if path.extension().is_some_and(|extension| extension == "yaml" || extension == "json") {
            documents.push(path);
        }
    }
}

fn read(path: &Path) -> Option<Value> {
    let source = Source::read(
        &path.to_string_lossy(),
        &FsLoader::for_document(&path.to_string_lossy()),
        &mut Diagnostics::default(),
    )?;
    source.root(FileId::default()).cloned()
}

/// Generates code for a document and checks the result. `label` identifies the document in messages.
fn check(document: &Value, label: &str) {
    let text = document.to_string();
    let outcome = generate(&Request {
        name: "api",
        settings: &ApiSettings::of_file("spec.json"),
        loader: &MapLoader::new([("spec.json", text.as_str())]),
        names_lock: &NamesLock::default(),
        layout: &Layout::Module,
        keep_going: true,
    });
    let bug = outcome.diagnostics.iter().find(|problem| problem.code == Code::Internal);
    assert!(bug.is_none(), "{label}: {bug:?}\n{text}");
    assert!(outcome.plan.is_some() || outcome.diagnostics.has_errors(), "{label}: neither output nor an error\n{text}");
    // The printed tokens parse, but the printed text must parse too.
    for (path, content) in outcome.plan.iter().flat_map(|plan| &plan.files) {
        if path.ends_with(".rs")
            && let Err(error) = syn::parse_file(content)
        {
            panic!("{label}: {path} is not Rust: {error}\n{content}\n{text}");
        }
    }
}

/// Replaces a random value of the document, possibly by a value of the original document.
fn mutate(document: &mut Value, original: &Value, random: &mut Random) {
    let (pointers_to_change, original_pointers) = (pointers(document), pointers(original));
    let Some(pointer) = pointers_to_change.get(random.below(pointers_to_change.len())) else { return };
    let other =
        original.pointer(&original_pointers[random.below(original_pointers.len())]).cloned().unwrap_or_default();
    let parent = pointer.rsplit_once('/').map_or("", |(parent, _)| parent);
    let change = random.below(16);
    let name = UNUSUAL_NAMES[random.below(UNUSUAL_NAMES.len())];
    let Some(node) = document.pointer_mut(pointer) else { return };
    *node = match change {
        0 => Value::Null,
        1 => json!(true),
        2 => json!(-1),
        3 => json!(name),
        4 => json!([]),
        5 => json!({}),
        6 | 7 => other,
        8 => json!({ "$ref": format!("#{parent}") }),
        9 => json!({ "$ref": format!("#{pointer}") }),
        10 => json!({ "allOf": [node.take(), { "$ref": format!("#{parent}") }, other] }),
        11 => json!({ "oneOf": [node.take(), { "$ref": format!("#{parent}") }, other], "type": "object" }),
        12 => {
            json!({ "type": ["object", "array", "null"], "properties": { name: node.clone() }, "items": node.take() })
        }
        13 => (0..60).fold(node.take(), |inner, level| match level % 3 {
            0 => json!({ "type": "array", "items": inner }),
            1 => json!({ "properties": { name: inner } }),
            _ => json!({ "anyOf": [inner, { "type": "string" }] }),
        }),
        14 => renamed(node.take(), name),
        _ => json!({ "enum": [name, null, 1, other.clone()], "default": other }),
    };
}

/// Names that are not identifiers or have a meaning in Rust, Markdown or JSON Pointer.
const UNUSUAL_NAMES: [&str; 16] = [
    "", "self", "Self", "a b", "é", "\"", "\\", "*/", "_", "1", "crate", "a/b~c", "{x}", "r#type", "\u{202e}",
    "#![x]\n",
];

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

/// A pseudorandom number generator (xorshift) with a fixed seed.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % bound.max(1) as u64).unwrap()
    }
}
