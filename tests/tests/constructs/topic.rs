//! The documents and their instances.

use std::path::{Path, PathBuf};
use std::{env, fs};

use oasmith::diag::{Diagnostics, FileId};
use oasmith::ir::Direction;
use oasmith::settings::ApiSettings;
use oasmith::source::{FsLoader, Source};
use serde_json::{Value, json};

use crate::specs;

/// A document, as one version of OpenAPI.
pub struct Topic {
    /// File name and version, fit for a module: `presence_3_1_0`.
    pub name: String,
    /// Its version, `3.1.0`.
    pub version: String,
    /// Its text: with a request and a response for each component, unless it has operations of its own.
    pub text: String,
    /// What it says.
    pub document: Value,
    /// The folder that it lies in.
    pub folder: PathBuf,
    /// How it is to be generated.
    pub settings: ApiSettings,
    /// Its constructs.
    pub constructs: Vec<Construct>,
}

/// A component and its instances.
pub struct Construct {
    /// The component's name.
    pub schema: String,
    /// The way that the instances travel, if it matters.
    pub direction: Option<Direction>,
    /// Its instances.
    pub instances: Vec<Instance>,
    /// Why the validator is not asked.
    pub not_judged: Option<String>,
    /// Why parts of it are any value.
    pub untyped: Option<String>,
}

/// A value and what becomes of it.
pub struct Instance {
    /// What is expected of it.
    pub kind: Kind,
    /// The value as JSON.
    pub text: String,
}

/// What is expected of an instance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Accepted, written equal.
    Valid,
    /// Accepted, undeclared members aside written equal.
    Extra,
    /// Not valid, but accepted and written equal.
    Open,
    /// Accepted and written equal, but `validate()` says that it is not valid.
    Violating,
    /// Refused.
    Invalid,
}

/// The extension that holds the instances of each kind.
const KINDS: [(&str, Kind); 5] = [
    ("x-valid", Kind::Valid),
    ("x-extra", Kind::Extra),
    ("x-open", Kind::Open),
    ("x-violates", Kind::Violating),
    ("x-invalid", Kind::Invalid),
];

impl Topic {
    /// All documents that `OASMITH_ONLY` lets through, each in each of its versions.
    pub fn all() -> Vec<Self> {
        let only = env::var("OASMITH_ONLY").unwrap_or_default();
        let mut topics: Vec<Self> = files().iter().flat_map(|path| Self::read(path)).chain(specs::topics()).collect();
        topics.retain(|topic| topic.name.contains(&only));
        topics.sort_by(|a, b| a.name.cmp(&b.name));
        topics
    }

    fn read(path: &Path) -> Vec<Self> {
        let text = fs::read_to_string(path).unwrap();
        let document = value(path);
        let own = ["openapi", "swagger"].iter().find_map(|key| document[*key].as_str()).unwrap().to_owned();
        let also = list(&document["x-also"]).iter().map(|version| version.as_str().unwrap().to_owned());
        std::iter::once(own.clone())
            .chain(also)
            .map(|version| Self::of(path, &text, &document, &own, version))
            .collect()
    }

    fn of(path: &Path, text: &str, document: &Value, own: &str, version: String) -> Self {
        let stem = path.file_stem().unwrap().to_str().unwrap();
        let mut text = text.replacen(own, &version, 1);
        if document.get("paths").is_none() {
            text.push_str(&paths(&version, components(document)));
        }
        Self {
            name: format!("{stem}_{}", version.replace('.', "_")),
            version,
            text,
            folder: path.parent().unwrap().to_owned(),
            settings: settings(path, document),
            constructs: components(document)
                .into_iter()
                .flat_map(|(name, schema)| Construct::all(name, schema))
                .collect(),
            document: document.clone(),
        }
    }

    /// The path of the operation that is added for a component.
    pub fn path_of(&self, construct: &Construct) -> Option<String> {
        let index = components(&self.document).into_iter().position(|(name, _)| *name == construct.schema)?;
        Some(format!("/{index}"))
    }

    /// Whether the document was written for this test, and says what of it is untyped.
    pub fn constructs_are_ours(&self) -> bool {
        self.folder != specs::folder()
    }

