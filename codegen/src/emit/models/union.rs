//! Unions: an enum with a variant for each branch, and the codec's table.

use foldhash::HashMap;
use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{ItemHead, Models};
use crate::emit::docs;
use crate::emit::rust::{Uses, braces, ident, json_type};
use crate::ir::{Structure, Type, TypeId, Union};

impl Models<'_> {
    pub(super) fn union(&self, id: TypeId, union: &Union, uses: &mut Uses<'_>) -> TokenStream {
        let ItemHead { names, name, docs, equality, .. } = self.head(id);
        let mut variants = TokenStream::new();
        let mut rows = TokenStream::new();
        let is_distinct = self.distinct_types(union);
        for (index, (variant, name)) in union.variants.iter().zip(&names.parts).enumerate() {
            let ty = uses.ty(&variant.ty);
            let shown = ty.to_string().replace(' ', "");
            let docs = docs::attributes(&variant.docs, &docs::code_span(&shown), None);
            let name = ident(name);
            variants.extend(quote!(#docs #name(#ty),));
            let index = Literal::usize_unsuffixed(index);
            let from = is_distinct(&variant.ty).then(|| quote!((#ty)));
            let tags = &variant.tags;
            let json_types = variant.json_types.iter().map(|kind| json_type(*kind));
            let storage = uses.storage_row(&variant.ty, false);
            let added = union.tag.as_ref().zip(variant.added_tag.as_ref()).map(|(tag, added)| quote!(+ #tag = #added));
            rows.extend(quote!(#index #name #from: [#(#tags),*] [#(#json_types),*] #storage #added,));
        }
        let mut exhaustive = quote!();
        let first = self.lookup.api.type_def(id).placeholder;
        let mut placeholder = names.parts.get(first).map(ident);
        let mut placeholder_storage = union.variants.get(first).and_then(|variant| uses.storage_row(&variant.ty, true));
        let mut otherwise = None;
        if union.allows_others() {
            let (rest, index) = (ident(&names.catch_all), Literal::usize_unsuffixed(union.variants.len()));
            let value = uses.ty(&Type::Any);
            exhaustive = quote!(#[non_exhaustive]);
            variants.extend(quote!(#[doc = " Any other value. The API's document allows every value."] #rest(#value),));
            rows.extend(quote!(#index #rest: [] [Null, Boolean, Integer, Number, String, Array, Object],));
            otherwise = Some(quote!(or #index,));
            placeholder = Some(rest);
            placeholder_storage = None;
        } else if union.open {
            let rest = ident(&names.catch_all);
            let unknown = uses.runtime("UnknownValue");
            exhaustive = quote!(#[non_exhaustive]);
            variants.extend(quote!(#[doc = " A value that matches no other variant."] #rest(#unknown),));
            rows.extend(quote!(else #rest,));
            placeholder = Some(rest);
            placeholder_storage = None;
        }
        let fallback = union.fallback.map(Literal::usize_unsuffixed).map(|index| quote!(or #index));
        let mut table: TokenStream = union.tag.as_ref().map(|tag| quote!(tag #tag #fallback,)).into_iter().collect();
        table.extend(otherwise);
        table.extend(rows);
        let (variants, table) = (braces(variants), braces(table));
        quote! {
            #docs
            #[derive(Debug, Clone, PartialEq)]
            #exhaustive
            pub enum #name #variants
            crate::runtime::codec::union!(#name = #placeholder #placeholder_storage #table);
            #equality
        }
    }

    /// Returns whether only one branch has a type. Only then does the union implement `From` for it.
    fn distinct_types<'a>(&'a self, union: &'a Union) -> impl Fn(&Type) -> bool + 'a {
        let branches: Vec<&Type> = union.variants.iter().map(|variant| self.lookup.resolve(&variant.ty)).collect();
        let all_named = branches.iter().all(|ty| matches!(ty, Type::Named(_) | Type::Custom(_)));
        let mut named: HashMap<TypeId, usize> = HashMap::default();
        let mut others: Vec<&Type> = Vec::new();
        for ty in branches {
            if let Type::Named(id) = ty {
                *named.entry(*id).or_default() += 1;
            } else {
                others.push(ty);
            }
        }
        move |ty| {
            let ty = self.lookup.resolve(ty);
            // Aliases inside two different expressions may name the same type. Only plain types certainly differ.
            let is_same = |other: &&&Type| match ty.structure() {
                Structure::Leaf if !ty.is_float_or_custom() => **other == ty,
                Structure::Leaf
                | Structure::Named(_)
                | Structure::List(_)
                | Structure::Map(_)
                | Structure::Nullable(_)
                | Structure::Boxed(_) => std::mem::discriminant(**other) == std::mem::discriminant(ty),
            };
            // A type of the standard library, or an alias in the user's crate, may be the type of another branch.
            let may_be_built_in =
                matches!(ty, Type::Custom(custom) if !custom.wrapper && !custom.ty.is_of_third_crate());
            let count = if let Type::Named(id) = ty {
                named.get(id).copied().unwrap_or_default()
            } else {
                others.iter().filter(is_same).take(2).count()
            };
            (!may_be_built_in || all_named) && count == 1
        }
    }
}
