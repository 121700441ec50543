//! Where things lie in the workspace. All commands run with its root as the current folder.

use std::path::{Path, PathBuf};

use oasmith::cli::Failure;

/// The package that `regen` owns.
pub const GENERATED: &str = "generated";
/// Where the specs and their settings lie.
pub const SPECS: &str = "specs";
/// The settings of all APIs.
pub const SETTINGS: &str = "specs/oasmith.toml";
/// Where reports are written.
pub const REPORTS: &str = "target/oasmith";

/// Makes the workspace's root the current folder, and remembers where the user was.
pub fn enter() -> Result<(), Failure> {
    let root = root()?;
    if let Ok(folder) = std::env::current_dir() {
        CALLED_FROM.get_or_init(|| folder);
    }
    std::env::set_current_dir(&root).map_err(|error| Failure::new(format!("{}: {error}", root.display())))
}

/// A path that the user wrote, as seen from the root.
pub fn path(written: impl AsRef<Path>) -> PathBuf {
    CALLED_FROM.get().map_or_else(|| written.as_ref().to_path_buf(), |folder| folder.join(written.as_ref()))
}

static CALLED_FROM: std::sync::OnceLock<PathBuf> = std::sync::OnceLock::new();

fn root() -> Result<PathBuf, Failure> {
    let xtask =
        std::env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    match xtask.parent() {
        Some(root) if root.join("codegen").is_dir() => Ok(root.to_path_buf()),
        _ => Err(Failure::new("run it as `cargo xtask` inside the workspace")),
    }
}
