//! Rules for strings and numbers, and for what a value is.

use std::cmp::Ordering;

use serde_json::Value;

use super::rule::Rule;
use super::walk::Walk;
use super::{pattern, read};
use crate::runtime::codec::{Decimal, Field, Fit, Kind, Slot, View, find_json, one_of_json};
use crate::runtime::{Base64, Date, DateTime, Ipv6, Uuid, decode_value};

impl Walk {
    /// Holds a value against a rule that looks at it as a whole.
    pub(super) fn scalar(&mut self, rule: &'static Rule, view: &View<'_>) {
        match rule {
            Rule::Never => self.report("false", "nothing may be here".to_owned()),
            Rule::Type(kinds) => self.kind(kinds, view),
            Rule::Enum(literals) if !is_listed(literals, view) => {
                self.report("enum", format!("expected {}", one_of_json(literals)));
            }
            Rule::Listed(listed) => {
                if let Some(expected) = listed(view) {
                    self.report("enum", format!("expected {expected}"));
                }
            }
            Rule::MinLength(least) => self.length(view, "minLength", "least", *least, |length| length >= *least),
            Rule::MaxLength(most) => self.length(view, "maxLength", "most", *most, |length| length <= *most),
            Rule::Pattern(pattern) if read::text(view).is_some_and(|text| !pattern::matches(pattern, &text)) => {
                self.report("pattern", format!("does not match `{pattern}`"));
            }
            Rule::Format(name) if read::text(view).is_some_and(|text| !has_format(name, &text)) => {
                self.report("format", format!("is no `{name}`"));
            }
            Rule::Minimum(bound) => self.bound(view, "minimum", "at least", bound, Ordering::is_ge),
            Rule::Maximum(bound) => self.bound(view, "maximum", "at most", bound, Ordering::is_le),
            Rule::ExclusiveMinimum(bound) => self.bound(view, "exclusiveMinimum", "more than", bound, Ordering::is_gt),
            Rule::ExclusiveMaximum(bound) => self.bound(view, "exclusiveMaximum", "less than", bound, Ordering::is_lt),
            Rule::MultipleOf(step) => {
                let multiple = |value: Decimal| value.is_multiple_of(&Decimal::parse(step)?);
                if read::number(view).and_then(multiple) == Some(false) {
                    self.report("multipleOf", format!("must be a multiple of {step}"));
                }
            }
            _ => {}
        }
    }

    fn kind(&mut self, kinds: &[Kind], view: &View<'_>) {
        let kind = read::kind(view);
        let is_number = kind == Kind::Integer && kinds.contains(&Kind::Number);
        if !kinds.contains(&kind) && !is_number {
            let names: Vec<String> = kinds.iter().map(|kind| format!("{kind:?}").to_lowercase()).collect();
            self.report("type", format!("expected {}", names.join(" or ")));
        }
    }

    fn length(&mut self, view: &View<'_>, rule: &'static str, word: &str, bound: u64, holds: impl Fn(u64) -> bool) {
        let Some(length) = read::text(view).map(|text| text.chars().count() as u64) else { return };
        if !holds(length) {
            self.report(rule, format!("must have at {word} {}, has {length}", counted(bound, "character")));
        }
    }

    fn bound(&mut self, view: &View<'_>, rule: &'static str, word: &str, bound: &str, holds: fn(Ordering) -> bool) {
        let compare = |value: Decimal| Some(value.compare(&Decimal::parse(bound)?));
        if read::number(view).and_then(compare).is_some_and(|order| !holds(order)) {
            self.report(rule, format!("must be {word} {bound}"));
        }
    }
}

/// Whether a value is one of these literals. A number that is kept by its text is compared to the last digit.
fn is_listed(literals: &[&str], view: &View<'_>) -> bool {
    match (view, read::number(view)) {
        (View::Number(_), Some(number)) => {
            literals.iter().any(|literal| Decimal::parse(literal).as_ref() == Some(&number))
        }
        _ => find_json(literals, &read::value(view)).is_some(),
    }
}

/// What an enumeration lists, if a value of it is none of that.
#[doc(hidden)]
pub fn listed<T: Field>(view: &View<'_>) -> Option<String> {
    let mut enumeration = T::blank();
    let (fit, expected) = match enumeration.slot() {
        Slot::Text(place) => (place.set(&read::text(view)?), place.expected()),
        Slot::Whole(place) => (place.set(read::value(view)), place.expected()),
        _ => return None,
    };
    (fit != Fit::Exact).then(|| expected.into_owned())
}

/// `1 item`, `2 items`.
pub(super) fn counted(count: u64, unit: &str) -> String {
    if count == 1 { format!("1 {unit}") } else { format!("{count} {unit}s") }
}

fn has_format(name: &str, text: &str) -> bool {
    let value = || Value::String(text.to_owned());
    match name {
        "date-time" => is::<DateTime>(&value()),
        "date" => is::<Date>(&value()),
        "uuid" => is::<Uuid>(&value()),
        "byte" => is::<Base64>(&value()),
        "ipv4" => is::<std::net::Ipv4Addr>(&value()),
        "ipv6" => is::<Ipv6>(&value()),
        _ => true,
    }
}

fn is<T: Field>(value: &Value) -> bool {
    decode_value::<T>(value).is_ok()
}
