//! Constructors of objects: `Default` if no field needs an argument, else `new`. Members with only one possible value are filled in.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::Models;
use super::object::is_required;
use crate::emit::rust::{Presence, Uses, default_impl, ident};
use crate::ir::{Enumeration, Extra, Member, Object, Shape, Type, TypeId};

/// How many arguments a function may have before clippy warns.
const MANY: usize = 7;

/// The constructors of an object.
pub(super) struct Constructors {
    /// Whether `Default` is derived.
    pub(super) derive_default: bool,
    pub(super) items: TokenStream,
}

/// How a constructor sets a required member.
enum Initial<'a> {
    /// By an argument of its type.
    Argument,
    /// By an argument that becomes a `String`.
    Text,
    /// To the tag of the union that the object is a branch of.
    Tag(&'a str),
    /// To a variant, the only value of this enumeration.
    Only(TypeId, Ident),
    /// To the variant of this enumeration that is the tag.
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
                Presence::Required => match self.initial(member) {
                    Initial::Argument => {
                        let ty = uses.ty(&member.ty);
                        arguments.push(quote!(#name: #ty));
                        fields.push(quote!(#name));
                    }
                    Initial::Text => {
                        arguments.push(quote!(#name: impl Into<String>));
                        fields.push(quote!(#name: #name.into()));
                    }
                    Initial::Tag(tag) => fields.push(quote!(#name: #tag.to_owned())),
                    Initial::Only(id, variant) | Initial::Tagged(id, variant) => {
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
        for (flat, name) in object.flats.iter().zip(&names.flats) {
            let name = ident(name);
            if is_required(flat) {
                let ty = uses.ty(&flat.ty);
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
            Extra::Ignored | Extra::Denied => {}
        }
        let name = ident(&names.name);
        if arguments.is_empty() {
            let items = default_impl(&name, &quote!(Self { #(#fields),* }));
            return Constructors { derive_default: false, items };
        }
        let allow = (arguments.len() > MANY)
            .then(|| quote!(#[allow(clippy::too_many_arguments, reason = "one for each required field")]));
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

    /// Whether every field is set to its type's `Default`.
    fn has_derived_default(&self, object: &Object) -> bool {
        object.flats.iter().all(|flat| !is_required(flat))
            && object.members.iter().filter(|member| member.required).all(|member| match self.initial(member) {
                Initial::Only(..) => true,
                Initial::Argument | Initial::Text | Initial::Tag(_) | Initial::Tagged(..) => false,
            })
    }

    fn initial<'m>(&self, member: &'m Member) -> Initial<'m> {
        match self.lookup.resolve(&member.ty) {
            Type::String => member.tag.as_deref().map_or(Initial::Text, Initial::Tag),
            Type::Named(id) => match &self.lookup.api.type_def(*id).shape {
                Shape::Enumeration(enumeration) => {
                    self.variant(*id, enumeration, member.tag.as_deref()).unwrap_or(Initial::Argument)
                }
                Shape::Object(_) | Shape::Union(_) | Shape::Tuple(_) | Shape::Alias(_) | Shape::Newtype(_) => {
                    Initial::Argument
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
            | Type::Custom(_) => Initial::Argument,
        }
    }

    /// The variant of an enumeration that a member is set to, if only one is possible.
    fn variant<'m>(&self, id: TypeId, enumeration: &Enumeration, tag: Option<&str>) -> Option<Initial<'m>> {
        let variants = &self.lookup.names.ty(id).parts;
        if is_single(enumeration) {
            return variants.first().map(|variant| Initial::Only(id, ident(variant)));
        }
        let at = enumeration.values.iter().position(|value| value.value.as_str() == tag && tag.is_some())?;
        variants.get(at).map(|variant| Initial::Tagged(id, ident(variant)))
    }
}

/// Whether an enumeration has only one value, which is then its `Default`.
pub(super) fn is_single(enumeration: &Enumeration) -> bool {
    enumeration.values.len() == 1 && !enumeration.open
}
