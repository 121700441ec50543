//! Names of the types in `operations`: a call for each operation, and the types that only it uses.
//!
//! All these types share a scope. `create_x` has the error enum `CreateXError`, but the call of an operation `create_x_error` would have
//! the same name. So the calls whose names end with such a suffix are named last.

use std::collections::BTreeMap;

use super::lock::Pins;
use super::scope::{CALL, NameRequest, Scope};
use super::{Name, words};

/// The suffixes of the types that only one call uses.
const PARTS: [&str; 7] = ["Body", "Form", "Output", "Error", "Headers", "Required", "FormRequired"];

/// The names of an operation's types.
#[derive(Debug, Clone)]
pub(super) struct CallNames {
    pub(super) ty: Name,
    pub(super) body: Name,
    pub(super) form: Name,
    pub(super) output: Name,
    pub(super) error: Name,
    pub(super) headers: Name,
    pub(super) required: Name,
    pub(super) form_required: Name,
}

/// Chooses the names. `keys` are the keys of the operations.
pub(super) fn choose(keys: &[String], methods: &[Name], pins: &mut Pins<'_>) -> Vec<CallNames> {
    let mut scope = Scope::default();
    scope.reserve(pins, "call", keys);
    for part in PARTS {
        scope.reserve(pins, "call", keys.iter().map(|key| part_key(key, part)));
    }
    let calls: Vec<NameRequest> = methods.iter().zip(keys).map(|(method, key)| call(method, key)).collect();
    let mut rounds: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (index, call) in calls.iter().enumerate() {
        rounds.entry(call.candidates.first().map_or(0, |first| suffix_count(first))).or_default().push(index);
    }
    let mut names: Vec<Option<CallNames>> = vec![None; calls.len()];
    for round in rounds.into_values() {
        let wanted: Vec<NameRequest> = round.iter().map(|index| calls[*index].clone()).collect();
        let types = scope.assign(pins, "call", &wanted);
        let mut parts = PARTS.map(|part| {
            let wanted: Vec<NameRequest> = types
                .iter()
                .zip(&round)
                .map(|(ty, index)| part_of(&methods[*index], ty, &keys[*index], part))
                .collect();
            scope.assign(pins, "call", &wanted).into_iter()
        });
        for (ty, index) in types.into_iter().zip(&round) {
            let [body, form, output, error, headers, required, form_required] =
                parts.each_mut().map(|names| names.next().unwrap_or_default());
            names[*index] = Some(CallNames { ty, body, form, output, error, headers, required, form_required });
        }
    }
    names.into_iter().flatten().collect()
}

/// The call's type is its method in camel case.
fn call(method: &Name, key: &str) -> NameRequest {
    let bare = method.as_str().trim_start_matches("r#");
    let first = CALL.ident_of(bare);
    let canonical = suffix_count(&first) == 0 && first == words::camel(bare) && is_unambiguous(bare);
    NameRequest { key: key.to_owned(), canonical, candidates: vec![first, CALL.ident_of(&format!("{bare}_call"))] }
}

/// Whether no other method has the same name in camel case, as `a_1` and `a1` have.
fn is_unambiguous(method: &str) -> bool {
    (CALL.injective)(method) && method.is_ascii() && (CALL.ident)(method) == words::camel(method)
}

/// Returns the number of suffixes in a name. A call that it could belong to has fewer, and is named before.
fn suffix_count(name: &str) -> usize {
    let mut rest = name;
    let mut count = 0;
    while let Some(shorter) = PARTS.iter().find_map(|part| rest.strip_suffix(part)) {
        rest = shorter;
        count += 1;
    }
    count
}

/// A part is named after the method: `SendBody` even if the call is a `SendCall`, because the name `Send` is reserved.
fn part_of(method: &Name, ty: &Name, key: &str, part: &str) -> NameRequest {
    let (bare, ty) = (method.as_str().trim_start_matches("r#"), ty.as_str());
    let method = (CALL.ident)(bare);
    NameRequest {
        key: part_key(key, part),
        canonical: is_unambiguous(bare),
        candidates: vec![format!("{method}{part}"), format!("{ty}{part}"), format!("{ty}Call{part}")],
    }
}

fn part_key(key: &str, part: &str) -> String {
    format!("{key}:{part}")
}
