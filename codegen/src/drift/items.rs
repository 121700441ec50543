//! Lists the public items of generated code, and compares two versions of them.
//!
//! It needs only the text of the files. So it can compare any two versions, for example a plan with a folder, or a folder with an
//! older revision.

use std::collections::{BTreeMap, BTreeSet};

use quote::ToTokens;
use syn::{Fields, ImplItem, Item, Visibility};

/// The public items of a set of files, by their path (`diga::models::Customer.name`).
pub type Items = BTreeMap<String, PublicItem>;

/// A public item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicItem {
    /// The signature or type.
    pub signature: String,
    /// Whether adding the item breaks callers: a variant of an exhaustive enum, or a field of a struct without `Default`.
    pub addition_breaks: bool,
}

/// A difference between two versions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The path of the item.
    pub item: String,
    /// The old signature; `None` if the item was added.
    pub before: Option<String>,
    /// The new signature; `None` if the item was removed.
    pub after: Option<String>,
    /// Whether the change can break code that compiled before.
    pub breaking: bool,
}

impl std::fmt::Display for Change {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (&self.before, &self.after) {
            (Some(before), Some(after)) => write!(f, "~ {}: {before} -> {after}", self.item),
            (Some(before), None) => write!(f, "- {}: {before}", self.item),
            (None, Some(after)) => write!(f, "+ {}: {after}", self.item),
            (None, None) => Ok(()),
        }
    }
}

/// The private modules of a crate. Their parent modules re-export their items.
#[derive(Debug, Clone, Default)]
pub struct PrivateModules(BTreeSet<String>);

impl PrivateModules {
    /// Collects the private modules that these files declare. Only `mod.rs` and `lib.rs` are read.
    pub fn of<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let roots = files.into_iter().filter(|(path, _)| path.ends_with("/mod.rs") || path.ends_with("/lib.rs"));
        let declared = roots.flat_map(|(path, text)| {
            let items = syn::parse_file(text).map(|file| file.items).unwrap_or_default();
            items.into_iter().filter_map(move |item| match item {
                Item::Mod(item) if !is_public(&item.vis) => Some(join(&module(path), &item.ident.to_string())),
                _ => None,
            })
        });
        Self(declared.collect())
    }
}

/// Returns the public items of Rust files. Each file is its path below the crate's folder (`src/diga/models/mod.rs`) and its text.
/// Files that are not Rust or cannot be parsed count as empty; the diff shows their differences.
pub fn collect<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>, private: &PrivateModules) -> Items {
    let rust = files.into_iter().filter(|(path, _)| path.ends_with(".rs"));
    let mut collector = Collector { items: Items::new() };
    for (path, text) in rust {
        let Ok(file) = syn::parse_file(text) else { continue };
        let shown = visible(&module(path), private);
        for item in &file.items {
            collector.item(&shown, item);
        }
    }
    collector.items
}

/// Returns the changed items. The fields and variants of an added or removed item are not listed one by one.
#[must_use]
pub fn changes(before: &Items, after: &Items) -> Vec<Change> {
    let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let mut changes: Vec<Change> = Vec::new();
    for name in names {
        let (old, new) = (before.get(name), after.get(name));
        if old.map(|item| &item.signature) == new.map(|item| &item.signature) {
            continue;
        }
        let parent = parent_item(name);
        let is_parent_only_in = |side: &Items, other: &Items| side.contains_key(parent) && !other.contains_key(parent);
        if (new.is_none() && is_parent_only_in(before, after)) || (old.is_none() && is_parent_only_in(after, before)) {
            continue;
        }
        changes.push(Change {
            item: name.clone(),
            before: old.map(|item| item.signature.clone()),
            after: new.map(|item| item.signature.clone()),
            breaking: old.is_some() || new.is_some_and(|item| item.addition_breaks),
        });
    }
    changes
}

struct Collector {
    items: Items,
}

