//! Determines which types implement `Eq` and `Hash`: all types that contain neither a floating-point number nor a custom type.
//!
//! All other field types implement both: the types of the runtime, and `serde_json::Value`, whose floats are never NaN.

use crate::diag::Diagnostics;
use crate::ir::{Api, Structure, Type, for_each_expression, mentioned_definition};
use crate::settings::ApiSettings;

pub(super) fn run(api: &mut Api, _: &ApiSettings, _: &mut Diagnostics) {
    let mut containers: Vec<Vec<usize>> = vec![Vec::new(); api.types.len()];
    let mut stack = Vec::new();
    for (index, def) in api.types.iter().enumerate() {
        for_each_expression(&def.shape, &mut |ty| {
            if is_partial(ty) {
                stack.push(index);
            }
            if let Some(containers) = mentioned_definition(ty).and_then(|id| containers.get_mut(id.0)) {
                containers.push(index);
            }
        });
    }
    api.types.iter_mut().for_each(|def| def.is_eq = true);
    while let Some(index) = stack.pop() {
        let Some(def) = api.types.get_mut(index) else { continue };
        if std::mem::replace(&mut def.is_eq, false) {
            stack.extend(containers.get(index).into_iter().flatten());
        }
    }
}

/// Whether an expression may have values that are not equal to themselves. Ignores the definitions that it mentions.
fn is_partial(ty: &Type) -> bool {
    match ty.structure() {
        Structure::List(inner) | Structure::Map(inner) | Structure::Nullable(inner) | Structure::Boxed(inner) => {
            is_partial(inner)
        }
        Structure::Leaf => ty.is_float_or_custom(),
        Structure::Named(_) => false,
    }
}
