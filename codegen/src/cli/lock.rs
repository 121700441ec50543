//! `names.lock` on disk.

use std::path::Path;
use std::{fs, io};

use super::Failure;
use crate::names::NamesLock;

/// The names that earlier runs pinned in a file; none if it is not there.
///
/// # Errors
/// If it cannot be read.
pub fn read(path: &Path) -> Result<NamesLock, Failure> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(Failure::new(format!("{}: {error}", path.display()))),
    };
    NamesLock::parse(&text).map_err(|error| Failure::new(format!("{}: {error}", path.display())))
}

/// The text that the file shall have; `None` if nothing is pinned.
#[must_use]
pub fn text(lock: Option<&NamesLock>) -> Option<String> {
    lock.filter(|lock| !lock.is_empty()).map(ToString::to_string)
}
