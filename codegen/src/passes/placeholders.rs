//! Which variant the placeholder of a union has: one whose own placeholder does not need the union itself.

use super::graph::needed;
use crate::diag::Diagnostics;
use crate::ir::{Api, Shape, Type};
use crate::settings::ApiSettings;

pub(super) fn run(api: &mut Api, _: &ApiSettings, _: &mut Diagnostics) {
    let mut placeholders = Placeholders::of(api);
    // Round by round: in each, what needs only placeholders of earlier rounds. So types that are the same get the same answer, wherever
    // they stand, and may be merged afterwards.
    let mut candidates: Vec<usize> = (0..api.types.len()).collect();
    while !candidates.is_empty() {
        let found: Vec<(usize, usize)> = candidates
            .into_iter()
            .filter(|index| !placeholders.is_known(*index))
            .filter_map(|index| Some((index, placeholders.variant(&api.types.get(index)?.shape)?)))
            .collect();
        candidates = Vec::new();
        for (index, variant) in found {
            placeholders.variants[index] = Some(variant);
            candidates.extend(placeholders.holders.get(index).into_iter().flatten());
        }
        candidates.sort_unstable();
        candidates.dedup();
    }
    for (def, variant) in api.types.iter_mut().zip(placeholders.variants) {
        def.placeholder = variant.unwrap_or_default();
    }
}

struct Placeholders {
    /// For each type, once a placeholder of it can be made: the variant of a union, else 0.
    variants: Vec<Option<usize>>,
    /// The types whose placeholders may need that of each.
    holders: Vec<Vec<usize>>,
}

impl Placeholders {
    fn of(api: &Api) -> Self {
        let mut holders = vec![Vec::new(); api.types.len()];
        for (index, def) in api.types.iter().enumerate() {
            for_each_needed(&def.shape, &mut |ty| {
                if let Some(holders) = needed(ty).and_then(|id| holders.get_mut(id.0)) {
                    holders.push(index);
                }
            });
        }
        Self { variants: vec![None; api.types.len()], holders }
    }

    fn is_known(&self, index: usize) -> bool {
        self.variants.get(index).is_some_and(Option::is_some)
    }

    fn variant(&self, shape: &Shape) -> Option<usize> {
        match shape {
            Shape::Union(union) if !union.open => union.variants.iter().position(|variant| self.is_ready(&variant.ty)),
            Shape::Object(_)
            | Shape::Enumeration(_)
            | Shape::Union(_)
            | Shape::Tuple(_)
            | Shape::Alias(_)
            | Shape::Newtype(_) => {
                let mut ready = true;
                for_each_needed(shape, &mut |ty| ready &= self.is_ready(ty));
                ready.then_some(0)
            }
        }
    }

    fn is_ready(&self, ty: &Type) -> bool {
        needed(ty).is_none_or(|id| self.is_known(id.0))
    }
}

/// The expressions whose placeholders a placeholder needs. An open union has a variant of its own for it.
fn for_each_needed(shape: &Shape, see: &mut dyn FnMut(&Type)) {
    match shape {
        Shape::Object(object) => {
            object.members.iter().filter(|member| member.required).for_each(|member| see(&member.ty));
            object.flats.iter().filter(|flat| flat.required).for_each(|flat| see(&flat.ty));
        }
        Shape::Union(union) if !union.open => union.variants.iter().for_each(|variant| see(&variant.ty)),
        Shape::Enumeration(_) | Shape::Union(_) => {}
        Shape::Tuple(tuple) => tuple.items.iter().take(tuple.required).for_each(see),
        Shape::Alias(ty) | Shape::Newtype(ty) => see(ty),
    }
}
