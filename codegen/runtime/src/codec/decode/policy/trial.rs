//! Trials: several variants are possible, and each is decoded to find out how well the value matches.
//!
//! The best variant drops the fewest members, then knows the most values, then comes first. Only buffered values are tried: a score needs to
//! know which parts are dropped, and a value must be tried only once for each union around it.

use super::ValueSource;
use super::union::{Choice, Trial, candidates_by_type};
use crate::runtime::codec::decode::context::Score;
use crate::runtime::codec::decode::error::{ErrorMessage, expected_variants, invalid_type};
use crate::runtime::codec::decode::member::map_field;
use crate::runtime::codec::tree::{Members, Tree};
use crate::runtime::codec::{JsonType, Slot, Undeclared, Union, UnionTable};

/// Chooses the best variant for a buffered value. The context remembers the choice for an array or an object.
pub(crate) fn choose_by_trial<S: ValueSource<Error = ErrorMessage>>(
    source: &mut S,
    value: &Tree<'_>,
    union: &mut dyn Union,
    json_type: JsonType,
) -> Result<Choice, ErrorMessage> {
    let table = union.table();
    let otherwise = table.otherwise();
    let candidates: Vec<usize> =
        candidates_by_type(table, json_type).filter(|variant| Some(*variant) != otherwise).collect();
    if candidates.is_empty() {
        let error = || invalid_type(&expected_variants(table), value.describe());
        return otherwise.map(Choice::Variant).ok_or_else(error);
    }
    let choice = |best: Result<BestTrial, ErrorMessage>| {
        best.map(BestTrial::into_choice).or_else(|message| otherwise.map(Choice::Variant).ok_or(message))
    };
    if let Tree::Scalar(_) = value {
        return choice(best_trial(source, union, &candidates));
    }
    let key = (std::ptr::from_ref(value).addr(), std::ptr::from_ref(table).addr());
    if let Some(known) = source.context().chosen_variants.get(&key) {
        return known.clone().map(Choice::Variant).map_err(ErrorMessage);
    }
    let mut likely = candidates.clone();
    if json_type == JsonType::Object {
        let has_required = source.candidates_by_members(union)?;
        likely.retain(|variant| has_required.contains(*variant));
    }
    let mut best = best_trial(source, union, &likely);
    if best.is_err() && likely.len() < candidates.len() {
        // The other variants do not match, but the error lists their reasons as well.
        best = best_trial(source, union, &candidates);
    }
    let choice = choice(best.and_then(|best| reject_disputed(best, union, value)));
    let known = match &choice {
        Ok(Choice::Variant(variant) | Choice::Decoded(Trial { variant, .. })) => Ok(*variant),
        Ok(Choice::Unknown) => return choice,
        Err(message) => Err(message.0.clone()),
    };
    source.context().chosen_variants.insert(key, known);
    choice
}

/// The variant that matches best.
struct BestTrial {
    trial: Trial,
    /// Whether the union still holds this variant: later trials may have replaced it.
    is_held: bool,
    /// The variants that do not match, and why.
    failed: Vec<(usize, String)>,
}

impl BestTrial {
    fn into_choice(self) -> Choice {
        if self.is_held { Choice::Decoded(self.trial) } else { Choice::Variant(self.trial.variant) }
    }
}

/// Tries variants and returns the one that matches best.
fn best_trial<S: ValueSource<Error = ErrorMessage>>(
    source: &mut S,
    union: &mut dyn Union,
    candidates: &[usize],
) -> Result<BestTrial, ErrorMessage> {
    let cx = source.context();
    let before = (std::mem::take(&mut cx.score), std::mem::take(&mut cx.dropped));
    let mut best: Option<Trial> = None;
    let mut is_held = false;
    let mut failed = Vec::new();
    for &variant in candidates {
        let cx = source.context();
        cx.score = Score::default();
        cx.dropped.clear();
        let result = source.decode(union.select(variant));
        let cx = source.context();
        let score = Score { dropped: cx.dropped.len(), ..cx.score };
        is_held = result.is_ok() && best.as_ref().is_none_or(|best| score < best.score);
        if is_held {
            best = Some(Trial { variant, score, dropped: std::mem::take(&mut cx.dropped) });
        }
        if let Err(message) = result {
            failed.push((variant, cx.reason(union.table().variants[variant].name, &message)));
        }
        if is_held && score == Score::default() {
            break;
        }
    }
    let cx = source.context();
    (cx.score, cx.dropped) = before;
    match best {
        Some(trial) => Ok(BestTrial { trial, is_held, failed }),
        None => Err(no_variant(union.table(), failed.into_iter().map(|(_, reason)| reason).collect())),
    }
}

/// Rejects the best variant if it forbids a member that a failed variant declares: the sender meant the failed variant, and the value is an
/// invalid one of it.
fn reject_disputed(best: BestTrial, union: &mut dyn Union, value: &Tree<'_>) -> Result<BestTrial, ErrorMessage> {
    let Tree::Object(members) = value else { return Ok(best) };
    if best.trial.score.denied == 0 || best.failed.is_empty() {
        return Ok(best);
    }
    let Some(name) = disputed_member(&best, union, members) else { return Ok(BestTrial { is_held: false, ..best }) };
    let table = union.table();
    let chosen = table.variants[best.trial.variant].name;
    let mut reasons = vec![format!("{chosen}: the member {name:?} is not allowed")];
    reasons.extend(best.failed.into_iter().map(|(_, reason)| reason));
    Err(no_variant(table, reasons))
}

/// Returns a member that the best variant forbids and a failed variant declares.
fn disputed_member<'m>(best: &BestTrial, union: &mut dyn Union, members: &'m Members<'_>) -> Option<&'m str> {
    let declares =
        |slot: Slot<'_>, name: &str| matches!(slot, Slot::Object(object) if object.table().find(name, 0).is_some());
    let denies = |slot: Slot<'_>, name: &str| match slot {
        Slot::Object(object) => {
            let table = object.table();
            table.undeclared == Undeclared::Denied
                && table.flattened.is_empty()
                && table.find(name, 0).is_none()
                && map_field(table, name).is_none()
        }
        _ => false,
    };
    members.iter().map(|(name, _)| name).find(|name| {
        let is_declared = best.failed.iter().any(|(variant, _)| declares(union.select(*variant), name));
        is_declared && denies(union.select(best.trial.variant), name)
    })
}

/// Reports a value that matches no variant.
fn no_variant(table: &UnionTable, reasons: Vec<String>) -> ErrorMessage {
    ErrorMessage(format!("the value matches no variant of `{}`: {}", table.name, reasons.join("; ")))
}
