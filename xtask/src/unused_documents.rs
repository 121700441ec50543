//! Finds the OpenAPI documents in `specs/` that no API uses.
//!
//! A document that is copied into the folder but not added would otherwise be ignored without a message.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use oasmith::cli::{Failure, disk, shell};
use oasmith::diag::{Diagnostics, FileId};
use oasmith::settings::ApiName;
use oasmith::source::{FsLoader, Source};

use crate::workspace::{SPECS, in_specs};

/// Returns an error message for each YAML or JSON file below `specs/` that has the root key `openapi` or `swagger` and is not one of
/// the files that were read for the APIs.
pub fn problems<'p>(read: impl IntoIterator<Item = &'p str>, apis: &BTreeSet<&str>) -> Result<Vec<String>, Failure> {
    // Two paths can name the same file, for example through a link.
    let identity = |path: &str| Path::new(path).canonicalize().unwrap_or_else(|_| PathBuf::from(path));
    let used: BTreeSet<PathBuf> = read.into_iter().map(identity).collect();
    let files: BTreeMap<String, Vec<u8>> = disk::read_with(Path::new(SPECS), &[], disk::ReadMode::Names)?;
    let paths = files.into_keys().map(|path| in_specs(&path));
    let unused = paths.filter(|path| has_extension(path) && !used.contains(&identity(path)) && is_document(path));
    let mut names: BTreeSet<String> = apis.iter().map(|name| (*name).to_owned()).collect();
    let mut problems = Vec::new();
    for path in unused {
        let (name, path) = (unused_name(&path, &names), shell::quoted(&path));
        problems.push(format!(
            "error: {path} is an OpenAPI document that no API uses\n  to generate a client for it, run: cargo xtask add {name} \
             {path}\n  if it is not needed, delete it or move it out of {SPECS}/"
        ));
        names.insert(name);
    }
    Ok(problems)
}

fn has_extension(path: &str) -> bool {
    let extension = Path::new(path).extension().map(|extension| extension.to_string_lossy().to_ascii_lowercase());
    extension.is_some_and(|extension| ["yaml", "yml", "json"].contains(&extension.as_str()))
}

/// Returns whether the file has the root key `openapi` or `swagger`. A file that cannot be parsed may be a damaged document, so it has
/// the key if a line begins with it.
fn is_document(path: &str) -> bool {
    let source = match Source::open(path, &FsLoader::below(SPECS), &mut Diagnostics::default()) {
        Ok(source) => return source.root(FileId(0)).is_some_and(|root| KEYS.iter().any(|key| root.get(key).is_some())),
        Err(source) => source,
    };
    let text = source.file(FileId(0)).map(|file| file.text.as_str()).unwrap_or_default();
    text.lines().any(|line| {
        let key = line.trim_start_matches(|c: char| c.is_whitespace() || "{\"'".contains(c));
        KEYS.iter()
            .filter_map(|name| key.strip_prefix(name))
            .any(|rest| rest.trim_start_matches(['"', '\'']).starts_with(':'))
    })
}

/// The keys of an OpenAPI document that contain the version of OpenAPI.
const KEYS: [&str; 2] = ["openapi", "swagger"];

/// Returns a name for the API of a file that no other API has, or a placeholder if the file's name gives none.
fn unused_name(path: &str, taken: &BTreeSet<String>) -> String {
    let stem = Path::new(path).file_stem().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
    let name: String = stem.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
    let name = name.trim_matches('_');
    if name.is_empty() {
        return PLACEHOLDER.to_owned();
    }
    let numbered = (2..).map(|number| format!("{name}_{number}"));
    let mut names = [name.to_owned(), format!("{name}_api"), format!("api_{name}")].into_iter().chain(numbered);
    names
        .by_ref()
        .take(99)
        .find(|name| ApiName::new(name.as_str()).is_ok() && !taken.contains(name.as_str()))
        .unwrap_or_else(|| PLACEHOLDER.to_owned())
}

/// Stands for a name that the user must choose.
const PLACEHOLDER: &str = "NAME";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_suggested_name_is_valid_and_free() {
        for (path, expect) in [
            ("specs/pets.yaml", "pets"),
            ("specs/v2/Pet Store-3.json", "pet_store_3"),
            ("specs/shop.yaml", "shop_api"),
            ("specs/type.yaml", "type_api"),
            ("specs/3d.yaml", "api_3d"),
            ("specs/….yaml", "NAME"),
        ] {
            assert_eq!(unused_name(path, &["shop".to_owned()].into()), expect);
        }
    }
}
