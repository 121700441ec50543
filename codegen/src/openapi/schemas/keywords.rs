//! The keywords of one schema.

use serde_json::Value;

use super::super::node::Node;
use super::super::reader::Reader;
use super::super::schema::{Keywords, SimpleType};
use super::lift::Older;
use crate::diag::{Code, Diagnostic};

impl<'a> Reader<'a> {
    /// Reads the keywords of an object schema.
    pub(super) fn keywords(&mut self, node: &Node<'a>) -> Keywords {
        let mut keywords = Keywords::default();
        let mut older = Older::default();
        if let Some(reference) = node.reference() {
            keywords.reference = self.schema_ref(node, "$ref", reference);
            if self.is_3_0(node) {
                self.beside_reference(node, &mut keywords, &mut older);
                older.lift(&mut keywords);
                return keywords;
            }
        }
        for (key, member) in node.members() {
            // A keyword without a value is as good as none, but for those whose value may be null.
            if member.value.is_null() && !matches!(key, "const" | "default" | "example" | "type") {
                continue;
            }
            self.keyword(node, key, &member, &mut keywords, &mut older);
        }
        self.value_names(node, &mut keywords);
        self.as_written(node, &mut keywords);
        older.lift(&mut keywords);
        keywords
    }

    /// What 3.0 ignores by the letter beside a `$ref`, but what everybody means.
    fn beside_reference(&mut self, node: &Node<'a>, keywords: &mut Keywords, older: &mut Older) {
        for (key, member) in node.members().filter(|(_, member)| !member.value.is_null()) {
            if matches!(
                key,
                "nullable" | "title" | "description" | "default" | "example" | "deprecated" | "readOnly" | "writeOnly"
            ) || key.starts_with("x-")
            {
                self.keyword(node, key, &member, keywords, older);
            }
        }
    }

    fn keyword(&mut self, node: &Node<'a>, key: &str, member: &Node<'a>, keywords: &mut Keywords, older: &mut Older) {
        match key {
            "type" => keywords.types = self.types(member),
            "nullable" => older.nullable = self.flag(member).unwrap_or_default(),
            "enum" => keywords.enum_values = self.enum_values(member),
            "const" => keywords.const_value = Some(member.value.clone()),
            "$dynamicRef" => {
                if let Some(reference) = member.text() {
                    keywords.dynamic_reference = self.schema_ref(node, key, reference);
                }
            }

            "allOf" => keywords.all_of = self.schema_list(member),
            "anyOf" => keywords.any_of = self.schema_list(member),
            "oneOf" => keywords.one_of = self.schema_list(member),
            "not" => keywords.not = Some(self.schema(member.clone())),
            "if" => keywords.if_schema = Some(self.schema(member.clone())),
            "then" => keywords.then_schema = Some(self.schema(member.clone())),
            "else" => keywords.else_schema = Some(self.schema(member.clone())),
            "dependentSchemas" => keywords.dependent_schemas.extend(self.schema_map(member)),
            "dependentRequired" => {
                let entries = member.members().map(|(key, names)| (key.to_owned(), self.required(&names)));
                keywords.dependent_required.extend(entries.collect::<Vec<_>>());
            }
            "dependencies" => self.dependencies(member, keywords),
            "discriminator" => keywords.discriminator = self.discriminator(member),

            "properties" => keywords.properties = self.schema_map(member),
            "patternProperties" => keywords.pattern_properties = self.schema_map(member),
            "additionalProperties" => keywords.additional_properties = Some(self.schema(member.clone())),
            "unevaluatedProperties" => keywords.unevaluated_properties = Some(self.schema(member.clone())),
            "propertyNames" => keywords.property_names = Some(self.schema(member.clone())),
            "required" => keywords.required = self.required(member),
            "minProperties" => keywords.min_properties = self.count(member),
            "maxProperties" => keywords.max_properties = self.count(member),

            "prefixItems" => keywords.prefix_items = self.schema_list(member),
            "items" => match member.value {
                Value::Array(items) if !items.is_empty() => self.tuple(node, member, keywords),
                _ => keywords.items = Some(self.schema(member.clone())),
            },
            "unevaluatedItems" => keywords.unevaluated_items = Some(self.schema(member.clone())),
            "contains" => keywords.contains = Some(self.schema(member.clone())),
            "minContains" => keywords.min_contains = self.count(member),
            "maxContains" => keywords.max_contains = self.count(member),
            "minItems" => keywords.min_items = self.count(member),
            "maxItems" => keywords.max_items = self.count(member),
            "uniqueItems" => keywords.unique_items = self.flag(member).unwrap_or_default(),
            _ => self.value_keyword(key, member, keywords, older),
        }
    }

