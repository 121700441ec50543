//! One scope: who gets which name.

use std::collections::BTreeMap;

use super::lock::Pins;
use super::{Name, reserved, style::Style, words};
use foldhash::HashMap;

/// Something that wants a name.
#[derive(Debug, Clone)]
pub(super) struct Wanted {
    /// What it is, in the lock: stable as long as the item is there.
    pub(super) key: String,
    /// Whether no other item can ever want its first candidate (see the module's docs).
    pub(super) canonical: bool,
    /// Names that it can have, the plainest first. Identifiers, never empty.
    pub(super) candidates: Vec<String>,
}

/// The names that are taken in a scope, and by whom.
#[derive(Debug, Default)]
pub(super) struct Scope {
    taken: HashMap<String, String>,
    /// The merged type of an alias, by its key: they may have the same name, then there is no alias.
    merged: HashMap<String, String>,
}

impl Scope {
    /// Takes the pinned names of items that will be named later, so that none named before gets them.
    pub(super) fn reserve(&mut self, pins: &Pins<'_>, kind: &str, keys: impl IntoIterator<Item = impl AsRef<str>>) {
        for key in keys {
            if let Some(name) = pins.get(kind, key.as_ref()) {
                self.taken.entry(bare(name).to_owned()).or_insert_with(|| key.as_ref().to_owned());
            }
        }
    }

    /// Names all items.
    pub(super) fn assign(&mut self, pins: &mut Pins<'_>, kind: &str, wanted: &[Wanted]) -> Vec<Name> {
        let mut names: Vec<Option<String>> = vec![None; wanted.len()];
        self.reserve(pins, kind, wanted.iter().map(|item| &item.key));
        self.take_pinned(pins, kind, wanted, &mut names);
        for (item, name) in wanted.iter().zip(&mut names) {
            if name.is_none() && item.canonical {
                *name = item.candidates.first().and_then(|first| self.take(first, &item.key));
            }
        }
        let names = self.settle(wanted, names);
        for (item, name) in wanted.iter().zip(&names) {
            if !item.canonical || item.candidates.first() != Some(&name.0) {
                pins.set(kind, &item.key, name.as_str());
            }
        }
        names
    }

    /// Lets an alias have the name of the type that it was merged into.
    pub(super) fn merge(&mut self, alias: &str, merged: &str) {
        self.merged.insert(alias.to_owned(), merged.to_owned());
    }

    /// Names items of which none is canonical and some have had a name, which they keep if it is still free.
    pub(super) fn assign_with(&mut self, wanted: &[Wanted], had: &[Option<&str>]) -> Vec<Name> {
        let keep = |(item, had): (&Wanted, &Option<&str>)| had.and_then(|name| self.take(name, &item.key));
        let names = wanted.iter().zip(had).map(keep).collect();
        self.settle(wanted, names)
    }

    /// Names the items that have no name yet, by their candidates.
    fn settle(&mut self, wanted: &[Wanted], mut names: Vec<Option<String>>) -> Vec<Name> {
        let levels = wanted.iter().map(|item| item.candidates.len()).max().unwrap_or_default();
        for level in 0..levels {
            self.take_uncontested(level, wanted, &mut names);
        }
        self.number(wanted, &mut names);
        names.into_iter().map(|name| Name(name.unwrap_or_else(|| "_unnamed".to_owned()))).collect()
    }

    fn take_pinned(&mut self, pins: &Pins<'_>, kind: &str, wanted: &[Wanted], names: &mut [Option<String>]) {
        for (item, name) in wanted.iter().zip(names) {
            *name = pins.get(kind, &item.key).and_then(|pin| self.take(pin, &item.key));
        }
    }

    /// Gives each item its candidate of this level if it alone wants it.
    fn take_uncontested(&mut self, level: usize, wanted: &[Wanted], names: &mut [Option<String>]) {
        let mut wishes: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (index, item) in wanted.iter().enumerate() {
            if let (None, Some(candidate)) = (&names[index], item.candidates.get(level)) {
                wishes.entry(bare(candidate)).or_default().push(index);
            }
        }
        for indices in wishes.values() {
            if let [index] = indices[..] {
                let item = &wanted[index];
                names[index] = item.candidates.get(level).and_then(|candidate| self.take(candidate, &item.key));
            }
        }
    }

