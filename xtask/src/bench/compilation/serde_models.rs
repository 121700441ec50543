//! Rewrites the generated models with serde's derive, as the baseline for the codec's tables.
//!
//! Both crates have the same types with the same fields and derives. The result is only compiled, not run. For example, its unions
//! select branches like serde, not as the document describes.

use std::collections::BTreeMap;
use std::fmt::Write;

use oasmith::cli::Failure;
use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{Fields, Item};

/// The types for formats in a crate without the runtime.
const RUNTIME: &str = "
pub mod runtime {
    pub type Base64 = String;
    pub type Custom<T> = T;
    pub type Date = chrono::NaiveDate;
    pub type DateTime = chrono::DateTime<chrono::FixedOffset>;
    pub type Ipv6 = std::net::Ipv6Addr;
    pub type Never = ();
    pub type Patch<T> = Option<Option<T>>;
    pub type Secret = String;
    pub type UnknownValue = String;
    pub type Uuid = uuid::Uuid;
    pub type Value = serde_json::Value;
}
";

/// Returns the source of the crate. `models` are the texts of the generated modules.
pub fn write<'a>(models: impl Iterator<Item = &'a str>) -> Result<String, Failure> {
    let mut text = format!(
        "#![allow(dead_code, unused_imports)]\n{RUNTIME}\npub mod models {{\n    use std::collections::BTreeMap;\n    use std::net::Ipv4Addr;\n    use serde::{{Deserialize, Serialize}};\n    use crate::runtime::*;\n"
    );
    for module in models {
        let file = syn::parse_file(module)
            .map_err(|error| Failure::new(format!("cannot parse a generated module: {error}")))?;
        let tables: BTreeMap<String, Table> = file.items.iter().filter_map(Table::of).collect();
        for item in file.items {
            let table = |name: &syn::Ident| tables.get(&name.to_string());
            let tokens = match item {
                Item::Struct(item) => structure(&item, table(&item.ident)),
                Item::Enum(item) => enumeration(&item, table(&item.ident)),
                Item::Type(item) => item.to_token_stream(),
                // `impl Eq`, which the derive of `Ord` requires.
                Item::Impl(item) if item.trait_.is_some() && item.items.is_empty() => item.to_token_stream(),
                _ => continue,
            };
            let _ = writeln!(text, "{tokens}");
        }
    }
    text.push_str("}\n");
    Ok(text)
}

/// The codec's table of a type: the JSON name of each field or variant and the tag of a union.
struct Table {
    wire: BTreeMap<String, String>,
    tag: Option<String>,
}

impl Table {
    /// Parses a macro call such as `object!(Name { 0 "wire" => field: Required, .. })`.
    fn of(item: &Item) -> Option<(String, Self)> {
        let Item::Macro(item) = item else { return None };
        let mut tokens = item.mac.tokens.clone().into_iter();
        let TokenTree::Ident(name) = tokens.next()? else { return None };
        let body = tokens.find_map(|token| match token {
            TokenTree::Group(group) => Some(group.stream()),
            _ => None,
        })?;
        let mut table = Self { wire: BTreeMap::new(), tag: None };
        for row in rows(body) {
            table.add(&row);
        }
        Some((name.to_string(), table))
    }

    fn add(&mut self, row: &[TokenTree]) {
        let words: Vec<String> = row.iter().map(TokenTree::to_string).collect();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        match words.as_slice() {
            ["tag", tag, ..] => self.tag = Some((*tag).to_owned()),
            [_, wire, "=", ">", field, ":", ..] | [wire, "=", ">", field] => {
                _ = self.wire.insert((*field).to_owned(), (*wire).to_owned());
            }
            [_, variant, rest @ ..] => {
                // The first list holds the tags of a branch.
                let tags = rest.iter().find(|word| word.starts_with('['));
                let first = tags.and_then(|tags| tags.trim_matches(['[', ']']).split(',').next()).unwrap_or_default();
                if first.trim().starts_with('"') {
                    self.wire.insert((*variant).to_owned(), first.trim().to_owned());
                }
            }
            _ => {}
        }
    }
}

/// Splits tokens at commas.
fn rows(body: TokenStream) -> Vec<Vec<TokenTree>> {
    let mut rows = vec![Vec::new()];
    for token in body {
        match (&token, rows.last_mut()) {
            (TokenTree::Punct(mark), _) if mark.as_char() == ',' => rows.push(Vec::new()),
            (_, Some(row)) => row.push(token),
            (_, None) => {}
        }
    }
    rows
}

