//! Caches the compiler's results of earlier runs.

use std::collections::HashMap;
use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::Path;

use oasmith::cli::Failure;
use serde_json::{Value, json};

use super::compile::Compiled;

/// The compiler results by content hash. Each result is appended to a file immediately, so an interrupted run can continue. Code that
/// has not changed is not compiled again.
pub struct CompileCache {
    results: HashMap<String, Compiled>,
    file: File,
}

impl CompileCache {
    /// Reads the file, if it exists.
    pub fn open(path: &Path) -> Result<Self, Failure> {
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        let text = std::fs::read_to_string(path).unwrap_or_default();
        let results = text.lines().filter_map(entry).collect();
        Ok(Self { results, file: OpenOptions::new().create(true).append(true).open(path)? })
    }

    /// Returns the cached result for this content.
    pub fn get(&self, content: &str) -> Option<Compiled> {
        self.results.get(content).cloned()
    }

    /// Adds a result.
    pub fn add(&mut self, content: &str, compiled: &Compiled) -> Result<(), Failure> {
        let Compiled { errors, warnings, first, ms } = compiled;
        let line = json!({ "content": content, "errors": errors, "warnings": warnings, "first": first, "ms": ms });
        writeln!(self.file, "{line}")?;
        Ok(())
    }
}

fn entry(line: &str) -> Option<(String, Compiled)> {
    let value: Value = serde_json::from_str(line).ok()?;
    let number = |key: &str| value.get(key).and_then(Value::as_u64);
    let compiled = Compiled {
        errors: number("errors")?,
        warnings: number("warnings")?,
        first: value.get("first").and_then(Value::as_str).map(str::to_owned),
        ms: number("ms")?,
    };
    Some((value.get("content")?.as_str()?.to_owned(), compiled))
}
