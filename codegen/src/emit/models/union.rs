//! Unions: an enum with a variant for each branch, and its table.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::Models;
use crate::emit::types::kind_name;
use crate::emit::{Uses, braces, docs, ident, resolve};
use crate::ir::{Type, TypeId, Union};

impl Models<'_> {
    pub(super) fn union(&self, id: TypeId, union: &Union, uses: &mut Uses) -> TokenStream {
        let (_, names) = self.def(id);
        let name = ident(names.name.as_str());
        let docs = self.docs(id);
        let eq = self.total_equality(id, &name);
        let mut variants = TokenStream::new();
        let mut rows = TokenStream::new();
        for (index, (variant, name)) in union.variants.iter().zip(&names.parts).enumerate() {
            let ty = uses.ty(&variant.ty, self.names);
            let shown = ty.to_string().replace(' ', "");
            let docs = docs::attributes(&variant.docs, &docs::code_span(&shown), None);
            let name = ident(name.as_str());
            variants.extend(quote!(#docs #name(#ty),));
            let index = Literal::usize_unsuffixed(index);
            let from = self.is_distinct(union, &variant.ty).then(|| quote!((#ty)));
            let tags = &variant.tags;
            let kinds = variant.kinds.iter().map(|kind| ident(kind_name(*kind)));
            rows.extend(quote!(#index #name #from: [#(#tags),*] [#(#kinds),*],));
        }
        let mut exhaustive = quote!();
        let mut blank = names.parts.get(self.api.type_def(id).placeholder).map(|name| ident(name.as_str()));
        if union.open {
            let rest = ident(names.rest.as_str());
            let unknown = uses.runtime("UnknownValue");
            exhaustive = quote!(#[non_exhaustive]);
            variants.extend(quote!(#[doc = " A value that no other variant knows."] #rest(#unknown),));
            rows.extend(quote!(else #rest,));
            blank = Some(rest);
        }
        let fallback = union.fallback.map(Literal::usize_unsuffixed).map(|index| quote!(or #index));
        let mut table: TokenStream = union.tag.as_ref().map(|tag| quote!(tag #tag #fallback,)).into_iter().collect();
        table.extend(rows);
        let (variants, table) = (braces(variants), braces(table));
        quote! {
            #docs
            #[derive(Debug, Clone, PartialEq)]
            #exhaustive
            pub enum #name #variants
            crate::runtime::codec::union!(#name = #blank #table);
            #eq
        }
    }

    /// Whether only one branch has this type.
    fn is_distinct(&self, union: &Union, ty: &Type) -> bool {
        let same = |other: &Type| match (resolve(other, self.api), resolve(ty, self.api)) {
            (Type::Number(_), Type::Number(_)) => true,
            (left, right) => left == right,
        };
        // Two expressions may still be one type behind aliases deeper inside: only plain ones are sure to differ.
        let plain = !matches!(
            resolve(ty, self.api),
            Type::List(_) | Type::Map(_) | Type::Nullable(_) | Type::Boxed(_) | Type::Custom(_)
        );
        let only_compound = union
            .variants
            .iter()
            .filter(|variant| {
                std::mem::discriminant(resolve(&variant.ty, self.api)) == std::mem::discriminant(resolve(ty, self.api))
            })
            .count()
            == 1;
        union.variants.iter().filter(|variant| same(&variant.ty)).count() == 1 && (plain || only_compound)
    }
}
