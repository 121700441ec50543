//! Names of schemas that have a name but are not in `components.schemas`: references and files name them.

/// Names of files and folders that say nothing about a schema.
const GENERIC: &[&str] = &[
    "index",
    "schema",
    "schemas",
    "openapi",
    "swagger",
    "api",
    "spec",
    "specs",
    "main",
    "definitions",
    "defs",
    "components",
    "model",
    "models",
    "types",
    "json",
    "yaml",
    "src",
];

/// The name of a schema in another file, or below `$defs` or `definitions`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ReferencedName {
    /// The last segment of the reference, or the stem of the file.
    pub name: String,
    /// Names around the schema, the nearest first: of the enclosing schema, of its file and of the folders. They distinguish schemas with
    /// the same name.
    pub qualifiers: Vec<String>,
    /// The file relative to the folder of the document, and the pointer: `common.yaml#/components/schemas/Address`.
    pub place: String,
    /// The name in the settings: the name of the schema if it is unique, otherwise the place.
    pub in_settings: String,
}

/// Returns the name of a file without its extensions: `pet` for `pet.schema.json`.
#[must_use]
pub fn file_stem(file: &str) -> &str {
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    match stem.rsplit_once('.') {
        Some((before, kind)) if is_generic_name(&kind.to_ascii_lowercase()) && !before.is_empty() => before,
        _ => stem,
    }
}

/// Returns whether the name of a file or folder says nothing about its contents: `index`, `schemas`.
#[must_use]
pub fn is_generic_name(name: &str) -> bool {
    let plain = name.trim_matches(['_', '-', '.']).to_ascii_lowercase();
    plain.is_empty() || GENERIC.contains(&plain.as_str())
}
