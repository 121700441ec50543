//! Constructors of structs: `Default` if no field needs an argument, otherwise `new`. A member with only one possible value needs
//! no argument, and an optional one that is the tag of a union is set. With more than three arguments, `new` takes a struct of them, so that
//! each is named and checked by the compiler.
//!
//! Rejected: a builder with a type parameter for each required member, which takes 1.7 times the `cargo check` and reports a missing member
//! in terms of these parameters; a derived builder, which takes six times as much.

use proc_macro2::TokenStream;
use quote::quote;

use super::Models;
use crate::emit::constructor::{self, ConstructorStyle, RequiredField};
use crate::emit::rust::{Presence, Uses, default_impl, ident};
use crate::ir::{Extra, Initializer, Object, Type, TypeId};

/// The constructors of an object.
pub(super) struct Constructors {
    /// Whether `Default` is derived.
    pub(super) derive_default: bool,
    pub(super) items: TokenStream,
}

impl Models<'_> {
    pub(super) fn constructors(&self, id: TypeId, object: &Object, uses: &mut Uses<'_>) -> Constructors {
        if self.has_derived_default(object) {
            return Constructors { derive_default: true, items: quote!() };
        }
        let names = self.lookup.names.ty(id);
        let mut arguments: Vec<RequiredField> = Vec::new();
        let field = |name, ty, converts| RequiredField { name, ty, converts, docs: quote!() };
        // The fields with their initial values, except those that an argument has.
        let mut fields: Vec<TokenStream> = Vec::new();
        for (member, name) in object.members.iter().zip(&names.parts) {
            let name = ident(name);
            match self.lookup.presence(member) {
                Presence::Optional => match self.lookup.api.optional_tag(member) {
                    Some(tag) => {
                        fields.extend(self.value_of(tag, uses).map(|value| quote!(#name: Some(#value))));
                    }
                    None => fields.push(quote!(#name: None)),
                },
                Presence::Patch(_) => {
                    let patch = uses.runtime("Patch");
                    fields.push(quote!(#name: #patch::Absent));
                }
                Presence::Required => match self.lookup.api.initializer(member) {
                    Initializer::Argument => {
                        arguments.push(field(name, uses.ty(&member.ty), false));
                    }
                    Initializer::Text => {
                        arguments.push(field(name, quote!(String), true));
                    }
                    initializer @ (Initializer::Tag(_) | Initializer::Only(_) | Initializer::Tagged(..)) => {
                        fields.extend(self.value_of(initializer, uses).map(|value| quote!(#name: #value)));
                    }
                },
            }
        }
        for (_, name) in object.patterns.iter().zip(&names.patterns) {
            let (name, map) = (ident(name), uses.map_type());
            fields.push(quote!(#name: #map::new()));
        }
        for (flat, name) in object.flattened.iter().zip(&names.flattened) {
            let name = ident(name);
            if flat.is_required() {
                arguments.push(field(name, uses.codec_type(&flat.ty), false));
            } else {
                fields.push(quote!(#name: None));
            }
        }
        match object.extra {
            Extra::Kept(_) => {
                let (name, map) = (ident(&names.catch_all), uses.map_type());
                fields.push(quote!(#name: #map::new()));
            }
            Extra::Unknown => {
                let (name, members) = (ident(&names.catch_all), uses.runtime("Members"));
                fields.push(quote!(#name: #members::new()));
            }
            Extra::Ignored | Extra::Denied => {}
        }
        let name = ident(&names.name);
        let items = match &names.required {
            None if arguments.is_empty() => default_impl(&name, &quote!(Self { #(#fields),* })),
            None => {
                let new = constructor::positional(&style(), &arguments, &fields);
                quote!(impl #name { #new })
            }
            Some(required) => {
                let (required, new) = constructor::named(&style(), &name, &ident(required), &arguments, &fields);
                quote! {
                    #required

                    impl #name { #new }
                }
            }
        };
        Constructors { derive_default: false, items }
    }

    /// Whether `new()` would set every field to its type's `Default`.
    fn has_derived_default(&self, object: &Object) -> bool {
        object.flattened.iter().all(|flat| !flat.is_required())
            && object.members.iter().all(|member| self.lookup.api.optional_tag(member).is_none())
            && object.members.iter().filter(|member| member.required).all(|member| {
                match self.lookup.api.initializer(member) {
                    Initializer::Only(..) => true,
                    Initializer::Argument | Initializer::Text | Initializer::Tag(_) | Initializer::Tagged(..) => false,
                }
            })
    }

    /// Returns the value of a member that needs no argument.
    fn value_of(&self, initializer: Initializer<'_>, uses: &mut Uses<'_>) -> Option<TokenStream> {
        match initializer {
            Initializer::Argument | Initializer::Text => None,
            Initializer::Tag(tag) => Some(quote!(#tag.to_owned())),
            Initializer::Only(id) => self.variant(id, 0, uses),
            Initializer::Tagged(id, at) => self.variant(id, at, uses),
        }
    }

    /// Returns the value of an enumeration with this index.
    fn variant(&self, id: TypeId, at: usize, uses: &mut Uses<'_>) -> Option<TokenStream> {
        let variant = ident(self.lookup.names.ty(id).parts.get(at)?);
        let ty = uses.ty(&Type::Named(id));
        Some(quote!(#ty::#variant))
    }
}

/// Returns the style of the constructors of models.
fn style() -> ConstructorStyle {
    ConstructorStyle {
        docs: "Creates a value with all required fields; optional fields are unset.",
        method_attributes: quote!(),
        struct_attributes: quote!(),
    }
}
