//! Reads `paths`, `webhooks` and callbacks: path items and their operations.

use super::super::document::{Operation, Version, Webhook};
use super::super::extensions::Extension;
use super::super::node::Node;
use super::super::path_template::parameter_names;
use super::super::references::{ElementKind, UnresolvedReference};
use super::super::reports::Reports;
use super::operations::Inherited;
use super::{Context, DocumentReader};
use crate::diag::{Code, Diagnostic, LostPart, SourceLocation};

/// The fields of a path item that are operations. OpenAPI 3.2 adds `query`.
const METHODS: [&str; 9] = ["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];
/// Upper bound for a chain of path items.
const LONGEST_CHAIN: usize = 32;

impl<'a> DocumentReader<'a> {
    /// Reads all operations of `paths`, and of the extension for paths with a query.
    pub(super) fn paths(&mut self, inherited: &Inherited) -> Vec<Operation> {
        let root = self.references.root();
        let mut operations = match root.get("paths") {
            Some(paths) => self.paths_of(paths, "`paths`", inherited),
            None => Vec::new(),
        };
        if let Some(paths) = Extension::PathsWithQuery.find(&root).and_then(|paths| self.object_in_extension(paths)) {
            let inherited = Inherited { may_have_query: true, ..inherited.clone() };
            operations.extend(self.paths_of(paths, "the extension", &inherited));
        }
        operations
    }

    fn paths_of(&mut self, paths: Node<'a>, what: &str, inherited: &Inherited) -> Vec<Operation> {
        let place = paths.place.clone();
        let Some(paths) = self.form().expect_object(paths, what) else {
            self.reports.record_unread(LostPart::PathItem, &place);
            return Vec::new();
        };
        let mut operations = Vec::new();
        for (path, node) in paths.plain_members() {
            if node.value.is_null() {
                self.reports.tolerated(
                    &node,
                    format!("the path `{path}` is empty; it is ignored"),
                    "add an operation, or remove it",
                );
                continue;
            }
            let slash = path.starts_with('/');
            if !slash {
                self.reports.tolerated(
                    &node,
                    format!("the path `{path}` does not begin with `/`; it is read as `/{path}`"),
                    "add a `/` at the start",
                );
            }
            let path = if slash { path.to_owned() } else { format!("/{path}") };
            let problem = parameter_names(&path).err();
            let broken = problem.is_some();
            if let Some(problem) = problem {
                let remedy = "write each parameter as `{name}`";
                self.reports.report(Diagnostic::new(Code::InvalidPathTemplate, &node.place, problem, remedy));
            }
            let read = self.path_item(&path, node, inherited).into_iter();
            operations.extend(read.map(|operation| Operation { broken: broken || operation.broken, ..operation }));
        }
        operations
    }

    /// Follows the `$ref` of an extension's value. Reports a value that is not an object, and returns `None`.
    fn object_in_extension(&mut self, node: Node<'a>) -> Option<Node<'a>> {
        let node = self.form().expand_tolerant(node)?;
        if !node.value.is_object() {
            self.form().ignored(&node, "an object");
        }
        node.value.is_object().then_some(node)
    }

    /// Reads `webhooks` (3.1) or `x-webhooks` (older versions).
    pub(super) fn webhooks(&mut self, inherited: &Inherited) -> Vec<Webhook> {
        let root = self.references.root();
        let extension = || Extension::Webhooks.find(&root).and_then(|webhooks| self.object_in_extension(webhooks));
        let Some(webhooks) = root.get("webhooks").or_else(extension) else { return Vec::new() };
        let place = webhooks.place.clone();
        let Some(webhooks) = self.form().expect_object(webhooks, "`webhooks`") else {
            self.reports.record_unread(LostPart::Webhook, &place);
            return Vec::new();
        };
        let mut read = Vec::new();
        for (name, node) in webhooks.plain_members() {
            let place = node.place.clone();
            let (operations, broken) = self.isolated(|reader| {
                reader.in_context(Context::Webhook, |reader| reader.path_item(name, node, inherited))
            });
            if broken {
                self.reports.record_unread(LostPart::Webhook, &place);
            }
            read.extend(operations.into_iter().map(|operation| Webhook { name: name.to_owned(), operation }));
        }
        read
    }

    /// Reads a callback: the requests that the API sends to URLs of the caller.
    pub(super) fn callback(&mut self, name: &str, node: Node<'a>) -> Option<Vec<Webhook>> {
        let node = self.resolve(node, ElementKind::Callback)?;
        let node = self.form().expect_object(node, "a callback")?;
        let mut read = Vec::new();
        for (expression, item) in node.plain_members() {
            for operation in
                self.in_context(Context::Callback, |reader| reader.path_item(expression, item, &Inherited::default()))
            {
                read.push(Webhook { name: name.to_owned(), operation });
            }
        }
        Some(read)
    }

    /// Reads the operations of a path item.
    pub(super) fn path_item(&mut self, path: &str, node: Node<'a>, inherited: &Inherited) -> Vec<Operation> {
        let mark = self.reports.mark();
        let place = node.place.clone();
        let layers = self.layers(node);
        if self.reports.has_errors_since(mark) {
            self.record_unread_path_item(&place);
        }
        let Some(layers) = layers else { return Vec::new() };
        // A field next to a `$ref` overrides the field of the target.
        let field = |key: &str| layers.iter().find_map(|layer| layer.get(key).map(|_| layer.clone()));
        let mut inside = Inherited {
            parameters: field("parameters").map(|layer| self.parameter_list(&layer)).unwrap_or_default(),
            servers: field("servers").map(|layer| self.metadata().servers(&layer)).unwrap_or_default(),
            summary: field("summary").and_then(|layer| layer.get("summary")).and_then(|text| self.form().text(&text)),
            description: field("description")
                .and_then(|layer| layer.get("description"))
                .and_then(|text| self.form().text(&text)),
            security: inherited.security.clone(),
            may_have_query: inherited.may_have_query,
            broken: false,
        };
        inside.broken = self.reports.has_errors_since(mark);
        let mut operations = Vec::new();
        let mut seen: Vec<&str> = Vec::new();
        for layer in &layers {
            for (key, member) in layer.plain_members() {
                if seen.contains(&key) {
                    continue;
                }
                if member.value.is_null() {
                    if METHODS.contains(&key) {
                        let message = format!("the operation `{key}` is empty; it is ignored");
                        self.reports.tolerated(&member, message, "write at least `{}`, or remove it");
                    }
                    continue;
                }
                seen.push(key);
                if METHODS.contains(&key) && (key != "query" || self.version >= Version::V3_2) {
                    operations.extend(self.operation(path, &key.to_ascii_uppercase(), member, &inside));
                } else if key == "additionalOperations" {
                    operations.extend(self.additional(path, member, &inside));
                } else {
                    check_field(key, &member, &mut self.reports);
                }
            }
        }
        operations
    }

    fn additional(&mut self, path: &str, node: Node<'a>, inside: &Inherited) -> Vec<Operation> {
        let place = node.place.clone();
        let Some(node) = self.form().expect_object(node, "`additionalOperations`") else {
            self.record_unread_path_item(&place);
            return Vec::new();
        };
        let mut operations = Vec::new();
        for (method, member) in node.members() {
            let token = !method.is_empty()
                && method.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b));
            if !token {
                self.reports.malformed(
                    &member,
                    format!("`{}` is not an HTTP method", method),
                    "write a method, for example `COPY`",
                );
                self.record_unread_operation(&member.place);
                continue;
            }
            let lower = method.to_ascii_lowercase();
            let fixed = METHODS.contains(&lower.as_str());
            if fixed {
                let message = format!(
                    "`{method}` is a field of the path item; it does not belong in `additionalOperations`, but it is read"
                );
                self.reports.tolerated(
                    &member,
                    message,
                    format!("write it as `{lower}` next to `additionalOperations`"),
                );
            }
            let method = if fixed { method.to_ascii_uppercase() } else { method.to_owned() };
            operations.extend(self.operation(path, &method, member, inside));
        }
        operations
    }

    /// Records an operation that cannot be read. A webhook or a callback is recorded as a whole.
    pub(super) fn record_unread_operation(&mut self, place: &SourceLocation) {
        if self.context == Context::Plain {
            self.reports.record_unread(LostPart::Operation, place);
        }
    }

    /// Records a path item whose operations are not known. A webhook or a callback is recorded as a whole.
    fn record_unread_path_item(&mut self, place: &SourceLocation) {
        if self.context == Context::Plain {
            self.reports.record_unread(LostPart::PathItem, place);
        }
    }

    /// Returns a path item and the targets of its `$ref`s, in the order of precedence.
    fn layers(&mut self, node: Node<'a>) -> Option<Vec<Node<'a>>> {
        let mut layers = vec![self.form().expect_own_object(node, "a path item")?];
        while let Some(last) = layers.last()
            && let Some(reference) = last.reference()
        {
            let holder = last.clone();
            if layers.len() > LONGEST_CHAIN {
                self.reports.report_all(UnresolvedReference::cyclic(&holder.place).errors());
                return None;
            }
            match self.references.lookup(&holder.place, reference) {
                Ok(next) => {
                    let next = self.target_of_kind(&holder, reference, next, ElementKind::PathItem)?;
                    layers.push(self.form().expect_own_object(next, "a path item")?);
                }
                Err(unresolved) => {
                    self.reports.report_all(unresolved.errors());
                    break;
                }
            }
        }
        let last = layers.last()?.clone();
        self.form().no_reference(&last).then_some(layers)
    }
}

/// Warns about a field that a path item does not have.
fn check_field(key: &str, member: &Node<'_>, reports: &mut Reports<'_>) {
    const KNOWN: [&str; 5] = ["$ref", "summary", "description", "servers", "parameters"];
    if KNOWN.contains(&key) {
        return;
    }
    let lower = key.to_ascii_lowercase();
    if METHODS.contains(&lower.as_str()) && lower != "query" {
        reports.tolerated(
            member,
            format!("`{key}` is ignored: methods must be in lower case"),
            format!("write `{lower}`"),
        );
    } else {
        reports.tolerated(
            member,
            format!("`{}` is not a field of a path item; it is ignored", key),
            "remove it, or rename it to begin with `x-`",
        );
    }
}
