//! Unions: which variant a value is.
//!
//! A tag decides if there is one. Otherwise the JSON type and the required members leave some variants. If several are left, each is tried,
//! and the best [`Score`] decides.

use std::borrow::Cow;

use serde_json::Value;

use super::Source;
use crate::runtime::codec::fill::context::{Refusal, Score};
use crate::runtime::codec::fill::object::Seen;
use crate::runtime::codec::fill::one_of;
use crate::runtime::codec::fill::scalar::{Scalar, mismatch, refused};
use crate::runtime::codec::tree::Tree;
use crate::runtime::codec::{Kind, Slot, Union, UnionTable, Variant};

/// What a tag says.
pub(crate) enum Tagged {
    /// The value is the variant with this number.
    Variant(usize),
    /// The value is no known variant, and the union is open.
    Unknown,
    /// Nothing: the tag is absent, or is neither a string nor the tag of a variant. Type and members decide.
    Silent,
}

/// The decision of a union.
pub(crate) enum Choice {
    /// The variant with this number, which is still to be read.
    Variant(usize),
    /// A variant that already holds the value.
    Read(Reading),
    /// No known variant; the union is open.
    Unknown,
}

/// A variant that was read to find out how well it fits.
#[derive(Default)]
pub(crate) struct Reading {
    pub(crate) variant: usize,
    pub(crate) score: Score,
    /// The addresses of the values that are lost.
    pub(crate) lost: Vec<usize>,
}

/// Reads a value into a union.
pub(crate) fn read<S: Source>(source: &mut S, union: &mut dyn Union, kind: Kind) -> Result<(), S::Error> {
    match select(source, union, kind)? {
        Choice::Variant(variant) => source.read(union.select(variant)),
        Choice::Read(reading) => {
            source.context().add(reading);
            Ok(())
        }
        Choice::Unknown => unknown(source, union),
    }
}

/// Reads a value that an open union does not know.
pub(crate) fn unknown<S: Source>(source: &mut S, union: &mut dyn Union) -> Result<(), S::Error> {
    let mut value = Value::Null;
    source.read(Slot::Any(&mut value))?;
    source.context().score.unknown += 1;
    union.keep(value);
    Ok(())
}

/// Decides which variant a value of this JSON type is.
pub(crate) fn select<S: Source>(source: &mut S, union: &mut dyn Union, kind: Kind) -> Result<Choice, S::Error> {
    let table = union.table();
    if kind == Kind::Object
        && let Some(name) = table.tag
    {
        match source.tag(table, name)? {
            Tagged::Variant(variant) => return Ok(Choice::Variant(variant)),
            Tagged::Unknown => return Ok(Choice::Unknown),
            Tagged::Silent => {}
        }
    }
    if let Some(only) = only(candidates(table, kind)) {
        return Ok(Choice::Variant(only));
    }
    if S::EXPLAINS || kind != Kind::Object {
        return source.choose_by_score(union, kind);
    }
    let likely = source.likely(union)?;
    let mut variants = (0..table.variants.len()).filter(|variant| likely.contains(*variant));
    if let Some(only) = only(variants.clone()) {
        // It is the best or none is: the others lack members.
        return Ok(Choice::Variant(only));
    }
    match variants.find(|variant| source.fits_exactly(union, *variant)) {
        Some(variant) => Ok(Choice::Read(Reading { variant, ..Reading::default() })),
        None if likely.is_empty() => Err(source.refuse(|| mismatch(&expected(table), "an object"))),
        None => source.choose_by_score(union, kind),
    }
}

/// What a union expects.
pub(crate) fn expected(table: &UnionTable) -> Cow<'static, str> {
    let names: Vec<String> = table.variants.iter().map(|variant| format!("`{}`", variant.name)).collect();
    match names.split_last() {
        Some((last, [])) => Cow::Owned(last.clone()),
        Some((last, before)) => Cow::Owned(format!("{} or {last}", before.join(", "))),
        None => Cow::Borrowed("nothing"),
    }
}

/// What a tag says, or its absence.
pub(crate) fn tagged(table: &UnionTable, tag: Option<&Tree<'_>>) -> Result<Tagged, Refusal> {
    let text = match tag {
        Some(Tree::Scalar(Scalar::Str(text))) => return tagged_as(table, text),
        Some(other) => other.to_value().map(|other| other.to_string()),
        None => None,
    };
    Ok(by_tag(table, text.as_deref()).map_or(Tagged::Silent, Tagged::Variant))
}

/// What a tag says that is a string.
pub(crate) fn tagged_as(table: &UnionTable, tag: &str) -> Result<Tagged, Refusal> {
    match by_tag(table, Some(tag)) {
        Some(variant) => Ok(Tagged::Variant(variant)),
        None if table.unknown.is_some() => Ok(Tagged::Unknown),
        None => {
            let tags: Vec<&str> = table.variants.iter().flat_map(|variant| variant.tags).copied().collect();
            Err(refused(&one_of(&tags), "a string"))
        }
    }
}

/// The variant that a tag leads to, or its absence.
fn by_tag(table: &UnionTable, tag: Option<&str>) -> Option<usize> {
    let variant = tag.and_then(|tag| table.variants.iter().position(|variant| variant.tags.contains(&tag)));
    variant.or(table.fallback.first().copied())
}

/// The variants that a value of this JSON type can be.
pub(crate) fn candidates(table: &UnionTable, kind: Kind) -> impl Iterator<Item = usize> + Clone {
    let has = |variant: &Variant, kind| variant.kinds.contains(&kind);
    let also = match kind {
        // `1` is a number as well, and `1.0` an integer.
        Kind::Integer => Kind::Number,
        Kind::Number if !table.variants.iter().any(|variant| has(variant, kind)) => Kind::Integer,
        Kind::Number | Kind::Null | Kind::Boolean | Kind::String | Kind::Array | Kind::Object => kind,
    };
    let variants = table.variants.iter().enumerate();
    variants.filter(move |(_, variant)| has(variant, kind) || has(variant, also)).map(|(index, _)| index)
}

/// The only one of some variants.
pub(crate) fn only(mut variants: impl Iterator<Item = usize>) -> Option<usize> {
    let first = variants.next();
    first.filter(|_| variants.next().is_none())
}

/// The variants for objects whose required members are among members of these names.
pub(crate) fn likely<'n>(union: &mut dyn Union, names: impl Iterator<Item = &'n str> + Clone) -> Seen {
    let table = union.table();
    let mut likely = Seen::new(table.variants.len());
    for variant in candidates(table, Kind::Object) {
        match union.select(variant) {
            Slot::Object(object) if !object.table().has_required_among(names.clone()) => {}
            _ => _ = likely.insert(variant),
        }
    }
    likely
}
