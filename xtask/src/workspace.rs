//! Paths in the workspace. All commands run in its root folder.

use std::path::{Path, PathBuf};

use oasmith::cli::Failure;
use oasmith::cli::output_lock::OutputLock;

/// The package that `regen` writes.
pub const GENERATED: &str = "generated";
/// The manifest with which cargo compiles `generated/` as a member of the workspace. `regen` writes it.
pub const MEMBER_MANIFEST: &str = "tests/generated/Cargo.toml";
/// The folder of the documents and their settings.
pub const SPECS: &str = "specs";
/// The settings of all APIs.
pub const SETTINGS: &str = "specs/oasmith.toml";
/// The folder for reports.
pub const REPORTS: &str = "target/oasmith";
/// The file that a running command locks.
const LOCK: &str = "target/oasmith/workspace.lock";

/// Changes the current folder to the root of the workspace that contains it, and stores the previous one for [`path`].
///
/// The current folder decides, not the folder in which this program was compiled: a program of one checkout that is started in
/// another must not change the first.
pub fn enter() -> Result<(), Failure> {
    let folder = std::env::current_dir()?;
    let root = root(&folder).ok_or_else(|| {
        Failure::new(format!(
            "`{}` is not in a workspace of oasmith: neither it nor a folder above it contains `{SPECS}/` and a Cargo.toml with \
             `[workspace]`\n  = help: change to the workspace's folder, then run the command again",
            folder.display()
        ))
    })?;
    let root = root.to_path_buf();
    USER_FOLDER.get_or_init(|| folder);
    std::env::set_current_dir(&root).map_err(|error| Failure::new(format!("{}: {error}", root.display())))
}

/// Waits until no other command of this workspace writes `generated/` or `specs/`. Those of a command that reads and then writes the
/// settings or the pinned names would otherwise be lost, or another command would see only a part of the change.
///
/// # Errors
/// The lock file cannot be created or locked.
pub fn lock() -> Result<OutputLock, Failure> {
    OutputLock::acquire(Path::new(LOCK), &format!("{GENERATED}/` or `{SPECS}/"))
}

/// Returns the path in the workspace of a path below `specs/`.
pub fn in_specs(path: &str) -> String {
    format!("{SPECS}/{path}")
}

/// Returns the path below `specs/` of a path in the workspace. `None` if it is elsewhere.
pub fn below_specs(path: &str) -> Option<&str> {
    path.strip_prefix(SPECS)?.strip_prefix('/')
}

/// Resolves a path argument relative to the folder in which the user started the command.
pub fn path(argument: impl AsRef<Path>) -> PathBuf {
    USER_FOLDER.get().map_or_else(|| argument.as_ref().to_path_buf(), |folder| folder.join(argument.as_ref()))
}

static USER_FOLDER: std::sync::OnceLock<PathBuf> = std::sync::OnceLock::new();

/// Returns the root of the workspace that contains a folder. Packages with a workspace of their own, such as `generated`, have no
/// folder `specs/`, so the search continues above them. Only a line of the manifest is read: cargo reports the mistakes in it.
fn root(folder: &Path) -> Option<&Path> {
    folder.ancestors().find(|folder| {
        let manifest = std::fs::read_to_string(folder.join("Cargo.toml")).unwrap_or_default();
        folder.join(SPECS).is_dir() && manifest.lines().any(|line| line.trim_end() == "[workspace]")
    })
}
