//! A scope: assigns names to items, so that each name is unique.

use std::collections::BTreeMap;

use super::lock::Pins;
use super::{Name, reserved, style::Style, words};
use crate::ir::keys;
use foldhash::HashMap;

/// A request for a name, and the candidates for it.
#[derive(Debug, Clone)]
pub(super) struct NameRequest {
    /// The key of the item in the lock. It does not change while the item exists.
    pub(super) key: String,
    /// Whether no other item can ever have the same first candidate (see the docs of [`crate::names`]).
    pub(super) canonical: bool,
    /// The possible names, the simplest first. Never empty. Each is an identifier.
    pub(super) candidates: Vec<String>,
}

impl NameRequest {
    /// Returns the request for a name that the settings give. Its key differs from the item's, so that it overrides the pin of the item.
    pub(super) fn given(key: &str, name: String) -> Self {
        Self { key: format!("{key}={}", keys::label(&name)), canonical: true, candidates: vec![name] }
    }
}

/// The names that are taken in a scope, and the keys of the items that have them.
#[derive(Debug, Default)]
pub(super) struct Scope {
    taken: HashMap<String, String>,
    /// The merged type of each alias, by key. Both may have the same name; then no alias is generated.
    merged: HashMap<String, String>,
}

impl Scope {
    /// Reserves the pinned names of items that will be named later.
    pub(super) fn reserve(&mut self, pins: &Pins<'_>, kind: &str, keys: impl IntoIterator<Item = impl AsRef<str>>) {
        for key in keys {
            if let Some(name) = pins.get(kind, key.as_ref()) {
                self.taken.entry(bare(name).to_owned()).or_insert_with(|| key.as_ref().to_owned());
            }
        }
    }

    /// Names all items.
    pub(super) fn assign(&mut self, pins: &mut Pins<'_>, kind: &str, requests: &[NameRequest]) -> Vec<Name> {
        let mut names: Vec<Option<String>> = vec![None; requests.len()];
        self.reserve(pins, kind, requests.iter().map(|item| &item.key));
        self.take_pinned(pins, kind, requests, &mut names);
        for (item, name) in requests.iter().zip(&mut names) {
            if name.is_none() && item.canonical {
                *name = item.candidates.first().and_then(|first| self.take(first, &item.key));
            }
        }
        let names = self.assign_remaining(requests, names);
        for (item, name) in requests.iter().zip(&names) {
            if !item.canonical || item.candidates.first() != Some(&name.0) {
                pins.set(kind, &item.key, name.as_str());
            }
        }
        names
    }

    /// Allows an alias to have the name of its merged type.
    pub(super) fn allow_alias(&mut self, alias: &str, merged: &str) {
        self.merged.insert(alias.to_owned(), merged.to_owned());
    }

    /// Names items that are not canonical. Items that had a name keep it if it is free.
    pub(super) fn assign_keeping(&mut self, requests: &[NameRequest], previous: &[Option<&str>]) -> Vec<Name> {
        let keep =
            |(item, previous): (&NameRequest, &Option<&str>)| previous.and_then(|name| self.take(name, &item.key));
        let names = requests.iter().zip(previous).map(keep).collect();
        self.assign_remaining(requests, names)
    }

    /// Names the remaining items by their candidates.
    fn assign_remaining(&mut self, requests: &[NameRequest], mut names: Vec<Option<String>>) -> Vec<Name> {
        let levels = requests.iter().map(|item| item.candidates.len()).max().unwrap_or_default();
        for level in 0..levels {
            self.take_uncontested(level, requests, &mut names);
        }
        self.assign_numbers(requests, &mut names);
        names.into_iter().map(|name| Name(name.unwrap_or_else(|| "_unnamed".to_owned()))).collect()
    }

    fn take_pinned(&mut self, pins: &Pins<'_>, kind: &str, requests: &[NameRequest], names: &mut [Option<String>]) {
        for (item, name) in requests.iter().zip(names) {
            *name = pins.get(kind, &item.key).and_then(|pin| self.take(pin, &item.key));
        }
    }

    /// Gives each item its candidate at this index, if no other item has the same one.
    fn take_uncontested(&mut self, level: usize, requests: &[NameRequest], names: &mut [Option<String>]) {
        let mut wishes: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (index, item) in requests.iter().enumerate() {
            if let (None, Some(candidate)) = (&names[index], item.candidates.get(level)) {
                wishes.entry(bare(candidate)).or_default().push(index);
            }
        }
        for indices in wishes.values() {
            if let [index] = indices[..] {
                let item = &requests[index];
                names[index] = item.candidates.get(level).and_then(|candidate| self.take(candidate, &item.key));
            }
        }
    }

    /// Numbers the remaining items, in the order of their keys.
    fn assign_numbers(&mut self, requests: &[NameRequest], names: &mut [Option<String>]) {
        let mut left: Vec<usize> = (0..requests.len()).filter(|index| names[*index].is_none()).collect();
        left.sort_by(|a, b| requests[*a].key.cmp(&requests[*b].key));
        for index in left {
            let item = &requests[index];
            let base = item.candidates.last().map_or("item", |last| bare(last));
            let camel = base.starts_with(char::is_uppercase) && !base.ends_with(|c: char| c.is_ascii_digit());
            let joint = if camel { "" } else { "_" };
            let mut number = 2_usize;
            names[index] = loop {
                if let Some(name) = self.take(&format!("{base}{joint}{number}"), &item.key) {
                    break Some(name);
                }
                number += 1;
            };
        }
    }

