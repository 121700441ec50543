//! What `regen` and `diff` tell about names that stay and APIs that are removed.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use oasmith::names::KeptName;
use oasmith::settings::{ApiName, Settings};

use crate::specs;
use crate::workspace::{GENERATED, SETTINGS};

/// Maximum number of kept names that are listed for each API.
const LISTED: usize = 5;

/// Returns a note for each name that `names.lock` keeps although the document changed, and the command that renames it.
pub fn kept_names(kept: &BTreeMap<ApiName, Vec<KeptName>>) -> String {
    let mut text = String::new();
    for (api, names) in kept {
        for name in names.iter().take(LISTED) {
            let _ = writeln!(
                text,
                "note: {api}: {name}\n  = help: to rename it, run: cargo xtask rename {api} {}",
                name.name
            );
        }
        if names.len() > LISTED {
            let _ = writeln!(
                text,
                "note: {api}: {} more names are kept; see {}",
                names.len() - LISTED,
                specs::lock_path(api)
            );
        }
    }
    text
}

/// Returns a note for each API whose code exists but which the settings do not contain any more: what is deleted and what stays.
/// `is_check` tells that this run only compares.
pub fn removed_apis(settings: &Settings, is_check: bool) -> String {
    let deleted = if is_check { "will be deleted" } else { "is deleted" };
    let mut text = String::new();
    let folder = format!("{GENERATED}/src");
    let entries = std::fs::read_dir(&folder).into_iter().flatten().flatten();
    let mut names: Vec<String> = entries
        .filter(|entry| entry.path().join("coverage.json").is_file())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| !settings.apis.contains_key(name.as_str()))
        .collect();
    names.sort();
    for name in names {
        let _ =
            writeln!(text, "note: {SETTINGS} does not contain the API `{name}` any more. {folder}/{name}/ {deleted}.");
        let lock = specs::lock_path(&name);
        if Path::new(&lock).exists() {
            let _ = writeln!(
                text,
                "  = help: {lock} stays, so that the names are the same if you add `{name}` again; otherwise delete it"
            );
        }
    }
    text
}
