//! Names of the types in `operations`: a call for each operation, and the types that only it uses.
//!
//! All these types share a scope. `create_x` has the error enum `CreateXError`, but the call of an operation `create_x_error` would have
//! the same name. So the calls whose names end with such a suffix are named last.

use std::collections::BTreeMap;

use super::lock::Pins;
use super::scope::{CALL, Conversion, NameRequest, Scope, bare};
use super::{Name, reserved, words};
use crate::ir::{MAX_POSITIONAL_ARGUMENTS, Operation};

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
pub(super) fn choose(
    operations: &[Operation],
    keys: &[String],
    methods: &[Name],
    pins: &mut Pins<'_>,
) -> Vec<CallNames> {
    let mut scope = Scope::default();
    scope.reserve(pins, "call", keys);
    for part in PARTS {
        scope.reserve(pins, "call", keys.iter().map(|key| part_key(key, part)));
    }
    let methods: Vec<CamelMethod> = methods.iter().map(CamelMethod::of).collect();
    let calls: Vec<NameRequest> = methods.iter().zip(keys).map(|(method, key)| call(method, key)).collect();
    let mut rounds: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (index, call) in calls.iter().enumerate() {
        rounds.entry(call.candidates.first().map_or(0, |first| suffix_count(first))).or_default().push(index);
    }
    let needed: Vec<[bool; 7]> = operations.iter().map(needed_parts).collect();
    let mut types = vec![Name::default(); calls.len()];
    let mut parts = vec![[const { Name(String::new()) }; 7]; calls.len()];
    let mut name_parts =
        |scope: &mut Scope, types: &[Name], indices: &[usize], is_needed: bool, pins: &mut Pins<'_>| {
            for (at, part) in PARTS.into_iter().enumerate() {
                let mut indices = indices.to_vec();
                indices.retain(|index| needed.get(*index).is_some_and(|needed| needed[at]) == is_needed);
                let wanted: Vec<NameRequest> = indices
                    .iter()
                    .map(|index| part_of(&methods[*index], &types[*index], &keys[*index], part))
                    .collect();
                let names =
                    if is_needed { scope.assign(pins, "call", &wanted) } else { scope.choose(pins, "call", &wanted) };
                for (index, name) in indices.into_iter().zip(names) {
                    parts[index][at] = name;
                }
            }
        };
    for round in rounds.into_values() {
        let wanted: Vec<NameRequest> = round.iter().map(|index| calls[*index].clone()).collect();
        for (index, name) in round.iter().zip(scope.assign(pins, "call", &wanted)) {
            types[*index] = name;
        }
        name_parts(&mut scope, &types, &round, true, pins);
    }
    // No code is generated for the other parts, so they must not take the name of a call, and are not pinned.
    let all: Vec<usize> = (0..calls.len()).collect();
    name_parts(&mut scope, &types, &all, false, pins);
    let names =
        types.into_iter().zip(parts).map(|(ty, [body, form, output, error, headers, required, form_required])| {
            CallNames { ty, body, form, output, error, headers, required, form_required }
        });
    names.collect()
}

/// Returns which of [`PARTS`] an operation can have.
fn needed_parts(operation: &Operation) -> [bool; 7] {
    let body = operation.body.as_ref().map_or(&[][..], |body| &body.media);
    let form = body.iter().any(|media| media.codec.multipart().is_some());
    let outputs: usize = operation.successes.iter().map(|response| response.media.len().max(1)).sum();
    let headers = operation.successes.iter().any(|response| !response.headers.is_empty());
    // The body is an argument, too.
    let required = operation.parameters.len() + 1 > MAX_POSITIONAL_ARGUMENTS;
    [body.len() > 1, form, outputs > 1, !operation.failures.is_empty(), headers, required, form]
}

/// A method in camel case.
struct CamelMethod<'a> {
    /// The method without `r#`.
    bare: &'a str,
    /// The identifier.
    ident: String,
    /// Whether no other method has the same identifier, as `a_1` and `a1` have.
    is_unambiguous: bool,
    /// The identifier in versions of oasmith without a list of spellings, if no other method had the same.
    earlier: Option<String>,
}

impl<'a> CamelMethod<'a> {
    fn of(method: &'a Name) -> Self {
        let bare = bare(method.as_str());
        let is_unambiguous = |conversion: &Conversion, ident: &str, camel: &str| {
            (conversion.is_injective)(bare) && bare.is_ascii() && ident == camel
        };
        let ident = (CALL.conversion.ident)(bare);
        let earlier = (CALL.earlier.ident)(bare);
        Self {
            bare,
            is_unambiguous: is_unambiguous(&CALL.conversion, &ident, &words::camel(bare)),
            earlier: is_unambiguous(&CALL.earlier, &earlier, &words::camel_without_spellings(bare)).then_some(earlier),
            ident,
        }
    }
}

/// The call's type is its method in camel case.
fn call(method: &CamelMethod<'_>, key: &str) -> NameRequest {
    let CamelMethod { bare, ident, is_unambiguous, earlier } = method;
    let first = CALL.unreserved(ident.clone());
    let canonical = suffix_count(&first) == 0 && *is_unambiguous && *ident == first;
    let earlier = earlier.clone().filter(|name| !reserved::is_call_taken(name) && suffix_count(name) == 0);
    let second = CALL.ident_of(&format!("{bare}_call"));
    NameRequest::new(key.to_owned(), vec![first, second]).canonical(canonical).earlier(earlier)
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
fn part_of(method: &CamelMethod<'_>, ty: &Name, key: &str, part: &str) -> NameRequest {
    let CamelMethod { ident, is_unambiguous, earlier, .. } = method;
    let ty = ty.as_str();
    let earlier = earlier.as_ref().map(|name| format!("{name}{part}"));
    let candidates = vec![format!("{ident}{part}"), format!("{ty}{part}"), format!("{ty}Call{part}")];
    NameRequest::new(part_key(key, part), candidates).canonical(*is_unambiguous).earlier(earlier)
}

fn part_key(key: &str, part: &str) -> String {
    format!("{key}:{part}")
}
