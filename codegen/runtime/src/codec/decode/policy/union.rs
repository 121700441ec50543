//! Unions: which variant a value is.
//!
//! A tag decides if the union has one. Otherwise the JSON type and the required members exclude variants. If several remain, each is tried,
//! and the best [`Score`] decides. A union without tags may have a variant for the values that match no other.

use serde_json::Value;

use super::ValueSource;
use crate::runtime::codec::decode::context::Score;
use crate::runtime::codec::decode::error::{ErrorMessage, expected_variants, invalid_type, invalid_value, one_of};
use crate::runtime::codec::decode::member::IndexSet;
use crate::runtime::codec::scalar::Scalar;
use crate::runtime::codec::tree::Tree;
use crate::runtime::codec::{JsonType, Slot, Union, UnionTable, Variant};

/// The decision of a tag.
pub(crate) enum TagMatch {
    /// The tag selects the variant with this number.
    Variant(usize),
    /// The tag selects no known variant, and the union is open.
    Unknown,
    /// The tag is absent, or neither a string nor the tag of a variant. Type and members decide.
    Undecided,
}

/// The decision for a union.
pub(crate) enum Choice {
    /// The variant with this number, which is not decoded yet.
    Variant(usize),
    /// A variant that holds the value already.
    Decoded(Trial),
    /// No known variant; the union is open.
    Unknown,
}

/// A variant that was decoded to find out how well the value matches.
#[derive(Default)]
pub(crate) struct Trial {
    pub(crate) variant: usize,
    pub(crate) score: Score,
    /// The addresses of the dropped values.
    pub(crate) dropped: Vec<usize>,
}

/// Decodes a value into a union.
pub(crate) fn decode_union<S: ValueSource>(
    source: &mut S,
    union: &mut dyn Union,
    json_type: JsonType,
) -> Result<(), S::Error> {
    match choose_variant(source, union, json_type)? {
        Choice::Variant(variant) => source.decode(union.select(variant)),
        Choice::Decoded(trial) => {
            source.context().add(trial.score, trial.dropped);
            Ok(())
        }
        Choice::Unknown => decode_unknown(source, union),
    }
}

/// Decodes a value that an open union does not know.
pub(super) fn decode_unknown<S: ValueSource>(source: &mut S, union: &mut dyn Union) -> Result<(), S::Error> {
    let mut value = Value::Null;
    source.decode(Slot::Any(&mut value))?;
    source.context().score.unknown += 1;
    union.set_unknown(value);
    Ok(())
}

/// Chooses the variant for a value of this JSON type.
pub(crate) fn choose_variant<S: ValueSource>(
    source: &mut S,
    union: &mut dyn Union,
    json_type: JsonType,
) -> Result<Choice, S::Error> {
    let table = union.table();
    if json_type == JsonType::Object
        && let Some(name) = table.tag
    {
        match source.match_tag(table, name)? {
            TagMatch::Variant(variant) => return Ok(Choice::Variant(variant)),
            TagMatch::Unknown => return Ok(Choice::Unknown),
            TagMatch::Undecided => {}
        }
    }
    if let Some(variant) = single(candidates_by_type(table, json_type)) {
        return Ok(Choice::Variant(variant));
    }
    if S::EXPLAINS || json_type != JsonType::Object {
        return source.choose_by_score(union, json_type);
    }
    let candidates = source.candidates_by_members(union)?;
    let mut variants = (0..table.variants.len()).filter(|variant| candidates.contains(*variant));
    if let Some(variant) = single(variants.clone()) {
        // Either this variant matches or none does: the others miss required members.
        return Ok(Choice::Variant(variant));
    }
    let otherwise = table.otherwise();
    match variants.find(|variant| Some(*variant) != otherwise && source.matches_exactly(union, *variant)) {
        Some(variant) => Ok(Choice::Decoded(Trial { variant, ..Trial::default() })),
        None if candidates.is_empty() => Err(source.error(|| invalid_type(&expected_variants(table), "an object"))),
        None => source.choose_by_score(union, json_type),
    }
}

/// Returns the variant that a tag, or its absence, selects.
pub(crate) fn match_tag(table: &UnionTable, tag: Option<&Tree<'_>>) -> Result<TagMatch, ErrorMessage> {
    let text = match tag {
        Some(Tree::Scalar(Scalar::Str(text))) => return match_tag_text(table, text),
        Some(other) => other.to_value().map(|other| other.to_string()),
        None => None,
    };
    Ok(variant_of_tag(table, text.as_deref()).map_or(TagMatch::Undecided, TagMatch::Variant))
}

/// Returns the variant that a tag, which is a string, selects.
pub(crate) fn match_tag_text(table: &UnionTable, tag: &str) -> Result<TagMatch, ErrorMessage> {
    match variant_of_tag(table, Some(tag)) {
        Some(variant) => Ok(TagMatch::Variant(variant)),
        None if table.unknown.is_some() => Ok(TagMatch::Unknown),
        None => {
            let tags: Vec<&str> = table.variants.iter().flat_map(|variant| variant.tags).copied().collect();
            Err(invalid_value(&one_of(&tags), "a string"))
        }
    }
}

/// Returns the variant of a tag, or the fallback.
fn variant_of_tag(table: &UnionTable, tag: Option<&str>) -> Option<usize> {
    let variant = tag.and_then(|tag| table.variants.iter().position(|variant| variant.tags.contains(&tag)));
    variant.or(table.fallback.first().copied())
}

/// Returns the variants that have values of this JSON type.
pub(crate) fn candidates_by_type(table: &UnionTable, json_type: JsonType) -> impl Iterator<Item = usize> + Clone {
    let has = |variant: &Variant, json_type| variant.json_types.contains(&json_type);
    let has_numbers = || {
        let mut variants = table.variants.iter().enumerate();
        variants.any(|(index, variant)| has(variant, JsonType::Number) && Some(index) != table.otherwise())
    };
    let also = match json_type {
        // `1` is a number as well, and `1.0` an integer.
        JsonType::Integer => JsonType::Number,
        JsonType::Number if !has_numbers() => JsonType::Integer,
        JsonType::Number
        | JsonType::Null
        | JsonType::Boolean
        | JsonType::String
        | JsonType::Array
        | JsonType::Object => json_type,
    };
    let variants = table.variants.iter().enumerate();
    variants.filter(move |(_, variant)| has(variant, json_type) || has(variant, also)).map(|(index, _)| index)
}

/// Returns the variant if there is exactly one.
pub(crate) fn single(mut variants: impl Iterator<Item = usize>) -> Option<usize> {
    let first = variants.next();
    first.filter(|_| variants.next().is_none())
}

/// Returns the variants for objects whose required members are among members with these names.
pub(crate) fn candidates_by_members<'n>(
    union: &mut dyn Union,
    names: impl Iterator<Item = &'n str> + Clone,
) -> IndexSet {
    let table = union.table();
    let mut candidates = IndexSet::new(table.variants.len());
    for variant in candidates_by_type(table, JsonType::Object) {
        match union.select(variant) {
            Slot::Object(object) if !object.table().has_required_among(names.clone()) => {}
            _ => _ = candidates.insert(variant),
        }
    }
    candidates
}
