//! Constraints: the bounds that `validate()` checks, for the docs and for samples.

use std::cmp::Ordering;

use crate::exact_number::ExactNumber;
use crate::ir::Constraints;
use crate::lower::schemas::analysis::resolution;
use crate::lower::schemas::analysis::schema::{Intersection, JsonTypes, SchemaAnalysis};
use crate::openapi::Keywords;

/// The constraints on a value of the intersection itself, components to which it refers included. Values inside it are not
/// constrained here.
pub(in crate::lower::schemas) fn constraints_of(
    analysis: &SchemaAnalysis<'_>,
    intersection: &Intersection,
) -> Constraints {
    let mut all = Constraints::default();
    if intersection.json_types.non_null() == JsonTypes::OBJECT {
        return all;
    }
    for schema in resolution::resolve_intersection(analysis, intersection).schemas {
        add_constraints(&mut all, schema.keywords);
    }
    all
}

/// Adds the constraints of keywords. Of two bounds the tighter one remains.
pub(in crate::lower::schemas) fn add_constraints(all: &mut Constraints, keywords: &Keywords) {
    let highest = |bound: &mut Option<u64>, other: Option<u64>| {
        *bound = bound.map_or(other, |bound| Some(other.map_or(bound, |other| bound.max(other))));
    };
    let lowest = |bound: &mut Option<u64>, other: Option<u64>| {
        *bound = bound.map_or(other, |bound| Some(other.map_or(bound, |other| bound.min(other))));
    };
    highest(&mut all.min_length, keywords.min_length);
    lowest(&mut all.max_length, keywords.max_length);
    highest(&mut all.min_items, keywords.min_items);
    lowest(&mut all.max_items, keywords.max_items);
    highest(&mut all.min_properties, keywords.min_properties);
    lowest(&mut all.max_properties, keywords.max_properties);
    tighter(&mut all.minimum, keywords.minimum.as_ref(), Ordering::is_gt);
    tighter(&mut all.maximum, keywords.maximum.as_ref(), Ordering::is_lt);
    tighter(&mut all.exclusive_minimum, keywords.exclusive_minimum.as_ref(), Ordering::is_gt);
    tighter(&mut all.exclusive_maximum, keywords.exclusive_maximum.as_ref(), Ordering::is_lt);
    if all.pattern.is_none() {
        all.pattern.clone_from(&keywords.pattern);
    }
    if all.multiple_of.is_none() {
        all.multiple_of.clone_from(&keywords.multiple_of);
    }
    all.unique_items |= keywords.unique_items;
}

fn tighter(bound: &mut Option<ExactNumber>, other: Option<&ExactNumber>, is_tighter: fn(Ordering) -> bool) {
    let Some(other) = other else { return };
    if bound.as_ref().is_none_or(|bound| is_tighter(other.compare(bound))) {
        *bound = Some(other.clone());
    }
}
