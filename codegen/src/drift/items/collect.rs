//! Collects the public items of a crate from the text of its files.

use std::collections::{BTreeMap, BTreeSet};

use quote::ToTokens;
use syn::{Attribute, Fields, ImplItem, Item, TraitItem, Type, UseTree};

use super::modules::{self, Modules, compact_text, conditions, is_public, join, module};
use super::signature::Signature;
use super::{Construction, Files, ItemKind, Items, PublicItem, macros, operations};

/// Returns the public items of a crate. Keys of items that have no path of their own, such as implementations, are the path of their type, a
/// space and more words.
pub(super) fn collect(files: &Files<'_>) -> Items {
    let rust = files.iter().filter(|(path, _)| path.ends_with(".rs"));
    let parsed: Vec<(&str, syn::File)> =
        rust.filter_map(|(path, text)| Some((*path, syn::parse_file(text).ok()?))).collect();
    let modules = Modules::of(parsed.iter().map(|(path, file)| (*path, file)));
    let mut items = Items::new();
    let mut operations = operations::Operations::default();
    for (path, file) in &parsed {
        let module = module(path);
        let mut collector = Collector {
            shown: modules.visible(&module),
            inherited: modules.inherited(&module),
            imports: modules::imports(&module, file),
            declared: file.items.iter().filter_map(declared_name).collect(),
            modules: &modules,
            module,
            items: &mut items,
            operations: &mut operations,
        };
        file.items.iter().for_each(|item| collector.item(item));
    }
    operations.assign(&mut items);
    remove_parts_of_private_types(&mut items);
    files.iter().filter(|(path, _)| path.ends_with("Cargo.toml")).for_each(|(_, text)| features(text, &mut items));
    items
}

/// Removes the methods and implementations of types that are not public.
fn remove_parts_of_private_types(items: &mut Items) {
    let is_orphan = |item: &PublicItem| {
        let is_part = match item.kind {
            ItemKind::Method(_)
            | ItemKind::Implementation
            | ItemKind::CallResult
            | ItemKind::CallHeaders
            | ItemKind::CallPages => true,
            ItemKind::Constant { .. } => item.parent.as_ref().is_some_and(|parent| !is_module(parent)),
            _ => false,
        };
        is_part && !item.parent.as_ref().is_some_and(|parent| items.contains_key(parent))
    };
    let orphans: Vec<String> = items.iter().filter(|(_, item)| is_orphan(item)).map(|(key, _)| key.clone()).collect();
    orphans.iter().for_each(|key| _ = items.remove(key));
}

/// Returns whether a path is that of a module, by the case of its last segment.
fn is_module(path: &str) -> bool {
    path.rsplit("::").next().is_some_and(|name| name.starts_with(char::is_lowercase))
}

/// Collects the items of one file.
pub(super) struct Collector<'a> {
    /// The module of the file.
    module: String,
    /// The path through which callers access the module.
    pub(super) shown: String,
    inherited: BTreeSet<String>,
    imports: BTreeMap<String, String>,
    declared: BTreeSet<String>,
    modules: &'a Modules,
    items: &'a mut Items,
    pub(super) operations: &'a mut operations::Operations,
}

