//! Writes two crates with the same models: one with oasmith's tables, and one with serde's derive. Both decode and encode the types that
//! operations send and receive, like an application.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::Path;

use oasmith::cli::{Failure, disk};

use super::project::{self, Project};
use super::serde_models;

/// The manifest of the crate with serde's derive.
const MANIFEST: &str = r#"[package]
name = "bench-derive"
version = "0.1.0"
edition = "2024"

[dependencies]
chrono = { version = "0.4", default-features = false, features = ["alloc", "serde"] }
serde = { version = "1", features = ["derive"] }
serde_json = "1"
uuid = { version = "1", default-features = false, features = ["std", "serde"] }
"#;

/// Writes the crate of models with oasmith's tables. `output` is the complete generated crate.
pub fn write_tables(output: &Path, project: &Project) -> Result<(), Failure> {
    let folder = project.folder();
    project::copy(output, &folder)?;
    disable_transport(&folder.join("Cargo.toml"))?;
    let mut text = std::fs::read_to_string(folder.join("src/lib.rs"))?;
    text.push_str("\n/// Decodes and encodes like an application.\npub mod uses {\n    use crate::models;\n    use crate::runtime::{DecodeError, EncodeError, decode, encode};\n");
    for (index, ty) in types_of_operations(output)?.iter().enumerate() {
        let _ = write!(
            text,
            "    /// Decodes.\n    pub fn decode_{index}(bytes: &[u8]) -> Result<models::{ty}, DecodeError> {{\n        decode(bytes)\n    }}\n    /// Encodes.\n    pub fn encode_{index}(value: &models::{ty}) -> Result<Vec<u8>, EncodeError> {{\n        encode(value)\n    }}\n"
        );
    }
    text.push_str("}\n");
    Ok(disk::write(&folder.join("src/lib.rs"), text.as_bytes())?)
}

/// Enables all features of the API but no transport.
fn disable_transport(manifest: &Path) -> Result<(), Failure> {
    let text = std::fs::read_to_string(manifest)?;
    let line = |line: &str| match line.strip_prefix("default = [") {
        Some(features) if features.contains("\"full\"") => "default = [\"full\"]\n".to_owned(),
        Some(_) => "default = []\n".to_owned(),
        None => format!("{line}\n"),
    };
    Ok(disk::write(manifest, text.lines().map(line).collect::<String>().as_bytes())?)
}

/// Writes the crate of the same models with serde's derive.
pub fn write_derived(output: &Path, project: &Project) -> Result<(), Failure> {
    let modules = disk::read(&output.join("src/models"), &[])?;
    let modules: Vec<String> =
        modules.into_values().map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).collect();
    let mut text = serde_models::write(modules.iter().map(String::as_str))?;
    text.push_str("pub mod uses {\n    use crate::models;\n");
    for (index, ty) in types_of_operations(output)?.iter().enumerate() {
        let _ = write!(
            text,
            "    pub fn decode_{index}(bytes: &[u8]) -> serde_json::Result<models::{ty}> {{ serde_json::from_slice(bytes) }}\n    pub fn encode_{index}(value: &models::{ty}) -> serde_json::Result<Vec<u8>> {{ serde_json::to_vec(value) }}\n"
        );
    }
    text.push_str("}\n");
    disk::write(&project.folder().join("src/lib.rs"), text.as_bytes())?;
    Ok(disk::write(&project.folder().join("Cargo.toml"), MANIFEST.as_bytes())?)
}

/// Returns the types that operations use.
fn types_of_operations(output: &Path) -> Result<BTreeSet<String>, Failure> {
    let mut types = BTreeSet::new();
    for bytes in disk::read(&output.join("src/operations"), &[])?.into_values() {
        let text = String::from_utf8_lossy(&bytes);
        for after in text.split("models::").skip(1) {
            let end = after.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(after.len());
            types.insert(after[..end].to_owned());
        }
    }
    types.remove("");
    Ok(types)
}
