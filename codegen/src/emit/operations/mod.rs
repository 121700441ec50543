//! Call types: a file for each group of operations.
//!
//! A call type is a thin struct over the runtime's `Call`: a table, a constructor, a setter for each optional parameter. Everything that
//! is compiled is `#[inline]`, so that only the calls that a user makes are.
//!
//! How arguments are taken, everywhere: strings by `impl AsRef<str>`, lists by `impl IntoIterator`, everything else by value.

mod argument;
mod body;
mod call;
mod form;
mod headers;
mod outcome;
mod paging;
mod table;
mod text;
mod types;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use proc_macro2::{Ident, Spacing, Span, TokenStream, TokenTree};
use quote::quote;

use crate::emit::{Features, File, Job, braces};
use crate::ir::{Api, Operation};
use crate::names::{Name, Names, OperationNames};

pub(in crate::emit) use text::{doc, safe};
pub(in crate::emit) use types::Types;

/// An operation and what its emitters look up.
#[derive(Clone, Copy)]
struct Context<'a> {
    types: Types<'a>,
    operation: &'a Operation,
    names: &'a OperationNames,
}

/// Operations by the module that they stand in.
pub(super) struct Groups<'a> {
    api: &'a Api,
    groups: BTreeMap<&'a Name, Vec<Context<'a>>>,
    /// The features by which a module is there; those that always are have none.
    gates: BTreeMap<&'a Name, Vec<usize>>,
    features: Features<'a>,
}

