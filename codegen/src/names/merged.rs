//! Names of merged types: neutral names from the common words of the names of their places.
//!
//! For example, `ListCallsOrder` and `GetPhoneOrder` become aliases of `Order`. If the neutral name is the own name of one of the places,
//! that place needs no alias: the places `ListRefundsStatus` and `RefundStatus` become the type `RefundStatus` and one alias. The name is
//! pinned with the key of each place, so it does not change when places join or leave. A component of the same name takes precedence: then
//! the merged type gets its next candidate.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::lock::{MERGED, Pins};
use super::scope::{NameRequest, Scope, TYPE};
use super::types::TypeContext;
use super::{Name, TypeNames, inline, singular, words};
use crate::ir::{Api, EnumValue, NameSource, Shape, TypeId, keys};

/// Words for the use of a type, not for its meaning. They are removed before the common end of the names.
const PLACE_WORDS: &[&str] = &[
    "get",
    "list",
    "create",
    "update",
    "delete",
    "patch",
    "post",
    "put",
    "add",
    "set",
    "search",
    "find",
    "fetch",
    "retrieve",
    "request",
    "response",
    "input",
    "output",
    "body",
    "schema",
    "parameter",
    "params",
    "by",
    "id",
    "for",
    "of",
    "in",
    "on",
    "to",
    "from",
    "with",
    "and",
    "or",
    "the",
    "a",
];

/// Maximum number of compared words of a name: the work grows with their square. Real names have about ten.
const MAX_WORDS: usize = 64;

/// Words that are not a name by themselves.
const EMPTY_WORDS: &[&str] = &[
    "type", "kind", "value", "item", "data", "object", "list", "body", "request", "response", "result", "input",
    "output", "variant", "members", "info", "details", "error", "failure",
];

/// Chooses the names of the merged types whose places have names of their own (`referenced`), or of those whose places have none.
pub(super) fn choose(
    context: TypeContext<'_>,
    names: &[Option<Name>],
    keys: &[String],
    scope: &mut Scope,
    pins: &mut Pins<'_>,
    referenced: bool,
) -> Vec<(TypeId, Name)> {
    let api = context.api;
    let mut place_names = PlaceNames { context, names, known: vec![None; api.types.len()] };
    // If several types have the same candidate, the type with most places gets it.
    let mut batches: BTreeMap<Reverse<usize>, Batch<'_>> = BTreeMap::new();
    for (index, def) in api.types.iter().enumerate() {
        let NameSource::Merged { places: aliases, pinned } = &def.name else { continue };
        let own = aliases.first().and_then(|place| api.type_def(*place).name.referenced());
        if own.is_some() != referenced {
            continue;
        }
        let words = own.map_or_else(|| place_names.candidates(TypeId(index), aliases), inline::referenced);
        let mut candidates: Vec<String> = words.iter().map(|words| TYPE.ident_of(words)).collect();
        candidates.dedup();
        let key = format!("{MERGED} {}", aliases.first().map_or("", |place| keys[place.0].as_str()));
        aliases.iter().for_each(|place| scope.allow_alias(&keys[place.0], &key));
        let batch = batches.entry(Reverse(if pinned.is_some() { usize::MAX } else { aliases.len() })).or_default();
        batch.requests.push(NameRequest::new(key, candidates));
        batch.pinned.push(pinned.as_deref());
        batch.items.push((TypeId(index), aliases));
    }
    let mut all = Vec::new();
    for Batch { items, requests, pinned } in batches.into_values() {
        for ((id, aliases), name) in items.into_iter().zip(scope.assign_keeping(&requests, &pinned)) {
            aliases.iter().for_each(|place| pins.set(MERGED, &keys[place.0], name.as_str()));
            all.push((id, name));
        }
    }
    all
}

/// Merged types with the same priority: those that had a name, or those with the same number of places.
#[derive(Default)]
struct Batch<'a> {
    items: Vec<(TypeId, &'a [TypeId])>,
    requests: Vec<NameRequest>,
    pinned: Vec<Option<&'a str>>,
}

/// Sets the module of a place with the name of its merged type to the module of the merged type.
pub(super) fn share_modules(api: &Api, types: &mut [TypeNames]) {
    for (index, def) in api.types.iter().enumerate() {
        let NameSource::Merged { places, .. } = &def.name else { continue };
        for place in places {
            if types[place.0].name == types[index].name {
                types[place.0].module = types[index].module.clone();
            }
        }
    }
}

