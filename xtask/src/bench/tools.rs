//! The programs that are measured, built for release.

use std::path::{Path, PathBuf};
use std::process::Command;

use oasmith::cli::Failure;

use super::subjects::Spec;
use crate::run;

/// The programs.
pub struct Tools {
    /// The generator's command.
    pub oasmith: PathBuf,
    /// This program.
    pub xtask: PathBuf,
}

impl Tools {
    /// Builds them.
    pub fn build() -> Result<Self, Failure> {
        // One by one: built together, the generator would have what xtask wants of their common dependencies.
        for package in ["oasmith", "xtask"] {
            run::show(run::cargo().args(["build", "--quiet", "--release", "--package", package]))?;
        }
        let target = std::env::current_exe()?.parent().and_then(Path::parent).map(Path::to_path_buf);
        let release = target.unwrap_or_default().join("release");
        Ok(Self { oasmith: release.join("oasmith"), xtask: release.join("xtask") })
    }

    /// The command that generates the crate of a spec.
    pub fn generate(&self, spec: &Spec, folder: &Path) -> Command {
        let mut command = Command::new(&self.oasmith);
        command.arg("generate").arg(&spec.path).arg("-o").arg(folder);
        command.args(["--name", "bench-oasmith", "--keep-going"]);
        for overlay in &spec.overlays {
            command.arg("--overlay").arg(overlay);
        }
        command
    }
}
