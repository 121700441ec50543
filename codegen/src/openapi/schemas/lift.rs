//! What OpenAPI 3.0 and older drafts write otherwise, lifted into JSON Schema 2020-12 without loss.

use serde_json::Value;

use super::super::node::Node;
use super::super::reader::Reader;
use super::super::schema::{Keywords, SimpleType};

/// Keywords of the older dialects, kept until all others are known.
#[derive(Default)]
pub(super) struct Older {
    /// `nullable: true`. Taken in documents of 3.1 too, where it is no keyword: who writes it there means it.
    pub(super) nullable: bool,
    /// `exclusiveMinimum: true`.
    pub(super) exclusive_minimum: bool,
    /// `exclusiveMaximum: true`.
    pub(super) exclusive_maximum: bool,
}

impl Older {
    /// Lifts them into the keywords.
    pub(super) fn lift(self, keywords: &mut Keywords) {
        if self.exclusive_minimum {
            keywords.exclusive_minimum = keywords.minimum.take();
        }
        if self.exclusive_maximum {
            keywords.exclusive_maximum = keywords.maximum.take();
        }
        if self.nullable {
            lift_nullable(keywords);
        }
    }
}

/// `nullable: true` adds null to what else the schema allows, also beside an `enum` without null.
fn lift_nullable(keywords: &mut Keywords) {
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

impl<'a> Reader<'a> {
    /// `exclusiveMinimum` and `exclusiveMaximum`: a number since 2020-12, a flag for `minimum` and `maximum` before.
    pub(super) fn exclusive(&mut self, node: &Node<'a>) -> (Option<serde_json::Number>, bool) {
        match node.value {
            Value::Bool(flag) => (None, *flag),
            _ => (self.number(node), false),
        }
    }

    /// `items` as a list: what 2020-12 calls `prefixItems`, with `additionalItems` for the rest.
    pub(super) fn tuple(&mut self, node: &Node<'a>, items: &Node<'a>, keywords: &mut Keywords) {
        keywords.prefix_items = items.items().map(|item| self.schema(item)).collect();
        keywords.items = node.get("additionalItems").map(|rest| self.schema(rest));
        let message = "`items` as a list of schemas is no longer JSON Schema; it is read as `prefixItems`";
        self.harmless(items, message, "write `prefixItems` (OpenAPI 3.1)");
    }

    /// `dependencies` of older drafts: a list of names, or a schema.
    pub(super) fn dependencies(&mut self, node: &Node<'a>, keywords: &mut Keywords) {
        for (key, member) in node.members() {
            if member.value.is_array() {
                keywords.dependent_required.insert(key.to_owned(), self.required(&member));
            } else {
                let schema = self.schema(member);
                keywords.dependent_schemas.insert(key.to_owned(), schema);
            }
        }
    }
}
