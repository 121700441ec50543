//! What a type derives: `Eq` and `Hash` hold for a type if they hold for all its parts.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::ir::{Api, Extra, Shape, Type, TypeId};

/// Which types have a total equality.
pub(super) struct Derives {
    eq: Vec<bool>,
}

impl Derives {
    pub(super) fn of(api: &Api) -> Self {
        let mut derives = Self { eq: vec![true; api.types.len()] };
        loop {
            let mut changed = false;
            for (index, def) in api.types.iter().enumerate() {
                if derives.eq[index] && !derives.all(&def.shape) {
                    derives.eq[index] = false;
                    changed = true;
                }
            }
            if !changed {
                return derives;
            }
        }
    }

    /// The total equality of a struct or union. Not derived: the derive writes a body that names each field once more, only to see that
    /// its type has one, which is known here.
    pub(super) fn total(&self, id: TypeId, name: &Ident) -> Option<TokenStream> {
        self.eq[id.0 as usize].then(|| quote!(impl Eq for #name {}))
    }

    fn all(&self, shape: &Shape) -> bool {
        match shape {
            Shape::Object(object) => {
                let extra = match &object.extra {
                    Extra::Kept(ty) => Some(ty),
                    Extra::Ignored | Extra::Denied => None,
                };
                let members = object.members.iter().map(|member| &member.ty);
                let patterns = object.patterns.iter().map(|pattern| &pattern.ty);
                let flats = object.flats.iter().map(|flat| &flat.ty);
                members.chain(patterns).chain(flats).chain(extra).all(|ty| self.is_eq(ty))
            }
            Shape::Enumeration(_) => true,
            Shape::Union(union) => union.variants.iter().all(|variant| self.is_eq(&variant.ty)),
            Shape::Tuple(tuple) => tuple.items.iter().chain(&tuple.rest).all(|ty| self.is_eq(ty)),
            Shape::Alias(ty) | Shape::Newtype(ty) => self.is_eq(ty),
        }
    }

    fn is_eq(&self, ty: &Type) -> bool {
        match ty {
            Type::Number(_) | Type::Custom(_) => false,
            Type::Named(id) => self.eq[id.0 as usize],
            Type::List(inner) | Type::Map(inner) | Type::Nullable(inner) | Type::Boxed(inner) => self.is_eq(inner),
            _ => true,
        }
    }
}
