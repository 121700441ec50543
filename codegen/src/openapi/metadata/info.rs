//! Reads `info`, `tags` and `externalDocs`.

use super::super::document::Tag;
use super::super::form::{Field, FieldType, defining, optional, recommended};
use super::super::node::Node;
use super::MetadataReader;

const INFO: &[Field] = &[
    recommended("title", "the generated documentation shows no title"),
    recommended("version", "the generated documentation shows no version"),
    optional("description", FieldType::Text),
    optional("summary", FieldType::Text),
];
const TAG: &[Field] = &[defining("name"), optional("description", FieldType::Text)];

/// The fields of `info`.
#[derive(Debug, Default)]
pub(in crate::openapi) struct Info {
    pub(in crate::openapi) title: String,
    pub(in crate::openapi) version: String,
    pub(in crate::openapi) description: Option<String>,
}

impl<'a> MetadataReader<'_, 'a> {
    /// Reads `info` of the document. A missing or invalid one is a warning.
    pub(in crate::openapi) fn info(&mut self) -> Info {
        let root = self.references.root();
        let Some(node) = root.get("info") else {
            self.reports.tolerated(
                &root,
                "the document has no `info`; the generated documentation shows no title and no version",
                "add `info` with `title` and `version`",
            );
            return Info::default();
        };
        let Some(node) = self.form().expand_tolerant(node) else { return Info::default() };
        if !node.value.is_object() {
            self.form().ignored(&node, "an object with `title` and `version`");
            return Info::default();
        }
        let mut fields = self.form().fields(&node, "`info`", INFO).unwrap_or_default();
        Info {
            title: fields.text("title").unwrap_or_default(),
            version: fields.text("version").unwrap_or_default(),
            description: fields.text("description").or(fields.text("summary")),
        }
    }

    /// Reads `tags` of the document.
    pub(in crate::openapi) fn tags(&mut self) -> Vec<Tag> {
        let list = self.references.root().get("tags");
        let Some(list) = list.and_then(|list| self.form().expand_tolerant(list)) else { return Vec::new() };
        let mut tags = Vec::new();
        for node in list.items() {
            if let Some(name) = node.text() {
                self.reports.tolerated(
                    &node,
                    "a tag must be an object, but it is a string; it is read as the name of the tag",
                    "write `{name: …}`",
                );
                tags.push(Tag { name: name.to_owned(), description: None });
                continue;
            }
            let Some(node) = self.form().object_or_ignored(node, "a tag") else { continue };
            let Some(fields) = self.form().fields(&node, "a tag", TAG) else { continue };
            let Some(tag) = self.form().typed::<openapiv3::Tag>(&node, "a tag", fields) else { continue };
            let openapiv3::Tag { name, description, external_docs: _, extensions: _ } = tag;
            tags.push(Tag { name, description });
        }
        tags
    }

    /// Reads `externalDocs.url` of an operation.
    pub(in crate::openapi) fn external_docs(&mut self, holder: &Node<'a>) -> Option<String> {
        let node = self.form().expand_tolerant(holder.get("externalDocs")?)?;
        match node.get("url") {
            Some(url) => self.form().text(&url),
            None => {
                self.reports.tolerated(
                    &node,
                    "`externalDocs` has no `url`; it is ignored",
                    "add the URL, or remove it",
                );
                None
            }
        }
    }
}
