//! Models: a file for each module of `models`, and `models/mod.rs` with its explicit exports.
//!
//! This folder has a file for each kind of [`Shape`]. The file writes the item and its table for the codec.

mod constructors;
mod defaults;
mod enumeration;
mod object;
mod simple;
mod union;

use std::collections::BTreeMap;

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::rules::RuleRows;
use super::rust::{Features, File, Lookup, Uses, bare, exports, ident};
use super::{Job, docs};
use crate::ir::{FeatureGate, Shape, TypeId};
use crate::names::{Name, TypeNames};

/// The models of an API, grouped by module.
pub(super) struct Models<'a> {
    lookup: Lookup<'a>,
    modules: BTreeMap<&'a Name, Vec<TypeId>>,
    features: Features<'a>,
    subjects: docs::Subjects<'a>,
}

impl<'a> Models<'a> {
    pub(super) fn new(lookup: Lookup<'a>, features: Features<'a>) -> Self {
        let mut modules: BTreeMap<&Name, Vec<TypeId>> = BTreeMap::new();
        for (id, names) in (0..).map(TypeId).zip(&lookup.names.types) {
            let def = lookup.api.type_def(id);
            if def.gate != FeatureGate::Never && lookup.names.is_item(id, &def.shape) {
                modules.entry(&names.module).or_default().push(id);
            }
        }
        Models { lookup, modules, features, subjects: docs::Subjects::new(lookup) }
    }

    /// Returns a job for each file of the models.
    pub(super) fn jobs(&self) -> impl Iterator<Item = Job<'_>> {
        let index: Job<'_> = Box::new(|| Some(self.index()));
        let files = self.modules.iter().map(|(module, ids)| -> Job<'_> { Box::new(|| Some(self.file(module, ids))) });
        std::iter::once(index).chain(files)
    }

    /// Returns the file `models/mod.rs`.
    fn index(&self) -> File {
        let modules = self.modules.iter().map(|(module, ids)| {
            let names = ids.iter().map(|id| self.lookup.names.ty(*id));
            let mut types: Vec<&Name> =
                names.flat_map(|names| [Some(&names.name), names.required.as_ref()]).flatten().collect();
            types.sort();
            (self.gate(ids), *module, types)
        });
        let docs = "Types of requests and responses.".to_owned();
        File { path: "models/mod.rs".to_owned(), docs, items: exports(modules) }
    }

    /// Returns the `#[cfg]` of a file. All types of a file have the same one.
    fn gate(&self, ids: &[TypeId]) -> TokenStream {
        match ids.first().map(|id| &self.lookup.api.type_def(*id).gate) {
            Some(FeatureGate::AnyOf(features)) => self.features.any(features),
            Some(FeatureGate::Always | FeatureGate::Never) | None => quote!(),
        }
    }

    fn file(&self, module: &Name, ids: &[TypeId]) -> File {
        let mut uses = Uses::of_models(self.lookup, module);
        let models: Vec<TokenStream> = ids.iter().map(|id| self.item(*id, &mut uses)).collect();
        // Appended, not quoted again: quoting would copy every token.
        let mut items = uses.items();
        items.extend(models);
        let docs = match ids {
            [first, _, ..] => {
                format!("{} and its nested types.", docs::code_span(self.lookup.names.ty(*first).name.as_str()))
            }
            [] | [_] => String::new(),
        };
        File { path: format!("models/{}.rs", bare(module)), docs, items }
    }

    fn item(&self, id: TypeId, uses: &mut Uses<'_>) -> TokenStream {
        let mut item = match &self.lookup.api.type_def(id).shape {
            Shape::Object(object) => self.object(id, object, uses),
            Shape::Enumeration(enumeration) => self.enumeration(id, enumeration, uses),
            Shape::Union(union) => self.union(id, union, uses),
            Shape::Tuple(tuple) => self.tuple(id, tuple, uses),
            Shape::Alias(ty) => self.alias(id, ty, uses),
            Shape::Newtype(ty) => self.newtype(id, ty, uses),
        };
        item.extend(self.rules(id));
        item
    }

    /// Returns the tables of a type's rules. An alias has none: its rules are written at every use.
    fn rules(&self, id: TypeId) -> TokenStream {
        if self.lookup.aliased(id).is_some() {
            return quote!();
        }
        let (name, rules) = (ident(&self.lookup.names.ty(id).name), &self.lookup.api.type_def(id).rules);
        let rows = RuleRows::new(self.lookup, quote!(super));
        let table = rows.rows(&rules.beyond_type);
        let rest = match table.is_empty() {
            true => quote!(crate::runtime::codec::rules!(#name);),
            false => quote!(crate::runtime::codec::rules!(#name { #(#table,)* });),
        };
        let full = rules.full.as_ref().map(|full| rows.rows(full));
        let full = full.map(|table| quote!(crate::runtime::codec::whole!(#name { #(#table,)* });));
        quote!(#rest #full)
    }

    fn head(&self, id: TypeId) -> ItemHead<'_> {
        let Lookup { api, names } = self.lookup;
        let (def, names) = (api.type_def(id), names.ty(id));
        let name = ident(&names.name);
        let equality = def.is_eq.then(|| quote!(crate::runtime::codec::equality!(#name);));
        let aliases = self.aliases(id);
        let lines =
            docs::type_lines(&def.docs, || self.subjects.of(id), aliases.as_deref(), &api.reference(&def.place));
        let docs = match aliases {
            Some(_) => docs::comment(lines),
            None => docs::with_deprecated(&def.docs, docs::comment(lines)),
        };
        ItemHead { names, docs, name, is_eq: def.is_eq, equality }
    }

    /// Returns a sentence that lists the aliases of a merged type. They may not exist in every build, so they are not links.
    fn aliases(&self, id: TypeId) -> Option<String> {
        let Lookup { api, names } = self.lookup;
        let places = api.type_def(id).name.places();
        let aliases = places.iter().filter(|place| names.is_item(**place, &api.type_def(**place).shape));
        let mut aliases: Vec<String> = aliases.map(|place| docs::code_span(names.ty(*place).name.as_str())).collect();
        let more = aliases.len().saturating_sub(MOST_ALIASES);
        aliases.truncate(MOST_ALIASES);
        let last = if more > 0 { Some(format!("{more} more")) } else { aliases.pop() }?;
        Some(if aliases.is_empty() {
            format!("Also available under the name {last}.")
        } else {
            format!("Also available under the names {} and {last}.", aliases.join(", "))
        })
    }
}

/// Maximum number of aliases that the documentation of a merged type lists.
const MOST_ALIASES: usize = 4;

/// The parts of an item that all shapes have.
struct ItemHead<'a> {
    names: &'a TypeNames,
    name: Ident,
    docs: TokenStream,
    /// Whether equality is total.
    is_eq: bool,
    /// The macro that implements `Eq` and `Hash` from the view, if equality is total. Each derive would write function bodies.
    equality: Option<TokenStream>,
}
