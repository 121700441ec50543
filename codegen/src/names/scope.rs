//! A scope: assigns names to items, so that each name is unique.

use std::collections::BTreeMap;

use super::lock::Pins;
use super::style::{Style, Styles};
use super::{Name, NamesLock, reserved, words};
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
    /// If several items have the same candidate, the item with the lowest rank gets it, if it is the only one.
    pub(super) rank: u8,
    /// The name that earlier versions of oasmith chose without pinning it, if it differs from the first candidate.
    pub(super) earlier: Option<String>,
    /// Whether a pinned name is only kept if it is a candidate, because the settings determine the candidates.
    pub(super) is_configured: bool,
}

impl NameRequest {
    /// Creates a request for a name that another item could also have.
    pub(super) fn new(key: String, candidates: Vec<String>) -> Self {
        Self { key, canonical: false, candidates, rank: 0, earlier: None, is_configured: false }
    }

    /// Sets whether no other item can ever have the first candidate.
    pub(super) fn canonical(mut self, canonical: bool) -> Self {
        self.canonical = canonical;
        self
    }

    /// Sets the rank.
    pub(super) fn rank(mut self, rank: u8) -> Self {
        self.rank = rank;
        self
    }

    /// Sets the name that earlier versions chose without pinning it.
    pub(super) fn earlier(mut self, name: Option<String>) -> Self {
        self.earlier = name.filter(|name| self.candidates.first() != Some(name));
        self
    }

    /// Returns the request for a name that the settings give. Its key differs from the item's, so that it overrides the pin of the item.
    pub(super) fn given(key: &str, name: String) -> Self {
        Self::new(format!("{key}={}", keys::label(&name)), vec![name]).canonical(true)
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
        let names = self.choose(pins, kind, requests);
        for (item, name) in requests.iter().zip(&names) {
            if !item.canonical || item.candidates.first() != Some(&name.0) {
                pins.set(kind, &item.key, name.as_str());
            }
        }
        names
    }

    /// Names all items, without pinning their names. Pins of earlier runs are kept.
    pub(super) fn choose(&mut self, pins: &Pins<'_>, kind: &str, requests: &[NameRequest]) -> Vec<Name> {
        let mut names: Vec<Option<String>> = vec![None; requests.len()];
        self.reserve(pins, kind, requests.iter().map(|item| &item.key));
        self.take_pinned(pins, kind, requests, &mut names);
        if pins.is_earlier() {
            for (item, name) in requests.iter().zip(&mut names).filter(|(_, name)| name.is_none()) {
                *name = item.earlier.as_ref().and_then(|earlier| self.take(earlier, &item.key));
            }
        }
        for (item, name) in requests.iter().zip(&mut names) {
            if name.is_none() && item.canonical {
                *name = item.candidates.first().and_then(|first| self.take(first, &item.key));
            }
        }
        self.assign_remaining(requests, names)
    }