impl Collector<'_> {
    fn item(&mut self, item: &Item) {
        match item {
            Item::Macro(item) => macros::expand(self, &item.mac),
            Item::Impl(item) => self.implementation(item),
            Item::Mod(item) if is_public(&item.vis) && item.ident != "runtime" => {
                let path = join(&self.shown, &item.ident.to_string());
                // A module of documentation only is not part of the API.
                if !conditions(&item.attrs).iter().any(|condition| condition.contains("doc")) {
                    self.declare(&path, &item.attrs, ItemKind::Module, "module");
                }
            }
            Item::Struct(item) if is_public(&item.vis) => {
                let path = join(&self.shown, &item.ident.to_string());
                let kind = ItemKind::Struct(Construction {
                    has_default: derives(&item.attrs).iter().any(|name| name == "Default"),
                    has_private_fields: item.fields.iter().any(|field| !is_public(&field.vis)),
                    is_non_exhaustive: has(&item.attrs, "non_exhaustive"),
                    ..Construction::default()
                });
                self.declare(&path, &item.attrs, kind, &format!("struct{}", compact_text(&item.generics)));
                for (index, field) in item.fields.iter().enumerate().filter(|(_, field)| is_public(&field.vis)) {
                    let name = field.ident.as_ref().map_or_else(|| index.to_string(), ToString::to_string);
                    self.part(
                        &path,
                        &format!("{path}.{name}"),
                        &field.attrs,
                        ItemKind::Field,
                        &compact_text(&field.ty),
                    );
                }
            }
            Item::Enum(item) if is_public(&item.vis) => {
                let path = join(&self.shown, &item.ident.to_string());
                let kind = ItemKind::Enum { is_open: has(&item.attrs, "non_exhaustive") };
                self.declare(&path, &item.attrs, kind, &format!("enum{}", compact_text(&item.generics)));
                for variant in &item.variants {
                    let fields = match &variant.fields {
                        Fields::Unit => String::new(),
                        fields => format!(" {}", compact_text(fields)),
                    };
                    let kind = ItemKind::Variant { fields: variant.fields.len() };
                    let key = format!("{path}::{}", variant.ident);
                    self.part(&path, &key, &variant.attrs, kind, &format!("variant{fields}"));
                }
            }
            Item::Type(item) if is_public(&item.vis) => {
                let kind = ItemKind::Alias(self.path_of(&item.ty));
                let signature = format!("type{} = {}", compact_text(&item.generics), compact_text(&item.ty));
                self.declare(&join(&self.shown, &item.ident.to_string()), &item.attrs, kind, &signature);
            }
            Item::Const(item) if is_public(&item.vis) => {
                let kind = ItemKind::Constant { value: compact_text(&item.expr) };
                let signature = format!("const {}", compact_text(&item.ty));
                self.declare(&join(&self.shown, &item.ident.to_string()), &item.attrs, kind, &signature);
            }
            Item::Fn(item) if is_public(&item.vis) => {
                let path = join(&self.shown, &item.sig.ident.to_string());
                self.declare(
                    &path,
                    &item.attrs,
                    ItemKind::Function(Signature::of(&item.sig)),
                    &compact_text(&item.sig),
                );
            }
            Item::Trait(item) if is_public(&item.vis) => {
                let parts = item.items.iter().map(|part| match part {
                    TraitItem::Fn(method) => compact_text(&method.sig),
                    other => compact_text(other),
                });
                let parts = parts.collect::<Vec<_>>().join("; ");
                let head = format!("trait{} {}", compact_text(&item.generics), compact_text(&item.supertraits));
                let path = join(&self.shown, &item.ident.to_string());
                self.declare(&path, &item.attrs, ItemKind::Trait, &format!("{} {{ {parts} }}", head.trim_end()));
            }
            Item::Use(item) if is_public(&item.vis) => self.reexports(&item.attrs, &item.tree),
            _ => {}
        }
    }

    fn implementation(&mut self, item: &syn::ItemImpl) {
        let owner = self.path_of(&item.self_ty).unwrap_or_else(|| join(&self.shown, &compact_text(&item.self_ty)));
        if let Some((name, _)) = &item.trait_ {
            self.implements(&owner, &compact_text(name));
            return;
        }
        for part in &item.items {
            match part {
                ImplItem::Fn(method) if is_public(&method.vis) => {
                    let signature = Signature::of(&method.sig);
                    let key = format!("{owner}::{}", method.sig.ident);
                    self.operations.method(&key, &owner, join(&self.shown, signature.output()));
                    let kind = ItemKind::Method(signature);
                    self.part(&owner, &key, &method.attrs, kind, &compact_text(&method.sig));
                }
                ImplItem::Const(constant) if is_public(&constant.vis) => {
                    let kind = ItemKind::Constant { value: compact_text(&constant.expr) };
                    let signature = format!("const {}", compact_text(&constant.ty));
                    self.part(&owner, &format!("{owner}::{}", constant.ident), &constant.attrs, kind, &signature);
                }
                ImplItem::Const(constant) if constant.ident == "TABLE" => self.operations.table(&owner, &constant.expr),
                _ => {}
            }
        }
    }

    /// Adds an item of the module.
    fn declare(&mut self, path: &str, attributes: &[Attribute], kind: ItemKind, signature: &str) {
        let parent = self.shown.clone();
        self.part(&parent, path, attributes, kind, signature);
        for name in derives(attributes) {
            self.implements(path, &name);
        }
    }

    /// Adds a part of an item.
    pub(super) fn part(&mut self, parent: &str, key: &str, attributes: &[Attribute], kind: ItemKind, signature: &str) {
        let mut conditions = conditions(attributes);
        // The methods of another module's type inherit the conditions of this module, like the items of the module.
        if parent == self.shown || !parent.starts_with(&self.shown) {
            conditions.extend(self.inherited.iter().cloned());
        }
        let item = PublicItem {
            kind,
            signature: signature.to_owned(),
            parent: Some(parent.to_owned()).filter(|parent| !parent.is_empty()),
            conditions,
            is_deprecated: has(attributes, "deprecated"),
            operation: None,
            call: None,
        };
        self.items.insert(key.to_owned(), item);
    }

    /// Adds the implementation of a trait.
    pub(super) fn implements(&mut self, owner: &str, name: &str) {
        let name = name.rsplit_once("std::").map_or(name, |(_, name)| name);
        // The types in `From<models::A>` keep their paths.
        let name = if name.contains('<') { name } else { name.rsplit("::").next().unwrap_or(name) };
        self.part(owner, &format!("{owner} impl {name}"), &[], ItemKind::Implementation, &format!("impl {name}"));
    }

    fn reexports(&mut self, attributes: &[Attribute], tree: &UseTree) {
        for (name, path) in modules::imported(&self.module, tree) {
            if !self.modules.is_inside_private(&path) {
                self.declare(&join(&self.shown, &name), attributes, ItemKind::Import, &format!("use {path}"));
            }
        }
    }

    /// Returns the path through which callers access a type of this crate.
    fn path_of(&self, ty: &Type) -> Option<String> {
        let Type::Path(ty) = ty else { return None };
        let plain = ty.qself.is_none() && ty.path.segments.iter().all(|segment| segment.arguments.is_none());
        let segments: Vec<String> = ty.path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        match segments.as_slice() {
            _ if !plain => None,
            [name] if self.declared.contains(name) => Some(join(&self.shown, name)),
            [name] => self.imports.get(name).map(|path| self.modules.visible(path)),
            _ => Some(self.modules.visible(&modules::resolve(&self.module, &segments))),
        }
    }
}

