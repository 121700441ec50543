//! What the compiler said in earlier runs.

use std::collections::HashMap;
use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::Path;

use oasmith::cli::Failure;
use serde_json::{Value, json};

use super::compile::Compiled;

/// Verdicts by the content of what was compiled, kept in a file to which each new one is added at once: a run that was
/// interrupted goes on where it stopped, and what a change of the generator leaves as it was is not compiled again.
pub struct Kept {
    verdicts: HashMap<String, Compiled>,
    file: File,
}

impl Kept {
    /// Reads the file, if there is one.
    pub fn open(path: &Path) -> Result<Self, Failure> {
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        let text = std::fs::read_to_string(path).unwrap_or_default();
        let verdicts = text.lines().filter_map(entry).collect();
        Ok(Self { verdicts, file: OpenOptions::new().create(true).append(true).open(path)? })
    }

    /// The verdict on this content, if it is known.
    pub fn get(&self, content: &str) -> Option<Compiled> {
        self.verdicts.get(content).cloned()
    }

    /// Keeps a verdict.
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