impl Collector {
    fn item(&mut self, module: &str, item: &Item) {
        match item {
            Item::Struct(item) if is_public(&item.vis) => {
                let name = join(module, &item.ident.to_string());
                let addition_breaks = !derives_default(&item.attrs) && !has(&item.attrs, "non_exhaustive");
                self.add(&name, format!("struct {}", item.generics.to_token_stream()), false);
                self.fields(&name, &item.fields, addition_breaks);
            }
            Item::Enum(item) if is_public(&item.vis) => {
                let name = join(module, &item.ident.to_string());
                let addition_breaks = !has(&item.attrs, "non_exhaustive");
                self.add(&name, format!("enum {}", item.generics.to_token_stream()), false);
                for variant in &item.variants {
                    let signature = match &variant.fields {
                        Fields::Unit => "variant".to_owned(),
                        fields => format!("variant {}", compact_text(fields)),
                    };
                    self.add(&format!("{name}::{}", variant.ident), signature, addition_breaks);
                }
            }
            Item::Type(item) if is_public(&item.vis) => {
                self.add(&join(module, &item.ident.to_string()), format!("type {}", compact_text(&item.ty)), false);
            }
            Item::Const(item) if is_public(&item.vis) => {
                self.add(&join(module, &item.ident.to_string()), format!("const {}", compact_text(&item.ty)), false);
            }
            Item::Fn(item) if is_public(&item.vis) => {
                self.add(&join(module, &item.sig.ident.to_string()), compact_text(&item.sig), false);
            }
            Item::Impl(item) if item.trait_.is_none() => {
                let owner = join(module, &compact_text(&item.self_ty));
                for part in &item.items {
                    match part {
                        ImplItem::Fn(method) if is_public(&method.vis) => {
                            self.add(&format!("{owner}.{}", method.sig.ident), compact_text(&method.sig), false);
                        }
                        ImplItem::Const(constant) if is_public(&constant.vis) => {
                            let signature = format!("const {}", compact_text(&constant.ty));
                            self.add(&format!("{owner}.{}", constant.ident), signature, false);
                        }
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }

    fn fields(&mut self, owner: &str, fields: &Fields, addition_breaks: bool) {
        for (index, field) in fields.iter().enumerate().filter(|(_, field)| is_public(&field.vis)) {
            let name = field.ident.as_ref().map_or_else(|| index.to_string(), ToString::to_string);
            self.add(&format!("{owner}.{name}"), compact_text(&field.ty), addition_breaks);
        }
    }

    fn add(&mut self, name: &str, signature: String, addition_breaks: bool) {
        self.items.insert(name.to_owned(), PublicItem { signature: signature.trim().to_owned(), addition_breaks });
    }
}

/// Returns the module of a file: `diga::models::customer` for `src/diga/models/customer.rs`.
fn module(path: &str) -> String {
    let path = path.split_once("src/").map_or(path, |(_, inside)| inside);
    let path = path.strip_suffix(".rs").unwrap_or(path);
    let segments = path.split('/').filter(|segment| !matches!(*segment, "mod" | "lib"));
    segments.collect::<Vec<_>>().join("::")
}

/// Returns the path through which callers access a module, which omits private modules.
fn visible(module: &str, private: &PrivateModules) -> String {
    let mut full = String::new();
    let mut shown = String::new();
    for segment in module.split("::") {
        full = join(&full, segment);
        if !private.0.contains(&full) {
            shown = join(&shown, segment);
        }
    }
    shown
}

fn join(module: &str, name: &str) -> String {
    if module.is_empty() { name.to_owned() } else { format!("{module}::{name}") }
}

/// Returns the item that contains a field, variant or method.
fn parent_item(name: &str) -> &str {
    let cut = name.rfind('.').or_else(|| name.rfind("::")).unwrap_or(0);
    name.get(..cut).unwrap_or_default()
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

fn has(attributes: &[syn::Attribute], name: &str) -> bool {
    attributes.iter().any(|attribute| attribute.path().is_ident(name))
}

fn derives_default(attributes: &[syn::Attribute]) -> bool {
    let derives = attributes.iter().filter(|attribute| attribute.path().is_ident("derive"));
    derives.into_iter().any(|attribute| attribute.to_token_stream().to_string().contains("Default"))
}

/// Returns tokens as text, without the spaces that a token stream prints around punctuation.
fn compact_text(tokens: &impl ToTokens) -> String {
    let mut text = tokens.to_token_stream().to_string();
    for (wide, tight) in [
        (" :: ", "::"),
        (" < ", "<"),
        (" >", ">"),
        (" , ", ", "),
        ("& ", "&"),
        (" (", "("),
        ("( ", "("),
        (" )", ")"),
        (" : ", ": "),
    ] {
        text = text.replace(wide, tight);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    const BEFORE: &str = "
        #[derive(Default)] pub struct A { pub x: Option<String>, pub y: i64, z: u8 }
        pub struct Closed { pub x: i64 }
        #[non_exhaustive] pub enum Open { One }
        pub enum Sealed { One }
        impl A { pub fn go(&self, id: &str) -> i64 { 0 } }
    ";

    fn check(after: &str, expect: &[(&str, bool)]) {
        let private = PrivateModules::of([("src/api/models/mod.rs", "mod a;")]);
        let collect = |text: &str| super::collect([("src/api/models/a.rs", text)], &private);
        let found = changes(&collect(BEFORE), &collect(after));
        let found: Vec<_> = found.iter().map(|change| (change.to_string(), change.breaking)).collect();
        let expect: Vec<_> = expect.iter().map(|(text, breaking)| ((*text).to_owned(), *breaking)).collect();
        assert_eq!(found, expect);
    }

    fn edited(from: &str, to: &str) -> String {
        assert!(BEFORE.contains(from));
        BEFORE.replace(from, to)
    }

    #[test]
    fn private_changes_are_ignored() {
        check(BEFORE, &[]);
        check(&edited("z: u8", "z: u16"), &[]);
    }

    #[test]
    fn changes_of_public_items_are_classified() {
        check(&edited("pub y: i64", "pub y: String"), &[("~ api::models::A.y: i64 -> String", true)]);
        check(&edited(", z: u8", ", pub w: Vec<i64>"), &[("+ api::models::A.w: Vec<i64>", false)]);
        check(
            &edited("Closed { pub x: i64", "Closed { pub x: i64, pub y: i64"),
            &[("+ api::models::Closed.y: i64", true)],
        );
        check(&edited("enum Open { One }", "enum Open { One, Two }"), &[("+ api::models::Open::Two: variant", false)]);
        check(
            &edited("enum Sealed { One }", "enum Sealed { One, Two(A) }"),
            &[("+ api::models::Sealed::Two: variant (A)", true)],
        );
        check(&edited("pub enum Sealed { One }", ""), &[("- api::models::Sealed: enum", true)]);
        check(
            &edited("id: &str", "id: String"),
            &[("~ api::models::A.go: fn go(&self, id: &str) -> i64 -> fn go(&self, id: String) -> i64", true)],
        );
    }
}