fn declared_name(item: &Item) -> Option<String> {
    match item {
        Item::Struct(item) => Some(item.ident.to_string()),
        Item::Enum(item) => Some(item.ident.to_string()),
        Item::Type(item) => Some(item.ident.to_string()),
        _ => None,
    }
}

/// Adds the Cargo features of a manifest.
fn features(manifest: &str, items: &mut Items) {
    let Ok(manifest) = manifest.parse::<toml::Table>() else { return };
    let Some(features) = manifest.get("features").and_then(toml::Value::as_table) else { return };
    for (name, enables) in features {
        let mut enables: Vec<&str> = enables.as_array().into_iter().flatten().filter_map(toml::Value::as_str).collect();
        enables.sort_unstable();
        // The features of an API are those with its name: `shop`, `shop-orders`.
        let api = name.split('-').next().filter(|api| items.get(*api).is_some_and(|item| item.parent.is_none()));
        let item = PublicItem {
            kind: ItemKind::Feature,
            signature: format!("Cargo feature [{}]", enables.join(", ")),
            parent: api.map(str::to_owned),
            conditions: BTreeSet::new(),
            is_deprecated: false,
            operation: None,
            call: None,
        };
        items.insert(format!("{name} feature"), item);
    }
}

fn has(attributes: &[Attribute], name: &str) -> bool {
    attributes.iter().any(|attribute| attribute.path().is_ident(name))
}

fn derives(attributes: &[Attribute]) -> Vec<String> {
    let derives = attributes.iter().filter(|attribute| attribute.path().is_ident("derive"));
    let lists = derives.filter_map(|attribute| attribute.meta.require_list().ok());
    let text: Vec<String> = lists.map(|list| list.tokens.to_token_stream().to_string()).collect();
    let names = text.iter().flat_map(|text| text.split(',')).map(|name| name.replace(' ', ""));
    names.filter(|name| !name.is_empty()).collect()
}
