//! `servers.rs`: the servers of operations that do not use those of the API, if a caller can choose one.

use proc_macro2::TokenStream;

use super::client::server::{Choices, items};
use super::docs;
use super::rust::{File, Lookup, Uses, bare};
use crate::ir::{Api, OwnServers};

/// The number of operations that the documentation of a list names.
const NAMED_OPERATIONS: usize = 3;

/// Whether a caller can choose the server of any operation.
pub(super) fn exist(api: &Api) -> bool {
    api.own_servers.iter().any(|own| !own.choices().is_empty())
}

/// Returns the file `servers.rs`.
pub(super) fn file(lookup: Lookup<'_>) -> Option<File> {
    let Lookup { api, names } = lookup;
    if !exist(api) {
        return None;
    }
    let mut uses = Uses::of_api(lookup, "super");
    let enums: TokenStream = api
        .own_servers
        .iter()
        .zip(&names.own_servers)
        .map(|(own, names)| Choices::of_operations(own, names, about(lookup, own)))
        .map(|choices| {
            if choices.has_variables() {
                uses.runtime("http");
            }
            items(&choices)
        })
        .collect();
    let mut items = uses.items();
    items.extend(enums);
    let docs = "Servers of operations that do not use those of the API.";
    Some(File { path: "servers.rs".to_owned(), docs: docs.to_owned(), items })
}

fn about(lookup: Lookup<'_>, own: &OwnServers) -> String {
    let named = own.operations.iter().filter_map(|index| lookup.names.operations.get(*index));
    let mut methods: Vec<String> =
        named.take(NAMED_OPERATIONS).map(|names| docs::code_span(bare(&names.method))).collect();
    if own.operations.len() > NAMED_OPERATIONS {
        methods.push(format!("{} more", own.operations.len() - NAMED_OPERATIONS));
    }
    let last = methods.pop().unwrap_or_default();
    let of = if methods.is_empty() { last } else { format!("{} and {last}", methods.join(", ")) };
    let subject = if own.operations.len() == 1 { "the operation" } else { "the operations" };
    format!("A server of {subject} {of}.")
}
