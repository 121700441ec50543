//! `names.lock`: the names that a later document could otherwise move.
//!
//! Text, one name a line, sorted, so that a review shows each change. Only names that something yet to come could want are
//! pinned; the rest follow from the document alone.

use std::collections::BTreeMap;
use std::fmt;

use super::style::{Style, Styles};

/// The first lines of the file.
const HEADER: &str = "# Public names that an addition to the document could otherwise move. Written by oasmith beside the document.\n\
                      # To give another name, say so under `rename` in oasmith.toml; to forget a name, delete its line.\n";

/// The kind of pins that keep the places of merged types together.
pub(super) const MERGED: &str = "merged";

/// The pinned names of an API.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NamesLock {
    pub(super) styles: BTreeMap<String, Style>,
    pub(super) pins: BTreeMap<String, BTreeMap<String, String>>,
}

/// A line of a `names.lock` that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LockError {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub message: String,
}

impl fmt::Display for LockError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.message)
    }
}

impl std::error::Error for LockError {}

impl NamesLock {
    /// Reads the text of the file. An empty text is an empty lock.
    ///
    /// # Errors
    /// A line is not of the form `KIND KEY = NAME`, or its name is no identifier.
    pub fn parse(text: &str) -> Result<Self, LockError> {
        let mut lock = Self::default();
        for (index, line) in text.lines().enumerate() {
            let line = line.trim();
            if !line.is_empty() && !line.starts_with('#') {
                lock.read_line(line).map_err(|message| LockError { line: index + 1, message })?;
            }
        }
        Ok(lock)
    }

    fn read_line(&mut self, line: &str) -> Result<(), String> {
        let form = || format!("`{line}` is not of the form `KIND KEY = NAME`");
        let (left, name) = line.split_once(" = ").ok_or_else(form)?;
        let (kind, key) = left.split_once(' ').ok_or_else(form)?;
        if kind == "style" {
            let style = Style::from_name(name).ok_or_else(|| format!("`{name}` is no style"))?;
            self.styles.insert(key.to_owned(), style);
        } else {
            // `syn` reads past blanks and comments, which belong to no name.
            if name.contains([' ', '\t', '/']) || syn::parse_str::<syn::Ident>(name).is_err() {
                return Err(format!("`{name}` is no identifier"));
            }
            self.pins.entry(kind.to_owned()).or_default().insert(key.to_owned(), name.to_owned());
        }
        Ok(())
    }

    /// The names of merged types, by the key of each of their places.
    #[must_use]
    pub fn merged(&self) -> BTreeMap<String, String> {
        self.pins.get(MERGED).cloned().unwrap_or_default()
    }

    /// Whether nothing is pinned.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.pins.is_empty() && self.styles.is_empty()
    }
}

impl fmt::Display for NamesLock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(HEADER)?;
        for (class, style) in &self.styles {
            writeln!(f, "style {class} = {}", style.name())?;
        }
        for (kind, pins) in &self.pins {
            for (key, name) in pins {
                writeln!(f, "{kind} {key} = {name}")?;
            }
        }
        Ok(())
    }
}

/// The pins of one run: those that were there, and those that it makes.
pub(super) struct Pins<'a> {
    old: &'a NamesLock,
    new: NamesLock,
    /// Names of parts that stand under another key in the old lock: kind, key, name.
    inherited: BTreeMap<&'static str, BTreeMap<String, &'a str>>,
    /// How the document writes each class of names.
    pub(super) styles: Styles,
}

impl<'a> Pins<'a> {
    pub(super) fn new(old: &'a NamesLock, styles: Styles) -> Self {
        let new = NamesLock { styles: styles.to_map(), pins: BTreeMap::new() };
        Self { old, new, inherited: BTreeMap::new(), styles }
    }

    /// The name that an item had.
    pub(super) fn get(&self, kind: &str, key: &str) -> Option<&'a str> {
        let own = self.old.pins.get(kind).and_then(|pins| pins.get(key)).map(String::as_str);
        own.or_else(|| self.inherited.get(kind)?.get(key).copied())
    }

    /// The names of merged types, by the key of each place.
    pub(super) fn merged(&self) -> impl Iterator<Item = (&'a str, &'a str)> + use<'a> {
        let merged = self.old.pins.get(MERGED).into_iter().flatten();
        merged.map(|(place, name)| (place.as_str(), name.as_str()))
    }

    /// Lets the parts of a type have the names of another type's parts, where they have none of their own.
    pub(super) fn inherit(&mut self, from: &str, to: &str) {
        for kind in ["field", "variant"] {
            let Some(pins) = self.old.pins.get(kind) else { continue };
            for (key, name) in pins.range(from.to_owned()..) {
                let Some(part) = key.strip_prefix(from) else { break };
                // Not the parts of its parts.
                let is_own = part.starts_with(['.', '|']) && !part[1..].contains(['.', '|', '[', '{', ':']);
                if is_own {
                    self.inherited.entry(kind).or_default().entry(format!("{to}{part}")).or_insert(name);
                }
            }
        }
    }

    /// Keeps a name for the runs to come.
    pub(super) fn set(&mut self, kind: &str, key: &str, name: &str) {
        match self.new.pins.get_mut(kind) {
            Some(pins) => {
                pins.insert(key.to_owned(), name.to_owned());
            }
            None => {
                self.new.pins.insert(kind.to_owned(), BTreeMap::from([(key.to_owned(), name.to_owned())]));
            }
        }
    }

    /// The lock of the next run.
    pub(super) fn finish(self) -> NamesLock {
        self.new
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lock_reads_what_it_writes() {
        let text = format!("{HEADER}style members = camel\nfield Customer.taxID = tax_id\ntype a%2Fb = AB\n");
        let lock = NamesLock::parse(&text).unwrap();
        assert_eq!(lock.to_string(), text);
    }

    #[test]
    fn mistakes_have_a_line() {
        for (text, expect) in [
            ("\nwhat", "line 2: `what` is not of the form `KIND KEY = NAME`"),
            ("type a = 1b", "line 1: `1b` is no identifier"),
            ("type a = B/**/", "line 1: `B/**/` is no identifier"),
            ("style members = tall", "line 1: `tall` is no style"),
        ] {
            assert_eq!(NamesLock::parse(text).unwrap_err().to_string(), expect);
        }
    }
}
