//! Names of fields and variants.

use super::lock::Pins;
use super::scope::{FIELD, NameRequest, Scope, VARIANT};
use super::{Name, reserved, words};
use crate::ir::keys;
use crate::ir::{Api, EnumValue, Enumeration, JsonType, NameSource, Object, Shape, Tuple, Type, TypeId, Union};

/// The names of a type's fields or variants.
pub(super) struct PartNames {
    pub(super) parts: Vec<Name>,
    pub(super) patterns: Vec<Name>,
    pub(super) flattened: Vec<Name>,
    pub(super) catch_all: Name,
}

/// Chooses the names of a type's fields or variants. `key` is the key of the type.
pub(super) fn choose(api: &Api, id: TypeId, key: &str, pins: &mut Pins<'_>) -> PartNames {
    let none = |parts, catch_all: &str| PartNames {
        parts,
        patterns: Vec::new(),
        flattened: Vec::new(),
        catch_all: Name(catch_all.to_owned()),
    };
    match &api.type_def(id).shape {
        Shape::Object(object) => fields(api, id, key, object, pins),
        Shape::Enumeration(enumeration) => none(values(key, enumeration, pins), reserved::CATCH_ALL_VARIANT),
        Shape::Union(union) => none(variants(api, id, key, union, pins), reserved::CATCH_ALL_VARIANT),
        Shape::Tuple(tuple) => none(positions(tuple), "rest"),
        Shape::Alias(_) | Shape::Newtype(_) => none(Vec::new(), "rest"),
    }
}

fn fields(api: &Api, id: TypeId, key: &str, object: &Object, pins: &mut Pins<'_>) -> PartNames {
    let style = pins.styles.members;
    let mut wanted = Vec::with_capacity(object.members.len());
    for member in &object.members {
        let key = format!("{key}.{}", keys::label(&member.wire));
        wanted.push(match api.given_members.get(&(id, member.wire.clone())) {
            Some(given) => NameRequest::given(&key, FIELD.ident_of(given)),
            None => FIELD.request(key, &member.wire, style),
        });
    }
    for pattern in &object.patterns {
        let named = pattern.docs.title.as_deref().map(words::plain);
        let candidates =
            named.into_iter().chain([pattern_words(&pattern.pattern)]).map(|words| FIELD.ident_of(&words)).collect();
        wanted.push(NameRequest {
            key: format!("{key}.~{}", keys::label(&pattern.pattern)),
            canonical: false,
            candidates,
        });
    }
    for (index, flat) in object.flattened.iter().enumerate() {
        let component = flat.ty.structure().definition().and_then(|id| api.type_def(id).name.in_document());
        let own = flat.name.as_deref().or(component);
        let label = own.map_or_else(|| index.to_string(), keys::label);
        let candidates = match own {
            Some(name) => vec![words::plain(name), format!("{}_part", words::plain(name))],
            None if index == 0 => vec!["variant".to_owned()],
            None => vec![format!("variant_{}", index + 1)],
        };
        let candidates = candidates.iter().map(|words| FIELD.ident_of(words)).collect();
        wanted.push(NameRequest { key: format!("{key}.&{label}"), canonical: false, candidates });
    }
    distinct_keys(&mut wanted);
    let mut names = Scope::default().assign(pins, "field", &wanted);
    let flattened = names.split_off(object.members.len() + object.patterns.len());
    let patterns = names.split_off(object.members.len());
    PartNames { parts: names, patterns, flattened, catch_all: Name(reserved::CATCH_ALL_FIELD.to_owned()) }
}

fn values(key: &str, enumeration: &Enumeration, pins: &mut Pins<'_>) -> Vec<Name> {
    let style = pins.styles.values;
    let mut wanted: Vec<NameRequest> = enumeration
        .values
        .iter()
        .map(|value| {
            let text = value_text(value);
            let key = format!("{key}.{}", keys::label(&text));
            match &value.name {
                Some(name) => {
                    let mut wanted = VARIANT.request(key, name, style);
                    wanted.candidates.extend(VARIANT.request(String::new(), &text, style).candidates);
                    wanted.canonical = false;
                    wanted
                }
                None => VARIANT.request(key, &text, style),
            }
        })
        .collect();
    distinct_keys(&mut wanted);
    Scope::default().assign(pins, "variant", &wanted)
}

/// Returns the text from which a value's name is derived.
fn value_text(value: &EnumValue) -> String {
    value.value.as_str().map_or_else(|| value.value.to_string(), str::to_owned)
}

