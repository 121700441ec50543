//! Visits the type expressions of a definition, and the definitions that they mention.
//!
//! One macro lists the expressions inside a shape, and one those inside an expression. Each serves both reading and changing. They
//! destructure without `..`, so that a new field does not compile until it is handled.

use super::{Extra, FlattenedPart, Member, Object, PatternMember, Shape, Tuple, Type, TypeId, Union, Variant};

macro_rules! expressions {
    ($shape:expr, $iter:ident, $visit:ident) => {
        match $shape {
            Shape::Object(Object { members, patterns, flattened, extra, withheld: _, required_sets: _ }) => {
                for Member {
                    ty,
                    wire: _,
                    required: _,
                    access: _,
                    default: _,
                    docs: _,
                    constraints: _,
                    tag: _,
                    place: _,
                } in members.$iter()
                {
                    $visit(ty);
                }
                patterns.$iter().for_each(|PatternMember { ty, pattern: _, docs: _ }| $visit(ty));
                flattened
                    .$iter()
                    .for_each(|FlattenedPart { ty, required: _, any_group: _, name: _, docs: _ }| $visit(ty));
                match extra {
                    Extra::Kept(ty) => $visit(ty),
                    Extra::Ignored | Extra::Denied | Extra::Unknown => {}
                }
            }
            Shape::Enumeration(_) => {}
            Shape::Union(Union { variants, tag: _, fallback: _, open: _ }) => {
                variants
                    .$iter()
                    .for_each(|Variant { ty, tags: _, added_tag: _, json_types: _, name: _, docs: _ }| $visit(ty));
            }
            Shape::Tuple(Tuple { items, required: _, rest, docs: _ }) => {
                items.$iter().chain(rest).for_each($visit);
            }
            Shape::Alias(ty) | Shape::Newtype(ty) => $visit(ty),
        }
    };
}

/// Calls `visit` for each type expression of a definition, in order.
pub fn for_each_expression<'s>(shape: &'s Shape, visit: &mut dyn FnMut(&'s Type)) {
    expressions!(shape, iter, visit);
}

/// Calls `visit` for each type expression of a definition, to change them.
pub fn for_each_expression_mut(shape: &mut Shape, visit: &mut dyn FnMut(&mut Type)) {
    expressions!(shape, iter_mut, visit);
}

macro_rules! mentioned {
    ($ty:expr) => {{
        let mut ty = $ty;
        loop {
            match ty {
                Type::Named(id) => return Some(id),
                Type::List(inner) | Type::Map(inner) | Type::Nullable(inner) | Type::Boxed(inner) => ty = inner,
                Type::Any
                | Type::Null
                | Type::Never
                | Type::Bool
                | Type::Integer(_)
                | Type::Number(_)
                | Type::String
                | Type::Format(_)
                | Type::Custom(_) => return None,
            }
        }
    }};
}

/// Returns the definition that an expression mentions, at any depth.
#[must_use]
pub fn mentioned_definition(ty: &Type) -> Option<TypeId> {
    fn find(ty: &Type) -> Option<&TypeId> {
        mentioned!(ty)
    }
    find(ty).copied()
}

/// Returns the definition that an expression mentions, to replace it.
pub fn mentioned_definition_mut(ty: &mut Type) -> Option<&mut TypeId> {
    mentioned!(ty)
}
