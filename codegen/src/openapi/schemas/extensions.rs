//! Reads the vendor extensions of schemas.

use super::super::extensions::Extension;
use super::super::node::Node;
use super::super::schema::Keywords;
use super::SchemaReader;
use super::legacy::LegacyKeywords;

impl<'a> SchemaReader<'_, 'a> {
    /// Reads the extensions of a schema whose other keywords are known.
    pub(super) fn extensions(&mut self, node: &Node<'a>, keywords: &mut Keywords, legacy: &mut LegacyKeywords) {
        // Most schemas have neither.
        if keywords.extensions.is_empty() && legacy.deprecated != Some(true) {
            return;
        }
        keywords.deprecated = self.form().deprecation(node, legacy.deprecated);
        if legacy.nullable.is_none() {
            legacy.nullable = Extension::Nullable.find(node).and_then(|flag| self.form().flag(&flag));
        }
        if let Some(values) = keywords.enum_values.as_deref() {
            (keywords.enum_notes, keywords.enum_name) = self.enum_notes(node, values);
        }
        keywords.rust_type = Extension::RustType.find(node).and_then(|ty| self.foreign_type(&ty));
    }

    /// Returns the tag of a subtype that an extension states.
    pub(super) fn discriminator_value(&mut self, node: &Node<'a>) -> Option<String> {
        let value = Extension::DiscriminatorValue.find(node)?;
        self.form().text(&value)
    }
}
