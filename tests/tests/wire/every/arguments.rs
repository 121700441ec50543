//! What an operation is called with: a value for each of its parameters and for its body, handed out with the type that the client asks for.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use oasmith_runtime::codec::Field;
use oasmith_runtime::decode_value;
use serde_json::Value;

use super::instance;
use super::spec::{Operation, Spec};

/// The values, and which of them were taken.
pub struct Arguments {
    values: BTreeMap<String, Value>,
    body: Option<Value>,
    taken: RefCell<BTreeSet<String>>,
}

/// The name under which the body is taken: no parameter is called so.
const BODY: &str = "(body)";

impl Arguments {
    pub fn of(spec: &Spec, operation: &Operation<'_>, variant: usize) -> Self {
        let values = operation.parameters.iter().map(|parameter| {
            let value = match instance::of(spec, parameter.schema, variant) {
                // A parameter cannot carry null: the branch beside it is taken.
                Value::Null => instance::of(spec, parameter.schema, variant + 1),
                value => value,
            };
            (parameter.name.to_owned(), value)
        });
        let body = operation.body.as_ref().map(|body| match body.example {
            Some(example) if variant == 0 => example.clone(),
            _ => instance::of(spec, body.schema, variant),
        });
        Self { values: values.collect(), body, taken: RefCell::default() }
    }

    /// The value of a parameter.
    pub fn value(&self, name: &str) -> &Value {
        self.values.get(name).unwrap_or_else(|| panic!("the spec has no parameter `{name}`"))
    }

    /// The body, if there is one.
    pub fn sent_body(&self) -> Option<&Value> {
        self.body.as_ref()
    }

    /// A parameter, with its type.
    pub fn get<T: Field>(&self, name: &str) -> T {
        self.taken.borrow_mut().insert(name.to_owned());
        decode_value(self.value(name)).unwrap()
    }

    /// A parameter that is text.
    pub fn text(&self, name: &str) -> String {
        self.get(name)
    }

    /// A parameter that is a list of texts.
    pub fn texts(&self, name: &str) -> Vec<String> {
        self.get(name)
    }

    /// A parameter that is a list.
    pub fn list<T: Field>(&self, name: &str) -> Vec<T> {
        self.get(name)
    }

    /// The body, with its type.
    pub fn body<T: Field>(&self) -> T {
        self.taken.borrow_mut().insert(BODY.to_owned());
        decode_value(self.body.as_ref().unwrap()).unwrap()
    }

    /// Every parameter was given to the call, except those that can have only one value and are sent unasked.
    pub fn check_all_taken(&self, key: &str) {
        let taken = self.taken.borrow();
        let left: Vec<&str> = self.values.keys().map(String::as_str).filter(|name| !taken.contains(*name)).collect();
        assert!(left.iter().all(|name| *name == "Alguna-Version"), "{key} is called without {left:?}");
        assert_eq!(self.body.is_some(), taken.contains(BODY), "{key}: the body");
    }
}
