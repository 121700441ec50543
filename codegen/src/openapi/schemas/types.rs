//! Reads `type`: a JSON type or a list of JSON types.

use serde_json::Value;

use super::super::node::{Node, describe_type};
use super::super::schema::SimpleType;
use super::super::spelling::nearest;
use super::SchemaReader;
use crate::diag::{Code, Diagnostic};

const ALL: [SimpleType; 7] = [
    SimpleType::Null,
    SimpleType::Boolean,
    SimpleType::Integer,
    SimpleType::Number,
    SimpleType::String,
    SimpleType::Array,
    SimpleType::Object,
];

/// Keywords from which the type of a schema follows without `type`.
const STATING_TYPE: [&str; 7] = ["properties", "items", "enum", "allOf", "anyOf", "oneOf", "$ref"];

/// Type names of other languages, the JSON type that each is read as, and the text of the remedy. `None`: the JSON type is unclear.
const FOREIGN: [(&[&str], Option<SimpleType>, &str); 7] = [
    (&["file", "binary", "bytes", "blob"], Some(SimpleType::String), "`type: string` with `format: binary`"),
    (&["int", "int32", "int64", "long"], Some(SimpleType::Integer), "`type: integer` with `format: int32` or `int64`"),
    (&["float", "double", "decimal"], Some(SimpleType::Number), "`type: number` with a `format`"),
    (&["bool"], Some(SimpleType::Boolean), "`type: boolean`"),
    (
        &["str", "text", "date", "datetime", "date-time", "uuid", "uri", "url", "email", "enum"],
        Some(SimpleType::String),
        "`type: string` with a `format`",
    ),
    (&["map", "dict", "hash", "struct"], Some(SimpleType::Object), "`type: object`"),
    (&["any", "mixed", "json"], None, "no `type`: then every value is valid"),
];

impl<'a> SchemaReader<'_, 'a> {
    /// Reads the types of the schema `holder`. Reports an unusable value and returns `None`.
    pub(super) fn types(&mut self, holder: &Node<'a>, node: &Node<'a>) -> Option<Vec<SimpleType>> {
        let listed: Vec<Node<'a>> = match node.value {
            Value::Array(_) => {
                if self.is_3_0(node) {
                    let message = "OpenAPI 3.0 does not support a list of types; it is read as in 3.1";
                    self.reports.tolerated(
                        node,
                        message,
                        "write one type with `nullable`, or use `oneOf`, or declare `openapi: 3.1.0`",
                    );
                }
                node.items().collect()
            }
            _ => vec![node.clone()],
        };
        if node.text().is_some_and(|name| name.trim().is_empty()) {
            self.reports.tolerated(
                node,
                "`type` is empty; it is ignored",
                "write a type such as `string`, or remove `type`",
            );
            return None;
        }
        let mut types = Vec::new();
        for item in &listed {
            let found = self.one_type(holder, item)?;
            if !types.contains(&found) {
                types.push(found);
            }
        }
        if types.is_empty() {
            self.reports.tolerated(
                node,
                "`type` is an empty list; it is ignored",
                "write a type such as `string`, or remove `type`",
            );
            return None;
        }
        Some(types)
    }

    fn one_type(&mut self, holder: &Node<'a>, node: &Node<'a>) -> Option<SimpleType> {
        match node.value {
            Value::Null => {
                self.reports.tolerated(
                    node,
                    "the type `null` must be a string; it is read as \"null\"",
                    "write `\"null\"` with quotes",
                );
                return Some(SimpleType::Null);
            }
            Value::String(name) => {
                if let Some(found) = ALL.iter().find(|known| known.name() == name) {
                    return Some(*found);
                }
                let lower = name.to_ascii_lowercase();
                let foreign = FOREIGN.iter().find(|(names, ..)| names.contains(&lower.as_str()));
                let message = format!("`{name}` is not a type of JSON Schema");
                if let Some((_, Some(read), instead)) = foreign {
                    let message = format!("{message}; it is read as `{}`", read.name());
                    self.reports.report(Diagnostic::new(
                        Code::ForeignType,
                        &node.place,
                        message,
                        format!("write {instead}"),
                    ));
                    return Some(*read);
                }
                let remedy = foreign.map_or_else(|| remedy(name), |(.., instead)| format!("write {instead}"));
                self.unknown_type(holder, node, message, remedy);
            }
            other => {
                let message = format!("a type must be a string, but it is {}", describe_type(other));
                let remedy = "write one of null, boolean, integer, number, string, array, object";
                self.unknown_type(holder, node, message, remedy.to_owned());
            }
        }
        None
    }

    /// Reports a type that is not one of JSON Schema. Nothing is lost if another keyword states the type, too.
    fn unknown_type(&mut self, holder: &Node<'a>, node: &Node<'a>, message: String, remedy: String) {
        let stated_by = STATING_TYPE.iter().find(|keyword| match holder.value.get(**keyword) {
            Some(Value::Array(items)) => !items.is_empty(),
            Some(Value::Object(members)) => **keyword == "items" || !members.is_empty(),
            other => **keyword == "$ref" && other.is_some_and(Value::is_string),
        });
        let diagnostic = match stated_by {
            Some(keyword) => {
                let message = format!("{message}; it is ignored, because `{keyword}` states the type");
                Diagnostic::new(Code::MalformedHarmless, &node.place, message, remedy)
            }
            None => Diagnostic::new(Code::UnknownType, &node.place, message, remedy),
        };
        self.reports.report(diagnostic);
    }
}

fn remedy(name: &str) -> String {
    match nearest(name, ALL.iter().map(|known| known.name())) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "write one of null, boolean, integer, number, string, array, object".to_owned(),
    }
}
