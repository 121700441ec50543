//! The base of an enumeration: which values it lists, and whether it holds their numbers with all digits.

use foldhash::{HashSet, HashSetExt};

use super::TypeBuilder;
use crate::ir::{CoverageKind, CoverageNote, EnumBase, EnumValue};
use crate::lower::schemas::analysis::schema::Intersection;

/// The base of an enumeration of these values.
pub(super) fn enumeration_base(values: &[EnumValue]) -> EnumBase {
    let is_exact = values.iter().all(|value| value.digits.is_none());
    let is_integer = |value: &EnumValue| {
        let text = value.json();
        text.strip_prefix('-').unwrap_or(&text).bytes().all(|byte| byte.is_ascii_digit())
    };
    if values.iter().all(|value| value.value.is_string()) {
        EnumBase::String
    } else if is_exact && values.iter().all(|value| value.value.is_i64()) {
        EnumBase::Integer
    } else if !is_exact && values.iter().all(is_integer) {
        EnumBase::BigInteger
    } else {
        EnumBase::Json
    }
}

impl TypeBuilder<'_> {
    /// Removes values that are equal to others if their numbers are rounded, from an enumeration that rounds numbers. Notes this.
    pub(super) fn without_rounded_duplicates(
        &mut self,
        mut values: Vec<EnumValue>,
        base: EnumBase,
        intersection: &Intersection,
    ) -> Vec<EnumValue> {
        if base != EnumBase::Json || values.iter().all(|value| value.digits.is_none()) {
            return values;
        }
        let mut seen = HashSet::new();
        values.iter_mut().for_each(|value| value.digits = None);
        values.retain(|value| seen.insert(value.value.to_string()));
        self.coverage.push(CoverageNote {
            kind: CoverageKind::Rounded,
            construct: "enum".to_owned(),
            place: self.analysis.place_of(intersection).key("enum"),
            note: "lists numbers with more digits than a float, next to values that are not integers".to_owned(),
        });
        values
    }
}