fn structure(item: &syn::ItemStruct, table: Option<&Table>) -> TokenStream {
    let (name, derives) = (&item.ident, derives(&item.attrs));
    let Fields::Named(fields) = &item.fields else {
        let types = item.fields.iter().map(|field| &field.ty);
        return quote!(#derives pub struct #name(#(pub #types),*););
    };
    let fields = fields.named.iter().map(|field| {
        let (field, ty) = (&field.ident, &field.ty);
        let key = field.to_token_stream().to_string();
        let shown = ty.to_token_stream().to_string();
        let rename = match table.and_then(|table| table.wire.get(&key)) {
            Some(wire) if wire.trim_matches('"') == key => quote!(),
            Some(wire) => rename(wire),
            None => quote!(#[serde(flatten)]),
        };
        let presence = if shown.starts_with("Patch") {
            quote!(#[serde(default, skip_serializing_if = "Option::is_none")])
        } else if shown.starts_with("Option") && !rename.to_string().contains("flatten") {
            quote!(#[serde(skip_serializing_if = "Option::is_none")])
        } else {
            quote!()
        };
        quote!(#rename #presence pub #field: #ty)
    });
    quote!(#derives pub struct #name { #(#fields),* })
}

fn enumeration(item: &syn::ItemEnum, table: Option<&Table>) -> TokenStream {
    let (name, derives) = (&item.ident, derives(&item.attrs));
    let wire = |variant: &syn::Variant| table?.wire.get(&variant.ident.to_token_stream().to_string());
    let is_union = item.variants.iter().any(|variant| !variant.fields.is_empty() && variant.ident != "Unknown");
    let tag = table.and_then(|table| table.tag.as_ref()).and_then(|tag| tag.parse::<TokenStream>().ok());
    let tag = tag.filter(|_| item.variants.iter().all(|variant| variant.ident == "Unknown" || wire(variant).is_some()));
    let representation = match (is_union, &tag) {
        (false, _) => quote!(),
        (true, Some(tag)) => quote!(#[serde(tag = #tag)]),
        (true, None) => quote!(#[serde(untagged)]),
    };
    let variants = item.variants.iter().map(|variant| {
        let (name, fields) = (&variant.ident, &variant.fields);
        let rename = match wire(variant) {
            _ if variant.ident == "Unknown" && (!is_union || tag.is_some()) => quote!(#[serde(untagged)]),
            Some(wire) if wire.starts_with('"') && (!is_union || tag.is_some()) => rename(wire),
            _ => quote!(),
        };
        let default = variant.attrs.iter().filter(|attribute| attribute.path().is_ident("default"));
        quote!(#rename #(#default)* #name #fields)
    });
    quote!(#derives #representation pub enum #name { #(#variants),* })
}

fn rename(wire: &str) -> TokenStream {
    let wire: TokenStream = wire.parse().unwrap_or_default();
    quote!(#[serde(rename = #wire)])
}

/// Returns the type's derives and serde's.
fn derives(attributes: &[syn::Attribute]) -> TokenStream {
    let derives = attributes.iter().filter(|attribute| attribute.path().is_ident("derive"));
    quote!(#[derive(Serialize, Deserialize)] #(#derives)*)
}

#[cfg(test)]
mod tests {
    use super::write;

    #[track_caller]
    fn check(emitted: &str, expect: &str) {
        let text = write([emitted].into_iter()).unwrap();
        let (_, models) = text.split_once("use crate::runtime::*;\n").unwrap();
        let without_whitespace = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        assert_eq!(without_whitespace(models.trim_end().strip_suffix('}').unwrap()), without_whitespace(expect));
    }

    #[test]
    fn structs_are_rewritten_with_serde_attributes() {
        check(
            r#"
            #[derive(Debug, Clone)]
            pub struct Pet { pub id: i64, pub r#type: Patch<String>, pub tag: Option<String>, pub additional: BTreeMap<String, Value> }
            impl Pet { pub fn new() {} }
            crate::runtime::codec::object!(Pet {
                0 "id" => id: Required, 1 "type" => r#type: Patch, 2 "Tag" => tag: Optional, .. 3 => additional,
            });
            "#,
            r#"
            #[derive(Serialize, Deserialize)] #[derive(Debug, Clone)]
            pub struct Pet {
                pub id: i64,
                #[serde(rename = "type")] #[serde(default, skip_serializing_if = "Option::is_none")] pub r#type: Patch<String>,
                #[serde(rename = "Tag")] #[serde(skip_serializing_if = "Option::is_none")] pub tag: Option<String>,
                #[serde(flatten)] pub additional: BTreeMap<String, Value>
            }
            "#,
        );
    }

    #[test]
    fn enums_and_unions_are_rewritten_with_serde_attributes() {
        check(
            r#"
            #[derive(Debug)] pub enum Status { Draft, Unknown(UnknownValue) }
            crate::runtime::codec::string_enum!(Status { "draft" => Draft, else Unknown, });
            impl Eq for Status {}
            #[derive(Debug)] pub enum Node { Start(Start), Unknown(UnknownValue) }
            crate::runtime::codec::union!(Node = Unknown { tag "kind", 0 Start(Start): ["start"] [Object], else Unknown, });
            #[derive(Debug)] pub enum Any { Text(String), Start(Start) }
            crate::runtime::codec::union!(Any = Text { 0 Text(String): [] [String], 1 Start(Start): [] [Object], });
            "#,
            r#"
            #[derive(Serialize, Deserialize)] #[derive(Debug)]
            pub enum Status { #[serde(rename = "draft")] Draft, #[serde(untagged)] Unknown(UnknownValue) }
            impl Eq for Status {}
            #[derive(Serialize, Deserialize)] #[derive(Debug)] #[serde(tag = "kind")]
            pub enum Node { #[serde(rename = "start")] Start(Start), #[serde(untagged)] Unknown(UnknownValue) }
            #[derive(Serialize, Deserialize)] #[derive(Debug)] #[serde(untagged)]
            pub enum Any { Text(String), Start(Start) }
            "#,
        );
    }
}
