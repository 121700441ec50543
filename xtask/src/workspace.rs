//! Paths in the workspace. All commands run in its root folder.

use std::path::{Path, PathBuf};

use oasmith::cli::Failure;

/// The package that `regen` writes.
pub const GENERATED: &str = "generated";
/// The folder of the documents and their settings.
pub const SPECS: &str = "specs";
/// The settings of all APIs.
pub const SETTINGS: &str = "specs/oasmith.toml";
/// The folder for reports.
pub const REPORTS: &str = "target/oasmith";

/// Changes the current folder to the workspace's root, and stores the previous one for [`path`].
pub fn enter() -> Result<(), Failure> {
    let root = root()?;
    if let Ok(folder) = std::env::current_dir() {
        USER_FOLDER.get_or_init(|| folder);
    }
    std::env::set_current_dir(&root).map_err(|error| Failure::new(format!("{}: {error}", root.display())))
}

/// Resolves a path argument relative to the folder in which the user started the command.
pub fn path(argument: impl AsRef<Path>) -> PathBuf {
    USER_FOLDER.get().map_or_else(|| argument.as_ref().to_path_buf(), |folder| folder.join(argument.as_ref()))
}

static USER_FOLDER: std::sync::OnceLock<PathBuf> = std::sync::OnceLock::new();

fn root() -> Result<PathBuf, Failure> {
    let xtask =
        std::env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    match xtask.parent() {
        Some(root) if root.join("codegen").is_dir() => Ok(root.to_path_buf()),
        _ => Err(Failure::new("the workspace was not found: run `cargo xtask` inside it")),
    }
}
