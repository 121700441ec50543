//! Objects: a struct with a field for each member, and its table.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{Head, Models};
use crate::emit::docs;
use crate::emit::rust::{Presence, Uses, braces, ident, word};
use crate::ir::{Extra, Flat, Object, TypeId};

impl Models<'_> {
    pub(super) fn object(&self, id: TypeId, object: &Object, uses: &mut Uses<'_>) -> TokenStream {
        let Head { name, docs, eq, .. } = self.head(id);
        let constructors = self.constructors(id, object, uses);
        let default = constructors.derive_default.then(|| quote!(, Default));
        let fields = braces(self.fields(id, object, uses));
        let table = braces(self.table(id, object));
        let constructors = constructors.items;
        quote! {
            #docs
            #[derive(Debug, Clone, PartialEq #default)]
            pub struct #name #fields
            #constructors
            crate::runtime::codec::object!(#name #table);
            #eq
        }
    }

    fn fields(&self, id: TypeId, object: &Object, uses: &mut Uses<'_>) -> TokenStream {
        let names = self.lookup.names.ty(id);
        let members = object.members.iter().zip(&names.parts).map(|(member, name)| {
            let subject = json_name(&member.wire, name.as_str());
            let docs = docs::member_attributes(&member.docs, member.default.as_ref(), &subject);
            let name = ident(name);
            let ty = uses.member(member);
            quote!(#docs pub #name: #ty,)
        });
        let mut fields: TokenStream = members.collect();
        let patterns = object.patterns.iter().zip(&names.patterns).map(|(pattern, name)| {
            let subject = format!("Members whose names match {}.", docs::code_span(&pattern.pattern));
            let docs = docs::attributes(&pattern.docs, &subject, None);
            let name = ident(name);
            let ty = uses.map(&pattern.ty);
            quote!(#docs pub #name: #ty,)
        });
        fields.extend(patterns);
        let flats = object.flats.iter().zip(&names.flats).map(|(flat, name)| {
            let docs = docs::attributes(&flat.docs, "Members of the same JSON object, flattened.", None);
            let name = ident(name);
            let ty = uses.ty(&flat.ty);
            let ty = if is_required(flat) { ty } else { quote!(Option<#ty>) };
            quote!(#docs pub #name: #ty,)
        });
        fields.extend(flats);
        if let Extra::Kept(ty) = &object.extra {
            let name = ident(&names.rest);
            let ty = uses.map(ty);
            fields.extend(quote!(#[doc = " All other members."] pub #name: #ty,));
        }
        fields
    }

    fn table(&self, id: TypeId, object: &Object) -> TokenStream {
        let names = self.lookup.names.ty(id);
        let mut count = 0;
        let mut next = || {
            count += 1;
            Literal::usize_unsuffixed(count - 1)
        };
        let members = object.members.iter().zip(&names.parts).map(|(member, name)| {
            let (index, wire, name) = (next(), &member.wire, ident(name));
            let presence = match self.lookup.presence(member) {
                Presence::Required => quote!(Required),
                Presence::Optional => quote!(Optional),
                Presence::Patch(_) => quote!(Patch),
            };
            quote!(#index #wire => #name: #presence,)
        });
        let mut table: TokenStream = members.collect();
        let mark = word(quote!(~));
        let patterns = object.patterns.iter().zip(&names.patterns).map(|(pattern, name)| {
            let (index, text, name) = (next(), &pattern.pattern, ident(name));
            quote!(#mark #index #text => #name,)
        });
        table.extend(patterns);
        let mark = word(quote!(&));
        let flats = object.flats.iter().zip(&names.flats).map(|(flat, name)| {
            let (index, name) = (next(), ident(name));
            let presence = match flat.any_group.map(Literal::usize_unsuffixed) {
                Some(group) => quote!(Any(#group)),
                None if flat.required => quote!(Required),
                None => quote!(Optional),
            };
            quote!(#mark #index #name: #presence,)
        });
        table.extend(flats);
        let extra = match &object.extra {
            Extra::Kept(_) => {
                let (index, name) = (next(), ident(&names.rest));
                let mark = word(quote!(..));
                quote!(#mark #index => #name,)
            }
            Extra::Denied => quote!(!Denied,),
            Extra::Ignored => quote!(),
        };
        let (sets, mark) = (&object.required_sets, word(quote!(?)));
        table.extend(quote!(#extra #(#mark [#(#sets),*],)*));
        table
    }
}

/// The documentation of a member without a description: its JSON name, unless the field has the same one.
fn json_name(wire: &str, field: &str) -> String {
    let is_same = field.strip_prefix("r#").unwrap_or(field) == wire;
    if is_same { String::new() } else { format!("JSON name: {}", docs::code_span(wire)) }
}

/// Whether the field of a flat part always has a value.
pub(super) fn is_required(flat: &Flat) -> bool {
    flat.required && flat.any_group.is_none()
}

#[cfg(test)]
mod tests {
    use super::json_name;

    #[test]
    fn a_name_is_documented_where_the_field_has_another() {
        assert_eq!(json_name("created_at", "created_at"), "");
        assert_eq!(json_name("type", "r#type"), "");
        assert_eq!(json_name("createdAt", "created_at"), "JSON name: `createdAt`");
    }
}
