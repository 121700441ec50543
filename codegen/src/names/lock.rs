//! `names.lock`: the names that a later version of the document could otherwise change.
//!
//! The file is text with one name per line, sorted, so that reviews show each change. Only names that a later item could take are
//! pinned. All other names depend only on the document.
//!
//! Two branches that pin different names mostly merge: each line is complete, no line counts or refers to others, and the order of
//! lines does not matter when the file is read. Git reports a conflict only if both branches insert lines at the same place. With the
//! attribute `merge=union`, git keeps the lines of both. If they pin two names for one key, [`NamesLock::parse`] reports it.

use std::collections::BTreeMap;
use std::fmt;

use super::KeptName;
use super::style::{Style, Styles};
use crate::merge_conflict;

/// The first lines of the file.
const HEADER: &str = "# Public names that a later version of the document could otherwise change. Written by oasmith.\n\
                      # To choose another name, add it to `rename` in oasmith.toml. To release a name, delete its line.\n";

/// The kind of the pins that group the places of merged types.
pub(super) const MERGED: &str = "merged";

/// The kind and key of the line for the version of the naming rules. A lock without it is from a version of oasmith that split words such as
/// `GitHub`; names that it does not contain stay as that version chose them.
const RULES: (&str, &str) = ("rules", "words");
/// The current version of the naming rules.
const VERSION: &str = "v2";

/// The pinned names of an API.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NamesLock {
    pub(super) styles: BTreeMap<String, Style>,
    pub(super) pins: BTreeMap<String, BTreeMap<String, String>>,
}

/// An invalid line in `names.lock`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LockError {
    /// The line number, from 1.
    pub line: usize,
    /// The description of the error.
    pub message: String,
}

impl fmt::Display for LockError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.message)
    }
}

impl std::error::Error for LockError {}

impl NamesLock {
    /// Parses the text of the file. An empty text is an empty lock.
    ///
    /// # Errors
    /// Returns an error if a line is not of the form `KIND KEY = NAME`, if its name is not an identifier, or if two lines pin
    /// different names for the same key.
    pub fn parse(text: &str) -> Result<Self, LockError> {
        if let Some(line) = merge_conflict::find(text) {
            let message = format!("{}; {}", merge_conflict::MESSAGE, merge_conflict::REMEDY);
            return Err(LockError { line, message });
        }
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
            let style = Style::from_name(name).ok_or_else(|| format!("`{name}` is not a naming style"))?;
            unique(line, name, self.styles.insert(key.to_owned(), style).map(Style::name))?;
        } else {
            // `syn` would skip spaces and comments, which are not part of a name.
            if name.contains([' ', '\t', '/']) || syn::parse_str::<syn::Ident>(name).is_err() {
                return Err(format!("`{name}` is not a Rust identifier"));
            }
            let old = self.pins.entry(kind.to_owned()).or_default().insert(key.to_owned(), name.to_owned());
            unique(line, name, old.as_deref())?;
        }
        Ok(())
    }

    /// Returns the names of merged types, by the key of each of their places.
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

/// Returns an error if an earlier line pins another name. A merge of two branches can keep the lines of both.
fn unique(line: &str, name: &str, old: Option<&str>) -> Result<(), String> {
    match old {
        Some(old) if old != name => Err(format!(
            "merge conflict: `{line}`, but an earlier line pins the name `{old}` for the same key; delete one of the two lines"
        )),
        _ => Ok(()),
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

/// The pins of a run: those of the old lock, and the new ones.
pub(super) struct Pins<'a> {
    old: &'a NamesLock,
    new: NamesLock,
    /// Names of parts that have another key in the old lock: kind, key, name.
    inherited: BTreeMap<&'static str, BTreeMap<String, &'a str>>,
    /// The style of each class of names in the document.
    pub(super) styles: Styles,
    /// The names that the old lock keeps although the document changed.
    pub(super) kept: Vec<KeptName>,
}

impl<'a> Pins<'a> {
    pub(super) fn new(old: &'a NamesLock, styles: Styles) -> Self {
        Self { old, new: NamesLock::default(), inherited: BTreeMap::new(), styles, kept: Vec::new() }
    }

    /// Whether the old lock is from a version of oasmith with other naming rules.
    pub(super) fn is_earlier(&self) -> bool {
        !self.old.is_empty() && self.get(RULES.0, RULES.1).is_none()
    }

    /// Returns the name of an item in the old lock.
    pub(super) fn get(&self, kind: &str, key: &str) -> Option<&'a str> {
        let own = self.old.pins.get(kind).and_then(|pins| pins.get(key)).map(String::as_str);
        own.or_else(|| self.inherited.get(kind)?.get(key).copied())
    }

    /// Copies the pinned names of a type's parts to the parts of another type that have none.
    pub(super) fn inherit(&mut self, from: &str, to: &str) {
        for kind in ["field", "variant"] {
            let Some(pins) = self.old.pins.get(kind) else { continue };
            for (key, name) in pins.range(from.to_owned()..) {
                let Some(part) = key.strip_prefix(from) else { break };
                // Skips the parts of its parts.
                let is_own = part.starts_with(['.', '|']) && !part[1..].contains(['.', '|', '[', '{', ':']);
                if is_own {
                    self.inherited.entry(kind).or_default().entry(format!("{to}{part}")).or_insert(name);
                }
            }
        }
    }

    /// Pins a name for later runs.
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

    /// Returns the lock for the next run.
    pub(super) fn finish(mut self) -> NamesLock {
        self.set(RULES.0, RULES.1, VERSION);
        self.new.styles = self.styles.to_map();
        self.new
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_printed_lock_is_parsed_to_the_same_lock() {
        let text = format!("{HEADER}style members = camel\nfield Customer.taxID = tax_id\ntype a%2Fb = AB\n");
        let lock = NamesLock::parse(&text).unwrap();
        assert_eq!(lock.to_string(), text);
    }

    #[test]
    fn errors_contain_the_line_number() {
        for (text, expect) in [
            ("\nwhat", "line 2: `what` is not of the form `KIND KEY = NAME`"),
            ("type a = 1b", "line 1: `1b` is not a Rust identifier"),
            ("type a = B/**/", "line 1: `B/**/` is not a Rust identifier"),
            ("style members = tall", "line 1: `tall` is not a naming style"),
            (
                "type a = A\n<<<<<<< HEAD\ntype b = B\n=======\n>>>>>>> topic\n",
                "line 2: the file contains a merge conflict; keep the lines of one side or of both, and delete the lines \
                 that begin with `<<<<<<<`, `=======` or `>>>>>>>`",
            ),
            (
                "type a = A\ntype b = B\ntype a = C",
                "line 3: merge conflict: `type a = C`, but an earlier line pins the name `A` for the same key; delete one of \
                 the two lines",
            ),
        ] {
            assert_eq!(NamesLock::parse(text).unwrap_err().to_string(), expect);
        }
    }
}
