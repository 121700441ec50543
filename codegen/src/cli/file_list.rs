//! `.oasmith-files`: the paths of the files that oasmith created in a folder.
//!
//! A file that is on the list belongs to oasmith even if its first line does not say so, because it has no comments (JSON), is copied
//! byte for byte (the runtime), or was damaged. The list contains only paths. A folder without a list was written by an earlier version.
//! Hashes of the files were rejected: after a merge of two branches, they would be wrong, and paths are enough to recognize a file.

use std::collections::{BTreeMap, BTreeSet};

/// The name of the file.
pub const NAME: &str = ".oasmith-files";

const HEADER: &str =
    "# The files in this folder that oasmith created. It overwrites and deletes only these. Written by oasmith.\n";

/// Returns the text of the list for the files whose paths begin with `folder`, which is empty or ends with `/`.
#[must_use]
pub fn text(folder: &str, files: &BTreeMap<String, String>) -> String {
    print(files.keys().filter_map(|path| path.strip_prefix(folder)).filter(|path| *path != NAME))
}

/// Returns the paths of a list.
pub(super) fn parse(text: &str) -> BTreeSet<&str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')).collect()
}

/// Returns a list with the paths of both lists.
pub(super) fn union(old: &str, new: &str) -> String {
    print(parse(old).union(&parse(new)).copied())
}

fn print<'p>(paths: impl Iterator<Item = &'p str>) -> String {
    let mut text = HEADER.to_owned();
    for path in paths {
        text.push_str(path);
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_contains_the_paths_below_its_folder() {
        let files = ["generated/.oasmith-files", "generated/src/lib.rs", "generated/Cargo.toml", "specs/a.names.lock"];
        let files = files.map(|path| (path.to_owned(), String::new())).into();
        assert_eq!(text("generated/", &files), format!("{HEADER}Cargo.toml\nsrc/lib.rs\n"));
        assert_eq!(union("b\n# c\n<<<<<<< x\n", "a\nb\n"), format!("{HEADER}<<<<<<< x\na\nb\n"));
    }
}
