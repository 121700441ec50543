//! Reads a document independently of the generator: as JSON, with pointers and a validator.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use jsonschema::Validator;
use oasmith::diag::Diagnostics;
use oasmith::source::Source;
use serde_json::{Map, Value, json};
use tests::files::{Folder, data};

/// A document.
pub struct Spec {
    root: Value,
    /// Validators by the text of their schema, because they are slow to build.
    validators: RefCell<BTreeMap<String, Rc<Validator>>>,
}

/// An operation of the document.
pub struct Operation<'a> {
    /// For example `GET /customers/{id}`.
    pub key: String,
    pub method: String,
    pub path: &'a str,
    pub parameters: Vec<Parameter<'a>>,
    pub body: Option<Body<'a>>,
    pub responses: Vec<Response<'a>>,
    /// Whether the client must send a credential.
    pub secured: bool,
}

pub struct Parameter<'a> {
    pub name: &'a str,
    /// `path`, `query`, `header` or `cookie`.
    pub location: &'a str,
    pub explode: bool,
    pub schema: &'a Value,
}

pub struct Body<'a> {
    pub media_type: &'a str,
    pub schema: &'a Value,
    pub example: Option<&'a Value>,
}

pub struct Response<'a> {
    /// The status as in the document: `200`, `2XX`, `default`.
    pub status: &'a str,
    pub body: Option<Body<'a>>,
    pub headers: Vec<(&'a str, &'a Value)>,
}

const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

impl Spec {
    pub fn read(file: &str) -> Self {
        let mut diagnostics = Diagnostics::default();
        let source = Source::read(file, &Folder(data("../specs")), &mut diagnostics).unwrap();
        Self { root: source.files()[0].value.clone(), validators: RefCell::default() }
    }

    /// Resolves a reference, or returns the value itself.
    pub fn resolved<'a>(&'a self, value: &'a Value) -> &'a Value {
        match value.get("$ref").and_then(Value::as_str) {
            Some(reference) => self.resolved(self.root.pointer(reference.trim_start_matches('#')).unwrap()),
            None => value,
        }
    }

    /// Returns the validator of a schema in this document.
    pub fn validator(&self, schema: &Value) -> Rc<Validator> {
        let make = || {
            let root = json!({ "components": self.root["components"], "allOf": [schema] });
            Rc::new(jsonschema::options().should_validate_formats(true).offline().build(&root).unwrap())
        };
        self.validators.borrow_mut().entry(schema.to_string()).or_insert_with(make).clone()
    }

    /// Returns all operations in order.
    pub fn operations(&self) -> Vec<Operation<'_>> {
        let mut operations = Vec::new();
        for (path, item) in members(&self.root["paths"]) {
            for method in METHODS.iter().filter(|method| item.get(**method).is_some()) {
                operations.push(self.operation(path, method, item));
            }
        }
        operations
    }

    fn operation<'a>(&'a self, path: &'a str, method: &str, item: &'a Value) -> Operation<'a> {
        let operation = &item[method];
        let parameters = [item, operation].into_iter().filter_map(|holder| holder.get("parameters"));
        let parameters = parameters.filter_map(Value::as_array).flatten();
        let security = operation.get("security").or(self.root.get("security"));
        Operation {
            key: format!("{} {path}", method.to_uppercase()),
            method: method.to_uppercase(),
            path,
            parameters: parameters.map(|parameter| self.parameter(parameter)).collect(),
            body: operation.get("requestBody").and_then(|body| self.body(body)),
            responses: members(&operation["responses"])
                .map(|(status, response)| self.response(status, response))
                .collect(),
            secured: security.and_then(Value::as_array).is_some_and(|alternatives| !alternatives.is_empty()),
        }
    }

    fn parameter<'a>(&'a self, parameter: &'a Value) -> Parameter<'a> {
        let parameter = self.resolved(parameter);
        let location = parameter["in"].as_str().unwrap();
        // The runtime's own tests (`http/parameters.rs`) check all styles.
        let style = parameter.get("style").and_then(Value::as_str);
        assert!(
            matches!((location, style), (_, None) | ("query", Some("form"))),
            "this test does not support this style"
        );
        Parameter {
            name: parameter["name"].as_str().unwrap(),
            location,
            explode: parameter.get("explode").and_then(Value::as_bool).unwrap_or(location == "query"),
            schema: &parameter["schema"],
        }
    }

    fn body<'a>(&'a self, holder: &'a Value) -> Option<Body<'a>> {
        let content = self.resolved(holder).get("content")?;
        let (media_type, media) = members(content).next()?;
        let named = media.get("examples").and_then(|examples| members(examples).next());
        let example = media.get("example").or(named.and_then(|(_, example)| self.resolved(example).get("value")));
        Some(Body { media_type, schema: &media["schema"], example })
    }

    fn response<'a>(&'a self, status: &'a str, response: &'a Value) -> Response<'a> {
        let headers = self.resolved(response).get("headers").into_iter().flat_map(members);
        let headers = headers.map(|(name, header)| (name, &self.resolved(header)["schema"])).collect();
        Response { status, body: self.body(response), headers }
    }
}

fn members(value: &Value) -> impl Iterator<Item = (&str, &Value)> {
    value.as_object().into_iter().flat_map(Map::iter).map(|(name, value)| (name.as_str(), value))
}
