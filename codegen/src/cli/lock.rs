//! Reads `names.lock` from disk, and prints its text.

use std::path::Path;
use std::{fs, io};

use super::Failure;
use crate::names::NamesLock;

/// Reads the names that earlier runs pinned. A file that does not exist pins no names.
///
/// # Errors
/// The file cannot be read or parsed.
pub fn read(path: &Path) -> Result<NamesLock, Failure> {
    let shown = path.display();
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(Failure::new(format!("cannot read `{shown}`: {error}"))),
    };
    NamesLock::parse(&text).map_err(|error| Failure::new(format!("`{shown}` is invalid: {error}")))
}

/// Returns the text of the file, or `None` if no name is pinned.
#[must_use]
pub fn text(lock: Option<&NamesLock>) -> Option<String> {
    lock.filter(|lock| !lock.is_empty()).map(ToString::to_string)
}
