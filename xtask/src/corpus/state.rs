//! Rows that are known from an earlier run.

use std::collections::HashMap;
use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::Path;

use oasmith::cli::Failure;
use serde_json::{Value, json};

use super::row::Row;

/// Rows by the content of what they came from, kept in a file to which each new one is added at once.
pub struct Kept {
    rows: HashMap<String, Row>,
    file: File,
}

impl Kept {
    /// Reads the file, if there is one.
    pub fn open(path: &Path) -> Result<Self, Failure> {
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        let text = std::fs::read_to_string(path).unwrap_or_default();
        let entry = |line: &str| {
            let value: Value = serde_json::from_str(line).ok()?;
            Some((value.get("key")?.as_str()?.to_owned(), Row::from_json(value.get("row")?)?))
        };
        let rows = text.lines().filter_map(entry).collect();
        Ok(Self { rows, file: OpenOptions::new().create(true).append(true).open(path)? })
    }

    /// The row that is known.
    pub fn get(&self, key: &str) -> Option<Row> {
        self.rows.get(key).cloned()
    }

    /// Keeps a row.
    pub fn add(&mut self, key: &str, row: &Row) -> Result<(), Failure> {
        writeln!(self.file, "{}", json!({ "key": key, "row": row.json() }))?;
        Ok(())
    }
}
