//! Compares the items of two versions.

use std::collections::BTreeMap;

use super::verdict::{self, Verdict};
use super::{Change, ItemKind, Items, PublicItem};

/// Returns the changes, sorted by item. `is_single` is set for a crate of one API, which has no module for the API.
pub(super) fn changes(before: &Items, after: &Items, is_single: bool) -> Vec<Change> {
    let comparison = Comparison { before, after, is_single, renamed: renamed(before, after) };
    let mut names: Vec<&String> = before.keys().chain(after.keys()).collect();
    names.sort_unstable();
    names.dedup();
    let mut changes: Vec<Change> = Vec::new();
    for change in names.into_iter().filter_map(|name| comparison.change(name)) {
        match changes.last_mut() {
            Some(last) if are_implementations(last, &change) => join(last, &change),
            _ => changes.push(change),
        }
    }
    changes
}

/// Returns whether both changes add, or both remove, an implementation of the same type. They are shown as one.
fn are_implementations(a: &Change, b: &Change) -> bool {
    a.kind == b.kind && a.kind == "implementation" && a.item == b.item && a.action() == b.action()
}

/// Adds the trait of another change.
fn join(change: &mut Change, other: &Change) {
    for (text, more) in [(&mut change.before, &other.before), (&mut change.after, &other.after)] {
        if let (Some(text), Some(more)) = (text, more) {
            *text = format!("{text} + {}", more.trim_start_matches("impl "));
        }
    }
    change.why.clone_from(&other.why);
}

struct Comparison<'a> {
    before: &'a Items,
    after: &'a Items,
    is_single: bool,
    /// The methods of operations whose name changed: old and new.
    renamed: BTreeMap<&'a str, &'a str>,
}

impl Comparison<'_> {
    fn change(&self, name: &str) -> Option<Change> {
        let (before, after) = (self.before.get(name), self.after.get(name));
        match (before, after.or_else(|| self.through_alias(name))) {
            (Some(old), Some(new)) => {
                if old == new || self.is_constructor_of_changed_call(name, old) || self.moves_with_method(old, new) {
                    return None;
                }
                let verdict = match self.has_same_parts(old, new) {
                    true => verdict::same_alias(),
                    false => verdict::changed(old, new, self.after)?,
                };
                Some(self.make(name, old, Some(old), Some(new), verdict))
            }
            (Some(old), None) => self.removed(name, old),
            (None, Some(new)) => {
                if self.is_folded(new, self.after, self.before) || self.renamed.values().any(|new| *new == name) {
                    return None;
                }
                let verdict = verdict::added(name, new, self.before, self.after);
                Some(self.make(name, new, None, Some(new), verdict))
            }
            (None, None) => None,
        }
    }

    fn removed(&self, name: &str, old: &PublicItem) -> Option<Change> {
        if self.is_folded(old, self.before, self.after) {
            return None;
        }
        if let Some(new) = self.renamed.get(name) {
            let last = |path: &str| path.rsplit("::").next().unwrap_or_default().to_owned();
            let mut change = self.make(name, old, None, None, verdict::renamed());
            (change.before, change.after) = (Some(last(name)), Some(last(new)));
            return Some(change);
        }
        Some(self.make(name, old, Some(old), None, verdict::removed(old)))
    }

    /// Returns the part of a type that was replaced by an alias of a type with the same part.
    fn through_alias(&self, name: &str) -> Option<&PublicItem> {
        let parent = self.before.get(name)?.parent.as_deref()?;
        let ItemKind::Alias(Some(target)) = &self.after.get(parent)?.kind else { return None };
        self.after.get(&format!("{target}{}", name.strip_prefix(parent)?))
    }

    /// Returns whether both items are aliases of types with the same parts: a type behind aliases has another name.
    fn has_same_parts(&self, old: &PublicItem, new: &PublicItem) -> bool {
        let (ItemKind::Alias(Some(before)), ItemKind::Alias(Some(now))) = (&old.kind, &new.kind) else { return false };
        let parts = |items: &Items, path: &str| {
            let kind = items.get(path)?.kind.clone();
            let near = items.range(path.to_owned()..).take_while(|(key, _)| key.starts_with(path));
            let own = near.filter(|(_, item)| item.parent.as_deref() == Some(path));
            let parts = own.map(|(key, item)| (key.strip_prefix(path).map(str::to_owned), item.signature.clone()));
            Some((kind, parts.collect::<Vec<_>>()))
        };
        before != now
            && parts(self.before, before).is_some_and(|parts_before| parts(self.after, now) == Some(parts_before))
    }

    /// Returns whether another change covers an item that exists only on the side `own`: that of its parent or of its operation.
    fn is_folded(&self, item: &PublicItem, own: &Items, other: &Items) -> bool {
        let is_one_sided = |path: &String| own.contains_key(path) && !other.contains_key(path);
        item.parent.as_ref().is_some_and(is_one_sided) || item.call.as_ref().is_some_and(is_one_sided)
    }

    /// Returns whether an item is the constructor of a call whose method in the client has changed. Both have the same parameters.
    fn is_constructor_of_changed_call(&self, name: &str, item: &PublicItem) -> bool {
        let call = item.parent.as_ref().filter(|_| name.ends_with("::new")).and_then(|parent| self.before.get(parent));
        call.and_then(|call| call.call.as_ref()).is_some_and(|method| {
            let signature = |items: &Items| items.get(method).map(|item| item.signature.clone());
            signature(self.before) != signature(self.after)
        })
    }

    /// Returns whether only the conditions of a call's type differ, and those of the client's method, too.
    fn moves_with_method(&self, old: &PublicItem, new: &PublicItem) -> bool {
        let conditions = |items: &Items| Some(items.get(old.call.as_ref()?)?.conditions.clone());
        let has_moved = conditions(self.before) != conditions(self.after);
        has_moved && *old == PublicItem { conditions: old.conditions.clone(), ..new.clone() }
    }

    fn make(
        &self,
        name: &str,
        item: &PublicItem,
        before: Option<&PublicItem>,
        after: Option<&PublicItem>,
        (breaking, why, rule): Verdict,
    ) -> Change {
        let is_api = !self.is_single && item.kind == ItemKind::Module && item.parent.is_none();
        let side = if before.is_some() { self.before } else { self.after };
        let operations = if is_api {
            let prefix = format!("{name}::");
            let inside = side.range(prefix.clone()..).take_while(|(key, _)| key.starts_with(&prefix));
            inside.filter(|(_, item)| item.operation.is_some()).count()
        } else {
            usize::from(item.operation.is_some() && before.is_none() != after.is_none())
        };
        let text = |item: &PublicItem| match (is_api, operations) {
            (true, 1) => "API with 1 operation".to_owned(),
            (true, count) => format!("API with {count} operations"),
            _ => shown(item),
        };
        Change {
            api: self.api(name, item),
            kind: if is_api { "API" } else { word(item) },
            item: name.split(' ').next().unwrap_or_default().to_owned(),
            operation: after.or(before).unwrap_or(item).operation.clone(),
            before: before.map(text),
            after: after.map(text),
            breaking,
            why,
            rule,
            operations,
        }
    }

    /// Returns the module of the API that an item belongs to.
    fn api(&self, name: &str, item: &PublicItem) -> String {
        let path = match &item.kind {
            ItemKind::Feature => item.parent.as_deref().unwrap_or_default(),
            _ => name,
        };
        let first = path.split("::").next().unwrap_or_default();
        let is_module = |items: &Items| items.get(first).is_some_and(|item| item.kind == ItemKind::Module);
        let has_api = !self.is_single && (is_module(self.before) || is_module(self.after));
        if has_api { first.to_owned() } else { String::new() }
    }
}

