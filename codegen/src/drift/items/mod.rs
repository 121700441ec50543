//! The public API of generated code: its items, the changes between two versions, and whether they break callers.
//!
//! It needs only the text of the files. So it can compare any two versions, for example a plan with a folder, or a folder with an
//! older revision.
//!
//! ```
//! use oasmith::drift::items::{self, Summary};
//!
//! let before = [("src/lib.rs", "pub mod shop;"), ("src/shop/mod.rs", "pub struct Item { pub name: String }")];
//! let after = [("src/lib.rs", "pub mod shop;"), ("src/shop/mod.rs", "pub struct Item { pub name: i64 }")];
//! let changes = items::compare(&before.into(), &after.into());
//! assert_eq!(changes[0].to_string(), "~ shop::Item.name: `String` is now `i64`");
//! assert_eq!(Summary::by_api(&changes)["shop"], Summary { breaking: 1, ..Summary::default() });
//! ```
//!
//! Two kinds of crates are compared: the package of a workspace, which has a module for each API, and a standalone crate of one API,
//! which contains a copy of the runtime. The runtime is not compared: the version of oasmith describes its changes.
//!
//! A change is classified by the chapter "SemVer Compatibility" of the Cargo book, see [`Rule`]. [`Change::why`] gives the reason. The
//! verdict differs from the chapter in one case: a field that is added to a struct of public fields. The chapter calls it a major change,
//! because literals and patterns that list all fields no longer compile. Most generated structs are such structs, and nearly every version
//! of a document adds an optional property. Callers write literals with `..Default::default()` or `..T::new(…)`, which accept more fields.
//! So the addition breaks only if no such constructor exists both before and after it. Rejected: `#[non_exhaustive]` on every struct, which
//! forbids literals altogether.

mod collect;
mod compare;
mod json;
mod macros;
mod markdown;
mod modules;
mod operations;
mod rule;
mod signature;
mod summary;
#[cfg(test)]
mod tests;
mod text;
mod verdict;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

pub use json::{SCHEMA_VERSION, to_json};
pub use markdown::{code_span, to_markdown};
pub use rule::{Level, Rule};
pub use summary::Summary;
pub use text::to_text;

use signature::Signature;

/// The text of files, by path. The path of a Rust file contains `src/`: `src/diga/models/mod.rs`, `generated/src/lib.rs`.
pub type Files<'a> = BTreeMap<&'a str, &'a str>;

/// The public items of a crate, by their path.
type Items = BTreeMap<String, PublicItem>;

/// A public item.
#[derive(Debug, Clone, PartialEq, Eq)]
struct PublicItem {
    kind: ItemKind,
    /// The item's type or signature as Rust source. May be empty.
    signature: String,
    /// The item that contains this one: its module, struct or enum.
    parent: Option<String>,
    /// The `cfg` conditions of the item, without those of `parent`.
    conditions: BTreeSet<String>,
    is_deprecated: bool,
    /// The operation whose method this is.
    operation: Option<Operation>,
    /// The call for whose operation alone the type exists: `operations::ListItems` for `operations::ListItemsError`.
    call: Option<String>,
}

/// The kind of a public item.
#[derive(Debug, Clone, PartialEq, Eq)]
enum ItemKind {
    Module,
    Struct(Construction),
    Enum {
        is_open: bool,
    },
    /// The path of the type, if the alias stands for a type of the same crate.
    Alias(Option<String>),
    Constant {
        value: String,
    },
    Function(Signature),
    Method(Signature),
    Field,
    Variant {
        fields: usize,
    },
    /// The definition of a trait.
    Trait,
    /// The implementation of a trait.
    Implementation,
    /// `pub use`.
    Import,
    /// A Cargo feature. The signature lists the features that it enables.
    Feature,
    /// The result of a call: value and error.
    CallResult,
    /// The typed headers of a response.
    CallHeaders,
    /// The items of a call whose response is one page of a list.
    CallPages,
}

/// The ways in which callers can construct a struct.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Construction {
    has_default: bool,
    has_new: bool,
    has_private_fields: bool,
    is_non_exhaustive: bool,
    /// Only the client creates the struct: the headers of a response.
    is_received: bool,
}

/// An operation of the API.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Operation {
    /// The HTTP method.
    pub method: String,
    /// The path template.
    pub path: String,
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.path)
    }
}

/// A change of the public API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The module of the API. Empty for a standalone crate and for changes that belong to no API.
    pub api: String,
    /// The kind of the item as one or two words: `field`, `operation`, `Cargo feature`.
    pub kind: &'static str,
    /// The path of the item: `shop::models::Item.name`.
    pub item: String,
    /// The operation, if the item is an operation's method.
    pub operation: Option<Operation>,
    /// The old type or signature; `None` if the item was added.
    pub before: Option<String>,
    /// The new type or signature; `None` if the item was removed.
    pub after: Option<String>,
    /// Whether the change breaks code that follows the documentation of the generated code.
    pub breaking: bool,
    /// The reason why the change is breaking or not: a sentence.
    pub why: String,
    /// The rule of the Cargo book. The chapter has no rule for some changes, such as another type of a field.
    pub rule: Option<Rule>,
    /// The number of operations that the change adds or removes: more than one if a complete API is added or removed.
    pub operations: usize,
}

impl Change {
    /// Returns whether the item was added, removed or changed.
    #[must_use]
    pub fn action(&self) -> Action {
        match (&self.before, &self.after) {
            (None, _) => Action::Added,
            (_, None) => Action::Removed,
            _ => Action::Changed,
        }
    }
}

/// What happened to an item, or to an API as a whole.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Action {
    /// It exists only in the new version.
    Added,
    /// It exists only in the old version.
    Removed,
    /// It exists in both versions and differs.
    #[default]
    Changed,
}

impl Action {
    /// Returns the action as one word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Changed => "changed",
        }
    }

    /// Returns `+`, `-` or `~`.
    #[must_use]
    pub fn sign(self) -> char {
        match self {
            Self::Added => '+',
            Self::Removed => '-',
            Self::Changed => '~',
        }
    }
}

/// Returns the changes of the public API from one version of the files to another. The parts of an added or removed item are not listed.
///
/// Pass all files of both versions: the meaning of a file depends on others. Only APIs with a difference are parsed. A file that is not
/// Rust or cannot be parsed counts as empty.
#[must_use]
pub fn compare(before: &Files<'_>, after: &Files<'_>) -> Vec<Change> {
    let is_single = modules::is_single_api(before) || modules::is_single_api(after);
    let is_relevant = modules::differing(before, after, is_single);
    let items = |files: &Files<'_>| {
        let chosen: Files<'_> =
            files.iter().filter(|(path, _)| is_relevant(path)).map(|(path, text)| (*path, *text)).collect();
        collect::collect(&chosen)
    };
    compare::changes(&items(before), &items(after), is_single)
}
