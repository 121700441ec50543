//! Rules for strings, numbers, types and enumerations.

use std::cmp::Ordering;

use super::rule::Rule;
use super::validator::Validator;
use super::{format, json_view, pattern};
use crate::runtime::codec::{Decimal, Field, Fit, JsonType, Slot, View, find_json, one_of_json};

impl Validator {
    /// Checks a value against a rule for strings, numbers, types or enumerations.
    pub(super) fn check_scalar(&mut self, rule: &'static Rule, view: &View<'_>) {
        match rule {
            Rule::Never => self.report("false", || "no value is allowed here".to_owned()),
            Rule::Type(types) => self.check_type(types, view),
            Rule::Enum(literals) if !is_listed(literals, view) => {
                self.report("enum", || format!("must be {}", one_of_json(literals)));
            }
            Rule::Listed(listed) => {
                if let Some(expected) = listed(view) {
                    self.report("enum", || format!("must be {expected}"));
                }
            }
            Rule::MinLength(least) => self.check_length(view, "minLength", "least", *least, |length| length >= *least),
            Rule::MaxLength(most) => self.check_length(view, "maxLength", "most", *most, |length| length <= *most),
            Rule::Pattern(pattern) => self.check_pattern(pattern, pattern, view),
            Rule::PatternAs(pattern, expression) => self.check_pattern(pattern, expression, view),
            Rule::Format(name) => match json_view::text(view).map(|text| format::matches(name, &text)) {
                Some(Some(false)) => self.report("format", || format!("must be in the format `{name}`")),
                Some(None) => self.leave_undecided(),
                Some(Some(true)) | None => {}
            },
            Rule::Minimum(bound) => self.check_bound(view, "minimum", "at least", bound, Ordering::is_ge),
            Rule::Maximum(bound) => self.check_bound(view, "maximum", "at most", bound, Ordering::is_le),
            Rule::ExclusiveMinimum(bound) => {
                self.check_bound(view, "exclusiveMinimum", "more than", bound, Ordering::is_gt)
            }
            Rule::ExclusiveMaximum(bound) => {
                self.check_bound(view, "exclusiveMaximum", "less than", bound, Ordering::is_lt)
            }
            Rule::MultipleOf(step) => {
                let multiple = |value: Decimal| value.is_multiple_of(&Decimal::parse(step)?);
                if json_view::number(view).and_then(multiple) == Some(false) {
                    self.report("multipleOf", || format!("must be a multiple of {step}"));
                }
            }
            _ => {}
        }
    }

    fn check_type(&mut self, types: &[JsonType], view: &View<'_>) {
        let json_type = json_view::json_type(view);
        let is_number = json_type == JsonType::Integer && types.contains(&JsonType::Number);
        if !types.contains(&json_type) && !is_number {
            let names: Vec<String> = types.iter().map(|json_type| format!("{json_type:?}").to_lowercase()).collect();
            self.report("type", || format!("must be of the type {}", names.join(" or ")));
        }
    }

    /// Checks a string against an expression. `pattern` is its text in the document.
    fn check_pattern(&mut self, pattern: &str, expression: &'static str, view: &View<'_>) {
        let Some(text) = json_view::text(view) else { return };
        match pattern::matches(expression, &text, &mut self.long_evaluations) {
            Some(true) => {}
            Some(false) => self.report("pattern", || format!("must match the pattern `{pattern}`")),
            None if pattern::HAS_BACKTRACKING => self.report_undecided("backtracking", || {
                format!("was not checked against the pattern `{pattern}`: that takes too many steps")
            }),
            None => self.leave_undecided(),
        }
    }

    fn check_length(
        &mut self,
        view: &View<'_>,
        rule: &'static str,
        word: &str,
        bound: u64,
        holds: impl Fn(u64) -> bool,
    ) {
        let Some(length) = json_view::text(view).map(|text| text.chars().count() as u64) else { return };
        if !holds(length) {
            self.report(rule, || format!("must have at {word} {}, has {length}", counted(bound, "character")));
        }
    }

    fn check_bound(
        &mut self,
        view: &View<'_>,
        rule: &'static str,
        word: &str,
        bound: &str,
        holds: fn(Ordering) -> bool,
    ) {
        let compare = |value: Decimal| Some(value.compare(&Decimal::parse(bound)?));
        if json_view::number(view).and_then(compare).is_some_and(|order| !holds(order)) {
            self.report(rule, || format!("must be {word} {bound}"));
        }
    }
}

/// Returns whether a value is one of these literals. A number that keeps its text is compared to the last digit.
fn is_listed(literals: &[&str], view: &View<'_>) -> bool {
    match (view, json_view::number(view)) {
        (View::Number(_) | View::I128(_) | View::U128(_), Some(number)) => {
            literals.iter().any(|literal| Decimal::parse(literal).as_ref() == Some(&number))
        }
        _ => find_json(literals, &json_view::value(view)).is_some(),
    }
}

/// Returns the listed values of an enumeration, if a value is not one of them.
#[doc(hidden)]
pub fn listed<T: Field>(view: &View<'_>) -> Option<String> {
    let mut enumeration = T::placeholder();
    let (fit, expected) = match enumeration.slot() {
        Slot::Text(place) => (place.set(&json_view::text(view)?), place.expected()),
        Slot::FromValue(place) => (place.set(json_view::value(view)), place.expected()),
        Slot::Number(place) => match view {
            View::Number(number) => (place.set(&number.to_string()), place.expected()),
            _ => return None,
        },
        _ => return None,
    };
    (fit != Fit::Exact).then(|| expected.into_owned())
}

/// Returns a count with its unit: `1 item`, `2 items`.
pub(super) fn counted(count: u64, unit: &str) -> String {
    if count == 1 { format!("1 {unit}") } else { format!("{count} {unit}s") }
}
