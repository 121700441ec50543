//! Reads `servers`, `info`, `tags` and `externalDocs`.

use std::collections::HashSet;

use super::document::{Server, ServerVariable, Tag};
use super::form::{Field, Kind, optional, required, wanted};
use super::node::Node;
use super::reader::Reader;
use crate::diag::{Code, Diagnostic};

const INFO: &[Field] =
    &[wanted("title"), wanted("version"), optional("description", Kind::Text), optional("summary", Kind::Text)];
const SERVER: &[Field] = &[required("url"), optional("description", Kind::Text), optional("name", Kind::Text)];
const VARIABLE: &[Field] = &[wanted("default"), optional("enum", Kind::Texts), optional("description", Kind::Text)];
const TAG: &[Field] = &[required("name"), optional("description", Kind::Text)];

/// The fields of `info`.
#[derive(Debug, Default)]
pub(super) struct Info {
    pub(super) title: String,
    pub(super) version: String,
    pub(super) description: Option<String>,
}

impl<'a> Reader<'a> {
    /// Reads `info` of the document. A missing or invalid one is a warning.
    pub(super) fn info(&mut self) -> Info {
        let root = self.root();
        let Some(node) = root.get("info") else {
            self.tolerated(&root, "the document has no `info`", "add `info` with `title` and `version`");
            return Info::default();
        };
        if !node.value.is_object() {
            self.tolerated(&node, "`info` must be an object", "write an object with `title` and `version`");
            return Info::default();
        }
        let mut fields = self.fields(&node, "`info`", INFO).unwrap_or_default();
        Info {
            title: fields.text("title").unwrap_or_default(),
            version: fields.text("version").unwrap_or_default(),
            description: fields.text("description").or(fields.text("summary")),
        }
    }

    /// Reads `servers` of the document, a path item or an operation.
    pub(super) fn servers(&mut self, holder: &Node<'a>) -> Vec<Server> {
        let Some(list) = holder.get("servers") else { return Vec::new() };
        if !list.value.is_array() {
            self.ignored(&list, "a list of servers");
        }
        list.items().filter_map(|node| self.server(node)).collect()
    }

    fn server(&mut self, node: Node<'a>) -> Option<Server> {
        let node = self.expect_object(node, "a server")?;
        let mut fields = self.fields(&node, "a server", SERVER)?;
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
            let Some(member) = self.expect_object(member, "a server variable") else { continue };
            let Some(mut fields) = self.fields(&member, "a server variable", VARIABLE) else { continue };
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
            self.tolerated(&node, "`enum` has no values; any value is allowed", "list the values, or remove it");
        }
        let (Some(place), Some(default)) = (variable.get("default"), default) else { return distinct };
        if !distinct.is_empty() && !seen.contains(default) {
            let becomes =
                if default.is_empty() { "the first value is the default" } else { "it is added to the allowed values" };
            let message = format!("the default `{}` is not in `enum`; {becomes}", default.escape_debug());
            self.tolerated(&place, message, "add it to `enum`, or choose another default");
            if !default.is_empty() {
                distinct.insert(0, default.to_owned());
            }
        }
        distinct
    }

    fn check_server(&mut self, node: &Node<'a>, url: &str, variables: &[ServerVariable]) {
        let Some(names) = super::paths::template_names(url) else { return };
        let used: HashSet<&String> = names.iter().collect();
        let declared: HashSet<&String> = variables.iter().map(|variable| &variable.name).collect();
        for variable in variables.iter().filter(|variable| !used.contains(&variable.name)) {
            let message =
                format!("the URL does not use the variable `{}`; it is ignored", variable.name.escape_debug());
            let remedy = "use it in the URL, or remove it";
            self.report(Diagnostic::new(Code::MalformedHarmless, &variable.place, message, remedy));
        }
        for name in &names {
            if !declared.contains(name) {
                let message = format!(
                    "the URL names the variable `{name}`, which is not in `variables`; callers must supply a value"
                );
                self.tolerated(
                    &node.get("url").unwrap_or_else(|| node.clone()),
                    message,
                    format!("add `{name}` to `variables` with a default"),
                );
            }
        }
    }

    /// Reads `tags` of the document.
    pub(super) fn tags(&mut self) -> Vec<Tag> {
        let Some(list) = self.root().get("tags") else { return Vec::new() };
        let mut tags = Vec::new();
        for node in list.items() {
            if let Some(name) = node.text() {
                self.tolerated(&node, "a tag must be an object with `name`", "write `{name: …}`");
                tags.push(Tag { name: name.to_owned(), description: None });
                continue;
            }
            let Some(node) = self.expect_object(node, "a tag") else { continue };
            let Some(fields) = self.fields(&node, "a tag", TAG) else { continue };
            let Some(tag) = self.typed::<openapiv3::Tag>(&node, "a tag", fields) else { continue };
            let openapiv3::Tag { name, description, external_docs: _, extensions: _ } = tag;
            tags.push(Tag { name, description });
        }
        tags
    }

    /// Reads `externalDocs.url` of an operation.
    pub(super) fn external_docs(&mut self, holder: &Node<'a>) -> Option<String> {
        let node = holder.get("externalDocs")?;
        match node.get("url") {
            Some(url) => self.text(&url),
            None => {
                self.tolerated(&node, "`externalDocs` has no `url`", "add the URL, or remove it");
                None
            }
        }
    }
}
