//! Tuples, newtypes and aliases.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{ItemHead, Models};
use crate::emit::docs;
use crate::emit::rust::{Uses, word};
use crate::ir::{Tuple, Type, TypeId};

impl Models<'_> {
    pub(super) fn tuple(&self, id: TypeId, tuple: &Tuple, uses: &mut Uses<'_>) -> TokenStream {
        let ItemHead { name, docs, equality, .. } = self.head(id);
        let mut fields = TokenStream::new();
        let mut rows = TokenStream::new();
        for (index, ty) in tuple.items.iter().enumerate() {
            let place = Literal::usize_unsuffixed(index);
            let ty = uses.codec_type(ty);
            let docs = tuple.docs.get(index).filter(|docs| !docs::lines(docs, "", None).is_empty());
            let docs = docs.map(|docs| docs::attributes(docs, "", None));
            if index < tuple.required {
                fields.extend(quote!(#docs pub #ty,));
                rows.extend(quote!(required #place,));
            } else {
                fields.extend(quote!(#docs pub Option<#ty>,));
                rows.extend(quote!(optional #place,));
            }
        }
        if let Some(rest) = &tuple.rest {
            let place = Literal::usize_unsuffixed(tuple.items.len());
            let ty = uses.codec_type(rest);
            fields.extend(quote!(#[doc = " All remaining items."] pub Vec<#ty>,));
            let mark = word(quote!(..));
            rows.extend(quote!(#mark #place,));
        }
        quote! {
            #docs
            #[derive(Debug, Clone, PartialEq)]
            pub struct #name(#fields);
            crate::runtime::codec::tuple!(#name { #rows });
            #equality
        }
    }

    pub(super) fn newtype(&self, id: TypeId, ty: &Type, uses: &mut Uses<'_>) -> TokenStream {
        let ItemHead { name, docs, equality, .. } = self.head(id);
        let ty = uses.codec_type(ty);
        quote! {
            #docs
            #[derive(Debug, Clone, PartialEq)]
            pub struct #name(pub #ty);
            crate::runtime::codec::newtype!(#name);
            #equality
        }
    }

    pub(super) fn alias(&self, id: TypeId, ty: &Type, uses: &mut Uses<'_>) -> TokenStream {
        let ItemHead { name, docs, .. } = self.head(id);
        let ty = uses.ty(ty);
        quote!(#docs pub type #name = #ty;)
    }
}
