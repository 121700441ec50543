//! Operations.

use std::rc::Rc;

use serde_json::Value;

use super::document::{Fate, Location, Operation, Parameter, SecurityRequirement, Server};
use super::form::{Field, Kind, optional};
use super::node::Node;
use super::reader::{Inside, Reader};

const OPERATION: &[Field] = &[
    optional("operationId", Kind::Text),
    optional("summary", Kind::Text),
    optional("description", Kind::Text),
    optional("deprecated", Kind::Flag),
    optional("tags", Kind::Texts),
];

/// What an operation has from around it.
#[derive(Debug, Clone, Default)]
pub(super) struct Around {
    pub(super) parameters: Vec<Rc<Parameter>>,
    pub(super) servers: Vec<Server>,
    pub(super) summary: Option<String>,
    pub(super) description: Option<String>,
    pub(super) security: Vec<SecurityRequirement>,
    /// Whether an error was reported in it.
    pub(super) broken: bool,
}

impl<'a> Reader<'a> {
    /// An operation of a path item.
    pub(super) fn operation(&mut self, path: &str, method: &str, node: Node<'a>, around: &Around) -> Option<Operation> {
        let what = "an operation";
        let faults = self.faults;
        let node = self.resolve(node)?;
        let node = self.expect_object(node, what)?;
        let mut fields = self.fields(&node, what, OPERATION)?;
        let mut parameters = self.parameters_of(&node, around);
        // The path of a callback is a URL of its own, that of a webhook a name.
        let fixed_query = match self.inside {
            Inside::Nothing if path.starts_with('/') => self.query_in_path(path, &node, &mut parameters),
            Inside::Nothing | Inside::Callback | Inside::Header => Vec::new(),
        };
        let servers = self.servers(&node);
        let mut operation = Operation {
            id: fields.text("operationId").filter(|id| !id.trim().is_empty()),
            method: method.to_owned(),
            path: path.to_owned(),
            fixed_query,
            tags: fields.texts("tags"),
            summary: fields.text("summary").or_else(|| around.summary.clone()),
            description: fields.text("description").or_else(|| around.description.clone()),
            deprecated: fields.flag("deprecated").unwrap_or_default(),
            parameters,
            body: node.get("requestBody").and_then(|body| self.request_body(body)),
            responses: self.responses(&node),
            security: self.security(&node).unwrap_or_else(|| around.security.clone()),
            servers: if servers.is_empty() { around.servers.clone() } else { servers },
            callbacks: self.callbacks(&node),
            external_docs: self.external_docs(&node),
            extensions: node.extensions(),
            broken: around.broken,
            place: node.place,
        };
        operation.broken |= self.faults > faults;
        Some(operation)
    }

    /// `parameters` of a path item or an operation. Of two with the same name and place the first is taken.
    pub(super) fn parameter_list(&mut self, holder: &Node<'a>) -> Vec<Rc<Parameter>> {
        let Some(list) = holder.get("parameters") else { return Vec::new() };
        if !list.value.is_array() {
            self.malformed(&list, "`parameters` must be a list", "write a list of parameters");
        }
        let mut read: Vec<Rc<Parameter>> = Vec::new();
        for node in list.items() {
            let faults = self.faults;
            let Some(parameter) = self.parameter(node.clone()) else {
                if !self.is_needed(&node) {
                    self.faults = faults;
                    self.lose("parameter", &node.place, Fate::LeftOut);
                }
                continue;
            };
            if read.iter().any(|other| is_same(other, &parameter)) {
                let message = format!("the parameter `{}` is there twice; the first is taken", parameter.name);
                self.harmless(&node, message, "remove one of the two");
                continue;
            }
            read.push(parameter);
        }
        read
    }

    /// Whether a parameter that could not be read says that it must be sent. One of a path that is not there at all is missed
    /// when the path is looked at.
    fn is_needed(&self, node: &Node<'a>) -> bool {
        let target = node.reference().and_then(|reference| self.lookup(&node.place, reference).ok());
        let node = target.as_ref().unwrap_or(node);
        node.get("in").is_some_and(|place| place.text() == Some("path"))
            || node.get("required").is_some_and(|flag| *flag.value == Value::Bool(true))
    }

    /// The path's parameters, but for those that the operation declares anew, and the operation's.
    fn parameters_of(&mut self, node: &Node<'a>, around: &Around) -> Vec<Parameter> {
        let own = self.parameter_list(node);
        let inherited = around.parameters.iter().filter(|outer| !own.iter().any(|inner| is_same(inner, outer)));
        inherited.chain(&own).map(|parameter| Parameter::clone(parameter)).collect()
    }

    fn callbacks(&mut self, node: &Node<'a>) -> Vec<super::document::Webhook> {
        let Some(callbacks) = node.get("callbacks") else { return Vec::new() };
        if self.inside == Inside::Callback {
            self.harmless(&callbacks, "callbacks of a callback are not read", "remove them");
            return Vec::new();
        }
        let Some(callbacks) = self.expect_object(callbacks, "`callbacks`") else { return Vec::new() };
        let entries = callbacks.plain_members();
        let mut read = Vec::new();
        for (name, callback) in entries {
            let place = callback.place.clone();
            let (operations, broken) = self.apart(|reader| reader.callback(name, callback));
            if broken {
                self.lose("callback", &place, Fate::LeftOut);
            }
            // Of one that has faults it is not known which: what cannot be trusted is left out.
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
