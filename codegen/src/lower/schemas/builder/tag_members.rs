//! Tag members: marks the members of objects that are the tag of a union. Runs when all types exist.

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::SourceLocation;
use crate::ir::{
    Access, Constraints, Docs, Extra, Member, NameSource, Object, Shape, Structure, Type, TypeDef, TypeId, TypePart,
};
use foldhash::{HashSet, HashSetExt};

/// Marks the members that are tags of unions, with the only value that leads to the object. An object that does not declare the
/// property gets a member for it, so that its value is not lost. Encoding adds the tag to a value of a variant that has none.
pub(in crate::lower::schemas) fn add_tag_members(types: &mut Vec<TypeDef>) {
    let maps = replace_maps(types);
    let mut found: BTreeMap<(TypeId, String), BTreeSet<String>> = BTreeMap::new();
    let mut added: Vec<(usize, usize, String)> = Vec::new();
    for (id, def) in types.iter().enumerate() {
        let Shape::Union(union) = &def.shape else { continue };
        let Some(property) = &union.tag else { continue };
        for (at, variant) in union.variants.iter().enumerate() {
            let is_fallback = union.fallback == Some(at);
            if variant.tags.is_empty() && !is_fallback {
                continue;
            }
            let behind = objects_behind(types, &variant.ty, property);
            for object in &behind.objects {
                found.entry((*object, property.clone())).or_default().extend(variant.tags.iter().cloned());
            }
            // A value of the fallback may have no tag.
            let adds = !is_fallback
                && (behind.is_map || !behind.objects.is_empty())
                && behind.objects.iter().all(|object| maps.contains(object) || !declares(types, *object, property));
            // The tags of a nested union may name its branches; its own name is right for all of them.
            let named = variant.tags.iter().find(|tag| Some(*tag) == variant.name.as_ref());
            let tag = named.filter(|_| behind.is_nested).or(variant.tags.first());
            added.extend(tag.filter(|_| adds).map(|tag| (id, at, tag.clone())));
        }
    }
    for (id, at, tag) in added {
        if let Some(TypeDef { shape: Shape::Union(union), .. }) = types.get_mut(id)
            && let Some(variant) = union.variants.get_mut(at)
        {
            variant.added_tag = Some(tag);
        }
    }
    for ((id, property), tags) in found {
        let only = if tags.len() == 1 { tags.into_iter().next() } else { None };
        let is_stored = is_stored(types, id, &property);
        let Some(TypeDef { shape: Shape::Object(object), place, .. }) = types.get_mut(id.0) else { continue };
        match object.members.iter_mut().find(|member| member.wire == property) {
            Some(_) if maps.contains(&id) => {}
            Some(member) => member.tag = only,
            None if is_stored => {}
            None => object.members.push(tag_member(property, place.clone())),
        }
    }
}

/// The member of an object that stores the tag of a union. It is optional, and constructors do not set it: the object may also be used alone.
fn tag_member(wire: String, place: SourceLocation) -> Member {
    Member {
        wire,
        ty: Type::String,
        required: false,
        access: Access::Both,
        default: None,
        docs: Docs::default(),
        constraints: Constraints::default(),
        tag: None,
        place,
    }
}

/// Replaces the variants that are maps whose values cannot be a tag by an object that stores the tag next to the other members. Returns
/// these objects.
fn replace_maps(types: &mut Vec<TypeDef>) -> HashSet<TypeId> {
    let mut replaced = Vec::new();
    for (id, def) in types.iter().enumerate() {
        let Shape::Union(union) = &def.shape else { continue };
        let Some(property) = &union.tag else { continue };
        for (at, variant) in union.variants.iter().enumerate() {
            let is_tagged = !variant.tags.is_empty() || union.fallback == Some(at);
            if let (true, Some(value)) = (is_tagged, map_value(types, &variant.ty))
                && !can_be_tag(types, value)
            {
                let member = tag_member(property.clone(), def.place.clone());
                let object = Object { members: vec![member], extra: Extra::Kept(value.clone()), ..Object::default() };
                replaced.push((id, at, object, variant.docs.clone(), def.place.clone()));
            }
        }
    }
    // Combined branches move the indices of the variants, so that an index may be taken.
    let mut taken: HashSet<(TypeId, usize)> = types.iter().filter_map(|def| variant_part(&def.name)).collect();
    let mut objects = HashSet::new();
    for (id, at, object, docs, place) in replaced {
        let new = TypeId(types.len());
        let Some(TypeDef { shape: Shape::Union(union), .. }) = types.get_mut(id) else { continue };
        let Some(variant) = union.variants.get_mut(at) else { continue };
        variant.ty = Type::Named(new);
        let title = variant.name.clone().or_else(|| variant.tags.first().cloned());
        let union = TypeId(id);
        let at = (at..).find(|at| taken.insert((union, *at))).unwrap_or(at);
        let name = NameSource::Part { parent: union, part: TypePart::Variant(at), title };
        types.push(TypeDef::new(name, docs, place, Shape::Object(object)));
        objects.insert(new);
    }
    objects
}

