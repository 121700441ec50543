//! Texts for the names of a union's variants, and of the inline types of its branches: what distinguishes a branch from the others.

use foldhash::HashMap;

use super::components::ComponentNames;
use super::distinctions::Distinctions;
use crate::ir::keys;
use crate::ir::{Api, JsonType, Member, NameSource, Object, Shape, Type, TypeId, Union};

/// The texts of all variants of unions, and of the objects that are items of a tuple or flattened parts. They are created once for each
/// type, because the texts of one branch depend on all the others.
#[derive(Debug, Default)]
pub(super) struct VariantTexts {
    texts: HashMap<TypeId, Vec<Vec<String>>>,
}

impl VariantTexts {
    /// Creates the texts for all types.
    pub(super) fn of(api: &Api, components: &ComponentNames) -> Self {
        let mut texts = HashMap::default();
        for (index, def) in api.types.iter().enumerate() {
            let found: Vec<Vec<String>> = match &def.shape {
                Shape::Union(union) => of_union(api, components, union),
                Shape::Tuple(tuple) => of_objects(api, components, tuple.items.iter().collect()),
                Shape::Object(Object { flattened, .. }) if flattened.len() > 1 => {
                    of_objects(api, components, flattened.iter().map(|part| &part.ty).collect())
                }
                Shape::Object(_) | Shape::Enumeration(_) | Shape::Alias(_) | Shape::Newtype(_) => continue,
            };
            texts.insert(TypeId(index), found);
        }
        Self { texts }
    }

    /// Returns the texts that distinguish a variant of a union, an item of a tuple or a flattened part from the others, the best first. A
    /// variant has at least one.
    pub(super) fn get(&self, id: TypeId, index: usize) -> &[String] {
        self.texts.get(&id).and_then(|texts| texts.get(index)).map_or(&[], Vec::as_slice)
    }
}

/// Returns texts for each branch, the best first: its tag, its own name, its constant, a property that only it requires, its type.
fn of_union(api: &Api, components: &ComponentNames, union: &Union) -> Vec<Vec<String>> {
    let branches: Vec<_> =
        union.variants.iter().map(|variant| members(api, &variant.ty, union.tag.as_deref())).collect();
    let distinctions = Distinctions::of(api, components, &branches);
    let variants = union.variants.iter().zip(&branches).enumerate();
    variants
        .map(|(index, (variant, branch))| {
            let mut texts = Vec::new();
            if let [only] = &variant.tags[..]
                && only.starts_with(char::is_alphabetic)
            {
                texts.push(only.clone());
            }
            texts.extend(variant.name.as_deref().map(|name| components.short(name).to_owned()));
            let (own, shape) = (type_name(api, components, &variant.ty), shape(api, &variant.ty));
            texts.extend(own);
            let branch = branch.as_deref().unwrap_or_default();
            match shape {
                Some(Shape::Object(_)) => texts.extend(distinctions.object(branch)),
                Some(shape @ Shape::Enumeration(_)) => texts.extend(keys::only_value(shape)),
                Some(Shape::Union(_) | Shape::Tuple(_) | Shape::Alias(_) | Shape::Newtype(_)) | None => {}
            }
            texts.extend(type_text(api, components, &variant.ty).filter(|_| !matches!(shape, Some(Shape::Object(_)))));
            if !matches!(variant.ty, Type::Named(_)) {
                texts.extend(json_types_text(&variant.json_types));
            }
            texts.extend(shared(branch));
            texts.extend(shape.and_then(shape_word).map(str::to_owned));
            texts.extend(variant.tags.first().cloned());
            texts.push(format!("variant {}", index + 1));
            texts
        })
        .collect()
}

/// Returns texts for each of several objects that are parts of the same type.
fn of_objects(api: &Api, components: &ComponentNames, types: Vec<&Type>) -> Vec<Vec<String>> {
    let branches: Vec<_> = types.iter().map(|ty| members(api, ty, None)).collect();
    let distinctions = Distinctions::of(api, components, &branches);
    branches.iter().map(|branch| distinctions.distinguishing(branch.as_deref().unwrap_or_default())).collect()
}

/// Returns the members of an object, and `None` for another type. The tag is left out: it does not distinguish branches by its name.
fn members<'a>(api: &'a Api, ty: &Type, tag: Option<&str>) -> Option<Vec<&'a Member>> {
    let object = shape(api, ty).filter(|shape| matches!(shape, Shape::Object(_)))?;
    Some(object.members().iter().filter(|member| tag != Some(&member.wire)).collect())
}

/// Returns properties that other branches may have, too: they distinguish the branch if the others are named after more.
fn shared(members: &[&Member]) -> Vec<String> {
    let required = members.iter().find(|member| member.required);
    required.into_iter().chain(members.first()).map(|member| member.wire.clone()).collect()
}

/// The variant for values that match several branches.
pub(super) const SEVERAL: &str = "Several";

/// Returns the shape of a type's definition.
pub(super) fn shape<'a>(api: &'a Api, ty: &Type) -> Option<&'a Shape> {
    ty.structure().definition().and_then(|id| api.shape(id))
}

/// Returns the name that the document gives to a type.
fn type_name(api: &Api, components: &ComponentNames, ty: &Type) -> Option<String> {
    let Type::Named(id) = ty else { return None };
    let def = api.type_def(*id);
    match &def.name {
        NameSource::Component(name) | NameSource::Given(name) => Some(components.short(name).to_owned()),
        NameSource::Referenced(referenced) => Some(referenced.name.clone()),
        NameSource::Part { title, .. } | NameSource::Operation { title, .. } => title.clone(),
        NameSource::Merged { places, .. } => {
            let copies = places.first().and_then(|place| api.type_def(*place).name.referenced());
            copies.map(|referenced| referenced.name.clone()).or_else(|| def.docs.title.clone())
        }
    }
}

/// Returns the text for a type in a variant's name.
pub(super) fn type_text(api: &Api, components: &ComponentNames, ty: &Type) -> Option<String> {
    Some(match ty {
        Type::Named(id) => return type_name(api, components, ty).or_else(|| shape_text(api, *id)),
        Type::Any => "any".to_owned(),
        Type::Null => "null".to_owned(),
        Type::Never => "never".to_owned(),
        Type::Bool => "bool".to_owned(),
        Type::Integer(_) => "integer".to_owned(),
        Type::Number(_) => "number".to_owned(),
        Type::String => "string".to_owned(),
        Type::Format(format) => format!("{format:?}"),
        Type::List(inner) => format!("{} list", type_text(api, components, inner)?),
        Type::Map(inner) => format!("{} map", type_text(api, components, inner)?),
        Type::Nullable(inner) | Type::Boxed(inner) => return type_text(api, components, inner),
        Type::Custom(custom) => custom.ty.words(),
    })
}

/// Returns the only value of an enumeration, or a word for the shape.
fn shape_text(api: &Api, id: TypeId) -> Option<String> {
    let shape = api.shape(id)?;
    keys::only_value(shape).or_else(|| shape_word(shape).map(str::to_owned))
}

/// Returns a word for a shape. An alias has none.
pub(super) fn shape_word(shape: &Shape) -> Option<&'static str> {
    Some(match shape {
        Shape::Object(_) => "object",
        Shape::Enumeration(_) => "enum",
        Shape::Union(_) => "union",
        Shape::Tuple(_) => "tuple",
        Shape::Alias(_) | Shape::Newtype(_) => return None,
    })
}

fn json_types_text(json_types: &[JsonType]) -> Option<String> {
    match json_types {
        [kind] => Some(format!("{kind:?}")),
        _ => None,
    }
}
