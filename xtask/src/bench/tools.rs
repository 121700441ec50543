//! The release builds of the measured programs.

use std::path::{Path, PathBuf};
use std::process::Command;

use oasmith::cli::Failure;

use super::inputs::Spec;
use crate::process;

/// The paths of the programs.
pub struct Tools {
    /// The `oasmith` command.
    pub oasmith: PathBuf,
    /// The `xtask` command.
    pub xtask: PathBuf,
}

impl Tools {
    /// Builds the programs.
    pub fn build() -> Result<Self, Failure> {
        // Build them separately. In one build, shared dependencies of the generator would have the features that xtask enables.
        for package in ["oasmith", "xtask"] {
            process::run(process::cargo().args(["build", "--release", "--package", package]))?;
        }
        let target = std::env::current_exe()?.parent().and_then(Path::parent).map(Path::to_path_buf);
        let release = target.unwrap_or_default().join("release");
        Ok(Self { oasmith: release.join("oasmith"), xtask: release.join("xtask") })
    }

    /// Returns the command that generates the crate of a document.
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
