//! Keys: the identifiers of items in settings and in `names.lock`. A key is derived from the item's place in the document, never from its
//! index. It contains no spaces; special characters are percent-encoded (`%XX`).

use std::collections::BTreeSet;

use foldhash::HashMap;

use super::{
    Api, Direction, JsonType, MediaType, NameSource, Operation, OperationPart, Shape, Structure, TypeId, TypePart,
    Variant,
};

/// Makes keys distinct by adding numbers. Keys should already be distinct; if not, no item may lose its name.
#[must_use]
pub fn distinct(keys: Vec<String>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let mut numbers: HashMap<String, usize> = HashMap::default();
    keys.into_iter()
        .map(|key| {
            let mut candidate = key.clone();
            let number = numbers.entry(key.clone()).or_insert(2);
            while !seen.insert(candidate.clone()) {
                candidate = format!("{key}#{number}");
                *number += 1;
            }
            candidate
        })
        .collect()
}

/// Encodes a text as a part of a key.
#[must_use]
pub fn label(text: &str) -> String {
    let stays = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-' || c == '$';
    if text.chars().all(stays) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if stays(c) {
            out.push(c);
        } else {
            let mut bytes = [0; 4];
            for byte in c.encode_utf8(&mut bytes).bytes() {
                out.push_str(&format!("%{byte:02X}"));
            }
        }
    }
    out
}

/// Encodes the place of a schema, `common.yaml#/components/schemas/Address`, as a key.
#[must_use]
pub fn place(place: &str) -> String {
    let mut key = String::with_capacity(place.len());
    for part in place.split_inclusive(['/', '.', '#']) {
        match part.char_indices().last() {
            Some((at, end @ ('/' | '.' | '#'))) => {
                key.push_str(&label(part.get(..at).unwrap_or_default()));
                key.push(end);
            }
            _ => key.push_str(&label(part)),
        }
    }
    key
}

/// Returns the key of an operation: its method and its path template, `GET/customers/{id}`.
#[must_use]
pub fn operation(operation: &Operation) -> String {
    let path: String = operation
        .path_template
        .split('/')
        .map(|segment| segment.split_inclusive(['{', '}']).map(braced).collect::<String>())
        .collect::<Vec<_>>()
        .join("/");
    format!("{}{path}", label(&operation.method))
}

fn braced(text: &str) -> String {
    match text.strip_suffix(['{', '}']) {
        Some(before) => format!("{}{}", label(before), text.get(before.len()..).unwrap_or_default()),
        None => label(text),
    }
}

/// Returns the key of each operation.
#[must_use]
pub fn operations(api: &Api) -> Vec<String> {
    distinct(api.operations.iter().map(operation).collect())
}

/// Returns the key of each type.
#[must_use]
pub fn types(api: &Api) -> Vec<String> {
    let unions = (0..api.types.len()).map(TypeId).filter(|id| matches!(api.types[id.0].shape, Shape::Union(_)));
    let variants = unions.map(|id| (id, variant_labels(api, id))).collect();
    let context = KeyContext { api, operations: operations(api), variants };
    distinct((0..api.types.len()).map(|index| type_key(&context, index, 0)).collect())
}

/// The information from which the keys of types are created.
struct KeyContext<'a> {
    api: &'a Api,
    /// The key of each operation.
    operations: Vec<String>,
    /// The labels of the variants of each union.
    variants: HashMap<TypeId, Vec<String>>,
}

/// Maximum nesting of types. Real documents stay far below it.
const DEEPEST: usize = 256;

fn type_key(context: &KeyContext<'_>, index: usize, depth: usize) -> String {
    let KeyContext { api, operations, .. } = context;
    let Some(def) = api.types.get(index) else { return "?".to_owned() };
    match &def.name {
        NameSource::Component(name) => label(name),
        NameSource::Referenced(referenced) => place(&referenced.place),
        NameSource::Given(name) => own(name),
        // `names` replaces this key when it has chosen the name.
        NameSource::Merged { pinned, .. } => own(pinned.as_deref().unwrap_or_default()),
        NameSource::Part { part, parent, .. } if depth < DEEPEST => {
            let owner = type_key(context, parent.0, depth + 1);
            format!("{owner}{}", part_key(context, *parent, part))
        }
        NameSource::Part { .. } => "?".to_owned(),
        NameSource::Operation { operation, webhook, part, .. } => {
            let owner = if *webhook {
                api.webhooks.get(*operation).map_or("?".to_owned(), |hook| format!("webhook:{}", label(&hook.name)))
            } else {
                operations.get(*operation).cloned().unwrap_or_else(|| "?".to_owned())
            };
            format!("{owner}{}", operation_part_key(api, *operation, *webhook, part))
        }
    }
}

