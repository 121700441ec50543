//! Constructors of structs: `Default` if no field needs an argument, otherwise `new`. A member with only one possible value needs
//! no argument.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::Models;
use super::object::is_required;
use crate::emit::rust::{Presence, Uses, default_impl, ident};
use crate::ir::{Enumeration, Extra, Member, Object, Shape, Type, TypeId};

/// Clippy warns about functions with more arguments than this.
const MAX_ARGUMENTS: usize = 7;

/// The constructors of an object.
pub(super) struct Constructors {
    /// Whether `Default` is derived.
    pub(super) derive_default: bool,
    pub(super) items: TokenStream,
}

/// How a constructor sets a required member.
enum Initializer<'a> {
    /// An argument of its type.
    Argument,
    /// An argument that is converted into a `String`.
    Text,
    /// The value of the discriminator property in the union that has the object as a branch.
    Tag(&'a str),
    /// A variant: the only value of this enumeration.
    Only(TypeId, Ident),
    /// The variant of this enumeration that is the value of the discriminator property.
    Tagged(TypeId, Ident),
}

impl Models<'_> {
    pub(super) fn constructors(&self, id: TypeId, object: &Object, uses: &mut Uses<'_>) -> Constructors {
        if self.has_derived_default(object) {
            return Constructors { derive_default: true, items: quote!() };
        }
        let names = self.lookup.names.ty(id);
        let mut arguments: Vec<TokenStream> = Vec::new();
        let mut fields: Vec<TokenStream> = Vec::new();
        for (member, name) in object.members.iter().zip(&names.parts) {
            let name = ident(name);
            match self.lookup.presence(member) {
                Presence::Optional => fields.push(quote!(#name: None)),
                Presence::Patch(_) => {
                    let patch = uses.runtime("Patch");
                    fields.push(quote!(#name: #patch::Absent));
                }
                Presence::Required => match self.initializer(member) {
                    Initializer::Argument => {
                        let ty = uses.ty(&member.ty);
                        arguments.push(quote!(#name: #ty));
                        fields.push(quote!(#name));
                    }
                    Initializer::Text => {
                        arguments.push(quote!(#name: impl Into<String>));
                        fields.push(quote!(#name: #name.into()));
                    }
                    Initializer::Tag(tag) => fields.push(quote!(#name: #tag.to_owned())),
                    Initializer::Only(id, variant) | Initializer::Tagged(id, variant) => {
                        let ty = uses.ty(&Type::Named(id));
                        fields.push(quote!(#name: #ty::#variant));
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
            if is_required(flat) {
                let ty = uses.codec_type(&flat.ty);
                arguments.push(quote!(#name: #ty));
                fields.push(quote!(#name));
            } else {
                fields.push(quote!(#name: None));
            }
        }
        match object.extra {
            Extra::Kept(_) => {
                let (name, map) = (ident(&names.rest), uses.map_type());
                fields.push(quote!(#name: #map::new()));
            }
            Extra::Unknown => {
                let (name, members) = (ident(&names.rest), uses.runtime("Members"));
                fields.push(quote!(#name: #members::new()));
            }
            Extra::Ignored | Extra::Denied => {}
        }
        let name = ident(&names.name);
        if arguments.is_empty() {
            let items = default_impl(&name, &quote!(Self { #(#fields),* }));
            return Constructors { derive_default: false, items };
        }
        let allow = (arguments.len() > MAX_ARGUMENTS)
            .then(|| quote!(#[allow(clippy::too_many_arguments, reason = "one argument for each required field")]));
        let items = quote! {
            impl #name {
                /// Creates a value with all required fields; optional fields are unset.
                #[must_use]
                #allow
                pub fn new(#(#arguments),*) -> Self {
                    Self { #(#fields),* }
                }
            }
        };
        Constructors { derive_default: false, items }
    }

    /// Whether `new()` would set every field to its type's `Default`.
    fn has_derived_default(&self, object: &Object) -> bool {
        object.flattened.iter().all(|flat| !is_required(flat))
            && object.members.iter().filter(|member| member.required).all(|member| match self.initializer(member) {
                Initializer::Only(..) => true,
                Initializer::Argument | Initializer::Text | Initializer::Tag(_) | Initializer::Tagged(..) => false,
            })
    }

    fn initializer<'m>(&self, member: &'m Member) -> Initializer<'m> {
        match self.lookup.resolve(&member.ty) {
            Type::String => member.tag.as_deref().map_or(Initializer::Text, Initializer::Tag),
            Type::Named(id) => match &self.lookup.api.type_def(*id).shape {
                Shape::Enumeration(enumeration) => {
                    self.variant(*id, enumeration, member.tag.as_deref()).unwrap_or(Initializer::Argument)
                }
                Shape::Object(_) | Shape::Union(_) | Shape::Tuple(_) | Shape::Alias(_) | Shape::Newtype(_) => {
                    Initializer::Argument
                }
            },
            Type::Any
            | Type::Null
            | Type::Never
            | Type::Bool
            | Type::Integer(_)
            | Type::Number(_)
            | Type::Format(_)
            | Type::List(_)
            | Type::Map(_)
            | Type::Nullable(_)
            | Type::Boxed(_)
            | Type::Custom(_) => Initializer::Argument,
        }
    }

    /// Returns the variant that a member is set to, if only one variant is possible.
    fn variant<'m>(&self, id: TypeId, enumeration: &Enumeration, tag: Option<&str>) -> Option<Initializer<'m>> {
        let variants = &self.lookup.names.ty(id).parts;
        if is_single(enumeration) {
            return variants.first().map(|variant| Initializer::Only(id, ident(variant)));
        }
        let at = enumeration.values.iter().position(|value| value.value.as_str() == tag && tag.is_some())?;
        variants.get(at).map(|variant| Initializer::Tagged(id, ident(variant)))
    }
}

/// Whether an enumeration has only one value, which is then its `Default`.
pub(super) fn is_single(enumeration: &Enumeration) -> bool {
    enumeration.values.len() == 1 && !enumeration.open
}
