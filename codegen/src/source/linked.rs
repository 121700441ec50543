//! Loads the files that references of a document name, before the document is read.

use serde_json::Value;

use super::uri::{file_part, resolve_path};
use super::{Loader, Source};
use crate::diag::{Diagnostics, FileId};

impl Source {
    /// Loads every file that a `$ref` in `first` or a later file refers to, and their `$ref`s in turn.
    /// A file that cannot be loaded is not reported here, because only the reader knows whether a `$ref` is a reference.
    pub fn load_linked(&mut self, first: FileId, loader: &dyn Loader, diagnostics: &mut Diagnostics) {
        let mut index = first.0;
        while let Some(file) = self.files.get(index) {
            let mut links = Vec::new();
            collect(&file.value, &mut links);
            let base = file.path.clone();
            for link in links {
                let path = resolve_path(&base, &link);
                // `fetch` caches a failure. It is reported when the file is needed.
                let _ = self.fetch(&path, loader, diagnostics);
            }
            index += 1;
        }
    }
}

/// Collects the distinct paths of all references to other files.
fn collect(value: &Value, links: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for keyword in ["$ref", "$dynamicRef"] {
                if let Some(Value::String(reference)) = members.get(keyword)
                    && let Some(path) = file_part(reference)
                    && !links.contains(&path)
                {
                    links.push(path);
                }
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
