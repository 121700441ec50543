//! Reads the documents and their instances.

use std::path::{Path, PathBuf};
use std::{env, fs};

use oasmith::diag::{Diagnostics, FileId};
use oasmith::ir::Direction;
use oasmith::settings::ApiSettings;
use oasmith::source::{FsLoader, Source};
use serde_json::{Value, json};

use crate::specs;

/// A document in one version of OpenAPI.
pub struct Topic {
    /// The module name, from file name and version: `presence_3_1_0`.
    pub name: String,
    /// The version, for example `3.1.0`.
    pub version: String,
    /// The text. Without `paths`, an operation with a request and a response is added for each component.
    pub text: String,
    /// The parsed document.
    pub document: Value,
    /// The folder of the document.
    pub folder: PathBuf,
    /// The settings for the generator.
    pub settings: ApiSettings,
    /// The constructs.
    pub constructs: Vec<Construct>,
}

/// A component and its instances.
pub struct Construct {
    /// The name of the component.
    pub schema: String,
    /// The direction that the instances are sent in, if it matters.
    pub direction: Option<Direction>,
    /// The instances.
    pub instances: Vec<Instance>,
    /// The reason why the validator is not used, if any.
    pub skips_validator: Option<String>,
    /// The reason why the type contains untyped values, if any.
    pub untyped: Option<String>,
}

/// A value and the expected result.
pub struct Instance {
    /// The expected result.
    pub kind: Expectation,
    /// The value as JSON text.
    pub text: String,
}

/// The expected result for an instance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expectation {
    /// Accepted and encoded as an equal value.
    Valid,
    /// Accepted and encoded as an equal value, except for undeclared members.
    Extra,
    /// Invalid, but accepted and encoded as an equal value.
    Open,
    /// Accepted and encoded as an equal value, but `validate()` reports a violation.
    Violating,
    /// Rejected.
    Invalid,
}

/// The extension with the instances of each expectation.
const EXPECTATIONS: [(&str, Expectation); 5] = [
    ("x-valid", Expectation::Valid),
    ("x-extra", Expectation::Extra),
    ("x-open", Expectation::Open),
    ("x-violates", Expectation::Violating),
    ("x-invalid", Expectation::Invalid),
];

impl Topic {
    /// Returns all documents that match `OASMITH_ONLY`, each in all its versions.
    pub fn all() -> Vec<Self> {
        let only = env::var("OASMITH_ONLY").unwrap_or_default();
        let mut topics: Vec<Self> = files().iter().flat_map(|path| Self::read(path)).chain(specs::topics()).collect();
        topics.retain(|topic| topic.name.contains(&only));
        topics.sort_by(|a, b| a.name.cmp(&b.name));
        topics
    }

    fn read(path: &Path) -> Vec<Self> {
        let text = fs::read_to_string(path).unwrap();
        let document = parsed(path);
        let own_version = ["openapi", "swagger"].iter().find_map(|key| document[*key].as_str()).unwrap().to_owned();
        let also = list(&document["x-also"]).iter().map(|version| version.as_str().unwrap().to_owned());
        std::iter::once(own_version.clone())
            .chain(also)
            .map(|version| Self::of(path, &text, &document, &own_version, version))
            .collect()
    }

    fn of(path: &Path, text: &str, document: &Value, own_version: &str, version: String) -> Self {
        let stem = path.file_stem().unwrap().to_str().unwrap();
        let mut text = text.replacen(own_version, &version, 1);
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

    /// Returns the path of the operation that is added for a component.
    pub fn path_of(&self, construct: &Construct) -> Option<String> {
        let index = components(&self.document).into_iter().position(|(name, _)| *name == construct.schema)?;
        Some(format!("/{index}"))
    }

    /// Returns whether the document declares its untyped values with `x-untyped`: it was written for this test.
    pub fn declares_untyped_values(&self) -> bool {
        self.folder != specs::folder()
    }

    /// Returns the start of a line in the report.
    pub fn row(&self, construct: &Construct) -> String {
        let direction = construct.direction.map_or(String::new(), |direction| format!(" {direction:?}"));
        format!("{} {:?}{direction}", self.name, construct.schema)
    }
}

/// The extension with the instances of each direction.
const DIRECTIONS: [(&str, Direction); 2] = [("x-request", Direction::Request), ("x-response", Direction::Response)];

impl Construct {
    fn all(name: &str, schema: &Value) -> Vec<Self> {
        let directions = DIRECTIONS.iter().filter_map(|(key, direction)| Some((schema.get(key)?, *direction)));
        let by_direction =
            directions.map(|(lists, direction)| Self { direction: Some(direction), ..Self::of(name, lists) });
        std::iter::once(Self::of(name, schema)).chain(by_direction).collect()
    }

    /// Creates a construct without instances.
    pub fn named(name: &str) -> Self {
        Self { schema: name.to_owned(), direction: None, instances: Vec::new(), skips_validator: None, untyped: None }
    }

    fn of(name: &str, schema: &Value) -> Self {
        let mut instances = Vec::new();
        for (key, kind) in EXPECTATIONS {
            instances.extend(list(&schema[key]).iter().map(|value| Instance { kind, text: value.to_string() }));
        }
        let texts = list(&schema["x-valid-text"]);
        instances.extend(
            texts.iter().map(|text| Instance { kind: Expectation::Valid, text: text.as_str().unwrap().to_owned() }),
        );
        Self {
            schema: name.to_owned(),
            direction: None,
            instances,
            skips_validator: schema["x-skip-validator"].as_str().map(str::to_owned),
            untyped: schema["x-untyped"].as_str().map(str::to_owned),
        }
    }
}

/// Returns the components of a document in order.
pub fn components(document: &Value) -> Vec<(&String, &Value)> {
    let schemas =
        if document.get("swagger").is_some() { &document["definitions"] } else { &document["components"]["schemas"] };
    schemas.as_object().unwrap().iter().collect()
}

/// Returns the reference to a component.
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

/// Reads `x-settings`, which has the same keys as an API in `oasmith.toml`.
fn settings(path: &Path, document: &Value) -> ApiSettings {
    let mut settings = document.get("x-settings").cloned().unwrap_or_else(|| json!({}));
    settings["file"] = json!(path.file_name().unwrap().to_str().unwrap());
    serde_json::from_value(settings).unwrap()
}

/// Returns operations with a request and a response for each component.
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

/// Parses a document.
pub fn parsed(path: &Path) -> Value {
    let mut diagnostics = Diagnostics::default();
    let path = path.to_str().unwrap();
    let source = Source::read(path, &FsLoader::for_document(path), &mut diagnostics);
    assert!(diagnostics.is_empty(), "{diagnostics:#?}");
    source.unwrap().root(FileId::default()).unwrap().clone()
}

fn files() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("constructs");
    let entries =
        |folder: &Path| -> Vec<PathBuf> { fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect() };
    let documents = entries(&root).into_iter().flat_map(|folder| entries(&folder));
    // A folder contains the files that the document of the same name references.
    documents.filter(|path| path.is_file()).collect()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}
