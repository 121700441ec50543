//! Modules of a crate: which are private, their conditions, and the paths that files and imports mean.

use std::collections::{BTreeMap, BTreeSet};

use quote::ToTokens;
use syn::{Attribute, Item, UseTree, Visibility};

use super::Files;

/// The modules that a crate declares.
#[derive(Debug, Clone, Default)]
pub(super) struct Modules {
    /// Modules without `pub`. Their parent modules re-export their items.
    private: BTreeSet<String>,
    /// The `cfg` conditions of each module, if it has any.
    conditions: BTreeMap<String, BTreeSet<String>>,
}

impl Modules {
    /// Collects the modules that these files declare.
    pub(super) fn of<'a>(files: impl IntoIterator<Item = (&'a str, &'a syn::File)>) -> Self {
        let mut modules = Self::default();
        for (path, file) in files {
            for item in &file.items {
                let Item::Mod(item) = item else { continue };
                let name = join(&module(path), &item.ident.to_string());
                let conditions = conditions(&item.attrs);
                if !is_public(&item.vis) {
                    modules.private.insert(name.clone());
                }
                if !conditions.is_empty() {
                    modules.conditions.insert(name, conditions);
                }
            }
        }
        modules
    }

    /// Returns the path through which callers access a module, which omits private modules.
    pub(super) fn visible(&self, module: &str) -> String {
        let mut shown = String::new();
        for (full, segment) in prefixes(module) {
            if !self.private.contains(&full) {
                shown = join(&shown, segment);
            }
        }
        shown
    }

    /// Returns the conditions of the private modules at the end of a path. Items of these modules inherit them.
    pub(super) fn inherited(&self, module: &str) -> BTreeSet<String> {
        let private = prefixes(module).into_iter().rev().take_while(|(full, _)| self.private.contains(full));
        private.filter_map(|(full, _)| self.conditions.get(&full)).flatten().cloned().collect()
    }

    /// Returns whether an item is inside a private module, which re-exports it.
    pub(super) fn is_inside_private(&self, path: &str) -> bool {
        prefixes(path).iter().any(|(full, _)| self.private.contains(full))
    }
}

/// Returns each prefix of a module's path with its last segment.
fn prefixes(module: &str) -> Vec<(String, &str)> {
    let mut full = String::new();
    let segments = module.split("::").filter(|segment| !segment.is_empty());
    segments
        .map(|segment| {
            full = join(&full, segment);
            (full.clone(), segment)
        })
        .collect()
}

/// Returns the module of a file: `diga::models::customer` for `src/diga/models/customer.rs`.
pub(super) fn module(path: &str) -> String {
    let path = path.split_once("src/").map_or(path, |(_, inside)| inside);
    let path = path.strip_suffix(".rs").unwrap_or(path);
    let segments = path.split('/').filter(|segment| !matches!(*segment, "mod" | "lib"));
    segments.collect::<Vec<_>>().join("::")
}

/// Returns the paths that the imports of a file bring into scope, by name.
pub(super) fn imports(module: &str, file: &syn::File) -> BTreeMap<String, String> {
    let trees = file.items.iter().filter_map(|item| if let Item::Use(item) = item { Some(&item.tree) } else { None });
    trees.flat_map(|tree| imported(module, tree)).collect()
}

/// Returns the paths that an import brings into scope, by name.
pub(super) fn imported(module: &str, tree: &UseTree) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    import(module, tree, &mut Vec::new(), &mut found);
    found
}

fn import(module: &str, tree: &UseTree, path: &mut Vec<String>, found: &mut BTreeMap<String, String>) {
    match tree {
        UseTree::Path(inner) => {
            path.push(inner.ident.to_string());
            import(module, &inner.tree, path, found);
            path.pop();
        }
        UseTree::Name(name) => {
            path.push(name.ident.to_string());
            found.insert(name.ident.to_string(), resolve(module, path));
            path.pop();
        }
        UseTree::Rename(rename) => {
            path.push(rename.ident.to_string());
            found.insert(rename.rename.to_string(), resolve(module, path));
            path.pop();
        }
        UseTree::Group(group) => group.items.iter().for_each(|tree| import(module, tree, path, found)),
        _ => {}
    }
}

/// Returns the path that `path` means in a module: resolves `crate`, `self` and `super`.
pub(super) fn resolve(module: &str, path: &[String]) -> String {
    let mut base: Vec<&str> = module.split("::").filter(|segment| !segment.is_empty()).collect();
    let mut rest = path;
    loop {
        match rest {
            [first, more @ ..] if first == "super" => {
                base.pop();
                rest = more;
            }
            [first, more @ ..] if first == "self" => rest = more,
            [first, more @ ..] if first == "crate" => {
                base.clear();
                rest = more;
            }
            _ => break,
        }
    }
    base.into_iter().chain(rest.iter().map(String::as_str)).collect::<Vec<_>>().join("::")
}

/// Returns a function that selects the files that must be parsed: those of APIs with a difference, and those that belong to no API.
/// `is_single` is set for a crate of one API.
pub(super) fn differing(before: &Files<'_>, after: &Files<'_>, is_single: bool) -> impl Fn(&str) -> bool + use<> {
    let all = before.keys().chain(after.keys());
    let changed: BTreeSet<String> =
        all.filter(|path| before.get(*path) != after.get(*path)).map(|path| folder(path)).collect();
    let is_unchanged = changed.is_empty();
    move |path| match folder(path).as_str() {
        "runtime" => false,
        folder if is_single || folder.is_empty() => !is_unchanged,
        folder => changed.contains(folder),
    }
}

/// Returns whether the crate is a standalone crate of one API, which contains the runtime.
pub(super) fn is_single_api(files: &Files<'_>) -> bool {
    files.keys().any(|path| folder(path) == "runtime")
}

/// Returns the first folder below `src/`, or the empty string.
fn folder(path: &str) -> String {
    let inside = path.split_once("src/").map_or("", |(_, inside)| inside);
    inside.split_once('/').map_or("", |(folder, _)| folder).to_owned()
}

/// Returns the conditions in `#[cfg(…)]`.
pub(super) fn conditions(attributes: &[Attribute]) -> BTreeSet<String> {
    let conditions = attributes.iter().filter(|attribute| attribute.path().is_ident("cfg"));
    conditions.filter_map(|attribute| attribute.meta.require_list().ok()).map(|list| list.tokens.to_string()).collect()
}

/// Returns the path of an item in a module.
pub(super) fn join(module: &str, name: &str) -> String {
    if module.is_empty() { name.to_owned() } else { format!("{module}::{name}") }
}

/// Returns whether an item is visible outside its crate.
pub(super) fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

/// Returns tokens as text, without the spaces that a token stream prints around punctuation.
pub(super) fn compact_text(tokens: &impl ToTokens) -> String {
    let mut text = tokens.to_token_stream().to_string();
    for (wide, tight) in [
        (" :: ", "::"),
        (":: ", "::"),
        (" <", "<"),
        ("< ", "<"),
        (" >", ">"),
        (" ,", ","),
        ("& ", "&"),
        (" (", "("),
        ("( ", "("),
        (" )", ")"),
        ("[ ", "["),
        (" ]", "]"),
        (" : ", ": "),
        (" ;", ";"),
        ("- >", " ->"),
        (",)", ")"),
        (",>", ">"),
    ] {
        text = text.replace(wide, tight);
    }
    // The arrow of a return type loses its space by the rule for `>`.
    text.replace("->", " -> ").split_whitespace().collect::<Vec<_>>().join(" ")
}