/// Returns the key of a type that is identified by its own name, not by a place: `=Order`.
#[must_use]
pub fn own(name: &str) -> String {
    format!("={}", label(name))
}

fn part_key(context: &KeyContext<'_>, parent: TypeId, part: &TypePart) -> String {
    match part {
        TypePart::Member(wire) => format!(".{}", label(wire)),
        TypePart::Item => "[]".to_owned(),
        TypePart::Value => "{}".to_owned(),
        TypePart::Variant(index) => {
            let labels = context.variants.get(&context.api.definition(parent));
            let label = labels.and_then(|labels| labels.get(*index)).cloned();
            format!("|{}", label.unwrap_or_else(|| index.to_string()))
        }
        TypePart::TupleItem(index) => format!("[{index}]"),
        TypePart::Flattened(index) => format!("&{index}"),
        // `names.lock` contains these keys: they must stay as they are if a variant is renamed.
        TypePart::NonNull => ":NonNull".to_owned(),
        TypePart::OwnMembers => ":Own".to_owned(),
        TypePart::SeveralObjects => ":Objects".to_owned(),
        TypePart::View(Direction::Request) => ":View(Request)".to_owned(),
        TypePart::View(Direction::Response) => ":View(Response)".to_owned(),
    }
}

/// Returns the label of each branch of a union: from its own content, or else its index.
#[must_use]
pub fn variant_labels(api: &Api, union: TypeId) -> Vec<String> {
    let Some(Shape::Union(union)) = api.shape(union) else { return Vec::new() };
    let mut names: HashMap<&str, usize> = HashMap::default();
    let mut kinds: HashMap<JsonType, usize> = HashMap::default();
    for variant in &union.variants {
        variant.name.iter().for_each(|name| *names.entry(name).or_default() += 1);
        if let [kind] = variant.json_types[..] {
            *kinds.entry(kind).or_default() += 1;
        }
    }
    let own = |name: &str| names.get(name) == Some(&1);
    let label_of = |(index, variant): (usize, &Variant)| {
        let by_kind = || match variant.json_types[..] {
            [kind] if kinds.get(&kind) == Some(&1) => format!("{kind:?}"),
            _ => index.to_string(),
        };
        match (&variant.name, &variant.tags[..]) {
            (Some(name), _) if own(name) => label(name),
            (_, [tag, ..]) => label(tag),
            _ => match variant.ty.structure() {
                Structure::Named(id) => match api.types.get(id.0).map(|def| &def.name) {
                    Some(NameSource::Component(name)) => label(name),
                    Some(NameSource::Referenced(referenced)) => label(&referenced.name),
                    Some(
                        NameSource::Part { .. }
                        | NameSource::Operation { .. }
                        | NameSource::Given(_)
                        | NameSource::Merged { .. },
                    )
                    | None => {
                        let value = api.shape(id).and_then(only_value);
                        value.map_or_else(by_kind, |value| format!("={}", label(&value)))
                    }
                },
                Structure::Leaf
                | Structure::List(_)
                | Structure::Map(_)
                | Structure::Nullable(_)
                | Structure::Boxed(_) => by_kind(),
            },
        }
    };
    union.variants.iter().enumerate().map(label_of).collect()
}

/// Returns the only value of an enumeration as a text, if it has exactly one.
#[must_use]
pub fn only_value(shape: &Shape) -> Option<String> {
    match shape {
        Shape::Enumeration(enumeration) => match enumeration.values.as_slice() {
            [only] => Some(only.text()),
            _ => None,
        },
        Shape::Object(_) | Shape::Union(_) | Shape::Tuple(_) | Shape::Alias(_) | Shape::Newtype(_) => None,
    }
}

fn operation_part_key(api: &Api, operation: usize, webhook: bool, part: &OperationPart) -> String {
    match part {
        OperationPart::Body(index) => {
            let names: Vec<&MediaType> = if webhook {
                let media = api.webhooks.get(operation).map_or(&[][..], |hook| &hook.media);
                media.iter().map(|media| &media.media_type).collect()
            } else {
                let body = api.operations.get(operation).and_then(|operation| operation.body.as_ref());
                body.iter().flat_map(|body| &body.media).map(|media| &media.media_type).collect()
            };
            match names.get(*index) {
                Some(media_type) if names.len() > 1 => format!(":body:{}", label(&media_type.name)),
                _ => ":body".to_owned(),
            }
        }
        OperationPart::Response(response, media) => format!(":response:{response}:{media}"),
        OperationPart::Parameter(name) => format!(":parameter:{}", label(name)),
        OperationPart::Header(name) => format!(":header:{}", label(name)),
    }
}
