//! Numbers that become a float although greater integers than it holds exactly may come, noted for `coverage.json`.

use serde_json::{Number, Value};

use super::SchemaLowering;
use super::facts::Facts;
use super::kinds::Kinds;
use super::meet::Meet;
use crate::ir::{CoverageKind, CoverageNote, Number as Float, Type};

/// Up to here a float is exact for every integer.
const EXACT: u64 = 1 << 53;

impl SchemaLowering<'_> {
    /// Notes a type if it is a float that may round what the schema allows.
    pub(super) fn note_rounding(&mut self, ty: &Type, meet: &Meet) {
        // Several types with nothing else to say become a union, one variant of which is the number.
        let is_default = !self.settings.formats.contains_key("number");
        let is_bare = || is_default && meet.kinds.has(Kinds::NUMBER) && self.heads(meet, None).is_empty();
        let is_float = *ty == Type::Number(Float::F64) || matches!(ty, Type::Named(_)) && is_bare();
        if !is_float {
            return;
        }
        let facts = &self.facts(&meet.parts, meet.kinds);
        let Some(leaf) = facts.leaves.first() else { return };
        let place = self.place(leaf.id);
        let (construct, place, note) = match witness(facts) {
            Some(keyword) => {
                (keyword, place.key(keyword), "shows an integer beyond 2^53, which `f64` rounds".to_owned())
            }
            None if !is_meant(facts) && !is_bounded(facts) => ("number", place, CoverageNote::ROUNDED.to_owned()),
            None => return,
        };
        self.coverage.push(CoverageNote { kind: CoverageKind::Rounded, construct: construct.to_owned(), place, note });
    }
}

/// Whether the format says that the API has a float there as well: it sends no integer that is rounded here.
fn is_meant(facts: &Facts<'_>) -> bool {
    let mut formats = facts.leaves.iter().filter_map(|leaf| leaf.words.format.as_deref());
    formats.any(|format| ["double", "float", "float32", "float64"].contains(&format))
}

/// Whether bounds on both sides leave no integer that is rounded.
fn is_bounded(facts: &Facts<'_>) -> bool {
    let is_within = |bound: &Option<Number>| bound.as_ref().is_some_and(|bound| !is_beyond(bound));
    let is_above =
        facts.leaves.iter().any(|leaf| is_within(&leaf.words.minimum) || is_within(&leaf.words.exclusive_minimum));
    let is_below =
        facts.leaves.iter().any(|leaf| is_within(&leaf.words.maximum) || is_within(&leaf.words.exclusive_maximum));
    is_above && is_below
}

/// The keyword that shows an integer that is rounded. As a bound, what is written as a float only says how great floats are.
fn witness(facts: &Facts<'_>) -> Option<&'static str> {
    facts.leaves.iter().find_map(|leaf| {
        let words = leaf.words;
        let bounds = [
            ("minimum", &words.minimum),
            ("maximum", &words.maximum),
            ("exclusiveMinimum", &words.exclusive_minimum),
            ("exclusiveMaximum", &words.exclusive_maximum),
        ];
        let is_integer = |bound: &Number| (bound.is_i64() || bound.is_u64()) && is_beyond(bound);
        let bound = bounds.iter().find(|(_, bound)| bound.as_ref().is_some_and(is_integer));
        let is_shown = |value: &Value| value.as_number().is_some_and(is_beyond);
        bound
            .map(|(keyword, _)| *keyword)
            .or_else(|| words.default.as_ref().is_some_and(is_shown).then_some("default"))
            .or_else(|| words.examples.iter().any(is_shown).then_some("example"))
    })
}

/// Whether a number is beyond the integers that a float holds exactly.
fn is_beyond(number: &Number) -> bool {
    match (number.as_u64(), number.as_i64(), number.as_f64()) {
        (Some(value), ..) => value > EXACT,
        (_, Some(value), _) => value.unsigned_abs() > EXACT,
        (.., Some(value)) => value.abs() > EXACT as f64,
        _ => true,
    }
}
