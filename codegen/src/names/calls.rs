//! Types of `operations`: a call for each operation, and what belongs to it.
//!
//! They all stand in one scope. `create_x` has the error enum `CreateXError`; an operation `create_x_error` has a call that
//! would be called the same. So a call whose name ends like one of those waits until they are named.

use std::collections::BTreeMap;

use super::lock::Pins;
use super::scope::{CALL, Scope, Wanted};
use super::{Name, words};

/// What belongs to a call, by the ending of its name.
const PARTS: [&str; 5] = ["Body", "Form", "Output", "Error", "Headers"];

/// The types of an operation.
#[derive(Debug, Clone)]
pub(super) struct CallNames {
    pub(super) ty: Name,
    pub(super) body: Name,
    pub(super) form: Name,
    pub(super) output: Name,
    pub(super) error: Name,
    pub(super) headers: Name,
}

/// Chooses them. `keys` are those of the operations.
pub(super) fn choose(keys: &[String], methods: &[Name], pins: &mut Pins<'_>) -> Vec<CallNames> {
    let mut scope = Scope::default();
    scope.reserve(pins, "call", keys);
    for part in PARTS {
        scope.reserve(pins, "call", keys.iter().map(|key| part_key(key, part)));
    }
    let calls: Vec<Wanted> = methods.iter().zip(keys).map(|(method, key)| call(method, key)).collect();
    let mut rounds: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (index, call) in calls.iter().enumerate() {
        rounds.entry(call.candidates.first().map_or(0, |first| endings(first))).or_default().push(index);
    }
    let mut names: Vec<Option<CallNames>> = vec![None; calls.len()];
    for round in rounds.into_values() {
        let wanted: Vec<Wanted> = round.iter().map(|index| calls[*index].clone()).collect();
        let types = scope.assign(pins, "call", &wanted);
        let parts = PARTS.map(|part| {
            let wanted: Vec<Wanted> =
                types.iter().zip(&round).map(|(ty, index)| part_of(ty, &keys[*index], part)).collect();
            scope.assign(pins, "call", &wanted)
        });
        let [bodies, forms, outputs, errors, headers] = parts.map(Vec::into_iter);
        let parts = bodies.zip(forms).zip(outputs).zip(errors).zip(headers);
        for ((ty, index), ((((body, form), output), error), headers)) in types.into_iter().zip(&round).zip(parts) {
            names[*index] = Some(CallNames { ty, body, form, output, error, headers });
        }
    }
    names.into_iter().flatten().collect()
}

/// The call's type is its method in camel case. Distinct methods can give one type (`a_1`, `a1`): those are not canonical.
fn call(method: &Name, key: &str) -> Wanted {
    let bare = method.as_str().trim_start_matches("r#");
    let first = CALL.make(bare);
    let canonical = endings(&first) == 0 && (CALL.injective)(bare) && bare.is_ascii() && first == words::camel(bare);
    Wanted { key: key.to_owned(), canonical, candidates: vec![first, CALL.make(&format!("{bare}_call"))] }
}

/// How many endings of parts a name has: what it could be a part of has fewer, and is named before.
fn endings(name: &str) -> usize {
    let mut rest = name;
    let mut count = 0;
    while let Some(shorter) = PARTS.iter().find_map(|part| rest.strip_suffix(part)) {
        rest = shorter;
        count += 1;
    }
    count
}

/// Two parts can only want one name if their calls do, so the first candidate is canonical.
fn part_of(ty: &Name, key: &str, part: &str) -> Wanted {
    let ty = ty.as_str();
    Wanted {
        key: part_key(key, part),
        canonical: true,
        candidates: vec![format!("{ty}{part}"), format!("{ty}Call{part}")],
    }
}

fn part_key(key: &str, part: &str) -> String {
    format!("{key}:{part}")
}