    /// What nothing tells apart is numbered, in the order of the keys.
    fn number(&mut self, wanted: &[Wanted], names: &mut [Option<String>]) {
        let mut left: Vec<usize> = (0..wanted.len()).filter(|index| names[*index].is_none()).collect();
        left.sort_by(|a, b| wanted[*a].key.cmp(&wanted[*b].key));
        for index in left {
            let item = &wanted[index];
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

/// A raw identifier is the same name as the plain one.
fn bare(name: &str) -> &str {
    name.strip_prefix("r#").unwrap_or(name)
}

/// How words become an identifier of a scope.
#[derive(Clone, Copy)]
pub(super) struct Form {
    /// Words to identifier.
    pub(super) ident: fn(&str) -> String,
    /// Whether the scope has the name already.
    pub(super) taken: fn(&str) -> bool,
    /// What is put behind a name that it has.
    pub(super) suffix: &'static str,
    /// The longest name that is not cut.
    pub(super) longest: usize,
    /// Whether distinct words always make distinct identifiers.
    pub(super) injective: fn(&str) -> bool,
}

impl Form {
    /// An identifier for words.
    pub(super) fn make(&self, words: &str) -> String {
        self.free((self.ident)(words))
    }

    /// An identifier, or another one if the scope has it already.
    pub(super) fn free(&self, name: String) -> String {
        if (self.taken)(bare(&name)) { format!("{}{}", bare(&name), self.suffix) } else { name }
    }

    /// What a name of the wire wants.
    pub(super) fn wanted(&self, key: String, wire: &str, style: Style) -> Wanted {
        let plain = words::plain(wire);
        let ident = (self.ident)(&plain);
        if plain.len() <= self.longest
            && style.writes(wire, &plain)
            && (self.injective)(&plain)
            && !(self.taken)(bare(&ident))
        {
            // Nothing can take it away: no need to think of others.
            return Wanted { key, canonical: true, candidates: vec![ident] };
        }
        let mut candidates = Vec::new();
        if plain.len() > self.longest {
            candidates.push(self.make(&words::cut(plain.clone())));
        }
        candidates.push(self.make(&plain));
        let spelled = words::spelled(wire);
        let wholly = words::spelled_wholly(wire);
        let cased = format!("{wholly}_{}", words::case_word(wire));
        for further in [spelled, wholly, cased] {
            let name = self.make(&further);
            if !candidates.contains(&name) {
                candidates.push(name);
            }
        }
        Wanted { key, canonical: false, candidates }
    }
}

/// Fields of a struct.
pub(super) const FIELD: Form = Form {
    ident: words::snake_ident,
    taken: |name| name == reserved::REST_FIELD,
    suffix: "_",
    injective: |_| true,
    longest: usize::MAX,
};
/// Arguments and setters of a call.
pub(super) const PARAMETER: Form = Form {
    ident: words::snake_ident,
    taken: reserved::is_call_method,
    suffix: "_param",
    injective: |_| true,
    longest: usize::MAX,
};
/// Fields of a struct that has no other.
pub(super) const PLAIN: Form =
    Form { ident: words::snake_ident, taken: |_| false, suffix: "_", injective: |_| true, longest: usize::MAX };
/// Methods of the client.
pub(super) const METHOD: Form = Form {
    ident: words::snake_ident,
    taken: reserved::is_client_method,
    suffix: "_operation",
    injective: |_| true,
    longest: usize::MAX,
};
/// Setters of the client builder.
pub(super) const CREDENTIAL: Form = Form {
    ident: words::snake_ident,
    taken: reserved::is_builder_method,
    suffix: "_auth",
    injective: |_| true,
    longest: usize::MAX,
};
/// Modules with a file.
pub(super) const MODULE: Form = Form {
    ident: words::module_ident,
    taken: |_| false,
    suffix: "_",
    injective: |words| words.is_ascii(),
    longest: words::LONGEST,
};
/// Variants of an enum.
pub(super) const VARIANT: Form = Form {
    ident: variant,
    taken: |name| name == reserved::REST_VARIANT,
    suffix: "_",
    injective: no_digit_first,
    longest: words::LONGEST,
};
/// Models.
pub(super) const TYPE: Form = Form {
    ident: type_name,
    taken: reserved::is_type_taken,
    suffix: "Model",
    injective: no_digit_first,
    longest: usize::MAX,
};
/// Call types.
pub(super) const CALL: Form = Form {
    ident: type_name,
    taken: reserved::is_call_taken,
    suffix: "Call",
    injective: no_digit_first,
    longest: usize::MAX,
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
