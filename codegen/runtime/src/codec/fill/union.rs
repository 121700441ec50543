//! Unions: which variant a value is of.
//!
//! A tag decides where there is one. Else the JSON type and the members that must be there leave some variants; of several, each is tried
//! on the buffered value and the one is taken that drops the fewest members, then the one that knows the most values, then the first.

use std::borrow::Cow;

use super::context::{Context, Refusal, Score};
use super::object::keeper;
use super::scalar::{Scalar, mismatch, put, refused};
use super::value;
use crate::runtime::codec::tree::{Members, Tree};
use crate::runtime::codec::{Extra, Kind, Presence, Slot, Union, UnionTable, Variant};

/// What a tag says.
pub(crate) enum Tagged {
    /// The variant with this number.
    Variant(usize),
    /// None, but the union keeps what it does not know.
    Unknown,
    /// Nothing: it is absent, or no string and no tag. The variants judge it.
    Silent,
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

/// Finds the variant of a tag's value.
pub(crate) fn tagged(table: &UnionTable, tag: Option<&Tree<'_>>) -> Result<Tagged, Refusal> {
    let text = match tag {
        Some(Tree::Scalar(Scalar::Str(text))) => Some(Cow::Borrowed(&**text)),
        Some(other) => other.to_value().map(|other| Cow::Owned(other.to_string())),
        None => None,
    };
    match (by_tag(table, text.as_deref()), tag) {
        (Some(place), _) => Ok(Tagged::Variant(place)),
        (None, Some(Tree::Scalar(Scalar::Str(_)))) if table.unknown.is_some() => Ok(Tagged::Unknown),
        (None, Some(Tree::Scalar(Scalar::Str(_)))) => Err(unknown_tag(table)),
        (None, _) => Ok(Tagged::Silent),
    }
}

/// The refusal of a string that is none of the tags.
pub(crate) fn unknown_tag(table: &UnionTable) -> Refusal {
    let tags: Vec<&str> = table.variants.iter().flat_map(|variant| variant.tags).copied().collect();
    refused(&super::one_of(&tags), "a string")
}

/// The variant that a tag leads to, or its absence.
pub(crate) fn by_tag(table: &UnionTable, tag: Option<&str>) -> Option<usize> {
    let place = tag.and_then(|tag| table.variants.iter().position(|variant| variant.tags.contains(&tag)));
    place.or(table.fallback.first().copied())
}

/// The variants that a value of this JSON type can be of.
pub(crate) fn candidates(table: &UnionTable, kind: Kind) -> impl Iterator<Item = usize> + Clone {
    let has = |variant: &Variant, kind| variant.kinds.contains(&kind);
    // `1` is a number as well, and `1.0` an integer.
    let also = match kind {
        Kind::Integer => Kind::Number,
        Kind::Number if !table.variants.iter().any(|variant| has(variant, kind)) => Kind::Integer,
        kind => kind,
    };
    let variants = table.variants.iter().enumerate();
    variants.filter(move |(_, variant)| has(variant, kind) || has(variant, also)).map(|(index, _)| index)
}

/// The only one of some variants.
pub(crate) fn only(mut variants: impl Iterator<Item = usize>) -> Option<usize> {
    let first = variants.next();
    first.filter(|_| variants.next().is_none())
}

/// Puts a value without parts into a union.
pub(crate) fn scalar(union: &mut dyn Union, scalar: &Scalar<'_>, cx: &mut Context) -> Result<(), Refusal> {
    let table = union.table();
    let several: Vec<usize> = candidates(table, scalar.kind()).collect();
    match several[..] {
        [] => Err(mismatch(&expected(table), scalar.describe())),
        [only] => put(union.select(only), scalar.borrowed(), cx),
        ref several => {
            let mut fits = |slot: Slot<'_>, cx: &mut Context| put(slot, scalar.borrowed(), cx);
            let best = best(union, several, cx, &mut fits)?;
            best.settle(union, cx, fits)
        }
    }
}

/// Puts a buffered list into a union.
pub(crate) fn list(union: &mut dyn Union, items: &Tree<'_>, cx: &mut Context) -> Result<(), Refusal> {
    let choice = choose(union, items, Kind::Array, cx)?;
    choice.settle(union, cx, |slot, cx| value::fill(slot, items, cx))
}

/// Puts a buffered object into a union.
pub(crate) fn object(
    union: &mut dyn Union,
    object: &Tree<'_>,
    members: &Members<'_>,
    cx: &mut Context,
) -> Result<(), Refusal> {
    match variant_of(union, object, members, cx)? {
        Some(choice) => choice.settle(union, cx, |slot, cx| value::fill(slot, object, cx)),
        None => {
            cx.score.unknown += 1;
            union.keep(value::json(object, "a value")?);
            Ok(())
        }
    }
}

/// The variant of a buffered object, `None` if it is one that only an open union keeps.
pub(crate) fn variant_of(
    union: &mut dyn Union,
    object: &Tree<'_>,
    members: &Members<'_>,
    cx: &mut Context,
) -> Result<Option<Choice>, Refusal> {
    let table = union.table();
    if let Some(name) = table.tag {
        match tagged(table, members.get(name)) {
            Ok(Tagged::Variant(place)) => return Ok(Some(Choice::of(place))),
            Ok(Tagged::Unknown) => return Ok(None),
            Ok(Tagged::Silent) => {}
            Err(refusal) => {
                cx.in_member(name);
                return Err(refusal);
            }
        }
    }
    choose(union, object, Kind::Object, cx).map(Some)
}

/// Chooses a variant by the JSON type and by trial; remembers the choice.
fn choose(union: &mut dyn Union, whole: &Tree<'_>, kind: Kind, cx: &mut Context) -> Result<Choice, Refusal> {
    let table = union.table();
    let several: Vec<usize> = candidates(table, kind).collect();
    match several[..] {
        [] => Err(mismatch(&expected(table), value::describe(whole))),
        [only] => Ok(Choice::of(only)),
        ref several => {
            let key = (std::ptr::from_ref(whole).addr(), std::ptr::from_ref(table).addr());
            if let Some(known) = cx.chosen.get(&key) {
                return known.clone().map(Choice::of).map_err(Refusal);
            }
            let mut fits = |slot: Slot<'_>, cx: &mut Context| value::fill(slot, whole, cx);
            let likely: Vec<usize> =
                several.iter().copied().filter(|place| has_required(union.select(*place), whole)).collect();
            let mut best = best(union, &likely, cx, &mut fits);
            if best.is_err() && likely.len() < several.len() {
                // The others are refused in any case; what refuses them belongs into the error.
                best = self::best(union, several, cx, &mut fits);
            }
            let best = best.and_then(|choice| undisputed(choice, union, whole));
            let known = best.as_ref().map(|best| best.variant).map_err(|refusal| refusal.0.clone());
            cx.chosen.insert(key, known);
            best
        }
    }
}

/// Whether an object has what a variant requires: found out before the variant is tried.
fn has_required(slot: Slot<'_>, whole: &Tree<'_>) -> bool {
    let (Slot::Object(object), Tree::Object(members)) = (slot, whole) else { return true };
    let mut required = object.table().members.iter().filter(|member| member.presence == Presence::Required);
    required.all(|member| members.get(member.name).is_some())
}

/// Refuses a variant that forbids a member which a refused variant has: then the value is of that one, and wrong.
fn undisputed(choice: Choice, union: &mut dyn Union, whole: &Tree<'_>) -> Result<Choice, Refusal> {
    let Tree::Object(members) = whole else { return Ok(choice) };
    if choice.score.denied == 0 || choice.refused.is_empty() {
        return Ok(choice);
    }
    let has =
        |slot: Slot<'_>, name: &str| matches!(slot, Slot::Object(object) if object.table().find(name, 0).is_some());
    let denies = |slot: Slot<'_>, name: &str| match slot {
        Slot::Object(object) => {
            let table = object.table();
            table.extra == Extra::Denied
                && table.flats.is_empty()
                && table.find(name, 0).is_none()
                && keeper(table, name).is_none()
        }
        _ => false,
    };
    let disputed = members.iter().map(|(name, _)| name).find(|name| {
        let is_others = choice.refused.iter().any(|(variant, _)| has(union.select(*variant), name));
        is_others && denies(union.select(choice.variant), name)
    });
    let Some(name) = disputed else { return Ok(Choice { filled: None, ..choice }) };
    let table = union.table();
    let mut reasons = vec![format!("{}: the member {name:?} is not allowed", table.variants[choice.variant].name)];
    reasons.extend(choice.refused.into_iter().map(|(_, reason)| reason));
    Err(no_variant(table, &reasons))
}

