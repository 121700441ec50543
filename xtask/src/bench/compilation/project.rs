//! Compiles a crate in its own workspace. All crates share a target folder, so their dependencies are built before the measurement.

use std::path::{Path, PathBuf};
use std::process::Command;

use oasmith::cli::{Failure, disk};

use crate::bench::cost::{self, Cost};
use crate::bench::options::Profile;
use crate::process;
use crate::workspace;

/// A crate in its own folder.
pub struct Project {
    home: PathBuf,
    label: String,
    /// Additional arguments for cargo.
    arguments: &'static [&'static str],
}

/// Returns the folder of all projects.
pub fn home() -> PathBuf {
    PathBuf::from(workspace::REPORTS).join("bench/compilation")
}

impl Project {
    /// Creates an empty project. Its crate belongs in [`Project::folder`].
    pub fn new(spec: &str, label: &str, arguments: &'static [&'static str]) -> Result<Self, Failure> {
        let home = home().join(spec).join(label);
        if home.exists() {
            std::fs::remove_dir_all(&home)?;
        }
        let manifest = "[workspace]\nresolver = \"3\"\nmembers = [\"crate\"]\n";
        disk::write(&home.join("Cargo.toml"), manifest.as_bytes())?;
        Ok(Self { home, label: label.to_owned(), arguments })
    }

    /// Returns the folder of the crate.
    pub fn folder(&self) -> PathBuf {
        self.home.join("crate")
    }

    /// Builds the dependencies, with an empty crate.
    pub fn prepare(&self, profile: Profile) -> Result<(), Failure> {
        let root = self.root();
        let backup = root.with_extension("backup");
        std::fs::rename(&root, &backup)?;
        disk::write(&root, if root.ends_with("main.rs") { b"fn main() {}\n" } else { b"" })?;
        let built = cost::measure(&mut self.cargo(profile), &self.log("dependencies"));
        std::fs::rename(&backup, &root)?;
        built.map(|_| ())
    }

    /// Compiles only the crate.
    pub fn compile(&self, profile: Profile) -> Result<Cost, Failure> {
        let root = self.root();
        std::fs::File::options().append(true).open(&root)?.set_modified(std::time::SystemTime::now())?;
        cost::measure(&mut self.cargo(profile), &self.log(profile.name()))
    }

    /// Returns the folder of the program that calls the crate.
    pub fn caller(&self) -> PathBuf {
        self.home.join("caller")
    }

    /// Builds the program that calls the crate and returns its size in bytes.
    pub fn build_caller(&self) -> Result<u64, Failure> {
        let mut command = process::cargo();
        command.args(["build", "--release"]);
        cost::measure(&mut self.in_project(command, &self.caller()), &self.log("caller"))?;
        let program = format!("bench-caller{}", std::env::consts::EXE_SUFFIX);
        Ok(std::fs::metadata(Self::target().join("release").join(program))?.len())
    }

    /// Returns the target folder, which all projects share.
    pub fn target() -> PathBuf {
        home().join("target")
    }

    fn root(&self) -> PathBuf {
        let library = self.folder().join("src/lib.rs");
        if library.exists() { library } else { self.folder().join("src/main.rs") }
    }

    fn log(&self, step: &str) -> PathBuf {
        self.home.join(format!("{step}.log"))
    }

    fn cargo(&self, profile: Profile) -> Command {
        let mut command = process::cargo();
        command.args(match profile {
            Profile::Check => &["check"][..],
            Profile::Build => &["build"],
            Profile::Release => &["build", "--release"],
        });
        command.args(self.arguments);
        self.in_project(command, &self.home)
    }

    /// Completes a cargo command for the workspace or crate in a folder.
    fn in_project(&self, mut command: Command, folder: &Path) -> Command {
        command.arg("--manifest-path").arg(folder.join("Cargo.toml"));
        command.arg("--target-dir").arg(Self::target());
        // Ignore settings in the environment, so that runs are comparable.
        for (variable, _) in std::env::vars().filter(|(name, _)| name.starts_with("CARGO_PROFILE_")) {
            command.env_remove(variable);
        }
        command.env_remove("RUSTFLAGS").env_remove("CARGO_TARGET_DIR").env("CARGO_INCREMENTAL", "0");
        command
    }
}

impl std::fmt::Display for Project {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.label)
    }
}

/// Copies the files of a folder.
pub fn copy(from: &Path, to: &Path) -> Result<(), Failure> {
    for (path, bytes) in disk::read(from, &["target"])? {
        disk::write(&to.join(path), &bytes)?;
    }
    Ok(())
}
