//! Enumerations: an enum with a variant for each value, a variant for unknown values if it is open, and the codec's table.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use serde_json::Value;

use super::{ItemHead, Models};
use crate::emit::docs;
use crate::emit::rust::{Uses, braces, ident, identifier};
use crate::ir::{EnumBase, Enumeration, TypeId};

/// Returns the text of a value in the documentation. A code span does not show blanks at its ends, and several blanks as one.
fn visible(text: String, value: &Value) -> String {
    let has_blanks = text.trim() != text || text.contains("  ") || text.contains(char::is_control);
    if !text.is_empty() && !has_blanks {
        return text;
    }
    let json = value.to_string();
    if json.contains("  ") { json.replace(' ', "\\u0020") } else { json }
}

impl Models<'_> {
    pub(super) fn enumeration(&self, id: TypeId, enumeration: &Enumeration, uses: &mut Uses<'_>) -> TokenStream {
        let ItemHead { names, name, docs, is_eq, .. } = self.head(id);
        let single = enumeration.is_single();
        let mut variants = TokenStream::new();
        let mut rows = TokenStream::new();
        for (value, name) in enumeration.values.iter().zip(&names.parts) {
            let text = value.value.as_str().unwrap_or_default();
            let (shown, wire) = match enumeration.base {
                EnumBase::String => (text.to_owned(), Literal::string(text)),
                EnumBase::Integer => {
                    (value.value.to_string(), Literal::i64_unsuffixed(value.value.as_i64().unwrap_or_default()))
                }
                EnumBase::BigInteger | EnumBase::Json => (value.json(), Literal::string(&value.json())),
            };
            let shown = visible(shown, &value.value);
            let docs = docs::attributes(&value.docs, &docs::code_span(&shown), None);
            let default = single.then(|| quote!(#[default]));
            let name = ident(name);
            variants.extend(quote!(#docs #default #name,));
            rows.extend(quote!(#wire => #name,));
        }
        let mut derives = quote!(Debug, Clone);
        let mut exhaustive = quote!();
        if enumeration.open {
            let rest = ident(&names.catch_all);
            let unknown = match enumeration.base {
                EnumBase::String | EnumBase::Integer | EnumBase::Json => uses.runtime("UnknownValue"),
                EnumBase::BigInteger => uses.runtime("BigInteger"),
            };
            exhaustive = quote!(#[non_exhaustive]);
            let docs = docs::comment([if enumeration.allows_others {
                "Any other string. The API's document allows every string."
            } else {
                "A value that the API's document does not list."
            }]);
            variants.extend(quote!(#docs #rest(#unknown),));
            rows.extend(quote!(else #rest,));
        } else {
            derives.extend(quote!(, Copy));
            match enumeration.base {
                EnumBase::String | EnumBase::Integer => rows.extend(quote!(!UnknownVariant,)),
                EnumBase::BigInteger | EnumBase::Json => {}
            }
        }
        derives.extend(quote!(, PartialEq));
        let mut eq = quote!();
        match enumeration.base {
            // The macro implements the order and the hash.
            EnumBase::String | EnumBase::Integer | EnumBase::BigInteger => {}
            EnumBase::Json => {
                // `Ord` requires `Eq`. `Eq` is not derived, because a derive writes a body.
                if is_eq {
                    derives.extend(quote!(, PartialOrd, Ord));
                    eq = quote!(impl Eq for #name {});
                }
                derives.extend(quote!(, Hash));
            }
        }
        if single {
            derives.extend(quote!(, Default));
        }
        let (variants, rows) = (braces(variants), braces(rows));
        let table = identifier(match enumeration.base {
            EnumBase::String => "string_enum",
            EnumBase::Integer => "integer_enum",
            EnumBase::BigInteger => "big_integer_enum",
            EnumBase::Json => "value_enum",
        });
        quote! {
            #docs
            #[derive(#derives)]
            #exhaustive
            pub enum #name #variants
            crate::runtime::codec::#table!(#name #rows);
            #eq
        }
    }
}