/// The variant that was chosen.
pub(crate) struct Choice {
    pub(crate) variant: usize,
    /// How well it fits.
    score: Score,
    /// What it loses, if it holds the value already.
    filled: Option<Vec<usize>>,
    /// The variants that were tried and refused, and why.
    refused: Vec<(usize, String)>,
}

impl Choice {
    /// A variant that is still to be filled.
    fn of(variant: usize) -> Self {
        Self { variant, score: Score::default(), filled: None, refused: Vec::new() }
    }

    /// Fills the variant if it is not, and counts how well it fits.
    fn settle(
        self,
        union: &mut dyn Union,
        cx: &mut Context,
        fill: impl FnOnce(Slot<'_>, &mut Context) -> Result<(), Refusal>,
    ) -> Result<(), Refusal> {
        let Some(lost) = self.filled else { return fill(union.select(self.variant), cx) };
        cx.score.add(self.score);
        cx.lost.extend(lost);
        Ok(())
    }
}

/// The variant that fits best.
fn best(
    union: &mut dyn Union,
    several: &[usize],
    cx: &mut Context,
    fits: &mut dyn FnMut(Slot<'_>, &mut Context) -> Result<(), Refusal>,
) -> Result<Choice, Refusal> {
    let before = (std::mem::take(&mut cx.score), std::mem::take(&mut cx.lost));
    let mut best: Option<Choice> = None;
    let mut refused = Vec::new();
    for &variant in several {
        cx.score = Score::default();
        cx.lost.clear();
        let fit = fits(union.select(variant), cx);
        let score = Score { dropped: cx.lost.len(), ..cx.score };
        let is_better = fit.is_ok() && best.as_ref().is_none_or(|best| score < best.score);
        if is_better {
            best = Some(Choice { score, filled: Some(std::mem::take(&mut cx.lost)), ..Choice::of(variant) });
        } else if let Some(best) = &mut best {
            // The union holds another one now.
            best.filled = None;
        }
        if let Err(refusal) = fit {
            refused.push((variant, cx.reason(union.table().variants[variant].name, &refusal)));
        }
        if is_better && score == Score::default() {
            break;
        }
    }
    (cx.score, cx.lost) = before;
    match best {
        Some(best) => Ok(Choice { refused, ..best }),
        None => Err(no_variant(union.table(), &refused.into_iter().map(|(_, reason)| reason).collect::<Vec<_>>())),
    }
}

/// The refusal of a value that no variant takes, for these reasons.
fn no_variant(table: &UnionTable, reasons: &[String]) -> Refusal {
    Refusal(format!("no variant of `{}` fits: {}", table.name, reasons.join("; ")))
}
