//! Which variant a blank union has: one whose blank does not need the union itself.

use crate::ir::{Api, Shape, Type, TypeId};

/// The variants of blank unions.
pub(super) struct Blanks {
    /// For each type, once a blank of it can be made: the variant of a union, else 0.
    done: Vec<Option<usize>>,
}

impl Blanks {
    /// Finds them round by round: in each, what needs only blanks of earlier rounds.
    pub(super) fn of(api: &Api) -> Self {
        let mut blanks = Self { done: vec![None; api.types.len()] };
        loop {
            let mut changed = false;
            for (index, def) in api.types.iter().enumerate() {
                if blanks.done[index].is_none() {
                    blanks.done[index] = blanks.variant(&def.shape);
                    changed |= blanks.done[index].is_some();
                }
            }
            if !changed {
                return blanks;
            }
        }
    }

    /// The variant of a blank union.
    pub(super) fn get(&self, id: TypeId) -> usize {
        self.done.get(id.0 as usize).copied().flatten().unwrap_or_default()
    }

    fn variant(&self, shape: &Shape) -> Option<usize> {
        let ready = match shape {
            Shape::Object(object) => {
                object.members.iter().filter(|member| member.required).all(|member| self.is_ready(&member.ty))
                    && object.flats.iter().filter(|flat| flat.required).all(|flat| self.is_ready(&flat.ty))
            }
            Shape::Union(union) if !union.open => {
                return union.variants.iter().position(|variant| self.is_ready(&variant.ty));
            }
            Shape::Enumeration(_) | Shape::Union(_) => true,
            Shape::Tuple(tuple) => tuple.items.iter().take(tuple.required).all(|ty| self.is_ready(ty)),
            Shape::Alias(ty) | Shape::Newtype(ty) => self.is_ready(ty),
        };
        ready.then_some(0)
    }

    fn is_ready(&self, ty: &Type) -> bool {
        match ty {
            Type::Named(id) => self.done.get(id.0 as usize).is_some_and(Option::is_some),
            Type::Boxed(inner) => self.is_ready(inner),
            _ => true,
        }
    }
}
