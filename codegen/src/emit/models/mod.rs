//! Models: a file for each module of `models`, and the module itself with its explicit exports.

mod construct;
mod enumeration;
mod object;
mod rules;
mod simple;
mod union;

use std::collections::BTreeMap;

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::{Features, File, Job, Uses, docs, file_stem, ident};
use crate::ir::{Api, Builds, Shape, TypeDef, TypeId};
use crate::names::{Name, Names, TypeNames};

/// What every shape's emitter looks at.
pub(super) struct Models<'a> {
    api: &'a Api,
    names: &'a Names,
    modules: BTreeMap<&'a Name, Vec<TypeId>>,
    features: Features<'a>,
}

impl<'a> Models<'a> {
    pub(super) fn new(api: &'a Api, names: &'a Names, features: Features<'a>) -> Self {
        let mut modules: BTreeMap<&Name, Vec<TypeId>> = BTreeMap::new();
        for (id, own) in (0..).map(TypeId).zip(&names.types) {
            let def = api.type_def(id);
            if def.builds != Builds::None && names.is_item(id, &def.shape) {
                modules.entry(&own.module).or_default().push(id);
            }
        }
        Models { api, names, modules, features }
    }

    /// A job for each file of the models.
    pub(super) fn jobs(&self) -> impl Iterator<Item = Job<'_>> {
        let exports: Job<'_> = Box::new(|| Some(self.exports()));
        let files = self.modules.iter().map(|(module, ids)| -> Job<'_> { Box::new(|| Some(self.file(module, ids))) });
        std::iter::once(exports).chain(files)
    }
}

impl Models<'_> {
    /// The module `models`: its files, each with the condition under which it is there, and what they hold.
    fn exports(&self) -> File {
        let mods = self.modules.iter().map(|(module, ids)| {
            let (module, gate) = (ident(module.as_str()), self.gate(ids));
            quote!(#gate mod #module;)
        });
        let uses = self.modules.iter().map(|(module, ids)| {
            let (module, gate) = (ident(module.as_str()), self.gate(ids));
            let mut types: Vec<&Name> = ids.iter().map(|id| &self.names.ty(*id).name).collect();
            types.sort();
            let types: Vec<Ident> = types.into_iter().map(|name| ident(name.as_str())).collect();
            match &types[..] {
                [only] => quote!(#gate pub use self::#module::#only;),
                types => quote!(#gate pub use self::#module::{#(#types),*};),
            }
        });
        let items = quote!(#(#mods)* #(#uses)*);
        File { path: "models/mod.rs".to_owned(), docs: "The types of what is sent and received.".to_owned(), items }
    }

    /// The condition under which a file is there. All of its types are there together.
    fn gate(&self, ids: &[TypeId]) -> TokenStream {
        match ids.first().map(|id| &self.api.type_def(*id).builds) {
            Some(Builds::With(features)) => self.features.any(features),
            Some(Builds::All | Builds::None) | None => quote!(),
        }
    }

    fn file(&self, module: &Name, ids: &[TypeId]) -> File {
        let mut uses = Uses::of_models(module);
        let models: Vec<TokenStream> = ids.iter().map(|id| self.item(*id, &mut uses)).collect();
        // Put together, not quoted again: that would copy every token.
        let mut items = uses.items(&quote!(super));
        items.extend(models);
        let first = ids.first().map(|id| docs::code_span(self.names.ty(*id).name.as_str())).unwrap_or_default();
        File {
            path: format!("models/{}.rs", file_stem(module.as_str())),
            docs: if ids.len() > 1 { format!("{first} and its parts.") } else { format!("{first}.") },
            items,
        }
    }

    fn item(&self, id: TypeId, uses: &mut Uses) -> TokenStream {
        let mut item = match &self.api.type_def(id).shape {
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

    fn def(&self, id: TypeId) -> (&TypeDef, &TypeNames) {
        (self.api.type_def(id), self.names.ty(id))
    }

    /// The total equality of a struct, an enum or a union. Not derived: the derive writes a body that names each field once more, only to see
    /// that its type has one, which is known here.
    fn total_equality(&self, id: TypeId, name: &Ident) -> Option<TokenStream> {
        self.api.type_def(id).is_eq.then(|| quote!(impl Eq for #name {}))
    }

    /// The documentation of a type.
    fn docs(&self, id: TypeId) -> TokenStream {
        let (def, _) = self.def(id);
        docs::attributes(&def.docs, "", Some(&def.place))
    }
}
