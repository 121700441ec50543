//! Checks of values before they are serialized: limits of lengths, numbers that have no text, and rules of the schema.
//!
//! They look at the value and not at its text: a number has no length, and the quotes of JSON do not count.

use std::borrow::Cow;

use serde_json::Value;

use super::untyped_value::each_member;
use crate::runtime::codec::View;
use crate::runtime::http::call::NOT_SERIALIZABLE;
use crate::runtime::http::table::{Limits, Location, Parameter};
#[cfg(feature = "validate")]
use crate::runtime::validate::{Rules, validate_value};

/// The limit of nesting. The values of an API stay far below it.
const MAX_DEPTH: usize = 128;

impl Parameter {
    /// Checks a value before it is serialized.
    pub(super) fn check(&self, view: &View<'_>) -> Result<(), String> {
        match unwritable(view) {
            Some(Unwritable::NotFinite(number)) => {
                let place = place(self.location);
                return Err(format!("the {place} parameter must be a finite number: `{number}` cannot be serialized"));
            }
            Some(Unwritable::Other) => return Err(NOT_SERIALIZABLE.to_owned()),
            None => {}
        }
        self.limits.check(view)
    }

    /// Checks a value against the rules of its schema. Rules that could not be checked are not violated.
    #[cfg(feature = "validate")]
    pub(in crate::runtime::http) fn validate(&self, rules: Rules, view: &View<'_>) -> Result<(), String> {
        // Such a value is not sent.
        if rules.is_empty() || matches!(view, View::Absent | View::None | View::Null) {
            return Ok(());
        }
        let Err(violations) = validate_value(rules, view) else { return Ok(()) };
        let is_checked = |rule: &str| !matches!(rule, "depth" | "backtracking" | "limit");
        let Some(violation) = violations.iter().find(|violation| is_checked(violation.rule)) else { return Ok(()) };
        let (place, path) = (place(self.location), &violation.path);
        let subject = if path.is_empty() {
            format!("the {place} parameter")
        } else {
            format!("`{path}` in the {place} parameter")
        };
        Err(format!("{subject} {} ({})", violation.message, violation.rule))
    }
}

fn place(location: Location) -> &'static str {
    match location {
        Location::Path => "path",
        Location::Query => "query",
        Location::QueryString => "query string",
        Location::Header => "header",
        Location::Cookie => "cookie",
    }
}

impl Limits {
    fn check(&self, view: &View<'_>) -> Result<(), String> {
        if let View::Owned(owner) = view {
            return self.check(&owner.view());
        }
        if let Some(text) = string(view) {
            return check_range(text.chars().count() as u64, self.min_length, self.max_length, "characters");
        }
        let items = match view {
            View::List(list) => list.len(),
            View::Any(Value::Array(items)) => items.len(),
            _ => return Ok(()),
        };
        check_range(items as u64, self.min_items, self.max_items, "items")
    }
}

/// Returns the text of a string.
fn string<'a>(view: &View<'a>) -> Option<Cow<'a, str>> {
    Some(match view {
        View::Str(text) => Cow::Borrowed(text),
        View::Any(Value::String(text)) => Cow::Borrowed(text),
        View::Formatted(text) => Cow::Owned(text.to_string()),
        View::Display(text) => Cow::Owned(text.to_string()),
        _ => return None,
    })
}

fn check_range(count: u64, min: u64, max: u64, of: &str) -> Result<(), String> {
    if count < min {
        return Err(format!("expected at least {min} {of}, found {count}"));
    }
    if count > max {
        return Err(format!("expected at most {max} {of}, found {count}"));
    }
    Ok(())
}

/// A value that has neither a text nor a JSON form.
enum Unwritable {
    /// A number that is not finite.
    NotFinite(f64),
    /// A value that its own type cannot encode, or that is nested too deeply.
    Other,
}

/// Returns the reason if a value, or a part of it, has no text.
pub(in crate::runtime::http) fn unwritable_reason(view: &View<'_>) -> Option<String> {
    Some(match unwritable(view)? {
        Unwritable::NotFinite(number) => format!("it must be a finite number: `{number}` cannot be serialized"),
        Unwritable::Other => NOT_SERIALIZABLE.to_owned(),
    })
}

fn unwritable(view: &View<'_>) -> Option<Unwritable> {
    unwritable_part(view, MAX_DEPTH)
}

fn unwritable_part(view: &View<'_>, depth: usize) -> Option<Unwritable> {
    let Some(depth) = depth.checked_sub(1) else { return Some(Unwritable::Other) };
    match view {
        View::F64(number) if !number.is_finite() => Some(Unwritable::NotFinite(*number)),
        View::F32(number) if !number.is_finite() => Some(Unwritable::NotFinite(f64::from(*number))),
        View::Unwritable => Some(Unwritable::Other),
        View::Owned(owner) => unwritable_part(&owner.view(), depth),
        View::List(list) => (0..list.len()).find_map(|index| unwritable_part(&list.view(index), depth)),
        // Views are not copied, but these two only borrow.
        View::Object(object) => unwritable_member(View::Object(*object), depth),
        View::Map(map) => unwritable_member(View::Map(*map), depth),
        _ => None,
    }
}

fn unwritable_member(object: View<'_>, depth: usize) -> Option<Unwritable> {
    let mut found = None;
    each_member(object, &mut |_, member| {
        if found.is_none() {
            found = unwritable_part(&member, depth);
        }
    });
    found
}
