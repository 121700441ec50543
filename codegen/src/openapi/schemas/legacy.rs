//! Converts keywords of OpenAPI 3.0 and older JSON Schema drafts to JSON Schema 2020-12, without loss.

use serde_json::Value;

use super::super::node::Node;
use super::super::schema::{Keywords, SimpleType};
use super::SchemaReader;
use crate::exact_number::ExactNumber;

/// Keywords that are applied when all other keywords are known, most of them of older dialects.
#[derive(Default)]
pub(super) struct LegacyKeywords {
    /// `nullable`, or an extension. Also applied in documents of 3.1, which does not define it: authors who write it mean it.
    pub(super) nullable: Option<bool>,
    /// `deprecated`, to which extensions add the reason.
    pub(super) deprecated: Option<bool>,
    /// `exclusiveMinimum: true`.
    pub(super) exclusive_minimum: bool,
    /// `exclusiveMaximum: true`.
    pub(super) exclusive_maximum: bool,
}

impl LegacyKeywords {
    /// Applies the keywords of older dialects to the others.
    pub(super) fn apply(self, keywords: &mut Keywords) {
        if self.exclusive_minimum {
            keywords.exclusive_minimum = keywords.minimum.take();
        }
        if self.exclusive_maximum {
            keywords.exclusive_maximum = keywords.maximum.take();
        }
        if self.nullable == Some(true) {
            add_null(keywords);
        }
    }
}

/// Applies `nullable: true`: the schema also allows null, even if its `enum` does not contain null.
pub(super) fn add_null(keywords: &mut Keywords) {
    if let Some(values) = &mut keywords.enum_values
        && !values.contains(&Value::Null)
    {
        values.push(Value::Null);
    }
    let composed = keywords.reference.is_some()
        || !(keywords.all_of.is_empty() && keywords.any_of.is_empty() && keywords.one_of.is_empty());
    keywords.nullable = composed || keywords.types.is_none();
    if let Some(types) = &mut keywords.types
        && !types.contains(&SimpleType::Null)
    {
        types.push(SimpleType::Null);
    }
}

impl<'a> SchemaReader<'_, 'a> {
    /// Reads `exclusiveMinimum` or `exclusiveMaximum`: a number, or in older dialects a boolean that modifies `minimum` or `maximum`.
    pub(super) fn exclusive(&mut self, node: &Node<'a>) -> (Option<ExactNumber>, bool) {
        match node.value {
            Value::Bool(flag) => (None, *flag),
            _ => (self.form().number(node), false),
        }
    }

    /// Reads a list in `items` as `prefixItems`, and `additionalItems` as `items`.
    pub(super) fn tuple(&mut self, node: &Node<'a>, items: &Node<'a>, keywords: &mut Keywords) {
        keywords.prefix_items = items.items().map(|item| self.table.intern(item)).collect();
        keywords.items = node.get("additionalItems").map(|rest| self.table.intern(rest));
        let message = "JSON Schema 2020-12 does not allow a list in `items`; it is read as `prefixItems`";
        self.reports.tolerated(items, message, "write `prefixItems` (OpenAPI 3.1)");
    }

    /// Reads `dependencies` of older drafts. Each entry is a list of names or a schema.
    pub(super) fn dependencies(&mut self, node: &Node<'a>, keywords: &mut Keywords) {
        for (key, member) in node.members() {
            if member.value.is_array() {
                keywords.dependent_required.insert(key.to_owned(), self.required(&member));
            } else {
                let schema = self.table.intern(member);
                keywords.dependent_schemas.insert(key.to_owned(), schema);
            }
        }
    }
}
