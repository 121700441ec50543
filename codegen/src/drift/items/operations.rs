//! Recognizes the operations among the items: the method of the client, the type of the call, and the types that only the call uses.

use std::collections::{BTreeMap, BTreeSet};

use syn::{Expr, ExprLit, ExprStruct, Lit, Member};

use super::modules::join;
use super::{Construction, ItemKind, Items, Operation};

/// The operations of a crate.
#[derive(Debug, Default)]
pub(super) struct Operations {
    /// The request of each call, by the path of its type.
    tables: BTreeMap<String, Operation>,
    /// The methods that may create a call: the method, its type, and the path of the returned type.
    methods: Vec<(String, String, String)>,
    /// The types that each call mentions in its macro.
    mentioned: BTreeMap<String, BTreeSet<String>>,
}

impl Operations {
    /// Reads the table of a call.
    pub(super) fn table(&mut self, call: &str, table: &Expr) {
        let Expr::Struct(table) = table else { return };
        if let (Some(method), Some(path)) = (text(table, "method"), text(table, "path")) {
            self.tables.insert(call.to_owned(), Operation { method, path });
        }
    }

    /// Adds a method of a type.
    pub(super) fn method(&mut self, method: &str, owner: &str, returned: String) {
        self.methods.push((method.to_owned(), owner.to_owned(), returned));
    }

    /// Adds a type that the macro of a call mentions.
    pub(super) fn mention(&mut self, call: &str, ty: String) {
        self.mentioned.entry(call.to_owned()).or_default().insert(ty);
    }

    /// Assigns methods, calls and their types to the operations.
    pub(super) fn assign(self, items: &mut Items) {
        for (method, owner, call) in &self.methods {
            let Some(operation) = self.tables.get(call).filter(|_| owner != call) else { continue };
            if let Some(item) = items.get_mut(method) {
                item.operation = Some(operation.clone());
                item.signature = format!("operation {operation}: {}", item.signature);
            }
            let own = self.own_types(call, items);
            for ty in std::iter::once(call).chain(&own) {
                if let Some(item) = items.get_mut(ty) {
                    item.call = Some(method.clone());
                }
            }
        }
        // The headers of a response are created by the client only.
        let headers: Vec<String> = items
            .values()
            .filter(|item| item.kind == ItemKind::CallHeaders)
            .filter_map(|item| Some(sibling(item.parent.as_deref()?, item.signature.strip_prefix("headers ")?)))
            .collect();
        for path in headers {
            if let Some(construction) = construction(items, &path) {
                construction.is_received = true;
            }
        }
        // A constructor belongs to the struct.
        let constructed: Vec<String> = items
            .iter()
            .filter(|(key, item)| matches!(item.kind, ItemKind::Method(_)) && key.ends_with("::new"))
            .filter_map(|(_, item)| item.parent.clone())
            .collect();
        for path in constructed {
            if let Some(construction) = construction(items, &path) {
                construction.has_new = true;
            }
        }
    }

    /// Returns the types in the module of the call that only the call mentions, directly or through another one.
    fn own_types(&self, call: &str, items: &Items) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        let mut pending = vec![call.to_owned()];
        while let Some(ty) = pending.pop() {
            let prefix = format!("{ty}::");
            let methods = items.range(prefix.clone()..).take_while(|(key, _)| key.starts_with(&prefix));
            let signatures = methods.map(|(_, item)| item.signature.as_str());
            let mentioned = self.mentioned.get(&ty).into_iter().flatten().map(String::as_str);
            for name in signatures.chain(mentioned).flat_map(names) {
                let path = sibling(&ty, name);
                let is_type = |kind: &ItemKind| matches!(kind, ItemKind::Struct(_) | ItemKind::Enum { .. });
                let is_own =
                    items.get(&path).is_some_and(|item| is_type(&item.kind)) && !self.tables.contains_key(&path);
                if is_own && found.insert(path.clone()) {
                    pending.push(path);
                }
            }
        }
        found
    }
}

/// Returns the ways to construct the struct at a path.
fn construction<'i>(items: &'i mut Items, path: &str) -> Option<&'i mut Construction> {
    match &mut items.get_mut(path)?.kind {
        ItemKind::Struct(construction) => Some(construction),
        _ => None,
    }
}

/// Returns the names in a Rust text that have no path in front of them.
fn names(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|c: char| !c.is_alphanumeric() && c != '_' && c != ':');
    words.filter(|word| !word.is_empty() && !word.contains(':'))
}

/// Returns the path of a type in the module of another item.
fn sibling(path: &str, name: &str) -> String {
    join(path.rsplit_once("::").map_or("", |(module, _)| module), name)
}

/// Returns the text of a field.
fn text(table: &ExprStruct, name: &str) -> Option<String> {
    let field = table.fields.iter().find(|field| matches!(&field.member, Member::Named(ident) if ident == name))?;
    match &field.expr {
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text.value()),
        _ => None,
    }
}
