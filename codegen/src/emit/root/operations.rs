//! The operations of an API by tag: tables with a link to the client's method.
//!
//! The root of a small API contains the tables. A large API has a page for each tag instead, in the module `tags`. This module exists
//! only in the documentation: the paths of items do not contain tags, so that a renamed tag breaks no code.

use std::collections::HashMap;

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::docs;
use crate::emit::rust::{Features, File, Lookup, bare, ident};
use crate::ir::{FeatureName, Operation};
use crate::names::{Name, OperationNames};

/// Maximum number of operations that the root of an API lists.
const MOST_LISTED: usize = 100;

/// The operations with the same first tag.
struct Group<'a> {
    module: &'a Name,
    tag: Option<&'a str>,
    description: Option<&'a str>,
    operations: Vec<(usize, &'a Operation, &'a OperationNames)>,
}

/// Whether the module `tags` lists the operations.
pub(super) fn has_tag_pages(lookup: Lookup<'_>) -> bool {
    lookup.api.operations.len() > MOST_LISTED
}

/// Returns the section of the root's documentation.
pub(super) fn section(lookup: Lookup<'_>) -> Vec<String> {
    let groups = groups(lookup);
    if groups.is_empty() {
        return Vec::new();
    }
    let about = "Each operation is a method of [`Client`]. It returns a call, which is sent when it is awaited.";
    let mut sections = vec![vec!["# Operations".to_owned()], docs::paragraph(about)];
    if has_tag_pages(lookup) {
        let mut table = vec!["| tag | operations | |".to_owned(), "|---|---|---|".to_owned()];
        table.extend(groups.iter().map(|group| {
            let (label, module) = (docs::code_cell(group.label()), bare(group.module));
            let (count, text) = (group.operations.len(), group.description.map(docs::cell).unwrap_or_default());
            format!("| [{label}](tags::{module}) | {count} | {text} |")
        }));
        sections.push(table);
    } else {
        for group in &groups {
            if groups.len() > 1 {
                sections.push(vec![format!("## {}", docs::cell(group.label()))]);
            }
            sections.push(group.description.map(|text| docs::paragraph(&docs::cell(text))).unwrap_or_default());
            sections.push(group.table("client::Client"));
        }
    }
    docs::sections(sections)
}

/// Returns the file `tags.rs`, if the API has pages for its tags.
pub(in crate::emit) fn tags(lookup: Lookup<'_>) -> Option<File> {
    if !has_tag_pages(lookup) {
        return None;
    }
    let items: TokenStream = groups(lookup)
        .iter()
        .map(|group| {
            let title = if group.tag.is_some() { docs::cell(group.label()) } else { UNTAGGED.to_owned() };
            let docs = docs::comment(docs::sections([
                vec![title],
                group.description.map(|text| docs::safe(text.trim())).unwrap_or_default(),
                group.table("super::client::Client"),
            ]));
            let (gate, module) = (gate(lookup, group), ident(group.module));
            quote! { #gate #docs pub mod #module {} }
        })
        .collect();
    let docs = "The operations of each tag. These modules are empty: they exist only in this documentation.".to_owned();
    Some(File { path: "tags.rs".to_owned(), docs, items })
}

/// The label of operations without a tag.
const UNTAGGED: &str = "Operations without a tag";

/// Returns the condition under which any operation of a group exists.
fn gate(lookup: Lookup<'_>, group: &Group<'_>) -> TokenStream {
    let features = lookup.api.features.iter().enumerate().filter(|(_, feature)| {
        feature.name != FeatureName::Webhooks
            && group.operations.iter().any(|(index, ..)| feature.operations.contains(index))
    });
    Features(&lookup.names.features).any(&features.map(|(index, _)| index).collect::<Vec<_>>())
}

/// Groups the operations by their modules, in the order of the document's tags.
fn groups<'a>(lookup: Lookup<'a>) -> Vec<Group<'a>> {
    let Lookup { api, names } = lookup;
    let tags: HashMap<&str, usize> =
        api.tags.iter().enumerate().map(|(index, (tag, _))| (tag.as_str(), index)).rev().collect();
    let mut groups: Vec<Group<'a>> = Vec::new();
    let mut known: HashMap<&Name, usize> = HashMap::new();
    for (index, (operation, names)) in api.operations.iter().zip(&names.operations).enumerate() {
        let at = *known.entry(&names.module).or_insert_with(|| {
            let tag = operation.tags.first().map(String::as_str);
            let described = tag.and_then(|tag| api.tags.get(*tags.get(tag)?));
            let description = described.and_then(|(_, description)| description.as_deref());
            groups.push(Group { module: &names.module, tag, description, operations: Vec::new() });
            groups.len() - 1
        });
        if let Some(group) = groups.get_mut(at) {
            group.operations.push((index, operation, names));
        }
    }
    groups.sort_by_key(|group| group.tag.map_or(usize::MAX, |tag| tags.get(tag).copied().unwrap_or(usize::MAX)));
    groups
}

impl Group<'_> {
    fn label(&self) -> &str {
        match self.tag.filter(|tag| !tag.trim().is_empty()) {
            Some(tag) => tag,
            None if self.tag.is_some() => bare(self.module),
            None => UNTAGGED,
        }
    }

    /// Returns the table. `client` is the path of the client.
    fn table(&self, client: &str) -> Vec<String> {
        let mut table = vec!["| operation | method | |".to_owned(), "|---|---|---|".to_owned()];
        table.extend(self.operations.iter().map(|(_, operation, names)| {
            let request = docs::code_cell(&format!("{} {}", operation.method, operation.path_template));
            let (method, text) = (bare(&names.method), summary(operation));
            format!("| {request} | [`{method}`]({client}::{method}) | {text} |")
        }));
        table
    }
}

/// Returns the first line of an operation's documentation.
fn summary(operation: &Operation) -> String {
    let docs = &operation.docs;
    let texts = [&docs.summary, &docs.title, &docs.description];
    texts.into_iter().flatten().find(|text| !text.trim().is_empty()).map(|text| docs::cell(text)).unwrap_or_default()
}