/// Derives the keys of merged types from their names. Fields and variants keep their names when a place joins or leaves a merged type.
pub(super) fn inherit(api: &Api, names: &[Name], keys: &mut [String], pins: &mut Pins<'_>) {
    let pinned = api.pinned_merges.iter();
    let mut left: BTreeMap<&str, &str> = pinned.map(|(place, name)| (place.as_str(), name.as_str())).collect();
    for (index, def) in api.types.iter().enumerate() {
        let NameSource::Merged { places, .. } = &def.name else { continue };
        let own = keys::own(names[index].as_str());
        for place in places {
            let before = left.remove(keys[place.0].as_str()).map(keys::own);
            // The pins of the definition take precedence over those of the place.
            pins.inherit(before.as_deref().unwrap_or(&keys[place.0]), &own);
        }
        keys[index] = own;
    }
    for (place, name) in left {
        pins.inherit(&keys::own(name), place);
    }
}

/// The names that places would have by themselves, as words. No name is taken for them.
struct PlaceNames<'a> {
    context: TypeContext<'a>,
    names: &'a [Option<Name>],
    known: Vec<Option<String>>,
}

impl PlaceNames<'_> {
    /// Returns candidates for a merged type, the best first.
    fn candidates(&mut self, id: TypeId, places: &[TypeId]) -> Vec<String> {
        let mut all: Vec<String> = places.iter().map(|place| self.words(*place, 0)).collect();
        // The shortest first, which limits the work.
        all.sort_by(|a, b| (a.len(), a).cmp(&(b.len(), b)));
        all.dedup();
        let common = CommonWords::of(&all);
        let filtered = common.name(|word| !PLACE_WORDS.contains(&word));
        let whole = if filtered.is_empty() { String::new() } else { common.name(|_| true) };
        let end = common.end.join("_");
        let content = content(self.context.api, id);
        let with_content = match content.strip_suffix(&end) {
            Some(before) if before.is_empty() || before.ends_with('_') || end.is_empty() => content,
            _ => format!("{content}_{end}"),
        };
        let candidates = self.common_title(places).into_iter().chain([filtered, end, whole]);
        let mut candidates: Vec<String> =
            candidates.filter(|words| !words.is_empty() && !EMPTY_WORDS.contains(&words.as_str())).collect();
        candidates.push(with_content);
        // The last candidates are the names of places. Such a place needs no alias.
        candidates.extend(all.into_iter().next());
        candidates
    }

    /// Returns the title, if all places have the same one.
    fn common_title(&self, places: &[TypeId]) -> Option<String> {
        let mut titles = places.iter().map(|place| inline::title(self.context.api.type_def(*place)));
        let first = titles.next()??;
        titles.all(|title| title.as_ref() == Some(&first)).then_some(first)
    }

    /// Returns the name that a place would have by itself.
    fn words(&mut self, id: TypeId, depth: usize) -> String {
        if let Some(known) = &self.known[id.0] {
            return known.clone();
        }
        let words = match &self.names[id.0] {
            Some(name) => words::plain(name.as_str()),
            None => {
                let parent = self.context.api.type_def(id).name.parent().filter(|_| depth < self.names.len());
                let parent = parent.map_or_else(String::new, |parent| self.words(parent, depth + 1));
                let names = inline::by_place(self.context, id, &|_| parent.clone());
                names.into_iter().next().unwrap_or_default()
            }
        };
        self.known[id.0] = Some(words.clone());
        words
    }
}

/// The common words of several names.
#[derive(Debug, Default)]
struct CommonWords<'w> {
    /// The words that all names have in this order, before `end`.
    before: Vec<&'w str>,
    /// The words at the end of all names.
    end: Vec<&'w str>,
}

impl<'w> CommonWords<'w> {
    fn of(names: &'w [String]) -> Self {
        let mut names = names.iter().map(|name| last_words(name));
        let Some(first) = names.next() else { return Self::default() };
        let mut common = Self { before: Vec::new(), end: first };
        for name in names {
            let count =
                common.end.iter().rev().zip(name.iter().rev()).take_while(|(a, b)| same(a, b).is_some()).count();
            let rest = &name[..name.len() - count];
            let mut before = common.before;
            before.extend(common.end.drain(..common.end.len() - count));
            common.before = longest_common(&before, rest);
            for (word, other) in common.end.iter_mut().zip(&name[rest.len()..]) {
                *word = same(word, other).unwrap_or(word);
            }
        }
        common
    }

