//! Decides whether a folder may become the folder of a generated crate.

use std::path::Path;
use std::{fs, io};

use super::{Failure, disk, file_list};
use crate::drift;

/// Requires that the folder does not exist, is empty, or contains a file that oasmith created. Hidden entries do not count: a folder with
/// only a `.git` is empty, and so is one with the temporary files of a run that was killed.
///
/// # Errors
/// The folder contains only files that oasmith did not create, or cannot be read.
pub(super) fn require_own_or_empty(folder: &Path) -> Result<(), Failure> {
    let shown = folder.display();
    if fs::metadata(folder).is_ok_and(|metadata| !metadata.is_dir()) {
        return Err(Failure::Arguments(format!("`{shown}` is not a folder\n  = help: choose another folder")));
    }
    // The files of `src/` are many, so they are read last.
    if folder.join(file_list::NAME).is_file()
        || fs::read(folder.join("Cargo.toml")).is_ok_and(|bytes| drift::is_marked(&bytes))
        || disk::read(&folder.join("src"), &[])?.values().any(|bytes| drift::is_marked(bytes))
    {
        return Ok(());
    }
    match first_visible(folder)? {
        None => Ok(()),
        Some(name) => Err(Failure::new(format!(
            "`{shown}` is not empty and oasmith did not create it: it contains `{name}`\n  = help: choose another folder, or write \
             into this one with --force, which replaces files that have the path of a generated file and keeps all others"
        ))),
    }
}

/// Returns the first entry of a folder whose name does not begin with a dot.
fn first_visible(folder: &Path) -> io::Result<Option<String>> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(io::Error::new(error.kind(), format!("`{}`: {error}", folder.display()))),
    };
    let mut names = Vec::new();
    for entry in entries {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if !name.starts_with('.') {
            names.push(name);
        }
    }
    Ok(names.into_iter().min())
}
