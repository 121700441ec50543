//! Reads operations.

use std::rc::Rc;

use serde_json::Value;

use super::super::document::{Location, Operation, Parameter, SecurityRequirement, Server, Webhook};
use super::super::form::{Field, FieldType, optional};
use super::super::node::Node;
use super::super::references::ElementKind;
use super::path_query::{query_in_path, warn_about_query};
use super::{Context, DocumentReader};
use crate::diag::LostPart;

const OPERATION: &[Field] = &[
    optional("operationId", FieldType::Text),
    optional("summary", FieldType::Text),
    optional("description", FieldType::Text),
    optional("deprecated", FieldType::Flag),
    optional("tags", FieldType::Texts),
];

/// The values that an operation inherits from its path item and the document.
#[derive(Debug, Clone, Default)]
pub(super) struct Inherited {
    pub(super) parameters: Vec<Rc<Parameter>>,
    pub(super) servers: Vec<Server>,
    pub(super) summary: Option<String>,
    pub(super) description: Option<String>,
    pub(super) security: Vec<SecurityRequirement>,
    /// Whether the path may contain a query.
    pub(super) may_have_query: bool,
    /// Whether the path item has an error.
    pub(super) broken: bool,
}

impl<'a> DocumentReader<'a> {
    /// Reads an operation of a path item.
    pub(super) fn operation(
        &mut self,
        path: &str,
        method: &str,
        node: Node<'a>,
        inherited: &Inherited,
    ) -> Option<Operation> {
        let what = "an operation";
        let mark = self.reports.mark();
        let place = node.place.clone();
        let Some(node) = self.form().expect_object(node, what) else {
            self.record_unread_operation(&place);
            return None;
        };
        self.check_fields(&node, ElementKind::Operation);
        let mut fields = self.form().fields(&node, what, OPERATION)?;
        let mut parameters = self.parameters_of(&node, inherited);
        // The path of a callback is a complete URL, and the path of a webhook is its name, so `?` in them is not a query.
        let fixed_query = match self.context {
            Context::Plain if path.starts_with('/') => {
                let fixed = query_in_path(path, &node, &mut parameters, &mut self.reports);
                if !inherited.may_have_query {
                    warn_about_query(path, &node, &mut self.reports);
                }
                fixed
            }
            Context::Plain | Context::Webhook | Context::Callback | Context::Header => Vec::new(),
        };
        let servers = self.metadata().servers(&node);
        let deprecated = self.form().deprecation(&node, fields.flag("deprecated"));
        let mut operation = Operation {
            id: fields.text("operationId").filter(|id| !id.trim().is_empty()),
            method: method.to_owned(),
            path: path.to_owned(),
            fixed_query,
            tags: fields.texts("tags"),
            summary: fields.text("summary").or_else(|| inherited.summary.clone()),
            description: fields.text("description").or_else(|| inherited.description.clone()),
            deprecated,
            parameters,
            body: node.get("requestBody").and_then(|body| self.request_body(body)),
            responses: self.responses(&node),
            security: self.metadata().security(&node).unwrap_or_else(|| inherited.security.clone()),
            servers: if servers.is_empty() { inherited.servers.clone() } else { servers },
            callbacks: self.callbacks(&node),
            external_docs: self.metadata().external_docs(&node),
            pagination: self.declared_pagination(&node),
            extensions: node.extensions(),
            broken: inherited.broken,
            place: node.place,
        };
        operation.broken |= self.reports.has_errors_since(mark);
        Some(operation)
    }

    /// Reads `parameters` of a path item or an operation. If two have the same name and location, the first one is used.
    pub(super) fn parameter_list(&mut self, holder: &Node<'a>) -> Vec<Rc<Parameter>> {
        let Some(list) = holder.get("parameters").and_then(|list| self.form().expand(list)) else { return Vec::new() };
        if !list.value.is_array() {
            self.reports.malformed(&list, "`parameters` must be a list", "write a list of parameters");
        }
        let mut read: Vec<Rc<Parameter>> = Vec::new();
        for node in list.items() {
            let mark = self.reports.mark();
            let Some(parameter) = self.parameter(node.clone()) else {
                if !self.is_needed(&node) {
                    self.reports.discount_errors_since(mark);
                    self.reports.record_unread(LostPart::Parameter, &node.place);
                }
                continue;
            };
            if read.iter().any(|other| is_same(other, &parameter)) {
                let message = format!("the parameter `{}` is declared twice; the first one is used", parameter.name);
                self.reports.tolerated(&node, message, "remove one of them");
                continue;
            }
            read.push(parameter);
        }
        read
    }

    /// Returns whether a parameter that could not be read is required. Checking the path finds missing path parameters.
    fn is_needed(&self, node: &Node<'a>) -> bool {
        let target = node.reference().and_then(|reference| self.references.lookup(&node.place, reference).ok());
        let node = target.as_ref().unwrap_or(node);
        node.get("in").is_some_and(|location| location.text() == Some("path"))
            || node.get("required").is_some_and(|flag| *flag.value == Value::Bool(true))
    }

    /// Returns the path item's parameters that the operation does not override, followed by the operation's.
    fn parameters_of(&mut self, node: &Node<'a>, inherited: &Inherited) -> Vec<Parameter> {
        let own = self.parameter_list(node);
        let inherited = inherited.parameters.iter().filter(|outer| !own.iter().any(|inner| is_same(inner, outer)));
        inherited.chain(&own).map(|parameter| Parameter::clone(parameter)).collect()
    }

    fn callbacks(&mut self, node: &Node<'a>) -> Vec<Webhook> {
        let Some(callbacks) = node.get("callbacks") else { return Vec::new() };
        if self.context == Context::Callback {
            self.reports.tolerated(&callbacks, "callbacks inside a callback are ignored", "remove them");
            return Vec::new();
        }
        let Some(callbacks) = self.form().expect_object(callbacks, "`callbacks`") else { return Vec::new() };
        let entries = callbacks.plain_members();
        let mut read = Vec::new();
        for (name, callback) in entries {
            let place = callback.place.clone();
            let (operations, broken) = self.isolated(|reader| reader.callback(name, callback));
            if broken {
                self.reports.record_unread(LostPart::Callback, &place);
            }
            // It is unknown which operations of a callback are affected by an error, so all are left out.
            read.extend(operations.filter(|_| !broken).into_iter().flatten());
        }
        read
    }
}

fn is_same(left: &Parameter, right: &Parameter) -> bool {
    let same_name = match left.location {
        Location::Header => left.name.eq_ignore_ascii_case(&right.name),
        Location::Path | Location::Query | Location::QueryString | Location::Cookie => left.name == right.name,
    };
    left.location == right.location && same_name
}