fn variants(api: &Api, id: TypeId, key: &str, union: &Union, pins: &mut Pins<'_>) -> Vec<Name> {
    let mut wanted: Vec<NameRequest> = union
        .variants
        .iter()
        .enumerate()
        .map(|(index, variant)| {
            let key = format!("{key}|{}", keys::variant_label(api, id, index));
            let tag = match &variant.tags[..] {
                [only] => Some(only.clone()).filter(|tag| tag.starts_with(char::is_alphabetic)),
                _ => None,
            };
            let mut texts: Vec<String> = tag.into_iter().chain(variant.name.iter().cloned()).collect();
            texts.extend(type_text(api, &variant.ty));
            if !matches!(variant.ty, Type::Named(_)) {
                texts.extend(json_types_text(&variant.json_types));
            }
            texts.extend(variant.tags.first().cloned());
            texts.push(format!("variant {}", index + 1));
            let candidates = texts.iter().map(|text| VARIANT.ident_of(&words::plain(text))).collect();
            NameRequest { key, canonical: false, candidates }
        })
        .collect();
    distinct_keys(&mut wanted);
    Scope::default().assign(pins, "variant", &wanted)
}

/// Returns the text for a type in a variant's name.
fn type_text(api: &Api, ty: &Type) -> Option<String> {
    Some(match ty {
        Type::Named(id) => match &api.type_def(*id).name {
            NameSource::Component(name) | NameSource::Given(name) => name.clone(),
            NameSource::Referenced(referenced) => referenced.name.clone(),
            NameSource::Part { title, .. } | NameSource::Operation { title, .. } => {
                return title.clone().or_else(|| shape_text(api.shape(*id)?));
            }
            NameSource::Merged { .. } => {
                let def = api.type_def(*id);
                return def.docs.title.clone().or_else(|| shape_text(&def.shape));
            }
        },
        Type::Any => "any".to_owned(),
        Type::Null => "null".to_owned(),
        Type::Never => "never".to_owned(),
        Type::Bool => "bool".to_owned(),
        Type::Integer(_) => "integer".to_owned(),
        Type::Number(_) => "number".to_owned(),
        Type::String => "string".to_owned(),
        Type::Format(format) => format!("{format:?}"),
        Type::List(inner) => format!("{} list", type_text(api, inner)?),
        Type::Map(inner) => format!("{} map", type_text(api, inner)?),
        Type::Nullable(inner) | Type::Boxed(inner) => return type_text(api, inner),
        Type::Custom(custom) => custom.ty.words(),
    })
}

/// Returns the only value of an enumeration, or a word for the shape.
fn shape_text(shape: &Shape) -> Option<String> {
    if let Some(only) = keys::only_value(shape) {
        return Some(only);
    }
    Some(
        match shape {
            Shape::Object(_) => "object",
            Shape::Enumeration(_) => "enum",
            Shape::Union(_) => "union",
            Shape::Tuple(_) => "tuple",
            Shape::Alias(_) | Shape::Newtype(_) => return None,
        }
        .to_owned(),
    )
}

fn json_types_text(json_types: &[JsonType]) -> Option<String> {
    match json_types {
        [kind] => Some(format!("{kind:?}")),
        _ => None,
    }
}

/// Names the items of a tuple by their titles, or by their positions.
fn positions(tuple: &Tuple) -> Vec<Name> {
    let mut taken = std::collections::BTreeSet::from(["rest".to_owned()]);
    (0..tuple.items.len())
        .map(|index| {
            let titled = tuple
                .docs
                .get(index)
                .and_then(|docs| docs.title.as_deref())
                .map(|title| FIELD.ident_of(&words::plain(title)));
            let placed = format!("item_{}", index + 1);
            let name = titled.filter(|name| !taken.contains(name)).unwrap_or(placed);
            taken.insert(name.clone());
            Name(name)
        })
        .collect()
}

/// Returns the letters of a regular expression: `^x-` is `x`, and becomes `x_members`.
fn pattern_words(pattern: &str) -> String {
    let letters: String = pattern.replace("\\w", " ").replace("\\d", " ").replace("\\s", " ");
    let letters: String = letters.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' }).collect();
    match words::plain(&letters) {
        words if letters.trim().is_empty() || words.len() > 24 => "pattern_members".to_owned(),
        words => format!("{words}_members"),
    }
}

fn distinct_keys(wanted: &mut [NameRequest]) {
    let keys = keys::distinct(wanted.iter().map(|item| item.key.clone()).collect());
    for (item, key) in wanted.iter_mut().zip(keys) {
        item.key = key;
    }
}
