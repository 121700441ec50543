//! Reads the keywords of a schema.

use serde_json::Value;

use super::super::node::{Node, describe_type};
use super::super::references::ElementKind;
use super::super::schema::{Keywords, SimpleType};
use super::super::unknown_fields;
use super::SchemaReader;
use super::legacy::LegacyKeywords;
use crate::diag::{Code, Diagnostic};

impl<'a> SchemaReader<'_, 'a> {
    /// Reads the keywords of an object schema.
    pub(super) fn keywords(&mut self, node: &Node<'a>) -> Keywords {
        let mut keywords = Keywords::default();
        let mut legacy = LegacyKeywords::default();
        self.form().no_reference(node);
        if let Some(reference) = node.reference() {
            keywords.reference = self.schema_ref(node, "$ref", reference);
            if self.is_3_0(node) {
                self.keywords_next_to_ref(node, &mut keywords, &mut legacy);
                self.extensions(node, &mut keywords, &mut legacy);
                legacy.apply(&mut keywords);
                return keywords;
            }
        }
        for (key, member) in node.members() {
            // A keyword with the value null counts as absent, except keywords for which null is a valid value.
            if member.value.is_null() && !matches!(key, "const" | "default" | "example" | "type") {
                continue;
            }
            self.keyword(node, key, &member, &mut keywords, &mut legacy);
        }
        self.use_written_text(node, &mut keywords);
        self.extensions(node, &mut keywords, &mut legacy);
        self.use_exact_numbers(node, &mut keywords);
        self.note_rounded_numbers(node, &mut keywords);
        legacy.apply(&mut keywords);
        keywords
    }

    /// Reads keywords next to a `$ref` that OpenAPI 3.0 ignores, but that authors mean. Reports those that constrain.
    fn keywords_next_to_ref(&mut self, node: &Node<'a>, keywords: &mut Keywords, legacy: &mut LegacyKeywords) {
        let target = self.references.follow(node.clone()).ok();
        let repeats =
            |key: &str, value: &Value| target.as_ref().is_some_and(|target| target.value.get(key) == Some(value));
        let mut ignored = Vec::new();
        for (key, member) in node.members().filter(|(_, member)| !member.value.is_null()) {
            match key {
                "nullable" | "title" | "description" | "default" | "example" | "deprecated" | "readOnly"
                | "writeOnly" => self.keyword(node, key, &member, keywords, legacy),
                "$ref" | "externalDocs" | "xml" | "examples" | "$comment" => {}
                key if key.starts_with("x-") => self.keyword(node, key, &member, keywords, legacy),
                key if repeats(key, member.value) => {}
                key => ignored.push(format!("`{key}`")),
            }
        }
        if !ignored.is_empty() {
            let verb = if ignored.len() == 1 { "is" } else { "are" };
            let message =
                format!("OpenAPI 3.0 ignores keywords next to a `$ref`; {} {verb} ignored", ignored.join(", "));
            let remedy = "write `allOf` with the `$ref` and the keywords, or declare `openapi: 3.1.0`";
            self.reports.tolerated(node, message, remedy);
        }
    }

    fn keyword(
        &mut self,
        node: &Node<'a>,
        key: &str,
        member: &Node<'a>,
        keywords: &mut Keywords,
        legacy: &mut LegacyKeywords,
    ) {
        match key {
            "type" => keywords.types = self.types(node, member),
            "nullable" => legacy.nullable = self.form().flag(member),
            "enum" => keywords.enum_values = self.enum_values(member),
            "const" => keywords.const_value = Some(member.value.clone()),
            "$dynamicRef" => match member.text() {
                Some(reference) => keywords.dynamic_reference = self.dynamic_ref(node, reference),
                None => {
                    let message = format!("`$dynamicRef` must be a string, but it is {}", describe_type(member.value));
                    self.reports.malformed(member, message, "write a reference such as `#NAME`, or remove it");
                }
            },

            "allOf" => keywords.all_of = self.schema_list(member),
            "anyOf" => keywords.any_of = self.schema_list(member),
            "oneOf" => keywords.one_of = self.schema_list(member),
            "not" => keywords.not = Some(self.table.intern(member.clone())),
            "if" => keywords.if_schema = Some(self.table.intern(member.clone())),
            "then" => keywords.then_schema = Some(self.table.intern(member.clone())),
            "else" => keywords.else_schema = Some(self.table.intern(member.clone())),
            "dependentSchemas" => keywords.dependent_schemas.extend(self.schema_map(member)),
            "dependentRequired" => {
                let entries = member.members().map(|(key, names)| (key.to_owned(), self.required(&names)));
                keywords.dependent_required.extend(entries.collect::<Vec<_>>());
            }
            "dependencies" => self.dependencies(member, keywords),
            "discriminator" => keywords.discriminator = self.discriminator(member),

            "properties" => keywords.properties = self.schema_map(member),
            "patternProperties" => keywords.pattern_properties = self.schema_map(member),
            "additionalProperties" => keywords.additional_properties = Some(self.table.intern(member.clone())),
            "unevaluatedProperties" => keywords.unevaluated_properties = Some(self.table.intern(member.clone())),
            "propertyNames" => keywords.property_names = Some(self.table.intern(member.clone())),
            "required" => keywords.required = self.required(member),
            "minProperties" => keywords.min_properties = self.form().count(member),
            "maxProperties" => keywords.max_properties = self.form().count(member),

            "prefixItems" => keywords.prefix_items = self.schema_list(member),
            "items" => match member.value {
                Value::Array(items) if !items.is_empty() => self.tuple(node, member, keywords),
                _ => keywords.items = Some(self.table.intern(member.clone())),
            },
            "unevaluatedItems" => keywords.unevaluated_items = Some(self.table.intern(member.clone())),
            "contains" => keywords.contains = Some(self.table.intern(member.clone())),
            "minContains" => keywords.min_contains = self.form().count(member),
            "maxContains" => keywords.max_contains = self.form().count(member),
            "minItems" => keywords.min_items = self.form().count(member),
            "maxItems" => keywords.max_items = self.form().count(member),
            "uniqueItems" => keywords.unique_items = self.form().flag(member).unwrap_or_default(),
            _ => self.value_keyword(node, key, member, keywords, legacy),
        }
    }

    /// Reads keywords about scalar values, and annotations.
    fn value_keyword(
        &mut self,
        node: &Node<'a>,
        key: &str,
        member: &Node<'a>,
        keywords: &mut Keywords,
        legacy: &mut LegacyKeywords,
    ) {
        match key {
            "format" => keywords.format = self.form().text(member),
            "pattern" => keywords.pattern = self.form().text(member),
            "minLength" => keywords.min_length = self.form().count(member),
            "maxLength" => keywords.max_length = self.form().count(member),
            "minimum" => keywords.minimum = self.form().number(member),
            "maximum" => keywords.maximum = self.form().number(member),
            "exclusiveMinimum" => (keywords.exclusive_minimum, legacy.exclusive_minimum) = self.exclusive(member),
            "exclusiveMaximum" => (keywords.exclusive_maximum, legacy.exclusive_maximum) = self.exclusive(member),
            "multipleOf" => keywords.multiple_of = self.form().positive_number(member),
            "contentEncoding" => keywords.content_encoding = self.form().text(member),
            "contentMediaType" => keywords.content_media_type = self.form().text(member),
            "contentSchema" => keywords.content_schema = Some(self.table.intern(member.clone())),

            "title" => keywords.title = self.form().text(member),
            "description" => keywords.description = self.form().text(member),
            "default" => keywords.default = Some(member.value.clone()),
            "example" => keywords.examples.push(member.value.clone()),
            "examples" => match member.value {
                Value::Array(items) => keywords.examples.extend(items.iter().cloned()),
                Value::Object(members) => keywords.examples.extend(members.values().cloned()),
                _ => self.form().ignored(member, "a list of examples"),
            },
            "deprecated" => legacy.deprecated = self.form().flag(member),
            "readOnly" => keywords.read_only = self.form().flag(member).unwrap_or_default(),
            "writeOnly" => keywords.write_only = self.form().flag(member).unwrap_or_default(),
            // These are read elsewhere, or do not affect the type.
            "$ref" | "$id" | "$anchor" | "$dynamicAnchor" | "$schema" | "$comment" | "$vocabulary" | "$defs"
            | "definitions" | "additionalItems" => {}
            _ => {
                unknown_fields::check_field(node, key, member, ElementKind::Schema, self.reports);
                keywords.extensions.insert(key.to_owned(), member.value.clone());
            }
        }
    }

    fn enum_values(&mut self, node: &Node<'a>) -> Option<Vec<Value>> {
        let node = &self.form().expand_tolerant(node.clone())?;
        match node.value {
            Value::Array(values) if values.is_empty() => {
                self.reports.tolerated(node, "`enum` is an empty list; it is ignored", "list the values, or remove it");
                None
            }
            Value::Array(values) => Some(values.clone()),
            _ => {
                self.form().ignored(node, "a list of values");
                None
            }
        }
    }

    /// Replaces numbers and booleans by their YAML text where the schema allows only strings: `1.10`, not 1.1.
    fn use_written_text(&mut self, node: &Node<'a>, keywords: &mut Keywords) {
        let strings = |types: &Vec<SimpleType>| {
            types.iter().all(|simple| matches!(simple, SimpleType::String | SimpleType::Null))
        };
        if !keywords.types.as_ref().is_some_and(strings) {
            return;
        }
        // Most values are strings, so their places are computed only when needed.
        let suspect = |value: &Value| value.is_number() || value.is_boolean();
        let listed = keywords.enum_values.iter_mut().flatten().enumerate().filter(|(_, value)| suspect(value));
        let listed = listed.map(|(index, value)| (node.place.key("enum").index(index), value));
        let single = [("const", &mut keywords.const_value), ("default", &mut keywords.default)];
        let single =
            single.into_iter().filter_map(|(key, value)| Some((key, value.as_mut().filter(|value| suspect(value))?)));
        let single = single.map(|(key, value)| (node.place.key(key), value));
        for (place, value) in listed.chain(single) {
            let Some(text) = self.source.yaml_text(&place) else { continue };
            let found = describe_type(value);
            let message = format!("the value must be a string, but it is {found}; it is read as \"{text}\"");
            self.reports.report(Diagnostic::new(Code::MalformedHarmless, &place, message, "add quotes"));
            *value = Value::String(text.to_owned());
        }
    }
}
