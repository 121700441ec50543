//! Measures the size of a program that calls one operation of a crate.
//!
//! Such a program cannot be generated for every document and generator. `--callers` names a folder of handwritten programs,
//! `SPEC/GENERATOR.rs`, which call the crate `api`. The size is only measured if a program exists and release builds are enabled.

use std::path::Path;

use oasmith::cli::{Failure, disk};
use oasmith::errln;

use super::project::Project;
use crate::bench::inputs::Spec;
use crate::bench::table::{Column, Group, Row, Unit};

/// The only column.
pub const SIZE: [Column; 1] = [Column { name: "stripped", unit: Unit::Bytes }];

/// Returns the sizes of all programs for a document, compared with the smallest other generator, or `None` without programs.
pub fn sizes(spec: &Spec, projects: &[Project], callers: &Path) -> Option<Group> {
    let caller = |project: &Project| callers.join(&spec.name).join(format!("{project}.rs"));
    let rows: Vec<Row> = projects
        .iter()
        .filter(|project| caller(project).is_file())
        .map(|project| {
            errln!("{project}: program that calls one operation");
            match size(project, &caller(project)) {
                Ok(size) => Row { subject: project.to_string(), figures: vec![Some(size as f64)], note: String::new() },
                Err(failure) => Row::without_figures(
                    project.to_string(),
                    format!("compilation failed: {}", super::reason(&failure)),
                ),
            }
        })
        .collect();
    let size = |index: &usize| rows[*index].figures.first().copied().flatten().map(|size| size as u64);
    let baseline = (1..rows.len()).filter(|index| size(index).is_some()).min_by_key(size);
    (!rows.is_empty()).then(|| Group { name: spec.name.clone(), baseline, rows })
}

fn size(project: &Project, caller: &Path) -> Result<u64, Failure> {
    let manifest = std::fs::read_to_string(project.folder().join("Cargo.toml"))?;
    let package = manifest.lines().find_map(|line| line.strip_prefix("name = ")).unwrap_or("\"\"");
    let folder = project.caller();
    let manifest = format!(
        "[package]\nname = \"bench-caller\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\n\
         api = {{ path = \"../crate\", package = {package} }}\n\
         tokio = {{ version = \"1\", features = [\"net\", \"rt\", \"time\"] }}\n\n\
         [profile.release]\nstrip = true\n\n[workspace]\n"
    );
    disk::write(&folder.join("Cargo.toml"), manifest.as_bytes())?;
    disk::write(&folder.join("src/main.rs"), &std::fs::read(caller)?)?;
    project.build_caller()
}
