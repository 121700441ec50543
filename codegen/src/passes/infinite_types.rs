//! Infinite types: a required member that leads back to its own type makes every value infinite. Such a member becomes optional.

use super::graph::{by_value, contained_by_value, required_definition};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::ir::{Api, Shape, Type};
use crate::settings::ApiSettings;

pub(super) fn run(api: &mut Api, _: &ApiSettings, diagnostics: &mut Diagnostics) {
    let mut finite = FiniteTypes::of(api);
    for index in 0..api.types.len() {
        if finite.known[index] {
            continue;
        }
        let Some(Shape::Object(object)) = api.types.get_mut(index).map(|def| &mut def.shape) else { continue };
        for member in object.members.iter_mut().filter(|member| member.required) {
            if finite.is_finite(&member.ty) {
                continue;
            }
            member.required = false;
            diagnostics.push(Diagnostic::new(
                Code::InfiniteValue,
                &member.place,
                format!("the property `{}` is required and contains another value of the same type, so every value is infinite", member.wire),
                "remove the property from `required`, or allow null; until then it is optional in Rust",
            ));
        }
        finite.update(api, index);
    }
}

/// The types that have a finite value.
struct FiniteTypes {
    known: Vec<bool>,
    /// For each definition, the definitions that contain it by value.
    containers: Vec<Vec<usize>>,
}

impl FiniteTypes {
    fn of(api: &Api) -> Self {
        let mut containers = vec![Vec::new(); api.types.len()];
        for (index, def) in api.types.iter().enumerate() {
            by_value(&def.shape, &mut |ty| {
                if let Some(containers) = contained_by_value(ty).and_then(|id| containers.get_mut(id.0)) {
                    containers.push(index);
                }
            });
        }
        let mut finite = Self { known: vec![false; api.types.len()], containers };
        for index in 0..api.types.len() {
            finite.update(api, index);
        }
        finite
    }

    /// Checks a definition again. If it is finite, checks the definitions that contain it.
    fn update(&mut self, api: &Api, index: usize) {
        let mut stack = vec![index];
        while let Some(index) = stack.pop() {
            if self.known[index] || !api.types.get(index).is_some_and(|def| self.has_finite_value(&def.shape)) {
                continue;
            }
            self.known[index] = true;
            stack.extend(self.containers[index].iter().copied().filter(|container| !self.known[*container]));
        }
    }

    fn has_finite_value(&self, shape: &Shape) -> bool {
        match shape {
            Shape::Object(object) => {
                let members =
                    object.members.iter().filter(|member| member.required).all(|member| self.is_finite(&member.ty));
                members && object.flattened.iter().filter(|flat| flat.required).all(|flat| self.is_finite(&flat.ty))
            }
            Shape::Enumeration(_) => true,
            Shape::Union(union) => {
                union.variants.is_empty() || union.variants.iter().any(|variant| self.is_finite(&variant.ty))
            }
            Shape::Tuple(tuple) => tuple.items.iter().take(tuple.required).all(|item| self.is_finite(item)),
            Shape::Alias(ty) | Shape::Newtype(ty) => self.is_finite(ty),
        }
    }

    fn is_finite(&self, ty: &Type) -> bool {
        required_definition(ty).and_then(|id| self.known.get(id.0)).copied().unwrap_or(true)
    }
}
