//! A crate that is compiled, in a workspace of its own; all share the dependencies, which are built before anything is measured.

use std::path::{Path, PathBuf};
use std::process::Command;

use oasmith::cli::{Failure, disk};

use crate::bench::cost::{self, Cost};
use crate::bench::options::Profile;
use crate::run;
use crate::workspace;

/// A crate in a folder of its own.
pub struct Project {
    home: PathBuf,
    label: String,
    /// What cargo is told beside the profile.
    arguments: &'static [&'static str],
}

/// Where everything of this part lies.
pub fn home() -> PathBuf {
    PathBuf::from(workspace::REPORTS).join("bench/compilation")
}

impl Project {
    /// An empty project. Its crate lies in [`Project::folder`].
    pub fn new(spec: &str, label: &str, arguments: &'static [&'static str]) -> Result<Self, Failure> {
        let home = home().join(spec).join(label);
        if home.exists() {
            std::fs::remove_dir_all(&home)?;
        }
        let manifest = "[workspace]\nresolver = \"3\"\nmembers = [\"crate\"]\n";
        disk::write(&home.join("Cargo.toml"), manifest.as_bytes())?;
        Ok(Self { home, label: label.to_owned(), arguments })
    }

    /// Where the crate lies.
    pub fn folder(&self) -> PathBuf {
        self.home.join("crate")
    }

    /// Builds the dependencies, with nothing in the crate itself.
    pub fn prepare(&self, profile: Profile) -> Result<(), Failure> {
        let root = self.root();
        let kept = root.with_extension("kept");
        std::fs::rename(&root, &kept)?;
        disk::write(&root, if root.ends_with("main.rs") { b"fn main() {}\n" } else { b"" })?;
        let built = cost::of(&mut self.cargo(profile), &self.log("dependencies"));
        std::fs::rename(&kept, &root)?;
        built.map(|_| ())
    }

    /// Compiles the crate, and nothing else.
    pub fn compile(&self, profile: Profile) -> Result<Cost, Failure> {
        let root = self.root();
        std::fs::File::options().append(true).open(&root)?.set_modified(std::time::SystemTime::now())?;
        cost::of(&mut self.cargo(profile), &self.log(profile.name()))
    }

    /// Where a program lies that calls the crate.
    pub fn caller(&self) -> PathBuf {
        self.home.join("caller")
    }

    /// Builds the program that calls the crate: how large it is, in bytes.
    pub fn build_caller(&self) -> Result<u64, Failure> {
        let mut command = run::cargo();
        command.args(["build", "--release"]);
        cost::of(&mut self.in_project(command, &self.caller()), &self.log("caller"))?;
        let program = format!("bench-caller{}", std::env::consts::EXE_SUFFIX);
        Ok(std::fs::metadata(Self::target().join("release").join(program))?.len())
    }

    /// The target folder, one for all.
    pub fn target() -> PathBuf {
        home().join("target")
    }

    fn root(&self) -> PathBuf {
        let library = self.folder().join("src/lib.rs");
        if library.exists() { library } else { self.folder().join("src/main.rs") }
    }

    fn log(&self, what: &str) -> PathBuf {
        self.home.join(format!("{what}.log"))
    }

    fn cargo(&self, profile: Profile) -> Command {
        let mut command = run::cargo();
        command.args(match profile {
            Profile::Check => &["check"][..],
            Profile::Build => &["build"],
            Profile::Release => &["build", "--release"],
        });
        command.args(self.arguments);
        self.in_project(command, &self.home)
    }

    /// A command of cargo on the workspace or crate in this folder.
    fn in_project(&self, mut command: Command, folder: &Path) -> Command {
        command.arg("--manifest-path").arg(folder.join("Cargo.toml"));
        command.arg("--target-dir").arg(Self::target());
        // As for one who has set nothing; and without what an earlier run left behind.
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
