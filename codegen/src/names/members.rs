//! Names of fields and variants.

use serde_json::Value;

use super::lock::Pins;
use super::scope::{FIELD, NameRequest, NamingRules, OPEN_VARIANT, Scope, VARIANT};
use super::style::Style;
use super::types::TypeContext;
use super::{Name, inline, reserved, words};
use crate::ir::keys;
use crate::ir::{EnumBase, EnumValue, Enumeration, Object, Shape, Tuple, TypeId};

/// The names of a type's fields or variants.
pub(super) struct PartNames {
    pub(super) parts: Vec<Name>,
    pub(super) patterns: Vec<Name>,
    pub(super) flattened: Vec<Name>,
    pub(super) catch_all: Name,
}

/// Chooses the names of a type's fields or variants. `key` is the key of the type.
pub(super) fn choose(context: TypeContext<'_>, id: TypeId, key: &str, pins: &mut Pins<'_>) -> PartNames {
    let api = context.api;
    let none = |parts, catch_all: &str| PartNames {
        parts,
        patterns: Vec::new(),
        flattened: Vec::new(),
        catch_all: Name(catch_all.to_owned()),
    };
    match &api.type_def(id).shape {
        Shape::Object(object) => fields(context, id, key, object, pins),
        Shape::Enumeration(enumeration) => none(values(key, enumeration, pins), reserved::CATCH_ALL_VARIANT),
        Shape::Union(union) if union.allows_others() => {
            none(variants(context, id, key, OPEN_VARIANT, pins), reserved::OTHER_VARIANT)
        }
        Shape::Union(_) => none(variants(context, id, key, VARIANT, pins), reserved::CATCH_ALL_VARIANT),
        Shape::Tuple(tuple) => none(positions(tuple), "rest"),
        Shape::Alias(_) | Shape::Newtype(_) => none(Vec::new(), "rest"),
    }
}

fn fields(context: TypeContext<'_>, id: TypeId, key: &str, object: &Object, pins: &mut Pins<'_>) -> PartNames {
    let TypeContext { api, components, .. } = context;
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
        let candidates = named
            .into_iter()
            .chain([pattern_words(&pattern.pattern.text)])
            .map(|words| FIELD.ident_of(&words))
            .collect();
        wanted.push(NameRequest::new(format!("{key}.~{}", keys::label(&pattern.pattern.text)), candidates));
    }
    for (index, flat) in object.flattened.iter().enumerate() {
        let component = flat.ty.structure().definition().and_then(|id| api.type_def(id).name.in_document());
        let own = flat.name.as_deref().or(component);
        let label = own.map_or_else(|| index.to_string(), keys::label);
        let candidates = match own.map(|name| words::plain(components.short(name))) {
            Some(name) => vec![name.clone(), format!("{name}_part")],
            None => inline::flattened_words(context, id, object, index),
        };
        let candidates = candidates.iter().map(|words| FIELD.ident_of(words)).collect();
        wanted.push(NameRequest::new(format!("{key}.&{label}"), candidates));
    }
    distinct_keys(&mut wanted);
    let mut names = Scope::default().assign(pins, "field", &wanted);
    let flattened = names.split_off(object.members.len() + object.patterns.len());
    let patterns = names.split_off(object.members.len());
    PartNames { parts: names, patterns, flattened, catch_all: Name(reserved::CATCH_ALL_FIELD.to_owned()) }
}

fn values(key: &str, enumeration: &Enumeration, pins: &mut Pins<'_>) -> Vec<Name> {
    let style = pins.styles.values;
    let has_strings = enumeration.values.iter().any(|value| value.value.is_string());
    let mut wanted: Vec<NameRequest> = enumeration
        .values
        .iter()
        .map(|value| {
            let text = value.text();
            let key = format!("{key}.{}", keys::label(&text));
            let mut wanted = match &value.name {
                Some(name) => {
                    let mut wanted = VARIANT.request(key, name, style);
                    wanted.candidates.extend(VARIANT.request(String::new(), &text, style).candidates);
                    wanted.canonical = false;
                    wanted
                }
                None => VARIANT.request(key, &text, style),
            };
            if enumeration.base == EnumBase::Json {
                // `"1"` and `1` differ only in their JSON type.
                let typed = format!("{} {}", words::spelled_wholly(&text), value_type(value));
                wanted.candidates.push(VARIANT.ident_of(&words::plain(&typed)));
                wanted.canonical &= value.value.is_string() || !has_strings;
            }
            wanted
        })
        .collect();
    distinct_keys(&mut wanted);
    Scope::default().assign(pins, "variant", &wanted)
}

/// Returns a word for the JSON type of a value.
fn value_type(value: &EnumValue) -> &'static str {
    match &value.value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

fn variants(context: TypeContext<'_>, id: TypeId, key: &str, rules: NamingRules, pins: &mut Pins<'_>) -> Vec<Name> {
    let TypeContext { api, variant_texts, .. } = context;
    let mut wanted: Vec<NameRequest> = keys::variant_labels(api, id)
        .into_iter()
        .enumerate()
        .map(|(index, label)| {
            let key = format!("{key}|{label}");
            let texts = variant_texts.get(api.definition(id), index);
            let rank = texts.first().map_or(0, |text| words::own_rank(text, Style::Pascal));
            let candidates = texts.iter().map(|text| rules.ident_of(&words::cut(words::plain(text)))).collect();
            NameRequest::new(key, candidates).rank(rank)
        })
        .collect();
    distinct_keys(&mut wanted);
    Scope::default().assign(pins, "variant", &wanted)
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