/// Returns the operations whose methods have another name: the same method and path, and neither name exists on the other side.
fn renamed<'a>(before: &'a Items, after: &'a Items) -> BTreeMap<&'a str, &'a str> {
    let one_sided = |own: &'a Items, other: &'a Items| {
        let methods = own.iter().filter(|(key, item)| item.operation.is_some() && !other.contains_key(*key));
        methods.map(|(key, item)| ((&item.parent, &item.operation), key.as_str()))
    };
    let added: BTreeMap<_, _> = one_sided(after, before).collect();
    let removed = one_sided(before, after);
    removed.filter_map(|(operation, old)| Some((old, *added.get(&operation)?))).collect()
}

/// Returns the type or signature of an item, with the conditions that it needs.
fn shown(item: &PublicItem) -> String {
    let mut text = item.signature.clone();
    let is_non_exhaustive = match &item.kind {
        ItemKind::Struct(construction) => construction.is_non_exhaustive,
        ItemKind::Enum { is_open } => *is_open,
        _ => false,
    };
    if is_non_exhaustive {
        text = format!("#[non_exhaustive] {text}");
    }
    if item.is_deprecated {
        text = format!("#[deprecated] {text}");
    }
    if let ItemKind::Constant { value } = &item.kind
        && !value.is_empty()
    {
        text = format!("{text} = {value}");
    }
    text
}

fn word(item: &PublicItem) -> &'static str {
    match &item.kind {
        _ if item.operation.is_some() => "operation",
        ItemKind::Module => "module",
        ItemKind::Struct(_) => "struct",
        ItemKind::Enum { .. } => "enum",
        ItemKind::Alias(_) => "type alias",
        ItemKind::Constant { .. } => "constant",
        ItemKind::Function(_) => "function",
        ItemKind::Method(_) => "method",
        ItemKind::Field => "field",
        ItemKind::Variant { .. } => "variant",
        ItemKind::Trait => "trait",
        ItemKind::Implementation => "implementation",
        ItemKind::Import => "re-export",
        ItemKind::Feature => "Cargo feature",
        ItemKind::CallResult => "result",
        ItemKind::CallHeaders => "response headers",
        ItemKind::CallPages => "pages",
    }
}