    /// Keywords about single values, and what documents them.
    fn value_keyword(&mut self, key: &str, member: &Node<'a>, keywords: &mut Keywords, older: &mut Older) {
        match key {
            "format" => keywords.format = self.text(member),
            "pattern" => keywords.pattern = self.text(member),
            "minLength" => keywords.min_length = self.count(member),
            "maxLength" => keywords.max_length = self.count(member),
            "minimum" => keywords.minimum = self.number(member),
            "maximum" => keywords.maximum = self.number(member),
            "exclusiveMinimum" => (keywords.exclusive_minimum, older.exclusive_minimum) = self.exclusive(member),
            "exclusiveMaximum" => (keywords.exclusive_maximum, older.exclusive_maximum) = self.exclusive(member),
            "multipleOf" => keywords.multiple_of = self.number(member),
            "contentEncoding" => keywords.content_encoding = self.text(member),
            "contentMediaType" => keywords.content_media_type = self.text(member),
            "contentSchema" => keywords.content_schema = Some(self.schema(member.clone())),

            "title" => keywords.title = self.text(member),
            "description" => keywords.description = self.text(member),
            "default" => keywords.default = Some(member.value.clone()),
            "example" => keywords.examples.push(member.value.clone()),
            "examples" => match member.value {
                Value::Array(items) => keywords.examples.extend(items.iter().cloned()),
                Value::Object(members) => keywords.examples.extend(members.values().cloned()),
                _ => self.ignored(member, "a list of examples"),
            },
            "deprecated" => keywords.deprecated = self.flag(member).unwrap_or_default(),
            "readOnly" => keywords.read_only = self.flag(member).unwrap_or_default(),
            "writeOnly" => keywords.write_only = self.flag(member).unwrap_or_default(),
            // Read elsewhere, or of no meaning for a type.
            "$ref" | "$id" | "$anchor" | "$dynamicAnchor" | "$schema" | "$comment" | "$vocabulary" | "$defs"
            | "definitions" | "additionalItems" => {}
            _ => {
                keywords.extensions.insert(key.to_owned(), member.value.clone());
            }
        }
    }

    fn enum_values(&mut self, node: &Node<'a>) -> Option<Vec<Value>> {
        match node.value {
            Value::Array(values) if values.is_empty() => {
                self.harmless(node, "`enum` lists no value; it is ignored", "list the values, or remove it");
                None
            }
            Value::Array(values) => Some(values.clone()),
            _ => {
                self.ignored(node, "a list of values");
                None
            }
        }
    }

    /// Where only strings belong, a number or boolean of YAML is what was written: `1.10`, not 1.1.
    fn as_written(&mut self, node: &Node<'a>, keywords: &mut Keywords) {
        let strings = |types: &Vec<SimpleType>| {
            types.iter().all(|simple| matches!(simple, SimpleType::String | SimpleType::Null))
        };
        if !keywords.types.as_ref().is_some_and(strings) {
            return;
        }
        // Most are strings, and their places need not be known.
        let suspect = |value: &Value| value.is_number() || value.is_boolean();
        let listed = keywords.enum_values.iter_mut().flatten().enumerate().filter(|(_, value)| suspect(value));
        let listed = listed.map(|(index, value)| (node.place.key("enum").index(index), value));
        let single = [("const", &mut keywords.const_value), ("default", &mut keywords.default)];
        let single =
            single.into_iter().filter_map(|(key, value)| Some((key, value.as_mut().filter(|value| suspect(value))?)));
        let single = single.map(|(key, value)| (node.place.key(key), value));
        let mut reports = Vec::new();
        for (place, value) in listed.chain(single) {
            let Some(text) = self.source.written(&place) else { continue };
            let message = format!("{value} stands where a string belongs; it is taken as it is written, \"{text}\"");
            reports.push(Diagnostic::new(Code::MalformedHarmless, &place, message, "put it into quotes"));
            *value = Value::String(text.to_owned());
        }
        reports.into_iter().for_each(|report| self.report(report));
    }

    /// The names and descriptions that authors give the values of an `enum`.
    fn value_names(&mut self, node: &Node<'a>, keywords: &mut Keywords) {
        if keywords.enum_values.is_none() {
            return;
        }
        let first = |keys: [&str; 3]| keys.into_iter().find_map(|key| node.get(key));
        if let Some(names) = first(["x-enum-varnames", "x-enumNames", "x-enum-names"]) {
            keywords.enum_names = self.names_of_values(&names, keywords.enum_values.as_ref());
        }
        if let Some(descriptions) = first(["x-enum-descriptions", "x-enumDescriptions", "x-enum-description"]) {
            keywords.enum_descriptions = self.names_of_values(&descriptions, keywords.enum_values.as_ref());
        }
    }
}