    /// Names all items of a scope that has no pins.
    pub(super) fn choose_unpinned(&mut self, requests: &[NameRequest]) -> Vec<Name> {
        self.choose(&Pins::new(&NamesLock::default(), Styles::default()), "", requests)
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
            let mut pin = pins.get(kind, &item.key);
            if item.is_configured {
                pin = pin.filter(|pin| item.candidates.iter().any(|candidate| candidate == pin));
            }
            *name = pin.and_then(|pin| self.take(pin, &item.key));
        }
    }

    /// Gives each item its candidate at this index, if no other item has the same one with the same or a lower rank.
    fn take_uncontested(&mut self, level: usize, requests: &[NameRequest], names: &mut [Option<String>]) {
        let mut wishes: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (index, item) in requests.iter().enumerate() {
            if let (None, Some(candidate)) = (&names[index], item.candidates.get(level)) {
                wishes.entry(bare(candidate)).or_default().push(index);
            }
        }
        for indices in wishes.values() {
            let lowest = indices.iter().map(|index| requests[*index].rank).min();
            let mut first = indices.iter().filter(|index| Some(requests[**index].rank) == lowest);
            if let (Some(index), None) = (first.next(), first.next()) {
                let item = &requests[*index];
                names[*index] = item.candidates.get(level).and_then(|candidate| self.take(candidate, &item.key));
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
pub(super) fn bare(name: &str) -> &str {
    name.trim_start_matches("r#")
}

/// The rules of a scope for converting words into identifiers.
#[derive(Clone, Copy)]
pub(super) struct NamingRules {
    /// Converts words into an identifier.
    pub(super) conversion: Conversion,
    /// The conversion of versions of oasmith without a list of spellings.
    pub(super) earlier: Conversion,
    /// Whether the name is reserved.
    pub(super) is_reserved: fn(&str) -> bool,
    /// The suffix that is added to a reserved name.
    pub(super) suffix: &'static str,
    /// Maximum length of a name. Longer names are cut.
    pub(super) max_length: usize,
}

/// A conversion of words into an identifier.
#[derive(Clone, Copy)]
pub(super) struct Conversion {
    pub(super) ident: fn(&str) -> String,
    /// Whether no other words make the same identifier.
    pub(super) is_injective: fn(&str) -> bool,
    /// Whether a style writes words exactly as a text.
    writes: fn(Style, &str, &str) -> bool,
}

const SNAKE: Conversion = Conversion {
    ident: words::snake_ident,
    is_injective: |_| true,
    writes: |style, text, words| style.writes(text, words),
};
const SNAKE_EARLIER: Conversion = Conversion { writes: Style::wrote, ..SNAKE };
const FILE: Conversion = Conversion { ident: words::module_ident, is_injective: str::is_ascii, ..SNAKE };
const VARIANT_CAMEL: Conversion = Conversion {
    ident: |words| words::camel_ident(words::camel(words), "V"),
    is_injective: |words| has_no_leading_digit(words) && !words::has_spelling(words),
    ..SNAKE
};
const VARIANT_EARLIER: Conversion = Conversion {
    ident: |words| words::camel_ident(words::camel_without_spellings(words), "V"),
    is_injective: has_no_leading_digit,
    writes: Style::wrote,
};
const TYPE_CAMEL: Conversion =
    Conversion { ident: |words| words::camel_ident(words::camel(words), "Type"), ..VARIANT_CAMEL };
const TYPE_EARLIER: Conversion =
    Conversion { ident: |words| words::camel_ident(words::camel_without_spellings(words), "Type"), ..VARIANT_EARLIER };

impl NamingRules {
    /// Returns an identifier for words.
    pub(super) fn ident_of(&self, words: &str) -> String {
        self.unreserved((self.conversion.ident)(words))
    }

    /// Returns the identifier, with the suffix if it is reserved.
    pub(super) fn unreserved(&self, name: String) -> String {
        if (self.is_reserved)(bare(&name)) { format!("{}{}", bare(&name), self.suffix) } else { name }
    }

    /// Returns the request for a wire name.
    pub(super) fn request(&self, key: String, wire: &str, style: Style) -> NameRequest {
        let plain = words::plain(wire);
        if let Some(ident) = self.canonical(wire, &plain, style, &self.conversion) {
            // Canonical, so it needs no other candidates.
            return NameRequest::new(key, vec![ident]).canonical(true).earlier(self.earlier(wire, &plain, style));
        }
        let mut candidates = Vec::new();
        if plain.len() > self.max_length {
            candidates.push(self.ident_of(&words::cut(plain.clone())));
        }
        candidates.push(self.ident_of(&plain));
        let spelled = words::spelled(wire);
        let rank = words::rank(wire, &plain, &spelled, style);
        let wholly = words::spelled_wholly(wire);
        let cased = words::case_word(wire).map(|case| format!("{wholly}_{case}"));
        let numeric = wholly.starts_with(|c: char| c.is_ascii_digit()).then(|| format!("value_{wholly}"));
        let further = [spelled, wholly, words::spelled_otherwise(wire)].into_iter().chain(numeric).chain(cased);
        for name in further.map(|words| self.ident_of(&words)) {
            if !candidates.contains(&name) {
                candidates.push(name);
            }
        }
        NameRequest::new(key, candidates).rank(rank).earlier(self.earlier(wire, &plain, style))
    }

    /// Returns the identifier of a wire name, if no other wire name in this style has the same.
    fn canonical(&self, wire: &str, plain: &str, style: Style, conversion: &Conversion) -> Option<String> {
        let is_canonical = plain.len() <= self.max_length
            && (conversion.writes)(style, wire, plain)
            && (conversion.is_injective)(plain);
        let name = is_canonical.then(|| (conversion.ident)(plain))?;
        (!(self.is_reserved)(bare(&name))).then_some(name)
    }

    /// Returns the name that versions of oasmith without a list of spellings chose and did not pin.
    fn earlier(&self, wire: &str, plain: &str, style: Style) -> Option<String> {
        if !words::has_spelling(plain) && !words::has_whole_words(wire) {
            return None;
        }
        self.canonical(wire, &words::plain_without_spellings(wire), style, &self.earlier)
    }
}

/// Fields of a struct.
pub(super) const FIELD: NamingRules = NamingRules {
    conversion: SNAKE,
    earlier: SNAKE_EARLIER,
    is_reserved: |name| name == reserved::CATCH_ALL_FIELD,
    suffix: "_",
    max_length: usize::MAX,
};
/// Arguments and setters of a call.
pub(super) const PARAMETER: NamingRules = NamingRules {
    conversion: SNAKE,
    earlier: SNAKE_EARLIER,
    is_reserved: reserved::is_call_method,
    suffix: "_param",
    max_length: usize::MAX,
};
/// Fields of a struct without reserved names.
pub(super) const PLAIN: NamingRules = NamingRules {
    conversion: SNAKE,
    earlier: SNAKE_EARLIER,
    is_reserved: |_| false,
    suffix: "_",
    max_length: usize::MAX,
};
/// Methods of the client.
pub(super) const METHOD: NamingRules = NamingRules {
    conversion: SNAKE,
    earlier: SNAKE_EARLIER,
    is_reserved: reserved::is_client_method,
    suffix: "_operation",
    max_length: usize::MAX,
};
/// Setters of the client builder.
pub(super) const CREDENTIAL: NamingRules = NamingRules {
    conversion: SNAKE,
    earlier: SNAKE_EARLIER,
    is_reserved: reserved::is_builder_method,
    suffix: "_auth",
    max_length: usize::MAX,
};
/// Modules with a file.
pub(super) const MODULE: NamingRules = NamingRules {
    conversion: FILE,
    earlier: Conversion { writes: Style::wrote, ..FILE },
    is_reserved: |_| false,
    suffix: "_",
    max_length: words::MAX_LENGTH,
};
/// Variants of an enum.
pub(super) const VARIANT: NamingRules = NamingRules {
    conversion: VARIANT_CAMEL,
    earlier: VARIANT_EARLIER,
    is_reserved: |name| name == reserved::CATCH_ALL_VARIANT,
    suffix: "_",
    max_length: words::MAX_LENGTH,
};
/// Variants of an enum that accepts all other values.
pub(super) const OPEN_VARIANT: NamingRules = NamingRules {
    is_reserved: |name| [reserved::CATCH_ALL_VARIANT, reserved::OTHER_VARIANT].contains(&name),
    ..VARIANT
};
/// Models.
pub(super) const TYPE: NamingRules = NamingRules {
    conversion: TYPE_CAMEL,
    earlier: TYPE_EARLIER,
    is_reserved: reserved::is_type_taken,
    suffix: "Model",
    max_length: usize::MAX,
};
/// Call types.
pub(super) const CALL: NamingRules = NamingRules {
    conversion: TYPE_CAMEL,
    earlier: TYPE_EARLIER,
    is_reserved: reserved::is_call_taken,
    suffix: "Call",
    max_length: usize::MAX,
};

/// `foo_1` and `foo1` are the same in camel case.
fn has_no_leading_digit(words: &str) -> bool {
    !words.split('_').any(|word| word.starts_with(|c: char| c.is_ascii_digit()))
}