    fn take(&mut self, name: &str, key: &str) -> Option<String> {
        let owner = self.taken.entry(bare(name).to_owned()).or_insert_with(|| key.to_owned());
        if self.merged.get(owner.as_str()).is_some_and(|merged| merged == key) {
            key.clone_into(owner);
        }
        let is_own = owner == key || self.merged.get(key) == Some(owner);
        is_own.then(|| name.to_owned())
    }
}

/// Removes `r#`: a raw identifier is the same name as the plain one.
fn bare(name: &str) -> &str {
    name.strip_prefix("r#").unwrap_or(name)
}

/// The rules of a scope for converting words into identifiers.
#[derive(Clone, Copy)]
pub(super) struct NamingRules {
    /// Converts words into an identifier.
    pub(super) ident: fn(&str) -> String,
    /// Whether the name is reserved.
    pub(super) is_reserved: fn(&str) -> bool,
    /// The suffix that is added to a reserved name.
    pub(super) suffix: &'static str,
    /// Maximum length of a name. Longer names are cut.
    pub(super) max_length: usize,
    /// Whether distinct words always make distinct identifiers.
    pub(super) injective: fn(&str) -> bool,
}

impl NamingRules {
    /// Returns an identifier for words.
    pub(super) fn ident_of(&self, words: &str) -> String {
        self.unreserved((self.ident)(words))
    }

    /// Returns the identifier, with the suffix if it is reserved.
    pub(super) fn unreserved(&self, name: String) -> String {
        if (self.is_reserved)(bare(&name)) { format!("{}{}", bare(&name), self.suffix) } else { name }
    }

    /// Returns the request for a wire name.
    pub(super) fn request(&self, key: String, wire: &str, style: Style) -> NameRequest {
        let plain = words::plain(wire);
        let ident = (self.ident)(&plain);
        if plain.len() <= self.max_length
            && style.writes(wire, &plain)
            && (self.injective)(&plain)
            && !(self.is_reserved)(bare(&ident))
        {
            // Canonical, so it needs no other candidates.
            return NameRequest { key, canonical: true, candidates: vec![ident] };
        }
        let mut candidates = Vec::new();
        if plain.len() > self.max_length {
            candidates.push(self.ident_of(&words::cut(plain.clone())));
        }
        candidates.push(self.ident_of(&plain));
        let spelled = words::spelled(wire);
        let wholly = words::spelled_wholly(wire);
        let cased = format!("{wholly}_{}", words::case_word(wire));
        for further in [spelled, wholly, cased] {
            let name = self.ident_of(&further);
            if !candidates.contains(&name) {
                candidates.push(name);
            }
        }
        NameRequest { key, canonical: false, candidates }
    }
}

/// Fields of a struct.
pub(super) const FIELD: NamingRules = NamingRules {
    ident: words::snake_ident,
    is_reserved: |name| name == reserved::CATCH_ALL_FIELD,
    suffix: "_",
    injective: |_| true,
    max_length: usize::MAX,
};
/// Arguments and setters of a call.
pub(super) const PARAMETER: NamingRules = NamingRules {
    ident: words::snake_ident,
    is_reserved: reserved::is_call_method,
    suffix: "_param",
    injective: |_| true,
    max_length: usize::MAX,
};
/// Fields of a struct without reserved names.
pub(super) const PLAIN: NamingRules = NamingRules {
    ident: words::snake_ident,
    is_reserved: |_| false,
    suffix: "_",
    injective: |_| true,
    max_length: usize::MAX,
};
/// Methods of the client.
pub(super) const METHOD: NamingRules = NamingRules {
    ident: words::snake_ident,
    is_reserved: reserved::is_client_method,
    suffix: "_operation",
    injective: |_| true,
    max_length: usize::MAX,
};
/// Setters of the client builder.
pub(super) const CREDENTIAL: NamingRules = NamingRules {
    ident: words::snake_ident,
    is_reserved: reserved::is_builder_method,
    suffix: "_auth",
    injective: |_| true,
    max_length: usize::MAX,
};
/// Modules with a file.
pub(super) const MODULE: NamingRules = NamingRules {
    ident: words::module_ident,
    is_reserved: |_| false,
    suffix: "_",
    injective: |words| words.is_ascii(),
    max_length: words::MAX_LENGTH,
};
/// Variants of an enum.
pub(super) const VARIANT: NamingRules = NamingRules {
    ident: variant,
    is_reserved: |name| name == reserved::CATCH_ALL_VARIANT,
    suffix: "_",
    injective: no_digit_first,
    max_length: words::MAX_LENGTH,
};
/// Models.
pub(super) const TYPE: NamingRules = NamingRules {
    ident: type_name,
    is_reserved: reserved::is_type_taken,
    suffix: "Model",
    injective: no_digit_first,
    max_length: usize::MAX,
};
/// Call types.
pub(super) const CALL: NamingRules = NamingRules {
    ident: type_name,
    is_reserved: reserved::is_call_taken,
    suffix: "Call",
    injective: no_digit_first,
    max_length: usize::MAX,
};

fn variant(words: &str) -> String {
    words::camel_ident(words, "V")
}

fn type_name(words: &str) -> String {
    words::camel_ident(words, "Type")
}

/// `foo_1` and `foo1` are the same in camel case.
fn no_digit_first(words: &str) -> bool {
    !words.split('_').any(|word| word.starts_with(|c: char| c.is_ascii_digit()))
}
