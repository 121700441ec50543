//! Numbers that become a float although greater integers than it holds exactly may come, noted for `coverage.json`.
//!
//! Nearly every document has numbers without bounds, so these share one note that counts them. A number whose own schema shows such an
//! integer has a note of its own.

use std::collections::BTreeSet;

use serde_json::{Number, Value};

use super::SchemaLowering;
use super::facts::Facts;
use crate::diag::Place;
use crate::ir::{CoverageKind, CoverageNote, Number as Float, Type};

/// Up to here a float is exact for every integer.
const EXACT: u64 = 1 << 53;

/// The numbers that were given the type of a float.
#[derive(Debug, Default)]
pub(super) struct Rounding {
    /// Where they stand.
    possible: BTreeSet<Place>,
    /// Where those stand that are seen to be rounded, and what shows it.
    seen: Vec<(Place, &'static str)>,
}

impl SchemaLowering<'_> {
    /// Notes a type if it is a float.
    pub(super) fn note_rounding(&mut self, ty: &Type, facts: &Facts<'_>) {
        if let (Type::Number(Float::F64), Some(leaf)) = (ty, facts.leaves.first()) {
            self.rounding.add(self.place(leaf.id), facts);
        }
    }
}

impl Rounding {
    fn add(&mut self, place: Place, facts: &Facts<'_>) {
        match witness(facts) {
            Some(keyword) => self.seen.push((place, keyword)),
            None if !is_meant(facts) && !is_bounded(facts) => {
                self.possible.insert(place);
            }
            None => {}
        }
    }

    /// The notes.
    pub(super) fn notes(self) -> impl Iterator<Item = CoverageNote> {
        let note =
            |place, note| CoverageNote { kind: CoverageKind::Rounded, construct: "number".to_owned(), place, note };
        let others = match self.possible.len() {
            0 | 1 => String::new(),
            count => format!(" here and in {} other schemas", count - 1),
        };
        let first = self.possible.into_iter().next();
        let possible = first.map(move |place| note(place, format!("`f64` rounds integers beyond 2^53{others}")));
        let seen = self.seen.into_iter();
        let seen = seen.map(move |(place, keyword)| {
            note(place, format!("`{keyword}` shows an integer beyond 2^53, which `f64` rounds"))
        });
        possible.into_iter().chain(seen)
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
