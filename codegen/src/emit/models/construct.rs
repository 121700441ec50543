//! Constructors of objects: `Default` where nothing must be given, else `new`. Members with only one possible value are filled in.

use proc_macro2::TokenStream;
use quote::quote;

use super::Models;
use super::object::is_required;
use crate::emit::{Presence, Uses, ident, resolve};
use crate::ir::{Enumeration, Extra, Member, Object, Shape, Type, TypeId};

/// How many arguments a function may have without a word on it.
const MANY: usize = 7;

/// The constructors of an object.
pub(super) struct Constructors {
    /// Whether `Default` is derived.
    pub(super) derive_default: bool,
    pub(super) items: TokenStream,
}

/// The only value that a member can have.
struct Fixed {
    value: TokenStream,
    /// Whether it is its type's `Default`.
    is_default: bool,
}

impl Models<'_> {
    pub(super) fn constructors(&self, id: TypeId, object: &Object, uses: &mut Uses) -> Constructors {
        let (_, names) = self.def(id);
        let mut arguments: Vec<TokenStream> = Vec::new();
        let mut fields: Vec<TokenStream> = Vec::new();
        let mut derive_default = true;
        for (member, name) in object.members.iter().zip(&names.parts) {
            let name = ident(name.as_str());
            if !member.required {
                let absent = match Presence::of(member, self.api) {
                    Presence::Patch(_) => {
                        let patch = uses.runtime("Patch");
                        quote!(#patch::Absent)
                    }
                    _ => quote!(None),
                };
                fields.push(quote!(#name: #absent));
            } else if let Some(fixed) = self.fixed(member, uses) {
                derive_default &= fixed.is_default;
                let value = fixed.value;
                fields.push(quote!(#name: #value));
            } else if matches!(resolve(&member.ty, self.api), Type::String) {
                arguments.push(quote!(#name: impl Into<String>));
                fields.push(quote!(#name: #name.into()));
            } else {
                let ty = uses.ty(&member.ty, self.names);
                arguments.push(quote!(#name: #ty));
                fields.push(quote!(#name));
            }
        }
        for name in &names.patterns[..object.patterns.len().min(names.patterns.len())] {
            let name = ident(name.as_str());
            let map = uses.std("std::collections::BTreeMap");
            fields.push(quote!(#name: #map::new()));
        }
        for (flat, name) in object.flats.iter().zip(&names.flats) {
            let name = ident(name.as_str());
            if is_required(flat) {
                let ty = uses.ty(&flat.ty, self.names);
                arguments.push(quote!(#name: #ty));
                fields.push(quote!(#name));
            } else {
                fields.push(quote!(#name: None));
            }
        }
        if let Extra::Kept(_) = object.extra {
            let (name, map) = (ident(names.rest.as_str()), uses.std("std::collections::BTreeMap"));
            fields.push(quote!(#name: #map::new()));
        }
        let name = ident(names.name.as_str());
        if arguments.is_empty() && derive_default {
            return Constructors { derive_default, items: quote!() };
        }
        if arguments.is_empty() {
            let items = quote! {
                impl Default for #name {
                    fn default() -> Self {
                        Self { #(#fields),* }
                    }
                }
            };
            return Constructors { derive_default: false, items };
        }
        let allow = (arguments.len() > MANY)
            .then(|| quote!(#[allow(clippy::too_many_arguments, reason = "one for each member that must be there")]));
        let text = " With the members that must be there, and no others.";
        let items = quote! {
            impl #name {
                #[doc = #text]
                #[must_use]
                #allow
                pub fn new(#(#arguments),*) -> Self {
                    Self { #(#fields),* }
                }
            }
        };
        Constructors { derive_default: false, items }
    }

    /// The only value of a member, if it has but one.
    fn fixed(&self, member: &Member, uses: &mut Uses) -> Option<Fixed> {
        match (resolve(&member.ty, self.api), &member.tag) {
            (Type::String, Some(tag)) => Some(Fixed { value: quote!(#tag.to_owned()), is_default: false }),
            (Type::Named(id), tag) => {
                let Shape::Enumeration(enumeration) = &self.api.type_def(*id).shape else { return None };
                let single = is_single(enumeration);
                let tagged = tag.as_ref().and_then(|tag| {
                    enumeration.values.iter().position(|value| value.value.as_str() == Some(tag.as_str()))
                });
                let place = if single { 0 } else { tagged? };
                let variant = ident(self.names.ty(*id).parts.get(place)?.as_str());
                let ty = uses.ty(&Type::Named(*id), self.names);
                Some(Fixed { value: quote!(#ty::#variant), is_default: single })
            }
            _ => None,
        }
    }
}

/// Whether an enumeration has only one value, which is then its `Default`.
pub(super) fn is_single(enumeration: &Enumeration) -> bool {
    enumeration.values.len() == 1 && !enumeration.open
}
