//! The documents to measure: the workspace's own and those of a folder.

use std::path::PathBuf;

use oasmith::cli::Failure;

use super::options::Options;
use crate::corpus::documents;
use crate::specs;

/// A document to measure.
pub struct Spec {
    /// Its name in tables and folders.
    pub name: String,
    /// The path of the document.
    pub path: PathBuf,
    /// The overlays to apply.
    pub overlays: Vec<PathBuf>,
}

/// Returns the selected documents.
pub fn find(options: &Options) -> Result<Vec<Spec>, Failure> {
    let own = specs::settings()?.apis.into_iter().map(|(name, settings)| Spec {
        name: name.to_string(),
        path: settings.file.into(),
        overlays: settings.overlays.into_iter().map(PathBuf::from).collect(),
    });
    let mut specs: Vec<Spec> = own.collect();
    if let Some(folder) = &options.specs {
        let found = documents::find(folder, None)?.into_iter();
        specs.extend(found.map(|document| {
            let stem = document.path.file_stem().unwrap_or_default().to_string_lossy();
            Spec { name: stem.to_ascii_lowercase(), path: document.path, overlays: Vec::new() }
        }));
    }
    specs.retain(|spec| options.includes(&spec.name));
    Ok(specs)
}
