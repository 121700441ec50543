//! Loading the files that a document's `$ref`s lead to, before anyone reads the document.

use serde_json::Value;

use super::uri::{file_part, resolve_path};
use super::{Loader, Source};
use crate::diag::{Diagnostics, FileId};

impl Source {
    /// Loads every file that a `$ref` in the files from `first` on leads to, and those that they lead to.
    /// One that cannot be loaded is not a problem yet: only whoever needs it knows whether that `$ref` is a reference.
    pub fn load_linked(&mut self, first: FileId, loader: &dyn Loader, diagnostics: &mut Diagnostics) {
        let mut at = first.0;
        while let Some(file) = self.files.get(at) {
            let mut links = Vec::new();
            collect(&file.value, &mut links);
            let base = file.path.clone();
            for link in links {
                let path = resolve_path(&base, &link);
                // A failure is kept with the path, for who needs the file.
                let _ = self.fetch(&path, loader, diagnostics);
            }
            at += 1;
        }
    }
}

/// The paths of all references to other files, each once.
fn collect(value: &Value, links: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            if let Some(Value::String(reference)) = members.get("$ref")
                && let Some(path) = file_part(reference)
                && !links.contains(&path)
            {
                links.push(path);
            }
            if let Some(Value::Object(mapping)) = members.get("mapping") {
                for path in mapping
                    .values()
                    .filter_map(Value::as_str)
                    .filter(|to| to.contains(['/', '.']))
                    .filter_map(file_part)
                {
                    if !links.contains(&path) {
                        links.push(path);
                    }
                }
            }
            members.values().for_each(|member| collect(member, links));
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, links)),
        _ => {}
    }
}