    /// Returns the wanted words before the end, and the end from its first wanted word. A word is not repeated.
    fn name(&self, wanted: impl Fn(&str) -> bool) -> String {
        let mut words: Vec<&str> = self.before.iter().copied().filter(|word| wanted(word)).collect();
        words.extend(self.end.iter().skip_while(|word| !wanted(word)));
        words.dedup();
        words.join("_")
    }
}

/// Returns the words of a name. If a name has too many, returns the last ones.
fn last_words(name: &str) -> Vec<&str> {
    let mut words: Vec<&str> = name.rsplit('_').take(MAX_WORDS).collect();
    words.reverse();
    words
}

/// Returns the longest common subsequence of words.
fn longest_common<'w>(left: &[&'w str], right: &[&'w str]) -> Vec<&'w str> {
    let mut lengths = vec![vec![0_usize; right.len() + 1]; left.len() + 1];
    for (row, a) in left.iter().enumerate().rev() {
        for (column, b) in right.iter().enumerate().rev() {
            lengths[row][column] = match same(a, b) {
                Some(_) => lengths[row + 1][column + 1] + 1,
                None => lengths[row + 1][column].max(lengths[row][column + 1]),
            };
        }
    }
    let (mut row, mut column, mut words) = (0, 0, Vec::new());
    while row < left.len() && column < right.len() {
        if let Some(word) = same(left[row], right[column]) {
            words.push(word);
            (row, column) = (row + 1, column + 1);
        } else if lengths[row + 1][column] >= lengths[row][column + 1] {
            row += 1;
        } else {
            column += 1;
        }
    }
    words
}

/// Returns the common word of two words: they are equal, or one is the plural of the other.
fn same<'w>(left: &'w str, right: &'w str) -> Option<&'w str> {
    if left == right || singular::of(right).as_deref() == Some(left) {
        Some(left)
    } else {
        (singular::of(left).as_deref() == Some(right)).then_some(right)
    }
}

/// Maximum number of words of content in a name.
const MAX_CONTENT_WORDS: usize = 3;

/// Returns the content of a type as words, for places whose names have no common words: `asc_desc`.
fn content(api: &Api, id: TypeId) -> String {
    let texts: Vec<String> = match api.shape(id) {
        Some(Shape::Object(object)) => object.members.iter().map(|member| member.wire.clone()).collect(),
        Some(Shape::Enumeration(enumeration)) => enumeration.values.iter().map(EnumValue::text).collect(),
        Some(Shape::Union(_)) => {
            keys::variant_labels(api, id).iter().map(|label| label.trim_start_matches('=').to_owned()).collect()
        }
        Some(Shape::Tuple(_) | Shape::Alias(_) | Shape::Newtype(_)) | None => Vec::new(),
    };
    let most = if texts.len() > MAX_CONTENT_WORDS { MAX_CONTENT_WORDS - 1 } else { MAX_CONTENT_WORDS };
    let words: Vec<String> = texts.iter().take(most).map(|text| words::plain(text)).collect();
    let joint = if matches!(api.shape(id), Some(Shape::Union(_))) { "_or_" } else { "_" };
    if words.is_empty() { "empty".to_owned() } else { words::cut(words.join(joint)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_common_words_of_names_in_any_order() {
        for (names, expect) in [
            (&["list_calls_order", "get_phone_order"][..], "order"),
            (&["list_calls_order", "list_api_keys_order"], "order"),
            (&["product_fee_type", "create_product_request_fee_type", "list_products_fee_type"], "product_fee_type"),
            (&["list_products_payment_term", "product_payment_terms"], "product_payment_term"),
            (&["bundle_price_maximum_spend", "bundle_price_minimum_spend"], "bundle_price_spend"),
            (
                &["get_knowledge_item_by_id_response", "patch_knowledge_item_by_id_response"],
                "knowledge_item_by_id_response",
            ),
            (
                &["create_plan_request_contract_period_type", "create_plan_request_renewal_period_type"],
                "plan_period_type",
            ),
            (&["tool_node_create_schema_node_type", "tool_node_response_schema_node_type"], "tool_node_type"),
            (&["a_order", "b_sort"], ""),
            (&["order", "order"], "order"),
        ] {
            let mut names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
            for _ in 0..2 {
                assert_eq!(CommonWords::of(&names).name(|word| !PLACE_WORDS.contains(&word)), expect, "{names:?}");
                names.reverse();
            }
        }
    }
}
