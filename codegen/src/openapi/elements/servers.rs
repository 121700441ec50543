//! Reads `servers` and their variables.

use std::collections::HashSet;

use super::super::document::{Server, ServerVariable};
use super::super::form::{Field, FieldType, optional, recommended, required};
use super::super::node::Node;
use super::super::path_template::parameter_names;
use super::DocumentReader;
use crate::diag::{Code, Diagnostic};

const SERVER: &[Field] =
    &[required("url"), optional("description", FieldType::Text), optional("name", FieldType::Text)];
const VARIABLE: &[Field] =
    &[recommended("default"), optional("enum", FieldType::Texts), optional("description", FieldType::Text)];

impl<'a> DocumentReader<'a> {
    /// Reads `servers` of the document, a path item or an operation.
    pub(super) fn servers(&mut self, holder: &Node<'a>) -> Vec<Server> {
        let Some(list) = holder.get("servers") else { return Vec::new() };
        if !list.value.is_array() {
            self.form().ignored(&list, "a list of servers");
        }
        list.items().filter_map(|node| self.server(node)).collect()
    }

    fn server(&mut self, node: Node<'a>) -> Option<Server> {
        let node = self.form().expect_object(node, "a server")?;
        let mut fields = self.form().fields(&node, "a server", SERVER)?;
        let url = fields.text("url")?;
        let variables = node.get("variables").map(|variables| self.variables(&variables)).unwrap_or_default();
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
            let Some(member) = self.form().expect_object(member, "a server variable") else { continue };
            let Some(mut fields) = self.form().fields(&member, "a server variable", VARIABLE) else { continue };
            let default = fields.text("default");
            variables.push(ServerVariable {
                name: name.to_owned(),
                values: self.values(&member, default.as_deref(), fields.texts("enum")),
                default,
                description: fields.text("description"),
                place: member.place,
            });
        }
        variables
    }

    /// Returns the distinct values of `enum`, including the default.
    fn values(&mut self, variable: &Node<'a>, default: Option<&str>, values: Vec<String>) -> Vec<String> {
        let mut distinct = values;
        let mut seen = HashSet::new();
        distinct.retain(|value| seen.insert(value.clone()));
        let Some(node) = variable.get("enum") else { return distinct };
        if distinct.is_empty() && node.value.is_array() {
            self.reports.tolerated(
                &node,
                "`enum` has no values; any value is allowed",
                "list the values, or remove it",
            );
        }
        let (Some(place), Some(default)) = (variable.get("default"), default) else { return distinct };
        if !distinct.is_empty() && !seen.contains(default) {
            let becomes =
                if default.is_empty() { "the first value is the default" } else { "it is added to the allowed values" };
            let message = format!("the default `{}` is not in `enum`; {becomes}", default.escape_debug());
            self.reports.tolerated(&place, message, "add it to `enum`, or choose another default");
            if !default.is_empty() {
                distinct.insert(0, default.to_owned());
            }
        }
        distinct
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
