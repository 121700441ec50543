//! The `use` lines of a file. Emitters request each name that an item mentions and its file does not define.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::tokens::identifier;
use super::{Lookup, ident};
use crate::ir::TypeId;
use crate::names::Name;

/// The names that a file imports.
#[derive(Debug)]
pub(in crate::emit) struct Uses<'a> {
    pub(in crate::emit) lookup: Lookup<'a>,
    location: FileLocation<'a>,
    imports: BTreeMap<ImportSource, BTreeSet<&'a str>>,
}

/// The location of a file, which determines how it refers to models.
#[derive(Debug, Clone, Copy)]
enum FileLocation<'a> {
    /// This module of `models`. Models are imported, except those that the module itself defines.
    Models(&'a Name),
    /// A module outside of `models`, with its path to the root of the API. Models are written `models::Customer`, so that they
    /// cannot clash with calls.
    Api(&'static str),
}

/// The source of an import. The order of the variants is the order of the `use` lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum ImportSource {
    /// A module of the standard library.
    Std(&'static str),
    /// The runtime.
    Runtime,
    /// The runtime's module for calls.
    Http,
    /// The root of the API.
    Api,
    /// The API's module `client`.
    Client,
    /// The API's module `models`.
    Models,
}

impl<'a> Uses<'a> {
    /// Creates an empty list of imports for the file of a module of `models`.
    pub(in crate::emit) fn of_models(lookup: Lookup<'a>, module: &'a Name) -> Self {
        Self { lookup, location: FileLocation::Models(module), imports: BTreeMap::new() }
    }

    /// Creates an empty list of imports for a file outside of `models`. `root` is the path from the file to the root of the API:
    /// `super::super`.
    pub(in crate::emit) fn of_api(lookup: Lookup<'a>, root: &'static str) -> Self {
        Self { lookup, location: FileLocation::Api(root), imports: BTreeMap::new() }
    }

    /// Imports an item of the standard library.
    pub(in crate::emit) fn std(&mut self, module: &'static str, item: &'static str) -> Ident {
        self.import(ImportSource::Std(module), item)
    }

    /// Imports an item of the runtime.
    pub(in crate::emit) fn runtime(&mut self, item: &'static str) -> Ident {
        self.import(ImportSource::Runtime, item)
    }

    /// Imports an item of the runtime's module for calls.
    pub(in crate::emit) fn http(&mut self, item: &'static str) -> Ident {
        self.import(ImportSource::Http, item)
    }

    /// Returns an item of the runtime's module for calls with the module in front: `http::Body`. A model or a call may have the
    /// item's name.
    pub(in crate::emit) fn in_http(&mut self, item: &'static str) -> TokenStream {
        let (http, item) = (self.runtime("http"), identifier(item));
        quote!(#http::#item)
    }

    /// Imports the API's `Client`.
    pub(in crate::emit) fn client(&mut self) -> Ident {
        self.import(ImportSource::Client, "Client")
    }

    /// Imports the API's module of the servers of operations.
    pub(in crate::emit) fn own_servers(&mut self) -> Ident {
        self.import(ImportSource::Api, "servers")
    }

    /// Returns the type of a definition. Imports it, or `models`.
    pub(super) fn model(&mut self, id: TypeId) -> TokenStream {
        let names = self.lookup.names.ty(id);
        let name = ident(&names.name);
        match self.location {
            FileLocation::Models(module) if *module == names.module => quote!(#name),
            FileLocation::Models(_) => {
                self.imports.entry(ImportSource::Models).or_default().insert(names.name.as_str());
                quote!(#name)
            }
            FileLocation::Api(_) => {
                let models = self.import(ImportSource::Api, "models");
                quote!(#models::#name)
            }
        }
    }

    /// Returns the `use` lines.
    pub(in crate::emit) fn items(&self) -> TokenStream {
        let mut items = TokenStream::new();
        for (source, names) in &self.imports {
            let path = self.path(*source);
            let names = names.iter().map(|name| identifier(name));
            items.extend(match names.len() {
                1 => quote!(use #(#path::)* #(#names)*;),
                _ => quote!(use #(#path::)* {#(#names),*};),
            });
        }
        items
    }

    fn import(&mut self, source: ImportSource, name: &'static str) -> Ident {
        self.imports.entry(source).or_default().insert(name);
        identifier(name)
    }

    fn path(&self, source: ImportSource) -> Vec<Ident> {
        let root = match self.location {
            // The root of the API is above `models`.
            FileLocation::Models(_) => "super::super",
            FileLocation::Api(root) => root,
        };
        let (start, end) = match source {
            ImportSource::Std(module) => (module, None),
            ImportSource::Runtime => ("crate::runtime", None),
            ImportSource::Http => ("crate::runtime::http", None),
            ImportSource::Api => (root, None),
            ImportSource::Client => (root, Some("client")),
            ImportSource::Models => ("super", None),
        };
        start.split("::").chain(end).map(identifier).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ir::{Api, Docs, NameSource, Shape, Type, TypeDef};
    use crate::names::{self, NamesLock};

    #[test]
    fn a_file_imports_the_names_that_its_items_request() {
        let def = |name: &str| {
            let name = NameSource::Component(name.to_owned());
            TypeDef::new(name, Docs::default(), Default::default(), Shape::Newtype(Type::String))
        };
        let api = Api { types: vec![def("Cat"), def("Dog")], ..Api::default() };
        let (names, _) = names::choose(&api, &NamesLock::default());
        let lookup = Lookup { api: &api, names: &names };
        let write = |mut uses: Uses<'_>| {
            let types =
                [Type::Named(TypeId(0)), Type::Map(Box::new(Type::Named(TypeId(1)))), Type::List(Box::new(Type::Any))];
            let types = types.map(|ty| uses.ty(&ty).to_string().replace(' ', ""));
            (types.join(" "), uses.items().to_string().replace(' ', "").replace("use", "use "))
        };
        assert_eq!(
            write(Uses::of_models(lookup, &names.ty(TypeId(0)).module)),
            (
                "Cat BTreeMap<String,Dog> Vec<Value>".to_owned(),
                "use std::collections::BTreeMap;use crate::runtime::Value;use super::Dog;".to_owned()
            )
        );
        let mut calls = Uses::of_api(lookup, "super::super");
        for item in ["table", "Call"] {
            calls.http(item);
        }
        calls.client();
        assert_eq!(
            write(calls),
            (
                "models::Cat BTreeMap<String,models::Dog> Vec<Value>".to_owned(),
                "use std::collections::BTreeMap;use crate::runtime::Value;use crate::runtime::http::{Call,table};\
                 use super::super::models;use super::super::client::Client;"
                    .to_owned()
            )
        );
    }
}
