//! The arguments of a call: a value for each parameter and for the body, in the type that the client expects.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use oasmith_runtime::codec::Field;
use oasmith_runtime::decode_value;
use serde_json::Value;

use super::instance;
use super::spec::{Operation, Spec};

/// The values, and the names of those that were used.
pub struct Arguments {
    values: BTreeMap<String, Value>,
    body: Option<Value>,
    used: RefCell<BTreeSet<String>>,
}

/// The name of the body. No parameter has this name.
const BODY: &str = "(body)";

impl Arguments {
    pub fn of(spec: &Spec, operation: &Operation<'_>, variant: usize) -> Self {
        let values = operation.parameters.iter().map(|parameter| {
            let value = match instance::of(spec, parameter.schema, variant) {
                // A parameter cannot be null, so use the next branch.
                Value::Null => instance::of(spec, parameter.schema, variant + 1),
                value => value,
            };
            (parameter.name.to_owned(), value)
        });
        let body = operation.body.as_ref().map(|body| match body.example {
            Some(example) if variant == 0 => example.clone(),
            _ => instance::of(spec, body.schema, variant),
        });
        Self { values: values.collect(), body, used: RefCell::default() }
    }

    /// Returns the value of a parameter.
    pub fn value(&self, name: &str) -> &Value {
        self.values.get(name).unwrap_or_else(|| panic!("the document has no parameter `{name}`"))
    }

    /// Returns the body, if the operation has one.
    pub fn sent_body(&self) -> Option<&Value> {
        self.body.as_ref()
    }

    /// Returns a parameter in its type.
    pub fn get<T: Field>(&self, name: &str) -> T {
        self.used.borrow_mut().insert(name.to_owned());
        decode_value(self.value(name)).unwrap()
    }

    /// Returns a string parameter.
    pub fn text(&self, name: &str) -> String {
        self.get(name)
    }

    /// Returns a parameter that is a list of strings.
    pub fn texts(&self, name: &str) -> Vec<String> {
        self.get(name)
    }

    /// Returns a list parameter.
    pub fn list<T: Field>(&self, name: &str) -> Vec<T> {
        self.get(name)
    }

    /// Returns the body in its type.
    pub fn body<T: Field>(&self) -> T {
        self.used.borrow_mut().insert(BODY.to_owned());
        decode_value(self.body.as_ref().unwrap()).unwrap()
    }

    /// Checks that the call used all parameters, except those with a fixed value, which the client sends automatically.
    pub fn check_all_used(&self, key: &str) {
        let used = self.used.borrow();
        let unused: Vec<&str> = self.values.keys().map(String::as_str).filter(|name| !used.contains(*name)).collect();
        assert!(unused.iter().all(|name| *name == "Alguna-Version"), "the call of {key} does not use {unused:?}");
        assert_eq!(self.body.is_some(), used.contains(BODY), "{key}: the body");
    }
}
