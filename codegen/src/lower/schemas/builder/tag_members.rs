//! Tag members: marks the members of objects that are the tag of a union. Runs when all types exist.

use std::collections::{BTreeMap, BTreeSet};

use crate::ir::{Access, Constraints, Docs, Extra, Member, Object, Shape, Structure, Type, TypeDef, TypeId};
use foldhash::{HashSet, HashSetExt};

/// Marks the members that are tags of unions, with the only value that leads to the object. An object that does not declare the
/// property gets a member for it, so that its value is not lost.
pub(in crate::lower::schemas) fn add_tag_members(types: &mut [TypeDef]) {
    let mut found: BTreeMap<(TypeId, String), BTreeSet<String>> = BTreeMap::new();
    for def in types.iter() {
        let Shape::Union(union) = &def.shape else { continue };
        let Some(property) = &union.tag else { continue };
        for variant in &union.variants {
            for object in objects_behind(types, &variant.ty) {
                found.entry((object, property.clone())).or_default().extend(variant.tags.iter().cloned());
            }
        }
    }
    for ((id, property), tags) in found {
        let Some(TypeDef { shape: Shape::Object(object), place, .. }) = types.get_mut(id.0) else { continue };
        let only = if tags.len() == 1 { tags.into_iter().next() } else { None };
        let keeps = keeps_undeclared(object);
        match object.members.iter_mut().find(|member| member.wire == property) {
            Some(member) => member.tag = only,
            None if keeps => {}
            None => object.members.push(Member {
                wire: property,
                ty: Type::String,
                required: false,
                access: Access::Both,
                default: None,
                docs: Docs::default(),
                constraints: Constraints::default(),
                tag: only,
                place: place.clone(),
            }),
        }
    }
}

fn keeps_undeclared(object: &Object) -> bool {
    matches!(object.extra, Extra::Kept(_)) || !object.flattened.is_empty()
}

/// The objects of a branch: itself, or the variants of a nested union without a tag.
fn objects_behind(types: &[TypeDef], ty: &Type) -> Vec<TypeId> {
    let mut found = Vec::new();
    let mut seen = HashSet::new();
    let mut stack = vec![ty];
    while let Some(ty) = stack.pop() {
        match ty.structure() {
            Structure::Named(id) if seen.insert(id) => match types.get(id.0).map(|def| &def.shape) {
                Some(Shape::Object(_)) => found.push(id),
                Some(Shape::Alias(target) | Shape::Newtype(target)) => stack.push(target),
                Some(Shape::Union(union)) if union.tag.is_none() => {
                    stack.extend(union.variants.iter().map(|variant| &variant.ty));
                }
                Some(Shape::Union(_) | Shape::Enumeration(_) | Shape::Tuple(_)) | None => {}
            },
            Structure::Nullable(inner) | Structure::Boxed(inner) => stack.push(inner),
            Structure::Named(_) | Structure::Leaf | Structure::List(_) | Structure::Map(_) => {}
        }
    }
    found
}
