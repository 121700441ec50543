//! Runs other generators, if they are on the `PATH`.

use std::path::Path;
use std::process::Command;

use oasmith::cli::{Failure, disk};

use super::project::Project;
use crate::bench::cost::{self, Cost};

/// Another generator.
pub struct OtherGenerator {
    /// The name of its program.
    pub program: &'static str,
    /// Returns the command that writes the crate of a document to a folder.
    command: fn(&Path, &Path) -> Command,
    /// Completes the crate after the command.
    finish: fn(&Path) -> Result<(), Failure>,
}

/// All supported generators.
pub const OTHER_GENERATORS: &[OtherGenerator] = &[
    OtherGenerator {
        program: "ploidy",
        command: |spec, folder| {
            let mut command = Command::new("ploidy");
            command.args(["generate", "rust", "--name", NAME, "-o"]).arg(folder).arg(spec);
            command
        },
        finish: |_| Ok(()),
    },
    OtherGenerator {
        program: "openapi-to-rust",
        command: |spec, folder| {
            let mut command = Command::new("openapi-to-rust");
            command.args(["generate", "--quiet", "--output-dir"]).arg(folder.join("src")).arg(spec);
            command
        },
        finish: |folder| {
            let source = folder.join("src");
            std::fs::rename(source.join("mod.rs"), source.join("lib.rs"))?;
            let dependencies = std::fs::read_to_string(source.join("REQUIRED_DEPS.toml"))?;
            let manifest =
                format!("[package]\nname = \"{NAME}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n{dependencies}");
            Ok(disk::write(&folder.join("Cargo.toml"), manifest.as_bytes())?)
        },
    },
    OtherGenerator {
        program: "oas3-gen",
        command: |spec, folder| {
            let mut command = Command::new("oas3-gen");
            command.args(["generate", "client-mod", "--workspace", "-o"]).arg(folder).arg("-i").arg(spec);
            command
        },
        finish: |_| Ok(()),
    },
    OtherGenerator {
        program: "cargo-progenitor",
        command: |spec, folder| {
            let mut command = Command::new("cargo-progenitor");
            command.args(["progenitor", "-n", NAME, "-v", "0.1.0", "-o"]).arg(folder).arg("-i").arg(spec);
            command
        },
        finish: |_| Ok(()),
    },
];

/// The name of the generated crate.
const NAME: &str = "bench-other";

impl OtherGenerator {
    /// Returns whether the program is on the `PATH`.
    pub fn is_installed(&self) -> bool {
        let paths = std::env::var_os("PATH").unwrap_or_default();
        std::env::split_paths(&paths).any(|folder| folder.join(self.program).is_file())
    }

    /// Writes the crate of a document and returns the cost.
    pub fn generate(&self, spec: &Path, project: &Project) -> Result<Cost, Failure> {
        let folder = project.folder();
        let spec = std::path::absolute(spec)?;
        let cost = cost::measure(&mut (self.command)(&spec, &folder), &folder.with_extension("log"))?;
        (self.finish)(&folder)?;
        Ok(cost)
    }
}
