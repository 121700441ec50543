//! Reads `x-rust-type`: the Rust type of another crate that has a schema.
//!
//! typify defines it: `crate` and `version` name the package, `path` the type in it, and `parameters` are the schemas of its generic
//! arguments. Only their texts are read here. The settings decide which crates may be used.

use super::super::extensions::Extension;
use super::super::node::Node;
use super::super::schema::{ForeignCrate, ForeignType};
use super::SchemaReader;

/// Upper bound for all generic arguments of a type, and for their nesting. A type may be an argument of itself.
const MOST_ARGUMENTS: usize = 32;

/// The parts of a foreign type that were read.
#[derive(Default)]
struct Parts {
    crates: Vec<ForeignCrate>,
    /// The number of generic arguments.
    arguments: usize,
}

impl<'a> SchemaReader<'_, 'a> {
    /// Reads `x-rust-type`. Reports an unusable value and returns `None`.
    pub(super) fn foreign_type(&mut self, node: &Node<'a>) -> Option<ForeignType> {
        let mut parts = Parts::default();
        let ty = self.foreign_path(node, &mut parts)?;
        Some(ForeignType { ty, crates: parts.crates, place: node.place.clone() })
    }

    /// Returns the path of a type with its generic arguments. Adds their crates.
    fn foreign_path(&mut self, node: &Node<'a>, parts: &mut Parts) -> Option<String> {
        if !node.value.is_object() {
            self.form().ignored(node, "an object with `crate`, `version` and `path`");
            return None;
        }
        let name = self.part(node, "crate", |name| {
            name.starts_with(|c: char| c.is_ascii_alphabetic())
                && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
        })?;
        let is_requirement = |c: char| c.is_ascii_alphanumeric() || ".*<>=^~, +-".contains(c);
        let version = self.part(node, "version", |version| version.chars().all(is_requirement))?;
        let root = name.replace('-', "_");
        let path = self.part(node, "path", |path| {
            path.split("::").next() == Some(root.as_str())
                && path.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | ':'))
        })?;
        if !parts.crates.iter().any(|known| known.name == name) {
            parts.crates.push(ForeignCrate { name, version });
        }
        let parameters: Vec<Node<'a>> = node.get("parameters").iter().flat_map(Node::items).collect();
        if parameters.is_empty() {
            return Some(path);
        }
        let mut arguments = Vec::new();
        for parameter in &parameters {
            parts.arguments += 1;
            let argument = if parts.arguments <= MOST_ARGUMENTS { self.argument(parameter, parts) } else { None };
            let Some(argument) = argument else {
                let message = "oasmith supports only generic arguments of `x-rust-type` that are a string, a boolean, an integer, a number, \
                               or have `x-rust-type` themselves; it is ignored";
                self.reports.tolerated(parameter, message, "no action is needed; the type follows from the schema");
                return None;
            };
            arguments.push(argument);
        }
        Some(format!("{path}<{}>", arguments.join(", ")))
    }

    /// Returns the type of a generic argument.
    fn argument(&mut self, schema: &Node<'a>, parts: &mut Parts) -> Option<String> {
        let schema = self.references.follow(schema.clone()).ok()?;
        if let Some(ty) = Extension::RustType.find(&schema) {
            return self.foreign_path(&ty, parts);
        }
        let is_plain = schema.get("format").is_none() && schema.get("enum").is_none();
        let ty = match schema.get("type")?.text()? {
            "string" => "String",
            "boolean" => "bool",
            "integer" => "i64",
            "number" => "f64",
            _ => return None,
        };
        is_plain.then(|| ty.to_owned())
    }

    /// Reads a text of the extension that satisfies a condition.
    fn part(&mut self, node: &Node<'a>, key: &str, is_valid: impl Fn(&str) -> bool) -> Option<String> {
        let part = node.get(key);
        let text = part.as_ref().and_then(Node::text).filter(|text| !text.is_empty() && is_valid(text));
        if text.is_none() {
            let expected = match key {
                "crate" => "the name of a package",
                "version" => "a version requirement, as in `Cargo.toml`",
                _ => "the path of a type that begins with the name of its crate",
            };
            let message = format!("`{key}` of `x-rust-type` must be {expected}; the extension is ignored");
            self.reports.tolerated(part.as_ref().unwrap_or(node), message, "correct it, or remove the extension");
        }
        text.map(str::to_owned)
    }
}
