//! `cargo xtask rename API OLD [NEW]`: changes the name of a method or type that `names.lock` keeps.

use std::path::Path;

use oasmith::cli::{Failure, disk, lock};
use oasmith::names::{KeptKind, NamesLock, RenameError, Renamed};
use oasmith::outln;
use oasmith::settings::Identifier;

use crate::specs;
use crate::workspace::{self, SETTINGS};

const EXAMPLES: &str = "\
Examples:
  cargo xtask rename shop get_pet            # the name in the document
  cargo xtask rename shop get_pet load_pet";

/// Renames a method or an inline type of an API, and the types that are named after it.
///
/// Names of methods and inline types stay when the document renames an operation, so that callers still compile. This command gives them
/// another name on purpose, in specs/API.names.lock. The names of components follow the document; `rename.types` in specs/oasmith.toml
/// changes them.
#[derive(Debug, clap::Args)]
#[command(after_help = crate::help(EXAMPLES))]
pub struct Args {
    /// The API.
    api: String,
    /// The current Rust name, for example `get_pet` or `GetPetResponse`.
    old: String,
    /// The new Rust name (default: the name that follows from the document).
    new: Option<String>,
}

/// Runs the command.
pub fn run(args: Args) -> Result<(), Failure> {
    let Args { api, old, new } = args;
    let _lock = workspace::lock()?;
    let settings = specs::settings()?;
    let Some(api_settings) = settings.apis.get(api.as_str()) else {
        return Err(specs::unknown_api(&api, &settings));
    };
    new.as_ref().map(Identifier::new).transpose()?;
    let path = specs::lock_path(&api);
    let pinned = lock::read(Path::new(&path))?;
    let Renamed { lock, kind, key } = pinned.rename(&old, new.as_deref()).map_err(|error| match error {
        RenameError::Unknown => Failure::Arguments(format!(
            "{path} has no method or type `{old}`\n  = help: the names of components and of properties follow the document; \
             `rename` in {SETTINGS} changes them"
        )),
        error => Failure::Arguments(format!("cannot rename `{old}`: {error}")),
    })?;
    // Only a run of the generator shows which name the item really gets.
    let outcome = specs::generate_with_names(&api, api_settings, &specs::loader(api_settings), &lock);
    let Some(chosen) = outcome.names_lock.as_ref() else {
        return Err(Failure::new(format!(
            "the document of `{api}` has errors. To see them, run: cargo xtask regen --check"
        )));
    };
    let found = chosen.pinned(kind, &key).unwrap_or(&old).to_owned();
    match &new {
        Some(new) if *new != found => {
            return Err(Failure::Arguments(format!(
                "`{new}` is reserved, or a component has this name; `{found}` is free"
            )));
        }
        None if found == old => {
            outln!("`{old}` is the name that follows from the document. {path} was not changed.");
            return Ok(());
        }
        _ => {}
    }
    // With the lock of that run, `regen` changes nothing but the code.
    disk::write(Path::new(&path), lock::text(Some(chosen)).unwrap_or_default().as_bytes())?;
    let more = other_changes(&pinned, chosen);
    outln!("Renamed `{old}` to `{found}` in {path}{more}. Next: cargo xtask regen");
    let kept = outcome.kept_names.iter().find(|kept| kept.kind == KeptKind::Method && kept.name == found);
    if let Some(id) = kept.and_then(|kept| kept.operation_id.as_ref()) {
        outln!(
            "`regen` will tell that the document has another name. To choose the name for good, add `{id:?} = {found:?}` to \
             `[api.{api}.rename.operations]` in {SETTINGS}."
        );
    }
    Ok(())
}

/// Returns a text about the other names that change.
fn other_changes(before: &NamesLock, after: &NamesLock) -> String {
    let (before, after) = (before.to_string(), after.to_string());
    match before.lines().filter(|line| !after.lines().any(|other| other == *line)).count() {
        0 | 1 => String::new(),
        2 => " and 1 name that follows from it".to_owned(),
        count => format!(" and {} names that follow from it", count - 1),
    }
}