    /// How a row of a report begins.
    pub fn row(&self, construct: &Construct) -> String {
        let way = construct.direction.map_or(String::new(), |direction| format!(" {direction:?}"));
        format!("{} {:?}{way}", self.name, construct.schema)
    }
}

/// The extension that holds what travels each way.
const DIRECTIONS: [(&str, Direction); 2] = [("x-request", Direction::Request), ("x-response", Direction::Response)];

impl Construct {
    fn all(name: &str, schema: &Value) -> Vec<Self> {
        let ways = DIRECTIONS.iter().filter_map(|(key, direction)| Some((schema.get(key)?, *direction)));
        let ways = ways.map(|(lists, direction)| Self { direction: Some(direction), ..Self::of(name, lists) });
        std::iter::once(Self::of(name, schema)).chain(ways).collect()
    }

    /// Without instances.
    pub fn named(name: &str) -> Self {
        Self { schema: name.to_owned(), direction: None, instances: Vec::new(), not_judged: None, untyped: None }
    }

    fn of(name: &str, schema: &Value) -> Self {
        let mut instances = Vec::new();
        for (key, kind) in KINDS {
            instances.extend(list(&schema[key]).iter().map(|value| Instance { kind, text: value.to_string() }));
        }
        let texts = list(&schema["x-valid-text"]);
        instances
            .extend(texts.iter().map(|text| Instance { kind: Kind::Valid, text: text.as_str().unwrap().to_owned() }));
        Self {
            schema: name.to_owned(),
            direction: None,
            instances,
            not_judged: schema["x-judge"].as_str().map(str::to_owned),
            untyped: schema["x-untyped"].as_str().map(str::to_owned),
        }
    }
}

/// The components of a document by name, in order.
pub fn components(document: &Value) -> Vec<(&String, &Value)> {
    let schemas =
        if document.get("swagger").is_some() { &document["definitions"] } else { &document["components"]["schemas"] };
    schemas.as_object().unwrap().iter().collect()
}

/// The reference to a component.
pub fn reference(version: &str, name: &str) -> String {
    let escaped = name.replace('~', "~0").replace('/', "~1");
    let encoded: String = escaped
        .bytes()
        .map(|byte| match byte {
            b'~' | b'_' | b'-' | b'.' => char::from(byte).to_string(),
            _ if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
            _ => format!("%{byte:02X}"),
        })
        .collect();
    let folder = if version == "2.0" { "definitions" } else { "components/schemas" };
    format!("#/{folder}/{encoded}")
}

/// `x-settings`, as an API has them in `oasmith.toml`.
fn settings(path: &Path, document: &Value) -> ApiSettings {
    let mut settings = document.get("x-settings").cloned().unwrap_or_else(|| json!({}));
    settings["file"] = json!(path.file_name().unwrap().to_str().unwrap());
    serde_json::from_value(settings).unwrap()
}

/// A request and a response for each component.
fn paths(version: &str, components: Vec<(&String, &Value)>) -> String {
    let mut text = "paths:\n".to_owned();
    for (index, (name, _)) in components.into_iter().enumerate() {
        let schema = format!("schema: {{ $ref: {:?} }}", reference(version, name));
        let operation = if version == "2.0" {
            format!(
                "parameters: [ {{ in: body, name: body, {schema} }} ], responses: {{ \"200\": {{ description: \"\", {schema} }} }}"
            )
        } else {
            let content = format!("content: {{ application/json: {{ {schema} }} }}");
            format!("requestBody: {{ {content} }}, responses: {{ \"200\": {{ description: \"\", {content} }} }}")
        };
        text.push_str(&format!("  /{index}: {{ put: {{ {operation} }} }}\n"));
    }
    text
}

/// A document as a value.
pub fn value(path: &Path) -> Value {
    let mut diagnostics = Diagnostics::default();
    let source = Source::read(path.to_str().unwrap(), &FsLoader, &mut diagnostics);
    assert!(diagnostics.is_empty(), "{diagnostics:#?}");
    source.unwrap().root(FileId::default()).unwrap().clone()
}

fn files() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("constructs");
    let entries =
        |folder: &Path| -> Vec<PathBuf> { fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect() };
    let documents = entries(&root).into_iter().flat_map(|folder| entries(&folder));
    // A folder holds what the document of its name refers to.
    documents.filter(|path| path.is_file()).collect()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}
