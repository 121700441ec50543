//! Reads `paths`, `webhooks` and callbacks: path items and their operations.

use super::document::{Operation, Version, Webhook};
use super::node::Node;
use super::operations::Inherited;
use super::reader::{Context, Reader};
use crate::diag::{Code, Diagnostic};

/// The fields of a path item that are operations. OpenAPI 3.2 adds `query`.
const METHODS: [&str; 9] = ["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];
/// Upper bound for a chain of path items.
const LONGEST_CHAIN: usize = 32;

impl<'a> Reader<'a> {
    /// Reads all operations of `paths`.
    pub(super) fn paths(&mut self, inherited: &Inherited) -> Vec<Operation> {
        let Some(paths) = self.root().get("paths") else { return Vec::new() };
        let Some(paths) = self.expect_object(paths, "`paths`") else { return Vec::new() };
        let mut operations = Vec::new();
        for (path, node) in paths.plain_members() {
            if node.value.is_null() {
                self.tolerated(
                    &node,
                    format!("the path `{path}` is empty; it is ignored"),
                    "add an operation, or remove it",
                );
                continue;
            }
            let slash = path.starts_with('/');
            if !slash {
                self.tolerated(
                    &node,
                    format!("the path `{path}` does not begin with `/`; it is read as `/{path}`"),
                    "add a `/` at the start",
                );
            }
            let path = if slash { path.to_owned() } else { format!("/{path}") };
            if let Err(problem) = template(&path) {
                let remedy = "write each parameter as `{name}`";
                self.report(Diagnostic::new(Code::InvalidPathTemplate, &node.place, problem, remedy));
                continue;
            }
            operations.extend(self.path_item_in(&path, node, inherited));
        }
        operations
    }

    /// Reads `webhooks` (3.1) or `x-webhooks` (older versions).
    pub(super) fn webhooks(&mut self, inherited: &Inherited) -> Vec<Webhook> {
        let root = self.root();
        let Some(webhooks) = root.get("webhooks").or_else(|| root.get("x-webhooks")) else { return Vec::new() };
        let Some(webhooks) = self.expect_object(webhooks, "`webhooks`") else { return Vec::new() };
        let mut read = Vec::new();
        for (name, node) in webhooks.plain_members() {
            for operation in self.path_item_in(name, node, inherited) {
                read.push(Webhook { name: name.to_owned(), operation });
            }
        }
        read
    }

    /// Reads a callback: the requests that the API sends to URLs of the caller.
    pub(super) fn callback(&mut self, name: &str, node: Node<'a>) -> Option<Vec<Webhook>> {
        let node = self.resolve(node)?;
        let node = self.expect_object(node, "a callback")?;
        let mut read = Vec::new();
        for (expression, item) in node.plain_members() {
            for operation in self.in_context(Context::Callback, |reader| reader.path_item(expression, item, &[])) {
                read.push(Webhook { name: name.to_owned(), operation });
            }
        }
        Some(read)
    }

    /// Reads the operations of a path item outside `paths`.
    pub(super) fn path_item(
        &mut self,
        path: &str,
        node: Node<'a>,
        security: &[super::document::SecurityRequirement],
    ) -> Vec<Operation> {
        self.path_item_in(path, node, &Inherited { security: security.to_vec(), ..Inherited::default() })
    }

    fn path_item_in(&mut self, path: &str, node: Node<'a>, inherited: &Inherited) -> Vec<Operation> {
        let error_count = self.error_count;
        let Some(layers) = self.layers(node) else { return Vec::new() };
        // A field next to a `$ref` overrides the field of the target.
        let field = |key: &str| layers.iter().find_map(|layer| layer.get(key).map(|_| layer.clone()));
        let mut inside = Inherited {
            parameters: field("parameters").map(|layer| self.parameter_list(&layer)).unwrap_or_default(),
            servers: field("servers").map(|layer| self.servers(&layer)).unwrap_or_default(),
            summary: field("summary").and_then(|layer| layer.get("summary")).and_then(|text| self.text(&text)),
            description: field("description")
                .and_then(|layer| layer.get("description"))
                .and_then(|text| self.text(&text)),
            security: inherited.security.clone(),
            broken: false,
        };
        inside.broken = self.error_count > error_count;
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
                        self.tolerated(&member, message, "write at least `{}`, or remove it");
                    }
                    continue;
                }
                seen.push(key);
                if METHODS.contains(&key) && (key != "query" || self.version >= Version::V3_2) {
                    operations.extend(self.operation(path, &key.to_ascii_uppercase(), member, &inside));
                } else if key == "additionalOperations" {
                    operations.extend(self.additional(path, member, &inside));
                } else {
                    self.check_field(key, &member);
                }
            }
        }
        operations
    }

    fn additional(&mut self, path: &str, node: Node<'a>, inside: &Inherited) -> Vec<Operation> {
        let Some(node) = self.expect_object(node, "`additionalOperations`") else { return Vec::new() };
        let mut operations = Vec::new();
        for (method, member) in node.members() {
            let token = !method.is_empty()
                && method.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b));
            if !token {
                self.malformed(
                    &member,
                    format!("`{}` is not an HTTP method", method),
                    "write a method, for example `COPY`",
                );
                continue;
            }
            let lower = method.to_ascii_lowercase();
            let fixed = METHODS.contains(&lower.as_str());
            if fixed {
                let message =
                    format!("`{method}` is a field of the path item; it does not belong in `additionalOperations`");
                self.tolerated(&member, message, format!("write it as `{lower}` next to `additionalOperations`"));
            }
            let method = if fixed { method.to_ascii_uppercase() } else { method.to_owned() };
            operations.extend(self.operation(path, &method, member, inside));
        }
        operations
    }

    fn check_field(&mut self, key: &str, member: &Node<'a>) {
        const KNOWN: [&str; 5] = ["$ref", "summary", "description", "servers", "parameters"];
        if KNOWN.contains(&key) {
            return;
        }
        let lower = key.to_ascii_lowercase();
        if METHODS.contains(&lower.as_str()) && lower != "query" {
            self.tolerated(
                member,
                format!("`{key}` is ignored: methods must be in lower case"),
                format!("write `{lower}`"),
            );
        } else {
            self.tolerated(
                member,
                format!("`{}` is not a field of a path item; it is ignored", key),
                "remove it, or rename it to begin with `x-`",
            );
        }
    }

    /// Returns a path item and the targets of its `$ref`s, in the order of precedence.
    fn layers(&mut self, node: Node<'a>) -> Option<Vec<Node<'a>>> {
        let mut layers = vec![self.expect_object(node, "a path item")?];
        while let Some(last) = layers.last()
            && let Some(reference) = last.reference()
        {
            let holder = last.clone();
            if layers.len() > LONGEST_CHAIN {
                let message = "the references that begin here lead back to their start";
                let remedy = "replace one of the references with its definition";
                self.report(Diagnostic::new(Code::CyclicRef, &holder.place.key("$ref"), message, remedy));
                return None;
            }
            match self.lookup(&holder.place, reference) {
                Ok(next) => layers.push(self.expect_object(next, "a path item")?),
                Err(unresolved) => {
                    self.report_unresolved(Code::DanglingRef, &holder.place.key("$ref"), unresolved);
                    break;
                }
            }
        }
        Some(layers)
    }
}

/// Returns the parameter names in a path template, in order, or the message of its first error.
pub(super) fn template(path: &str) -> Result<Vec<String>, String> {
    let mut names = Vec::new();
    let mut rest = path;
    while let Some(at) = rest.find(['{', '}']) {
        let after = rest.get(at + 1..).unwrap_or_default();
        if rest.get(at..).is_some_and(|rest| rest.starts_with('}')) {
            return Err(format!("the path `{}` has a `}}` without a `{{`", path));
        }
        let Some((name, behind)) = after.split_once('}').filter(|(name, _)| !name.contains('{')) else {
            return Err(format!("the path `{}` has a `{{` without a `}}`", path));
        };
        if name.is_empty() {
            return Err(format!("the path `{}` has a parameter without a name", path));
        }
        names.push(name.to_owned());
        rest = behind;
    }
    Ok(names)
}

/// Returns the parameter names in a path template, or `None` if it is invalid.
pub(super) fn template_names(path: &str) -> Option<Vec<String>> {
    template(path).ok()
}
