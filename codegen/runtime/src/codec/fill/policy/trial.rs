//! Trials: several variants are possible, and each is read to see how well the value fits.
//!
//! The best is the one that drops the fewest members, then the one that knows the most values, then the first. Only buffered values are
//! tried: a score needs to know what is lost where, and a value must be tried only once for each union around it.

use super::Source;
use super::union::{Choice, Reading, candidates, expected, read};
use crate::runtime::codec::fill::buffered::Buffered;
use crate::runtime::codec::fill::context::{Context, Refusal, Score};
use crate::runtime::codec::fill::object::catch_all;
use crate::runtime::codec::fill::scalar::{Scalar, mismatch};
use crate::runtime::codec::fill::value;
use crate::runtime::codec::tree::{Members, Tree};
use crate::runtime::codec::{Extra, Kind, Slot, Union, UnionTable};

/// Puts a scalar into a union.
pub(crate) fn scalar(union: &mut dyn Union, scalar: &Scalar<'_>, cx: &mut Context) -> Result<(), Refusal> {
    read(&mut Buffered { whole: &Tree::Scalar(scalar.borrowed()), cx }, union, scalar.kind())
}

/// Chooses the best variant for a buffered value. That for an array or an object is remembered.
pub(crate) fn choose(source: &mut Buffered<'_, '_>, union: &mut dyn Union, kind: Kind) -> Result<Choice, Refusal> {
    let table = union.table();
    let whole = source.whole;
    let several: Vec<usize> = candidates(table, kind).collect();
    if several.is_empty() {
        return Err(mismatch(&expected(table), value::describe(whole)));
    }
    if let Tree::Scalar(_) = whole {
        return best(source, union, &several).map(Best::into_choice);
    }
    let key = (std::ptr::from_ref(whole).addr(), std::ptr::from_ref(table).addr());
    if let Some(known) = source.cx.chosen.get(&key) {
        return known.clone().map(Choice::Variant).map_err(Refusal);
    }
    let mut likely = several.clone();
    if kind == Kind::Object {
        let has_required = source.likely(union)?;
        likely.retain(|variant| has_required.contains(*variant));
    }
    let mut best = self::best(source, union, &likely);
    if best.is_err() && likely.len() < several.len() {
        // The others are refused in any case, but the error names their reasons as well.
        best = self::best(source, union, &several);
    }
    let best = best.and_then(|best| undisputed(best, union, whole));
    let known = best.as_ref().map(|best| best.reading.variant).map_err(|refusal| refusal.0.clone());
    source.cx.chosen.insert(key, known);
    best.map(Best::into_choice)
}

/// The variant that fits best.
struct Best {
    reading: Reading,
    /// Whether the union still holds it: variants that were tried later may have replaced it.
    is_held: bool,
    /// The variants that were tried and refused, and why.
    refused: Vec<(usize, String)>,
}

impl Best {
    fn into_choice(self) -> Choice {
        if self.is_held { Choice::Read(self.reading) } else { Choice::Variant(self.reading.variant) }
    }
}

/// Tries variants and finds the one that fits best.
fn best(source: &mut Buffered<'_, '_>, union: &mut dyn Union, several: &[usize]) -> Result<Best, Refusal> {
    let before = (std::mem::take(&mut source.cx.score), std::mem::take(&mut source.cx.lost));
    let mut best: Option<Reading> = None;
    let mut is_held = false;
    let mut refused = Vec::new();
    for &variant in several {
        source.cx.score = Score::default();
        source.cx.lost.clear();
        let fit = source.read(union.select(variant));
        let cx = &mut *source.cx;
        let score = Score { dropped: cx.lost.len(), ..cx.score };
        is_held = fit.is_ok() && best.as_ref().is_none_or(|best| score < best.score);
        if is_held {
            best = Some(Reading { variant, score, lost: std::mem::take(&mut cx.lost) });
        }
        if let Err(refusal) = fit {
            refused.push((variant, cx.reason(union.table().variants[variant].name, &refusal)));
        }
        if is_held && score == Score::default() {
            break;
        }
    }
    (source.cx.score, source.cx.lost) = before;
    match best {
        Some(reading) => Ok(Best { reading, is_held, refused }),
        None => Err(no_variant(union.table(), refused.into_iter().map(|(_, reason)| reason).collect())),
    }
}

/// Refuses a variant that forbids a member of a refused variant: the value is meant as the refused one, and wrong.
fn undisputed(best: Best, union: &mut dyn Union, whole: &Tree<'_>) -> Result<Best, Refusal> {
    let Tree::Object(members) = whole else { return Ok(best) };
    if best.reading.score.denied == 0 || best.refused.is_empty() {
        return Ok(best);
    }
    let Some(name) = disputed(&best, union, members) else { return Ok(Best { is_held: false, ..best }) };
    let table = union.table();
    let chosen = table.variants[best.reading.variant].name;
    let mut reasons = vec![format!("{chosen}: the member {name:?} is not allowed")];
    reasons.extend(best.refused.into_iter().map(|(_, reason)| reason));
    Err(no_variant(table, reasons))
}

/// A member that the best variant forbids and a refused variant declares.
fn disputed<'m>(best: &Best, union: &mut dyn Union, members: &'m Members<'_>) -> Option<&'m str> {
    let declares =
        |slot: Slot<'_>, name: &str| matches!(slot, Slot::Object(object) if object.table().find(name, 0).is_some());
    let denies = |slot: Slot<'_>, name: &str| match slot {
        Slot::Object(object) => {
            let table = object.table();
            table.extra == Extra::Denied
                && table.flats.is_empty()
                && table.find(name, 0).is_none()
                && catch_all(table, name).is_none()
        }
        _ => false,
    };
    members.iter().map(|(name, _)| name).find(|name| {
        let is_others = best.refused.iter().any(|(variant, _)| declares(union.select(*variant), name));
        is_others && denies(union.select(best.reading.variant), name)
    })
}

/// The refusal of a value that fits no variant, for these reasons.
fn no_variant(table: &UnionTable, reasons: Vec<String>) -> Refusal {
    Refusal(format!("no variant of `{}` fits: {}", table.name, reasons.join("; ")))
}
