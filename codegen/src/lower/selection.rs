//! The settings `include` and `exclude`, which select operations.

use crate::diag::{Diagnostics, SettingKey};
use crate::lower::renames::no_match;
use crate::openapi::Document;
use crate::settings::{ApiSettings, Selection};

/// Reports every entry of `include` and `exclude` that selects nothing. The document may have changed after the settings were written.
pub(super) fn check(document: &Document, settings: &ApiSettings, diagnostics: &mut Diagnostics) {
    for (table, selection) in [("include", &settings.include), ("exclude", &settings.exclude)] {
        let Selection { tags, operations, paths } = selection;
        let single = |tag: &[String], operation: &[String], path: &[String]| Selection {
            tags: tag.to_vec(),
            operations: operation.to_vec(),
            paths: path.to_vec(),
        };
        let tags = tags.chunks(1).map(|entry| (entry, "tags", single(entry, &[], &[])));
        let operations = operations.chunks(1).map(|entry| (entry, "operations", single(&[], entry, &[])));
        let paths = paths.chunks(1).map(|entry| (entry, "paths", single(&[], &[], entry)));
        for (entry, list, one) in tags.chain(operations).chain(paths) {
            let selects = |operation: &crate::openapi::Operation| {
                one.matches(operation.id.as_deref(), &operation.tags, &operation.path)
            };
            if !document.operations.iter().any(selects) {
                let remedy = "name a tag, an operation or a path of the document, or remove the entry";
                let name = entry.concat();
                diagnostics.push(no_match(SettingKey::new(&[table, list], Some(&name)), &name, remedy));
            }
        }
    }
}
