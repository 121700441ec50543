//! Constraints: what `validate()` checks, and the same in words.

use serde_json::Number;

use super::SchemaLowering;
use super::kinds::Kinds;
use super::meet::Meet;
use crate::ir::Constraints;
use crate::openapi::{Keywords, SchemaId};

impl SchemaLowering<'_> {
    /// What is checked of a value of a meet itself, components that it refers to included.
    pub(super) fn constraints_of(&self, meet: &Meet) -> Constraints {
        let mut all = Constraints::default();
        if meet.kinds.non_null() == Kinds::OBJECT {
            return all;
        }
        for leaf in self.facts(&meet.parts, meet.kinds).leaves {
            add(&mut all, leaf.words);
        }
        all
    }

    /// Whether a value of the schema is a file; see [`SchemaLowering::file`].
    pub(super) fn file_of(&self, schema: SchemaId, listed: bool) -> Option<bool> {
        let meet = self.meet_of(schema);
        let facts = self.facts(&meet.parts, meet.kinds.non_null());
        if meet.kinds.non_null() == Kinds::ARRAY && !listed {
            let items = facts.leaves.iter().find_map(|leaf| leaf.words.items)?;
            return self.file_of(items, true);
        }
        let binary = facts.leaves.iter().any(|leaf| leaf.words.format.as_deref() == Some("binary"));
        let media = facts.leaves.iter().any(|leaf| {
            leaf.words.content_media_type.is_some()
                && leaf.words.content_encoding.is_none()
                && leaf.words.content_schema.is_none()
        });
        let string =
            meet.kinds.non_null() == Kinds::STRING || facts.leaves.iter().all(|leaf| leaf.words.types.is_none());
        (string && (binary || media)).then_some(listed)
    }
}

/// Adds the constraints of a schema's keywords: the tighter bound counts.
pub(super) fn add(all: &mut Constraints, words: &Keywords) {
    let most = |bound: &mut Option<u64>, other: Option<u64>| {
        *bound = bound.map_or(other, |bound| Some(other.map_or(bound, |other| bound.max(other))));
    };
    let least = |bound: &mut Option<u64>, other: Option<u64>| {
        *bound = bound.map_or(other, |bound| Some(other.map_or(bound, |other| bound.min(other))));
    };
    most(&mut all.min_length, words.min_length);
    least(&mut all.max_length, words.max_length);
    most(&mut all.min_items, words.min_items);
    least(&mut all.max_items, words.max_items);
    most(&mut all.min_properties, words.min_properties);
    least(&mut all.max_properties, words.max_properties);
    tighter(&mut all.minimum, words.minimum.as_ref(), |new, old| new > old);
    tighter(&mut all.maximum, words.maximum.as_ref(), |new, old| new < old);
    tighter(&mut all.exclusive_minimum, words.exclusive_minimum.as_ref(), |new, old| new > old);
    tighter(&mut all.exclusive_maximum, words.exclusive_maximum.as_ref(), |new, old| new < old);
    if all.pattern.is_none() {
        all.pattern.clone_from(&words.pattern);
    }
    if all.multiple_of.is_none() {
        all.multiple_of.clone_from(&words.multiple_of);
    }
    all.unique_items |= words.unique_items;
}

fn tighter(bound: &mut Option<Number>, other: Option<&Number>, is_tighter: fn(f64, f64) -> bool) {
    let Some(other) = other else { return };
    let replace = bound.as_ref().is_none_or(|bound| match (other.as_f64(), bound.as_f64()) {
        (Some(new), Some(old)) => is_tighter(new, old),
        _ => false,
    });
    if replace {
        *bound = Some(other.clone());
    }
}

/// Constraints in words, a line each.
pub(super) fn in_words(constraints: &Constraints) -> Vec<String> {
    let Constraints {
        min_length,
        max_length,
        pattern,
        minimum,
        maximum,
        exclusive_minimum,
        exclusive_maximum,
        multiple_of,
        min_items,
        max_items,
        unique_items,
        min_properties,
        max_properties,
    } = constraints;
    let mut lines = Vec::new();
    lines.extend(range(*min_length, *max_length, "character"));
    lines.extend(pattern.as_ref().map(|pattern| format!("Matches `{pattern}`.")));
    lines.extend(minimum.as_ref().map(|bound| format!("At least {bound}.")));
    lines.extend(exclusive_minimum.as_ref().map(|bound| format!("More than {bound}.")));
    lines.extend(maximum.as_ref().map(|bound| format!("At most {bound}.")));
    lines.extend(exclusive_maximum.as_ref().map(|bound| format!("Less than {bound}.")));
    lines.extend(multiple_of.as_ref().map(|step| format!("A multiple of {step}.")));
    lines.extend(range(*min_items, *max_items, "item"));
    lines.extend(unique_items.then(|| "No item twice.".to_owned()));
    lines.extend(range(*min_properties, *max_properties, "member"));
    lines
}

fn range(least: Option<u64>, most: Option<u64>, unit: &str) -> Option<String> {
    let counted = |count: u64| if count == 1 { format!("1 {unit}") } else { format!("{count} {unit}s") };
    match (least.filter(|least| *least > 0), most) {
        (None, None) => None,
        (Some(least), None) => Some(format!("At least {}.", counted(least))),
        (None, Some(most)) => Some(format!("At most {}.", counted(most))),
        (Some(least), Some(most)) if least == most => Some(format!("Exactly {}.", counted(most))),
        (Some(least), Some(most)) => Some(format!("{least} to {}.", counted(most))),
    }
}
