//! Numbers of `enum`, `const`, `default` and examples with more digits than a value holds.

use serde_json::{Number, Value};

use super::super::node::Node;
use super::super::schema::{Keywords, SimpleType};
use super::SchemaReader;
use crate::exact_number::ExactNumber;

impl<'a> SchemaReader<'_, 'a> {
    /// Records the keywords with values that contain rounded numbers.
    pub(super) fn note_rounded_numbers(&self, node: &Node<'a>, keywords: &mut Keywords) {
        for keyword in ["default", "example", "examples"] {
            if node.get(keyword).is_some_and(|node| self.is_rounded(&node)) {
                keywords.rounded.push(keyword);
            }
        }
    }

    fn is_rounded(&self, node: &Node<'a>) -> bool {
        match node.value {
            Value::Object(_) => node.members().any(|(_, member)| self.is_rounded(&member)),
            Value::Array(_) => node.items().any(|item| self.is_rounded(&item)),
            Value::Null | Value::Bool(_) => false,
            Value::Number(_) | Value::String(_) => {
                let exact = self.source.exact_number_if_needed(node.value, || node.place.clone());
                exact.is_some_and(|exact| !node.value.as_number().is_some_and(|number| exact.is_held_by(number)))
            }
        }
    }

    /// Records the digits of listed numbers that the values do not hold. A number beyond the range of floats, which YAML reads as a string,
    /// becomes a number where the schema allows numbers.
    pub(super) fn use_exact_numbers(&mut self, node: &Node<'a>, keywords: &mut Keywords) {
        let allows_numbers = keywords
            .types
            .as_ref()
            .is_none_or(|types| types.iter().any(|simple| matches!(simple, SimpleType::Integer | SimpleType::Number)));
        if !allows_numbers {
            return;
        }
        let listed = keywords.enum_values.iter_mut().flatten().enumerate();
        let listed = listed.map(|(index, value)| (index, value, Some(index)));
        let single = keywords.const_value.iter_mut().map(|value| (0, value, None));
        if let Some(value @ Value::String(_)) = &mut keywords.default
            && let Some(exact) = self.source.exact_number_if_needed(value, || node.place.key("default"))
        {
            *value = nearest(&exact).map_or(Value::Null, Value::Number);
        }
        for (index, value, in_list) in listed.chain(single) {
            if !matches!(value, Value::Number(_) | Value::String(_)) {
                continue;
            }
            let place = || match in_list {
                Some(index) => node.place.key("enum").index(index),
                None => node.place.key("const"),
            };
            let Some(exact) = self.source.exact_number_if_needed(value, place) else { continue };
            if let Some(number) = nearest(&exact) {
                if !exact.is_held_by(&number) {
                    keywords.exact_values.push((index, exact));
                }
                *value = Value::Number(number);
            }
        }
    }
}

/// The nearest number that `serde_json` holds.
fn nearest(exact: &ExactNumber) -> Option<Number> {
    let largest = if exact.as_str().starts_with('-') { f64::MIN } else { f64::MAX };
    exact.to_number().or_else(|| Number::from_f64(largest))
}