/// The union and the index of a variant whose inline type has this name.
fn variant_part(name: &NameSource) -> Option<(TypeId, usize)> {
    let NameSource::Part { parent, part: TypePart::Variant(at), .. } = name else { return None };
    Some((*parent, *at))
}

/// The type of the values of a map, which may be behind aliases.
fn map_value<'t>(types: &'t [TypeDef], ty: &'t Type) -> Option<&'t Type> {
    let Type::Map(value) = resolved(types, ty) else { return None };
    Some(value)
}

/// Whether a value of the type can be any text.
fn can_be_tag(types: &[TypeDef], ty: &Type) -> bool {
    matches!(resolved(types, ty), Type::String | Type::Any)
}

/// Follows aliases.
fn resolved<'t>(types: &'t [TypeDef], mut ty: &'t Type) -> &'t Type {
    /// Chains of aliases are followed for at most this many steps; this ends cycles.
    const LONGEST: usize = 64;
    for _ in 0..LONGEST {
        let Type::Named(id) = ty else { break };
        let Some(Shape::Alias(target)) = types.get(id.0).map(|def| &def.shape) else { break };
        ty = target;
    }
    ty
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

/// Whether an object or one of its flattened parts declares a member.
fn declares(types: &[TypeDef], id: TypeId, property: &str) -> bool {
    let mut seen = HashSet::from_iter([id]);
    let mut stack = vec![id];
    while let Some(id) = stack.pop() {
        let Some(TypeDef { shape: Shape::Object(object), .. }) = types.get(id.0) else { continue };
        if object.members.iter().any(|member| member.wire == property) {
            return true;
        }
        for part in &object.flattened {
            let objects = all_objects(types, &part.ty);
            stack.extend(objects.into_iter().filter(|object| seen.insert(*object)));
        }
    }
    false
}

/// Whether an object stores the text of a member in a flattened part, or in the map of its undeclared members.
fn is_stored(types: &[TypeDef], id: TypeId, property: &str) -> bool {
    let Some(TypeDef { shape: Shape::Object(object), .. }) = types.get(id.0) else { return false };
    let in_map = |object: &Object| matches!(&object.extra, Extra::Kept(value) if can_be_tag(types, value));
    in_map(object) || declares(types, id, property)
}

/// The objects that a value of a variant can be.
#[derive(Default)]
struct Behind {
    objects: Vec<TypeId>,
    /// Whether the variant is a map.
    is_map: bool,
    /// Whether the variant is a union.
    is_nested: bool,
}

/// The objects of a branch: itself, or the variants of a nested union without the same tag.
fn objects_behind(types: &[TypeDef], ty: &Type, property: &str) -> Behind {
    let mut behind = Behind { is_map: map_value(types, ty).is_some(), ..Behind::default() };
    walk(types, ty, &mut |id, shape| match shape {
        Shape::Object(_) => {
            behind.objects.push(id);
            false
        }
        Shape::Union(union) => {
            behind.is_nested = true;
            union.tag.as_deref() != Some(property)
        }
        Shape::Alias(_) | Shape::Newtype(_) | Shape::Enumeration(_) | Shape::Tuple(_) => false,
    });
    behind
}

/// The objects that a value of a type can be.
fn all_objects(types: &[TypeDef], ty: &Type) -> Vec<TypeId> {
    let mut found = Vec::new();
    walk(types, ty, &mut |id, shape| {
        if let Shape::Object(_) = shape {
            found.push(id);
        }
        true
    });
    found
}

/// Visits the definitions that a type leads to. `visit` returns whether the variants of a union are visited, too.
fn walk(types: &[TypeDef], ty: &Type, visit: &mut dyn FnMut(TypeId, &Shape) -> bool) {
    let mut seen = HashSet::new();
    let mut stack = vec![ty];
    while let Some(ty) = stack.pop() {
        match ty.structure() {
            Structure::Named(id) if seen.insert(id) => {
                let Some(shape) = types.get(id.0).map(|def| &def.shape) else { continue };
                let enters = visit(id, shape);
                match shape {
                    Shape::Alias(target) | Shape::Newtype(target) => stack.push(target),
                    Shape::Union(union) if enters => stack.extend(union.variants.iter().map(|variant| &variant.ty)),
                    Shape::Object(_) | Shape::Union(_) | Shape::Enumeration(_) | Shape::Tuple(_) => {}
                }
            }
            Structure::Nullable(inner) | Structure::Boxed(inner) => stack.push(inner),
            Structure::Named(_) | Structure::Leaf | Structure::List(_) | Structure::Map(_) => {}
        }
    }
}