impl<'a> Groups<'a> {
    pub(super) fn of(api: &'a Api, names: &'a Names, features: Features<'a>) -> Self {
        let mut groups: BTreeMap<&Name, Vec<Context<'_>>> = BTreeMap::new();
        for (operation, operation_names) in api.operations.iter().zip(&names.operations) {
            let context = Context { types: Types { api, names }, operation, names: operation_names };
            groups.entry(&operation_names.module).or_default().push(context);
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
        Self { api, groups, gates, features }
    }

    /// A job for each of the files `operations/mod.rs` and `operations/<group>.rs`.
    pub(super) fn jobs(&self) -> impl Iterator<Item = Job<'_>> {
        let index: Job<'_> = Box::new(|| Some(self.index()));
        let files = self
            .groups
            .iter()
            .map(|(module, contexts)| -> Job<'_> { Box::new(|| Some(group(self.api, module, contexts))) });
        std::iter::once(index).chain(files)
    }

    fn index(&self) -> File {
        let modules = self.groups.keys().map(|module| {
            let (gate, module) = (self.gate(module), ident(module));
            quote! { #gate mod #module; }
        });
        let exports = self.groups.iter().map(|(module, contexts)| {
            let (gate, module) = (self.gate(module), ident(module));
            let items = contexts.iter().flat_map(items);
            quote! { #gate pub use #module::{#(#items),*}; }
        });
        File {
            path: "operations/mod.rs".to_owned(),
            docs: "The calls of all operations, and what they can fail with.\n\n\
                   Strings are taken by `impl AsRef<str>`, lists by `impl IntoIterator`, everything else by value. What an operation \
                   needs is an argument, the rest is chained."
                .to_owned(),
            items: modules.chain(exports).collect(),
        }
    }

    /// The condition under which a module is there.
    fn gate(&self, module: &Name) -> TokenStream {
        self.gates.get(module).map(|features| self.features.any(features)).unwrap_or_default()
    }
}

/// The names of all items of an operation.
fn items(context: &Context<'_>) -> Vec<Ident> {
    let names = context.names;
    let mut items = vec![&names.ty];
    items.extend(body::item(context).map(|_| &names.body_enum));
    items.extend(form::item(context).map(|_| &names.form));
    items.extend(outcome::has_output_enum(context).then_some(&names.output));
    items.extend((!context.operation.failures.is_empty()).then_some(&names.error));
    items.extend(headers::is_needed(context).then_some(&names.headers));
    items.into_iter().map(ident).collect()
}

fn group(api: &Api, module: &Name, contexts: &[Context<'_>]) -> File {
    let methods = braces(contexts.iter().map(|context| call::client_method(*context)).collect());
    let calls = contexts.iter().map(|context| call::items(*context));
    let tag = contexts.first().and_then(|context| context.operation.tags.first());
    let described = tag.and_then(|tag| api.tags.iter().find(|(name, _)| name == tag));
    let docs = match (tag, described.and_then(|(_, description)| description.as_deref())) {
        (Some(tag), Some(description)) => format!("{}\n\n{}", safe(tag), safe(description)),
        (Some(tag), None) => safe(tag),
        (None, _) => "Operations without a tag.".to_owned(),
    };
    let mut items = quote!(impl Client #methods);
    items.extend(calls);
    let has_no_failures = contexts.iter().any(|context| context.operation.failures.is_empty());
    let mut all = if has_no_failures {
        quote!(
            use std::convert::Infallible;
        )
    } else {
        TokenStream::new()
    };
    all.extend(with_imports(items, 2));
    File { path: format!("operations/{}.rs", module.as_str().trim_start_matches("r#")), docs, items: all }
}

/// What the files of `operations` and `webhooks` can import: the name, and the path to its parent.
const IMPORTS: [(&str, &str); 6] = [
    ("Client", "super::super::client"),
    ("models", "super::super"),
    ("runtime", "crate"),
    ("http", "crate::runtime"),
    ("Call", "crate::runtime::http"),
    ("table", "crate::runtime::http"),
];

/// Items with the imports of [`IMPORTS`] that they mention, as seen from `depth` modules below the root of the API.
pub(in crate::emit) fn with_imports(items: TokenStream, depth: usize) -> TokenStream {
    let mut found = [false; IMPORTS.len()];
    find_mentions(items.clone(), &mut found);
    let mut leaves: BTreeMap<&str, Vec<Ident>> = BTreeMap::new();
    for ((name, parent), _) in IMPORTS.iter().zip(found).filter(|(_, found)| *found) {
        // Webhooks make no calls: a variant may have such a name.
        if depth == 1 && !is_module(name) {
            continue;
        }
        let parent = if depth == 1 { parent.strip_prefix("super::").unwrap_or(parent) } else { parent };
        leaves.entry(parent).or_default().push(Ident::new(name, Span::call_site()));
    }
    let uses = leaves.into_iter().map(|(parent, mut leaves)| {
        let parent = parent.split("::").map(|segment| Ident::new(segment, Span::call_site()));
        leaves.sort();
        match leaves.as_slice() {
            [only] => quote! { use #(#parent)::*::#only; },
            several => quote! { use #(#parent)::*::{#(#several),*}; },
        }
    });
    uses.chain([items]).collect()
}

/// Finds the names of [`IMPORTS`]: a module in front of `::`, anything else by itself. What stands behind `::` is another item's.
/// Attributes mention none of them, and documentation is too long to be looked through.
fn find_mentions(tokens: TokenStream, found: &mut [bool; IMPORTS.len()]) {
    let mut tokens = tokens.into_iter().peekable();
    let (mut is_separator, mut is_behind, mut is_attribute) = (false, false, false);
    while let Some(token) = tokens.next() {
        match &token {
            TokenTree::Group(group) if !is_attribute => find_mentions(group.stream(), found),
            TokenTree::Ident(ident) if !is_behind => {
                if let Some(index) = IMPORTS.iter().position(|(name, _)| ident == name) {
                    found[index] |= !is_module(IMPORTS[index].0) || tokens.peek().is_some_and(begins_separator);
                }
            }
            _ => {}
        }
        is_behind = is_separator;
        is_separator = begins_separator(&token);
        is_attribute = matches!(&token, TokenTree::Punct(sign) if sign.as_char() == '#');
    }
}

fn is_module(name: &str) -> bool {
    name.starts_with(char::is_lowercase)
}

/// Whether a token is the first of the two that `::` is; the second is not joint.
fn begins_separator(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Punct(sign) if sign.as_char() == ':' && sign.spacing() == Spacing::Joint)
}

/// A chosen name as an identifier.
pub(in crate::emit) fn ident(name: &Name) -> Ident {
    match name.as_str().strip_prefix("r#") {
        Some(raw) => Ident::new_raw(raw, Span::call_site()),
        None => Ident::new(name.as_str(), Span::call_site()),
    }
}
