//! The method `with_defaults` of a struct whose schema has defaults. Defaults are never sent unless the user asks for them: the API applies
//! them itself, and a later version of it may apply others.

use proc_macro2::TokenStream;
use quote::quote;
use serde_json::Value;

use super::Models;
use crate::emit::rust::{Presence, Uses, ident};
use crate::ir::{Member, Object, TypeId};

impl Models<'_> {
    /// Returns the method, if any optional member has a default.
    pub(super) fn with_defaults(&self, id: TypeId, object: &Object, uses: &mut Uses<'_>) -> TokenStream {
        let names = self.lookup.names.ty(id);
        let statements: Vec<TokenStream> = object
            .members
            .iter()
            .zip(&names.parts)
            .filter_map(|(member, field)| {
                let default = self.default_of(member, uses)?.to_string();
                let field = ident(field);
                Some(quote!(crate::runtime::codec::set_default(&mut self.#field, #default);))
            })
            .collect();
        if statements.is_empty() {
            return TokenStream::new();
        }
        let name = ident(&names.name);
        quote! {
            impl #name {
                /// Sets each absent field to the default that the schema documents. Fields of nested values stay unchanged.
                #[must_use]
                pub fn with_defaults(mut self) -> Self {
                    #(#statements)*
                    self
                }
            }
        }
    }

    /// Returns the default of a member, if its field can be absent and the codec can decode it.
    fn default_of<'m>(&self, member: &'m Member, uses: &mut Uses<'_>) -> Option<&'m Value> {
        let default = member.default.as_ref().filter(|default| !default.is_null())?;
        match self.lookup.presence(member) {
            Presence::Required => None,
            Presence::Optional | Presence::Patch(_) => uses.storage(&member.ty).is_none().then_some(default),
        }
    }
}
