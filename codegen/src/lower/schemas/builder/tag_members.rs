//! Tag members: marks the members of objects that are the tag of a union. Runs when all types exist.

use std::collections::{BTreeMap, BTreeSet};

use crate::ir::{
    Access, Constraints, Docs, Extra, Member, NameSource, Object, Shape, Structure, Type, TypeDef, TypeId,
};
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

/// A member that an object requires, and that the branches of its flattened union declare.
#[derive(Debug)]
pub(super) struct MovedMember {
    pub(super) union: TypeId,
    pub(super) name: String,
    /// The documentation next to the choice.
    pub(super) docs: Docs,
}

/// Makes moved members required in the inline objects of their unions. They get the documentation of the object, if they have none.
pub(super) fn require_moved_members(types: &mut [TypeDef], moved: Vec<MovedMember>) {
    for MovedMember { union, name, docs } in moved {
        let Some(TypeDef { shape: Shape::Union(shape), .. }) = types.get(union.0) else { continue };
        let objects: Vec<TypeId> =
            shape.variants.iter().filter_map(|variant| variant.ty.structure().definition()).collect();
        for id in objects {
            let Some(TypeDef { shape: Shape::Object(object), name: NameSource::Part { parent, .. }, .. }) =
                types.get_mut(id.0)
            else {
                continue;
            };
            let member = object.members.iter_mut().find(|member| member.wire == name);
            if let Some(member) = member.filter(|_| *parent == union) {
                member.required = true;
                member.docs.title = member.docs.title.take().or_else(|| docs.title.clone());
                member.docs.description = member.docs.description.take().or_else(|| docs.description.clone());
            }
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
