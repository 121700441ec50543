//! `cargo xtask add NAME FILE`: copies a document to `specs/` and records its hash in the settings.
//!
//! Adds an API, or replaces the document of an existing API. Preserves all other settings and comments in `oasmith.toml`.

use std::path::{Path, PathBuf};

use oasmith::cli::disk;
use oasmith::settings::{ApiName, Invalid};
use toml_edit::{DocumentMut, Item, Table, value};

use crate::specs::sha256;
use crate::workspace::{self, SETTINGS, SPECS};
use oasmith::cli::Failure;

/// Copies a document to specs/ and records its hash in specs/oasmith.toml.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The name of the API: its module and its Cargo feature.
    name: String,
    /// The document.
    file: PathBuf,
    /// Where the document was found.
    #[arg(long, value_name = "URL")]
    origin: Option<String>,
}

/// Runs the command.
pub fn run(args: Args) -> Result<(), Failure> {
    let name = ApiName::new(args.name)
        .map_err(|Invalid { message, remedy }| Failure::Arguments(format!("{message}\n  = help: {remedy}")))?;
    let file = workspace::path(&args.file);
    let bytes = std::fs::read(&file).map_err(|error| Failure::new(format!("{}: {error}", file.display())))?;
    let settings = std::fs::read_to_string(SETTINGS).unwrap_or_default();
    let document = document_name(&settings, &name, &file)?;
    let pinned = pin(&settings, &name, &document, &sha256(&bytes), args.origin.as_deref())?;
    disk::write(&Path::new(SPECS).join(&document), &bytes)?;
    disk::write(Path::new(SETTINGS), pinned.as_bytes())?;
    println!("Added {SPECS}/{document} as API `{name}` and recorded its hash in {SETTINGS}. Next: cargo xtask regen");
    Ok(())
}

/// Returns the file name below `specs/`: that of the existing API, or the API's name with the extension of `file`.
fn document_name(settings: &str, name: &str, file: &Path) -> Result<String, Failure> {
    let toml = parse(settings)?;
    let known = toml.get("api").and_then(|apis| apis.get(name)).and_then(|api| api.get("file")).and_then(Item::as_str);
    let extension = file.extension().map_or_else(|| "yaml".into(), |extension| extension.to_string_lossy());
    match known {
        Some(known) if known.ends_with(extension.as_ref()) => Ok(known.to_owned()),
        _ => Ok(format!("{name}.{extension}")),
    }
}

/// Returns the settings with the file, hash and origin of an API.
fn pin(settings: &str, name: &str, file: &str, hash: &str, origin: Option<&str>) -> Result<String, Failure> {
    let mut document = parse(settings)?;
    let mut implicit = Table::new();
    implicit.set_implicit(true);
    let apis = document.entry("api").or_insert(Item::Table(implicit));
    let Some(apis) = apis.as_table_like_mut() else {
        return Err(Failure::new(format!("{SETTINGS}: `api` is not a table")));
    };
    let api = apis.entry(name).or_insert(Item::Table(Table::new()));
    let Some(api) = api.as_table_like_mut() else {
        return Err(Failure::new(format!("{SETTINGS}: `api.{name}` is not a table")));
    };
    let mut set = |key: &str, text: &str| match api.get_mut(key).and_then(Item::as_value_mut) {
        Some(old) => {
            let decor = old.decor().clone();
            *old = text.into();
            *old.decor_mut() = decor;
        }
        None => {
            api.insert(key, value(text));
        }
    };
    set("file", file);
    if let Some(origin) = origin {
        set("origin", origin);
    }
    set("sha256", hash);
    Ok(document.to_string())
}

fn parse(settings: &str) -> Result<DocumentMut, Failure> {
    settings.parse().map_err(|error| Failure::new(format!("{SETTINGS}: {error}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(settings: &str, expect: &str) {
        let pinned = pin(settings, "shop", "shop.yaml", "00ff", None).expect("the settings are TOML");
        assert_eq!(pinned, expect);
    }

    #[test]
    fn pinning_preserves_other_settings_and_comments() {
        check("", "[api.shop]\nfile = \"shop.yaml\"\nsha256 = \"00ff\"\n");
        check(
            "# a comment\n[api.shop]\nfile = \"shop.yaml\" # the file\nsha256 = \"aa\"\noverlays = [\"a.yaml\"]\n",
            "# a comment\n[api.shop]\nfile = \"shop.yaml\" # the file\nsha256 = \"00ff\"\noverlays = [\"a.yaml\"]\n",
        );
        check(
            "[api.other]\nfile = \"o.yaml\"\n",
            "[api.other]\nfile = \"o.yaml\"\n\n[api.shop]\nfile = \"shop.yaml\"\nsha256 = \"00ff\"\n",
        );
    }
}
