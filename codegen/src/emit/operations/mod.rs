//! Call types: a file for each group of operations.
//!
//! A call type is a thin struct around the runtime's `Call`. It has a table, a constructor, and a setter for each optional
//! parameter. Every function is `#[inline]`, so that only the calls that a user makes are compiled.
//!
//! Constructors take strings as `impl AsRef<str>`, lists as `impl IntoIterator` and everything else by value. Setters also take
//! an `Option` of these.

mod accept;
mod argument;
mod body;
mod call;
mod call_docs;
mod form;
mod headers;
mod own_server;
mod paging;
mod part_docs;
mod required;
mod responses;
mod table;
mod type_text;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use super::rust::{Features, File, Lookup, Uses, bare, braces, exports};
use super::{Job, docs};
use crate::ir::Operation;
use crate::names::{Name, OperationNames};

/// An operation and its names.
#[derive(Clone, Copy)]
struct Context<'a> {
    lookup: Lookup<'a>,
    operation: &'a Operation,
    names: &'a OperationNames,
}

impl Context<'_> {
    /// Whether the method is HEAD: its responses have no body, even if the document declares one.
    fn is_head(&self) -> bool {
        self.operation.method == "HEAD"
    }
}

/// Operations, grouped by module.
pub(super) struct Groups<'a> {
    groups: BTreeMap<&'a Name, Vec<Context<'a>>>,
    /// The features that enable a module. Modules that always exist have no entry.
    gates: BTreeMap<&'a Name, Vec<usize>>,
    features: Features<'a>,
}

impl<'a> Groups<'a> {
    pub(super) fn new(lookup: Lookup<'a>, features: Features<'a>) -> Self {
        let Lookup { api, names } = lookup;
        let mut groups: BTreeMap<&Name, Vec<Context<'_>>> = BTreeMap::new();
        for (operation, names) in api.operations.iter().zip(&names.operations) {
            groups.entry(&names.module).or_default().push(Context { lookup, operation, names });
        }
        let mut gates: BTreeMap<&Name, Vec<usize>> = BTreeMap::new();
        for (index, feature) in api.features.iter().enumerate() {
            for names in feature.operations.iter().filter_map(|operation| names.operations.get(*operation)) {
                let gate = gates.entry(&names.module).or_default();
                if gate.last() != Some(&index) {
                    gate.push(index);
                }
            }
        }
        Self { groups, gates, features }
    }

    /// Returns a job for `operations/mod.rs` and for each `operations/<group>.rs`.
    pub(super) fn jobs(&self) -> impl Iterator<Item = Job<'_>> {
        let index: Job<'_> = Box::new(|| Some(self.index()));
        let files =
            self.groups.iter().map(|(module, contexts)| -> Job<'_> { Box::new(|| Some(group(module, contexts))) });
        std::iter::once(index).chain(files)
    }

    /// Returns the file `operations/mod.rs`.
    fn index(&self) -> File {
        let modules = self.groups.iter().map(|(module, contexts)| {
            let gate = self.gates.get(module).map(|features| self.features.any(features)).unwrap_or_default();
            (gate, *module, contexts.iter().flat_map(items).collect())
        });
        let docs = "Call types of all operations, and their error types.\n\n\
                    Constructors take the required arguments. Setters take the optional ones: a value, or an `Option` of it.\n\
                    `None` leaves a parameter unset. A string argument accepts every type that implements `AsRef<str>`. A list\n\
                    argument accepts arrays, slices and iterators, of values or of references. Other arguments are passed by value.";
        File { path: "operations/mod.rs".to_owned(), docs: docs.to_owned(), items: exports(modules) }
    }
}

/// Returns the names of all public items of an operation.
fn items<'a>(context: &Context<'a>) -> Vec<&'a Name> {
    let names = context.names;
    let mut items = vec![&names.ty];
    items.extend(body::choices(context).map(|_| &names.body_enum));
    items.extend(required::is_needed(*context).then_some(&names.required));
    items.extend(form::of(*context).map(|_| &names.form));
    items.extend(form::has_required_struct(*context).then_some(&names.form_required));
    items.extend(responses::has_output_enum(context).then_some(&names.output));
    items.extend((!context.operation.failures.is_empty()).then_some(&names.error));
    items.extend(headers::is_needed(context).then_some(&names.headers));
    items
}

fn group(module: &Name, contexts: &[Context<'_>]) -> File {
    let tag = contexts.first().and_then(|context| Some((context.lookup.api, context.operation.tags.first()?)));
    let docs = match tag {
        Some((_, tag)) => docs::safe(tag).join("\n"),
        None => "Operations without a tag".to_owned(),
    };
    // The module is private, so the text of the tag is at the methods.
    let about = tag.map(|(api, tag)| {
        let described = api.tags.iter().find(|(name, _)| name == tag);
        let description = described.and_then(|(_, description)| description.as_ref());
        docs::comment(docs::sections([vec![format!("# {}", docs::cell(tag))], docs::safe_option(description)]))
    });
    let mut items = TokenStream::new();
    if let Some(context) = contexts.first() {
        let mut uses = Uses::of_api(context.lookup, "super::super");
        uses.client();
        let parts: Vec<_> = contexts.iter().map(|context| call::Parts::of(*context, &mut uses)).collect();
        let calls = || contexts.iter().zip(&parts);
        let methods = braces(calls().map(|(context, parts)| call::client_method(*context, parts)).collect());
        let calls: Vec<_> = calls().map(|(context, parts)| call::items(*context, parts, &mut uses)).collect();
        // Put together, not quoted again: that would copy every token.
        items.extend(uses.items());
        items.extend(quote!(#about impl Client #methods));
        items.extend(calls);
    }
    File { path: format!("operations/{}.rs", bare(module)), docs, items }
}
