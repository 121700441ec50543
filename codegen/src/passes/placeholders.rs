//! Chooses the variant that is the placeholder of each union. The placeholder of that variant must not contain the union again, because it
//! would be infinite. And marks the types whose placeholders may fail, because they need the setting `placeholder` of a custom type.

use super::graph::required_definition;
use crate::diag::Diagnostics;
use crate::ir::{Api, Shape, Type, Variant};
use crate::settings::ApiSettings;

pub(super) fn run(api: &mut Api, _: &ApiSettings, _: &mut Diagnostics) {
    let mut placeholders = Placeholders::of(api);
    // Each round adds the types that need only placeholders of earlier rounds. So equal types get the same variant, independent of their
    // order, and may be merged later.
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
            candidates.extend(placeholders.containers.get(index).into_iter().flatten());
        }
        candidates.sort_unstable();
        candidates.dedup();
    }
    let containers = placeholders.containers;
    for (def, variant) in api.types.iter_mut().zip(placeholders.variants) {
        def.placeholder = variant.unwrap_or_default();
    }
    mark_fallible(api, &containers);
}

/// Marks the types whose placeholders need the setting `placeholder` of a custom type.
fn mark_fallible(api: &mut Api, containers: &[Vec<usize>]) {
    let mut candidates: Vec<usize> = (0..api.types.len()).collect();
    while let Some(index) = candidates.pop() {
        let Some(def) = api.types.get(index).filter(|def| !def.placeholder_may_fail) else { continue };
        let mut may_fail = false;
        match &def.shape {
            Shape::Union(union) if !union.open => {
                let first = union.variants.get(def.placeholder);
                may_fail = first.is_some_and(|variant| api.placeholder_may_fail(&variant.ty));
            }
            shape @ (Shape::Object(_)
            | Shape::Enumeration(_)
            | Shape::Union(_)
            | Shape::Tuple(_)
            | Shape::Alias(_)
            | Shape::Newtype(_)) => for_each_needed(shape, &mut |ty| may_fail |= api.placeholder_may_fail(ty)),
        }
        if may_fail && let Some(def) = api.types.get_mut(index) {
            def.placeholder_may_fail = true;
            candidates.extend(containers.get(index).into_iter().flatten());
        }
    }
}

struct Placeholders {
    /// For each type whose placeholder is possible so far: the variant of a union, or 0 for other types.
    variants: Vec<Option<usize>>,
    /// For each type, the types whose placeholders may need its placeholder.
    containers: Vec<Vec<usize>>,
}

impl Placeholders {
    fn of(api: &Api) -> Self {
        let mut containers = vec![Vec::new(); api.types.len()];
        for (index, def) in api.types.iter().enumerate() {
            for_each_needed(&def.shape, &mut |ty| {
                if let Some(containers) = required_definition(ty).and_then(|id| containers.get_mut(id.0)) {
                    containers.push(index);
                }
            });
        }
        Self { variants: vec![None; api.types.len()], containers }
    }

    fn is_known(&self, index: usize) -> bool {
        self.variants.get(index).is_some_and(Option::is_some)
    }

    fn variant(&self, shape: &Shape) -> Option<usize> {
        match shape {
            Shape::Union(union) if !union.open => {
                let ready = |variant: &Variant| self.is_ready(&variant.ty);
                // A custom type may have no placeholder.
                let is_custom = |variant: &Variant| matches!(variant.ty, Type::Custom(_));
                let position = union.variants.iter().position(|variant| ready(variant) && !is_custom(variant));
                position.or_else(|| union.variants.iter().position(ready))
            }
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
        required_definition(ty).is_none_or(|id| self.is_known(id.0))
    }
}

/// Calls `visit` for the expressions whose placeholders the placeholder of a shape needs. The placeholder of an open union is its variant
/// for unknown values.
fn for_each_needed(shape: &Shape, visit: &mut dyn FnMut(&Type)) {
    match shape {
        Shape::Object(object) => {
            object.members.iter().filter(|member| member.required).for_each(|member| visit(&member.ty));
            object.flattened.iter().filter(|flat| flat.required).for_each(|flat| visit(&flat.ty));
        }
        Shape::Union(union) if !union.open => union.variants.iter().for_each(|variant| visit(&variant.ty)),
        Shape::Enumeration(_) | Shape::Union(_) => {}
        Shape::Tuple(tuple) => tuple.items.iter().take(tuple.required).for_each(visit),
        Shape::Alias(ty) | Shape::Newtype(ty) => visit(ty),
    }
}
