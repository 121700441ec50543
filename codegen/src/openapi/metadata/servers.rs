//! Reads `servers` and their variables.

use std::collections::HashSet;

use serde_json::Value;

use super::super::document::{Server, ServerVariable};
use super::super::form::{Field, FieldType, defining, optional};
use super::super::node::Node;
use super::super::path_template::parameter_names;
use super::MetadataReader;
use crate::diag::{Code, Diagnostic};

const SERVER: &[Field] =
    &[defining("url"), optional("description", FieldType::Text), optional("name", FieldType::Text)];
/// `default` is read separately: the effect of a missing default depends on `enum`.
const VARIABLE: &[Field] = &[optional("enum", FieldType::Texts), optional("description", FieldType::Text)];

impl<'a> MetadataReader<'_, 'a> {
    /// Reads `servers` of the document, a path item or an operation.
    pub(in crate::openapi) fn servers(&mut self, holder: &Node<'a>) -> Vec<Server> {
        let Some(list) = holder.get("servers").and_then(|list| self.form().expand(list)) else { return Vec::new() };
        if !list.value.is_array() {
            self.form().ignored(&list, "a list of servers");
        }
        list.items().filter_map(|node| self.server(node)).collect()
    }

    fn server(&mut self, node: Node<'a>) -> Option<Server> {
        let node = self.form().object_or_ignored(node, "a server")?;
        let mut fields = self.form().fields(&node, "a server", SERVER)?;
        let url = fields.text("url")?;
        let variables = node.get("variables").and_then(|variables| self.form().expand(variables));
        let variables = variables.map(|variables| self.variables(&variables)).unwrap_or_default();
        self.check_server(&node, &url, &variables);
        Some(Server {
            url: url.trim().to_owned(),
            name: fields.text("name"),
            description: fields.text("description"),
            variables,
            place: node.place,
        })
    }

    fn variables(&mut self, node: &Node<'a>) -> Vec<ServerVariable> {
        let mut variables = Vec::new();
        for (name, member) in node.plain_members() {
            let Some(member) = self.form().object_or_ignored(member, "a server variable") else { continue };
            let default = self.default_text(&member);
            let Some(mut fields) = self.form().fields(&member, "a server variable", VARIABLE) else { continue };
            let mut values = self.values(&member, fields.texts("enum"));
            match &default {
                Some(default) => self.check_default(&member, default, &mut values),
                None => self.report_no_default(name, &member, &values),
            }
            variables.push(ServerVariable {
                name: name.to_owned(),
                default,
                values,
                description: fields.text("description"),
                place: member.place,
            });
        }
        variables
    }

    /// Reads `default`. Returns `None` without a diagnostic if it is absent or has no text.
    fn default_text(&mut self, variable: &Node<'a>) -> Option<String> {
        let node = variable.get("default")?;
        match node.value {
            Value::String(_) | Value::Number(_) | Value::Bool(_) => self.form().text(&node),
            Value::Null | Value::Array(_) | Value::Object(_) => None,
        }
    }

    /// Returns the distinct values of `enum`.
    fn values(&mut self, variable: &Node<'a>, mut values: Vec<String>) -> Vec<String> {
        let mut seen = HashSet::new();
        values.retain(|value| seen.insert(value.clone()));
        if let Some(node) = variable.get("enum").filter(|node| values.is_empty() && node.value.is_array()) {
            self.reports.tolerated(
                &node,
                "`enum` has no values; any value is allowed",
                "list the values, or remove it",
            );
        }
        values
    }

    /// Adds the default to the allowed values, and reports if it was not one of them.
    fn check_default(&mut self, variable: &Node<'a>, default: &str, values: &mut Vec<String>) {
        let Some(node) = variable.get("default") else { return };
        if values.is_empty() || values.iter().any(|value| value == default) {
            return;
        }
        // An empty default usually means that there is none.
        let is_empty = default.is_empty();
        let effect = if is_empty { without_default(values) } else { "it is added to the allowed values".to_owned() };
        let message = format!("the default `{}` is not in `enum`; {effect}", default.escape_debug());
        self.reports.tolerated(&node, message, "add it to `enum`, or choose another default");
        if !is_empty {
            values.insert(0, default.to_owned());
        }
    }

    fn report_no_default(&mut self, name: &str, variable: &Node<'a>, values: &[String]) {
        let effect = without_default(values);
        if let Some(node) = variable.get("default") {
            self.form().text_or(&node, &effect);
            return;
        }
        let message = format!("the server variable `{}` has no `default`; {effect}", name.escape_debug());
        self.reports.tolerated(variable, message, "add `default`");
    }

    fn check_server(&mut self, node: &Node<'a>, url: &str, variables: &[ServerVariable]) {
        let Ok(names) = parameter_names(url) else { return };
        let used: HashSet<&String> = names.iter().collect();
        let declared: HashSet<&String> = variables.iter().map(|variable| &variable.name).collect();
        for variable in variables.iter().filter(|variable| !used.contains(&variable.name)) {
            let message =
                format!("the URL does not use the variable `{}`; it is ignored", variable.name.escape_debug());
            let remedy = "use it in the URL, or remove it";
            self.reports.report(Diagnostic::new(Code::MalformedHarmless, &variable.place, message, remedy));
        }
        for name in &names {
            if !declared.contains(name) {
                let message = format!(
                    "the URL names the variable `{name}`, which is not in `variables`; callers must supply a value"
                );
                self.reports.tolerated(
                    &node.get("url").unwrap_or_else(|| node.clone()),
                    message,
                    format!("add `{name}` to `variables` with a default"),
                );
            }
        }
    }
}

/// Returns the effect of a missing default for messages.
fn without_default(values: &[String]) -> String {
    match values.first() {
        Some(first) => format!("the first value of `enum`, `{}`, is used", first.escape_debug()),
        None => "callers must supply a value".to_owned(),
    }
}
