//! Texts for the names of a union's variants, and of the inline types of its branches: what distinguishes a branch from the others.

use super::components::ComponentNames;
use crate::ir::keys;
use crate::ir::{Api, JsonType, Member, NameSource, Shape, Type, TypeId, Union};

/// Returns texts for a branch, the best first: its tag, its own name, its constant, a property that only it requires, its type.
pub(super) fn texts(api: &Api, components: &ComponentNames, union: &Union, index: usize) -> Vec<String> {
    let mut texts = Vec::new();
    let Some(variant) = union.variants.get(index) else { return vec![numbered(index)] };
    if let [only] = &variant.tags[..]
        && only.starts_with(char::is_alphabetic)
    {
        texts.push(only.clone());
    }
    texts.extend(variant.name.as_deref().map(|name| components.short(name).to_owned()));
    let (own, shape) = (type_name(api, components, &variant.ty), shape(api, &variant.ty));
    texts.extend(own);
    let branch = Branch::of_union(api, components, union, index);
    match shape {
        Some(Shape::Object(_)) => texts.extend(branch.texts()),
        Some(shape @ Shape::Enumeration(_)) => texts.extend(keys::only_value(shape)),
        Some(Shape::Union(_) | Shape::Tuple(_) | Shape::Alias(_) | Shape::Newtype(_)) | None => {}
    }
    texts.extend(type_text(api, components, &variant.ty).filter(|_| !matches!(shape, Some(Shape::Object(_)))));
    if !matches!(variant.ty, Type::Named(_)) {
        texts.extend(json_types_text(&variant.json_types));
    }
    texts.extend(branch.shared());
    texts.extend(shape.and_then(shape_word).map(str::to_owned));
    texts.extend(variant.tags.first().cloned());
    texts.push(numbered(index));
    texts
}

fn numbered(index: usize) -> String {
    format!("variant {}", index + 1)
}

/// The members of a branch, and those of the other branches.
struct Branch<'a> {
    api: &'a Api,
    components: &'a ComponentNames,
    own: Vec<&'a Member>,
    others: Vec<Vec<&'a Member>>,
}

impl<'a> Branch<'a> {
    fn of_union(api: &'a Api, components: &'a ComponentNames, union: &'a Union, index: usize) -> Self {
        let mut types = union.variants.iter().map(|variant| &variant.ty);
        Self::new(api, components, union.tag.as_deref(), &mut types, index)
    }

    fn new(
        api: &'a Api,
        components: &'a ComponentNames,
        tag: Option<&str>,
        types: &mut dyn Iterator<Item = &'a Type>,
        index: usize,
    ) -> Self {
        // The tag does not distinguish branches by its name.
        let members = |shape: &'a Shape| shape.members().iter().filter(|member| tag != Some(&member.wire)).collect();
        let (mut own, mut others) = (Vec::new(), Vec::new());
        for (at, ty) in types.enumerate() {
            match shape(api, ty) {
                Some(shape) if at == index => own = members(shape),
                Some(shape @ Shape::Object(_)) => others.push(members(shape)),
                Some(
                    Shape::Enumeration(_) | Shape::Union(_) | Shape::Tuple(_) | Shape::Alias(_) | Shape::Newtype(_),
                )
                | None => {}
            }
        }
        Self { api, components, own, others }
    }

    /// Returns the texts for an object. The only object is named after its only required property.
    fn texts(&self) -> Vec<String> {
        if !self.others.is_empty() {
            return self.distinguishing();
        }
        let mut required = self.own.iter().filter(|member| member.required);
        match (required.next(), required.next()) {
            (Some(only), None) => vec![only.wire.clone()],
            _ => vec!["object".to_owned()],
        }
    }

    /// Returns texts that no other branch has: a constant, a required property, a property, the type of a property.
    fn distinguishing(&self) -> Vec<String> {
        let constant = |member: &Member| shape(self.api, &member.ty).and_then(keys::only_value);
        let in_others = |wire: &str| {
            self.others.iter().flatten().filter(move |other| other.wire == wire).copied().collect::<Vec<&Member>>()
        };
        let mut texts = Vec::new();
        let mut own = self.own.iter();
        texts.extend(own.find_map(|member| {
            let value = constant(member)?;
            let others = in_others(&member.wire);
            let differs =
                !others.is_empty() && others.iter().all(|other| constant(other).is_some_and(|other| other != value));
            differs.then_some(value)
        }));
        let wire = |member: &&&Member| member.wire.clone();
        let is_required = |member: &&&Member| member.required;
        let own = || self.own.iter();
        texts.extend(own().filter(is_required).find(|member| in_others(&member.wire).is_empty()).as_ref().map(wire));
        let is_optional_elsewhere = |member: &&&Member| in_others(&member.wire).iter().all(|other| !other.required);
        texts.extend(own().filter(is_required).find(is_optional_elsewhere).as_ref().map(wire));
        texts.extend(own().find(|member| in_others(&member.wire).is_empty()).as_ref().map(wire));
        texts.extend(own().find_map(|member| {
            let type_of = |member: &Member| type_text(self.api, self.components, &member.ty);
            let (ty, others) = (type_of(member)?, in_others(&member.wire));
            let differs = !others.is_empty() && others.iter().all(|other| type_of(other).as_ref() != Some(&ty));
            differs.then(|| format!("{} {ty}", member.wire))
        }));
        texts
    }

    /// Returns properties that other branches may have, too: they distinguish the branch if the others are named after more.
    fn shared(&self) -> Vec<String> {
        let required = self.own.iter().find(|member| member.required);
        required.into_iter().chain(self.own.first()).map(|member| member.wire.clone()).collect()
    }
}

/// Returns texts that distinguish the object at an index from other objects that are parts of the same type, the best first.
pub(super) fn of_objects<'a>(
    api: &'a Api,
    components: &'a ComponentNames,
    types: &mut dyn Iterator<Item = &'a Type>,
    index: usize,
) -> Vec<String> {
    Branch::new(api, components, None, types, index).distinguishing()
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
fn type_text(api: &Api, components: &ComponentNames, ty: &Type) -> Option<String> {
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
