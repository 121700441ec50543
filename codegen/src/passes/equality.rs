//! Determines which types implement `Eq`: all types that contain neither a floating-point number nor a custom type.

use crate::diag::Diagnostics;
use crate::ir::{Api, Type, expressions, mentioned};
use crate::settings::ApiSettings;

pub(super) fn run(api: &mut Api, _: &ApiSettings, _: &mut Diagnostics) {
    let mut holders: Vec<Vec<usize>> = vec![Vec::new(); api.types.len()];
    let mut stack = Vec::new();
    for (index, def) in api.types.iter().enumerate() {
        expressions(&def.shape, &mut |ty| {
            if is_partial(ty) {
                stack.push(index);
            }
            mentioned(ty, &mut |id| {
                if let Some(holders) = holders.get_mut(id.0) {
                    holders.push(index);
                }
            });
        });
    }
    api.types.iter_mut().for_each(|def| def.is_eq = true);
    while let Some(index) = stack.pop() {
        let Some(def) = api.types.get_mut(index) else { continue };
        if std::mem::replace(&mut def.is_eq, false) {
            stack.extend(holders.get(index).into_iter().flatten());
        }
    }
}

/// Whether an expression may have values that are not equal to themselves. Ignores the definitions that it mentions.
fn is_partial(ty: &Type) -> bool {
    match ty {
        Type::Number(_) | Type::Custom(_) => true,
        Type::List(inner) | Type::Map(inner) | Type::Nullable(inner) | Type::Boxed(inner) => is_partial(inner),
        Type::Any
        | Type::Null
        | Type::Never
        | Type::Bool
        | Type::Integer(_)
        | Type::String
        | Type::Format(_)
        | Type::Named(_) => false,
    }
}
