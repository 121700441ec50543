//! The `use` lines of a file. Whoever writes an item asks for each name that the item mentions and its file does not define.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::tokens::identifier;
use super::{Lookup, ident};
use crate::ir::TypeId;
use crate::names::Name;

/// What a file mentions, and so must import.
#[derive(Debug)]
pub(in crate::emit) struct Uses<'a> {
    pub(in crate::emit) lookup: Lookup<'a>,
    home: Home<'a>,
    imports: BTreeMap<Parent, BTreeSet<&'a str>>,
}

/// Where a file stands, and so how it refers to models.
#[derive(Debug, Clone, Copy)]
enum Home<'a> {
    /// This module of `models`. Models are imported, except for those of the module itself.
    Models(&'a Name),
    /// A module below this path to the root of the API. Models are written `models::Customer`: none can clash with a call.
    Api(&'static str),
}

/// What names are imported from, in the order of the lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Parent {
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
    /// No imports yet, for the file of a module of `models`.
    pub(in crate::emit) fn of_models(lookup: Lookup<'a>, module: &'a Name) -> Self {
        Self { lookup, home: Home::Models(module), imports: BTreeMap::new() }
    }

    /// No imports yet, for a file outside of `models`. `root` is the path from it to the root of the API: `super::super`.
    pub(in crate::emit) fn of_api(lookup: Lookup<'a>, root: &'static str) -> Self {
        Self { lookup, home: Home::Api(root), imports: BTreeMap::new() }
    }

    /// Imports an item of the standard library.
    pub(in crate::emit) fn std(&mut self, module: &'static str, item: &'static str) -> Ident {
        self.import(Parent::Std(module), item)
    }

    /// Imports an item of the runtime.
    pub(in crate::emit) fn runtime(&mut self, item: &'static str) -> Ident {
        self.import(Parent::Runtime, item)
    }

    /// Imports an item of the runtime's module for calls.
    pub(in crate::emit) fn http(&mut self, item: &'static str) -> Ident {
        self.import(Parent::Http, item)
    }

    /// An item of the runtime's module for calls that is written behind it, `http::Body`: a model or a call may have its name.
    pub(in crate::emit) fn in_http(&mut self, item: &'static str) -> TokenStream {
        let (http, item) = (self.runtime("http"), identifier(item));
        quote!(#http::#item)
    }

    /// Imports the API's `Client`.
    pub(in crate::emit) fn client(&mut self) -> Ident {
        self.import(Parent::Client, "Client")
    }

    /// The type of a definition. Imports it, or the module that it is written with.
    pub(super) fn model(&mut self, id: TypeId) -> TokenStream {
        let names = self.lookup.names.ty(id);
        let name = ident(&names.name);
        match self.home {
            Home::Models(module) if *module == names.module => quote!(#name),
            Home::Models(_) => {
                self.imports.entry(Parent::Models).or_default().insert(names.name.as_str());
                quote!(#name)
            }
            Home::Api(_) => {
                let models = self.import(Parent::Api, "models");
                quote!(#models::#name)
            }
        }
    }

    /// The lines.
    pub(in crate::emit) fn items(&self) -> TokenStream {
        let mut items = TokenStream::new();
        for (parent, names) in &self.imports {
            let path = self.path(*parent);
            let names = names.iter().map(|name| identifier(name));
            items.extend(match names.len() {
                1 => quote!(use #(#path::)* #(#names)*;),
                _ => quote!(use #(#path::)* {#(#names),*};),
            });
        }
        items
    }

    fn import(&mut self, parent: Parent, name: &'static str) -> Ident {
        self.imports.entry(parent).or_default().insert(name);
        identifier(name)
    }

    fn path(&self, parent: Parent) -> Vec<Ident> {
        let root = match self.home {
            // The root of the API is above `models`.
            Home::Models(_) => "super::super",
            Home::Api(root) => root,
        };
        let (start, end) = match parent {
            Parent::Std(module) => (module, None),
            Parent::Runtime => ("crate::runtime", None),
            Parent::Http => ("crate::runtime::http", None),
            Parent::Api => (root, None),
            Parent::Client => (root, Some("client")),
            Parent::Models => ("super", None),
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
    fn a_file_imports_what_its_items_ask_for() {
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
