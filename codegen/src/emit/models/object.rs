//! Objects: a struct with a field for each member, and the codec's table.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{ItemHead, Models};
use crate::emit::docs;
use crate::emit::rust::{Presence, Uses, braces, ident, word};
use crate::ir::{Extra, Object, TypeId};

impl Models<'_> {
    pub(super) fn object(&self, id: TypeId, object: &Object, uses: &mut Uses<'_>) -> TokenStream {
        let ItemHead { name, docs, equality, .. } = self.head(id);
        let constructors = self.constructors(id, object, uses);
        let default = constructors.derive_default.then(|| quote!(, Default));
        let (fields, table) = self.fields(id, object, uses);
        let with_defaults = self.with_defaults(id, object, uses);
        let (fields, table, constructors) = (braces(fields), braces(table), constructors.items);
        quote! {
            #docs
            #[derive(Debug, Clone, PartialEq #default)]
            pub struct #name #fields
            #constructors
            #with_defaults
            crate::runtime::codec::object!(#name #table);
            #equality
        }
    }

    /// Returns the fields, and the rows of the codec's table.
    fn fields(&self, id: TypeId, object: &Object, uses: &mut Uses<'_>) -> (TokenStream, TokenStream) {
        let names = self.lookup.names.ty(id);
        let (mut fields, mut rows) = (TokenStream::new(), TokenStream::new());
        let mut indices = (0..).map(Literal::usize_unsuffixed);
        for ((member, name), index) in object.members.iter().zip(&names.parts).zip(&mut indices) {
            let subject = json_name(&member.wire, name.as_str());
            let docs = docs::member_attributes(&member.docs, member.default.as_ref(), &subject);
            let (name, wire, ty) = (ident(name), &member.wire, uses.member(member));
            let presence = match self.lookup.presence(member) {
                Presence::Required => quote!(Required),
                Presence::Optional => quote!(Optional),
                Presence::Patch(_) => quote!(Patch),
            };
            let storage = uses.member_storage_row(member);
            fields.extend(quote!(#docs pub #name: #ty,));
            rows.extend(quote!(#index #wire => #name: #presence #storage,));
        }
        let mark = word(quote!(~));
        for ((pattern, name), index) in object.patterns.iter().zip(&names.patterns).zip(&mut indices) {
            let subject = format!("Properties whose names match {}.", docs::code_span(&pattern.pattern.text));
            let docs = docs::attributes(&pattern.docs, &subject, None);
            let (name, text, ty) = (ident(name), &pattern.pattern.expression, uses.codec_map(&pattern.ty));
            fields.extend(quote!(#docs pub #name: #ty,));
            rows.extend(quote!(#mark #index #text => #name,));
        }
        let mark = word(quote!(&));
        for ((flat, name), index) in object.flattened.iter().zip(&names.flattened).zip(&mut indices) {
            let docs = docs::attributes(&flat.docs, "Properties in the same JSON object as the other fields.", None);
            let (name, ty) = (ident(name), uses.codec_type(&flat.ty));
            let ty = if flat.is_required() { ty } else { quote!(Option<#ty>) };
            let presence = match flat.any_group.map(Literal::usize_unsuffixed) {
                Some(group) => quote!(Any(#group)),
                None if flat.required => quote!(Required),
                None => quote!(Optional),
            };
            fields.extend(quote!(#docs pub #name: #ty,));
            rows.extend(quote!(#mark #index #name: #presence,));
        }
        let withheld = (!object.withheld.is_empty()).then(|| {
            let names = &object.withheld;
            quote!(- [#(#names),*])
        });
        match &object.extra {
            Extra::Kept(ty) => {
                let (name, index, mark, ty) =
                    (ident(&names.catch_all), indices.next(), word(quote!(..)), uses.codec_map(ty));
                fields.extend(quote!(#[doc = " All other properties."] pub #name: #ty,));
                rows.extend(quote!(#mark #index => #name #withheld,));
            }
            Extra::Unknown => {
                let (name, index, mark, ty) =
                    (ident(&names.catch_all), indices.next(), word(quote!(+)), uses.runtime("Members"));
                fields.extend(quote!(#[doc = " Properties that the schema does not declare."] pub #name: #ty,));
                rows.extend(quote!(#mark #index => #name #withheld,));
            }
            Extra::Denied => rows.extend(quote!(!Denied,)),
            Extra::Ignored => {}
        }
        if object.members.iter().any(|member| has_escapes(&member.wire)) {
            let mark = word(quote!(#));
            rows.extend(quote!(#mark Escaped,));
        }
        let (sets, mark) = (&object.required_sets, word(quote!(?)));
        rows.extend(quote!(#(#mark [#(#sets),*],)*));
        (fields, rows)
    }
}

/// Returns whether a name needs escapes in JSON.
fn has_escapes(name: &str) -> bool {
    name.chars().any(|c| matches!(c, '"' | '\\' | '\0'..='\x1f'))
}

/// Returns the documentation of a member without a description: its JSON name, unless the field has the same name.
fn json_name(wire: &str, field: &str) -> String {
    let is_same = field.strip_prefix("r#").unwrap_or(field) == wire;
    if is_same { String::new() } else { format!("JSON name: {}", docs::code_span(wire)) }
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
