//! Enumerations: an enum with a variant for each value, `Unknown` if it is open, and its table.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::Models;
use super::construct::is_single;
use crate::emit::{Uses, braces, docs, ident};
use crate::ir::{EnumBase, Enumeration, TypeId};

impl Models<'_> {
    pub(super) fn enumeration(&self, id: TypeId, enumeration: &Enumeration, uses: &mut Uses) -> TokenStream {
        let (_, names) = self.def(id);
        let name = ident(names.name.as_str());
        let docs = self.docs(id);
        let single = is_single(enumeration);
        let mut variants = TokenStream::new();
        let mut rows = TokenStream::new();
        for (value, name) in enumeration.values.iter().zip(&names.parts) {
            let subject = docs::code_span(&match value.value.as_str() {
                Some(text) if enumeration.base == EnumBase::String => text.to_owned(),
                _ => value.value.to_string(),
            });
            let docs = docs::attributes(&value.docs, &subject, None);
            let default = single.then(|| quote!(#[default]));
            let name = ident(name.as_str());
            let wire = match enumeration.base {
                EnumBase::String => Literal::string(value.value.as_str().unwrap_or_default()),
                EnumBase::Integer => Literal::i64_unsuffixed(value.value.as_i64().unwrap_or_default()),
                EnumBase::Json => Literal::string(&value.value.to_string()),
            };
            variants.extend(quote!(#docs #default #name,));
            rows.extend(quote!(#wire => #name,));
        }
        let mut derives = quote!(Debug, Clone);
        let mut exhaustive = quote!();
        if enumeration.open {
            let rest = ident(names.rest.as_str());
            let unknown = uses.runtime("UnknownValue");
            exhaustive = quote!(#[non_exhaustive]);
            variants.extend(quote!(#[doc = " A value that this enum does not know."] #rest(#unknown),));
            rows.extend(quote!(else #rest,));
        } else {
            derives.extend(quote!(, Copy));
        }
        derives.extend(quote!(, PartialEq, Hash));
        if single {
            derives.extend(quote!(, Default));
        }
        let eq = self.total_equality(id, &name);
        let (variants, rows) = (braces(variants), braces(rows));
        let table = ident(match enumeration.base {
            EnumBase::String => "string_enum",
            EnumBase::Integer => "integer_enum",
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
