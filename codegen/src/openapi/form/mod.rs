//! Checks the form of values: is a value an object, a string, a boolean, a list, a number, or an object with certain fields?
//!
//! Any of these values may be in another place, which a `$ref` names. This layer reports problems. It does not know the meaning of an
//! element.

mod deprecation;
mod fields;

use indexmap::IndexMap;
use serde_json::Value;

pub(super) use self::fields::{Field, FieldType, Fields, defining, optional, parse_word, recommended, required};
use super::node::{Node, describe_type};
use super::references::References;
use super::reports::{MOST_INCLUDED_TEXT, Reports};
use crate::exact_number::ExactNumber;
use crate::source::Source;

/// Reads values of a certain form, and reports the others.
///
/// It repairs harmless mistakes, such as a number in place of a string, and reports them as warnings.
pub(super) struct FormChecker<'r, 'd> {
    source: &'r Source,
    references: &'r References<'d>,
    reports: &'r mut Reports<'d>,
}

impl<'r, 'd> FormChecker<'r, 'd> {
    /// Creates a checker that reports to `reports`.
    pub(super) fn new(source: &'r Source, references: &'r References<'d>, reports: &'r mut Reports<'d>) -> Self {
        Self { source, references, reports }
    }

    /// Follows the `$ref` in place of a value where the specification allows no reference. Members next to the `$ref` are added to the
    /// target. Reports a missing target and returns `None`.
    pub(super) fn expand(&mut self, node: Node<'d>) -> Option<Node<'d>> {
        if node.reference().is_none() {
            return Some(node);
        }
        let written = node.clone();
        let expanded =
            self.references.expand(node).map_err(|unresolved| self.reports.report_all(unresolved.errors())).ok()?;
        let siblings = quoted_siblings(&written, |_| false);
        if !siblings.is_empty() {
            let verb = if expanded.value.is_object() { "added to the target" } else { "ignored" };
            let message = format!("`$ref` does not allow other members; {} {verb}", subject(&siblings));
            self.reports.tolerated(&written, message, "move them into the target of the `$ref`");
        }
        Some(expanded)
    }

    /// Like [`Self::expand`], for values that do not affect the output: a missing target is a warning.
    pub(super) fn expand_tolerant(&mut self, node: Node<'d>) -> Option<Node<'d>> {
        self.references.expand(node).map_err(|unresolved| self.reports.report_all(unresolved.warnings())).ok()
    }

    /// Warns about the members next to the `$ref` of an element, which the specification ignores, except `summary` and `description`.
    pub(super) fn ignored_siblings(&mut self, node: &Node<'d>) {
        if node.reference().is_none() {
            return;
        }
        let siblings = quoted_siblings(node, |key| matches!(key, "summary" | "description"));
        if !siblings.is_empty() {
            let message = format!("members next to a `$ref` have no effect; {} ignored", subject(&siblings));
            self.reports.tolerated(node, message, "remove them, or write the element without `$ref`");
        }
    }

    /// Returns whether an element has no `$ref` that is not a string. Reports such a `$ref`. A `null` next to other members counts as
    /// absent.
    pub(super) fn no_reference(&mut self, node: &Node<'_>) -> bool {
        let Some(value) = node.value.get("$ref").filter(|value| !value.is_string()) else { return true };
        let has_others = node.plain_members().any(|(key, _)| !matches!(key, "$ref" | "summary" | "description"));
        if value.is_null() && has_others {
            self.ignored_reference(node);
            return true;
        }
        let at = Node::new(value, node.place.key("$ref"));
        let message = format!("`$ref` must be a string, but it is {}", describe_type(value));
        self.reports.malformed(&at, message, "write a reference such as `#/components/schemas/NAME`, or remove it");
        false
    }

    /// Warns about a `$ref` that is not a string, and that is ignored.
    pub(super) fn ignored_reference(&mut self, node: &Node<'_>) {
        if let Some(value) = node.value.get("$ref").filter(|value| !value.is_string()) {
            self.ignored(&Node::new(value, node.place.key("$ref")), "a string");
        }
    }

    /// Returns the node if it is an object or refers to one, otherwise reports it. `what` names the element with its article:
    /// `a response`.
    pub(super) fn expect_object(&mut self, node: Node<'d>, what: &str) -> Option<Node<'d>> {
        let node = self.expand(node)?;
        self.expect_own_object(node, what)
    }

    /// Like [`Self::expect_object`], but the node itself must be an object.
    pub(super) fn expect_own_object(&mut self, node: Node<'d>, what: &str) -> Option<Node<'d>> {
        if node.value.is_object() {
            return Some(node);
        }
        let found = describe_type(node.value);
        self.reports.malformed(
            &node,
            format!("{what} must be an object, but it is {found}"),
            "write an object, or remove it",
        );
        None
    }

    /// Returns the node if it is an object or refers to one. Any other value is ignored with a warning, because nothing is lost with it.
    pub(super) fn object_or_ignored(&mut self, node: Node<'d>, what: &str) -> Option<Node<'d>> {
        let node = self.expand_tolerant(node)?;
        self.object_or(node, what, "it is ignored")
    }

    /// Returns a node that is an object. Warns about any other value, with the `effect`.
    pub(super) fn object_or(&mut self, node: Node<'d>, what: &str, effect: &str) -> Option<Node<'d>> {
        if node.value.is_object() {
            return Some(node);
        }
        let message = format!("{what} must be an object, but it is {}; {effect}", describe_type(node.value));
        self.reports.tolerated(&node, message, "write an object, or remove it");
        None
    }

    /// Reports a value of the wrong type that is ignored.
    pub(super) fn ignored(&mut self, node: &Node<'_>, expected: &str) {
        self.ignored_value(node, expected, describe_type(node.value));
    }

    /// Like [`Self::ignored`], with a description of the value.
    fn ignored_value(&mut self, node: &Node<'_>, expected: &str, found: &str) {
        let message = format!("{} must be {expected}, but it is {found}; it is ignored", node.quoted_name());
        self.reports.tolerated(node, message, format!("write {expected}, or remove it"));
    }

    /// Reads a string. Numbers and booleans are converted with their original text.
    pub(super) fn text(&mut self, node: &Node<'d>) -> Option<String> {
        self.text_or(node, "it is ignored")
    }

    /// Like [`Self::text`], with the effect of a value that is not a string: `it is ignored`.
    pub(super) fn text_or(&mut self, node: &Node<'d>, effect: &str) -> Option<String> {
        if node.reference().is_some() {
            return self.included_text(node, effect);
        }
        let text = self.written_text(node);
        if text.is_none() {
            let message = format!("{}; {effect}", not_a_string(node));
            self.reports.tolerated(node, message, "write a string, or remove it");
        }
        text
    }

    /// Returns the text that a `$ref` in place of a text refers to: `description: {$ref: intro.md}`.
    fn included_text(&mut self, node: &Node<'d>, effect: &str) -> Option<String> {
        let target = self.expand_tolerant(node.clone())?;
        let Some(text) = target.text() else {
            let message = format!("{}, and its `$ref` does not refer to one; {effect}", not_a_string(node));
            self.reports.tolerated(node, message, "refer to a text file, or write the text here");
            return None;
        };
        if !self.reports.include_text(text.len()) {
            let message = format!(
                "the texts that `$ref`s include have more than {} MiB together; {} is left out",
                MOST_INCLUDED_TEXT >> 20,
                node.quoted_name()
            );
            self.reports.tolerated(node, message, "shorten the texts, or include them in fewer places");
            return None;
        }
        Some(text.to_owned())
    }

    /// Like [`Self::text`], but a value that is not a string is an error.
    fn required_text(&mut self, node: &Node<'_>) -> Option<String> {
        let text = self.written_text(node);
        if text.is_none() {
            self.reports.malformed(node, not_a_string(node), "write a string");
        }
        text
    }

    /// Returns a string, and the original text of a number or a boolean, which is reported.
    fn written_text(&mut self, node: &Node<'_>) -> Option<String> {
        match node.value {
            Value::String(text) => Some(text.clone()),
            Value::Number(_) | Value::Bool(_) => {
                let text = self.source.yaml_text(&node.place).map_or_else(|| node.value.to_string(), str::to_owned);
                let message = format!("{}; it is read as \"{text}\"", not_a_string(node));
                self.reports.tolerated(node, message, "add quotes");
                Some(text)
            }
            Value::Null | Value::Array(_) | Value::Object(_) => None,
        }
    }

    /// Reads a boolean, also in quotes.
    pub(super) fn flag(&mut self, node: &Node<'_>) -> Option<bool> {
        let taken = match node.value {
            Value::Bool(flag) => return Some(*flag),
            Value::String(text) if text.eq_ignore_ascii_case("true") => Some(true),
            Value::String(text) if text.eq_ignore_ascii_case("false") => Some(false),
            _ => None,
        };
        let name = node.quoted_name();
        let message = match taken {
            Some(flag) => format!("{name} must be a boolean, but it is a string; it is read as {flag}"),
            None => format!("{name} must be a boolean, but it is {}; it is ignored", describe_type(node.value)),
        };
        self.reports.tolerated(node, message, "write `true` or `false` without quotes, or remove it");
        taken
    }

    /// Reads a list of strings. A single string is read as a list with one item.
    pub(super) fn texts(&mut self, node: &Node<'d>) -> Option<Vec<String>> {
        let node = &self.expand_tolerant(node.clone())?;
        match node.value {
            Value::Array(_) => Some(node.items().filter_map(|item| self.text(&item)).collect()),
            Value::String(text) => {
                let name = node.quoted_name();
                self.reports.tolerated(
                    node,
                    format!("{name} must be a list of strings; it is read as a list with one item"),
                    "write a list",
                );
                Some(vec![text.clone()])
            }
            _ => {
                self.ignored(node, "a list of strings");
                None
            }
        }
    }

    fn text_map(&mut self, node: &Node<'d>) -> Option<IndexMap<String, String>> {
        let node = &self.expand_tolerant(node.clone())?;
        if !node.value.is_object() {
            self.ignored(node, "an object of strings");
            return None;
        }
        let texts = node.plain_members().map(|(key, member)| {
            let text =
                if member.value.is_null() { None } else { self.text_or(&member, "it is read as an empty string") };
            (key.to_owned(), text.unwrap_or_default())
        });
        Some(texts.collect())
    }

    /// Reads a count such as `minLength`.
    pub(super) fn count(&mut self, node: &Node<'_>) -> Option<u64> {
        let number = match node.value {
            Value::Number(number) => number.as_u64().or_else(|| whole(number.as_f64()?)),
            Value::String(text) => text.trim().parse().ok(),
            _ => None,
        };
        if number.is_none() {
            let expected = "a non-negative integer";
            match node.value {
                Value::Number(number) => self.ignored_value(node, expected, &format!("`{number}`")),
                _ => self.ignored(node, expected),
            }
        }
        number
    }

    /// Reads a number such as `minimum`.
    pub(super) fn number(&mut self, node: &Node<'_>) -> Option<ExactNumber> {
        let written = self.source.exact_number(node.value, &node.place);
        let is_written = written.is_some();
        let number = written.or_else(|| match node.value {
            Value::String(text) => ExactNumber::parse(text.trim()),
            _ => None,
        });
        match (node.value, &number) {
            (Value::String(_), Some(number)) if !is_written => {
                let message =
                    format!("{} must be a number, but it is a string; it is read as {number}", node.quoted_name());
                self.reports.tolerated(node, message, "remove the quotes");
            }
            (_, None) => self.ignored(node, "a number"),
            _ => {}
        }
        number
    }

    /// Like [`Self::number`], for a number that must be greater than zero.
    pub(super) fn positive_number(&mut self, node: &Node<'_>) -> Option<ExactNumber> {
        let number = self.number(node)?;
        let is_positive = number.compare(&0.into()).is_gt();
        if !is_positive {
            self.ignored_value(node, "a number above zero", &format!("`{number}`"));
        }
        is_positive.then_some(number)
    }
}

/// Returns the members next to a `$ref` that are not extensions, quoted.
fn quoted_siblings(node: &Node<'_>, is_allowed: impl Fn(&str) -> bool) -> Vec<String> {
    let siblings = node.plain_members().map(|(key, _)| key).filter(|key| *key != "$ref" && !is_allowed(key));
    siblings.map(|key| format!("`{key}`")).collect()
}

/// Returns the subject of a sentence about these members.
fn subject(quoted: &[String]) -> String {
    match quoted {
        [one] => format!("{one} is"),
        [one, other] => format!("{one} and {other} are"),
        [first, rest @ ..] => format!("{first} and {} others are", rest.len()),
        [] => String::new(),
    }
}

fn not_a_string(node: &Node<'_>) -> String {
    format!("{} must be a string, but it is {}", node.quoted_name(), describe_type(node.value))
}

/// Returns a number without a fraction as a count.
fn whole(number: f64) -> Option<u64> {
    const LARGEST: f64 = 9_007_199_254_740_992.0;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "checked to be whole, positive and small"
    )]
    (number.fract() == 0.0 && (0.0..=LARGEST).contains(&number)).then_some(number as u64)
}
