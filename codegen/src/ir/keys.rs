//! Keys: the identifiers of items in settings and in `names.lock`. A key is derived from the item's place in the document, never from its
//! index. It contains no spaces; special characters are percent-encoded (`%XX`).

use std::collections::BTreeSet;

use super::{Api, Direction, MediaType, NameSource, Operation, OperationPart, Shape, Structure, TypeId, TypePart};

/// Makes keys distinct by adding numbers. Keys should already be distinct; if not, no item may lose its name.
#[must_use]
pub fn distinct(keys: Vec<String>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    keys.into_iter()
        .map(|key| {
            let mut candidate = key.clone();
            let mut number = 2;
            while !seen.insert(candidate.clone()) {
                candidate = format!("{key}#{number}");
                number += 1;
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
    let operations = operations(api);
    distinct((0..api.types.len()).map(|index| type_key(api, &operations, index, 0)).collect())
}

/// Maximum nesting of types. Real documents stay far below it.
const DEEPEST: usize = 256;

fn type_key(api: &Api, operations: &[String], index: usize, depth: usize) -> String {
    let Some(def) = api.types.get(index) else { return "?".to_owned() };
    match &def.name {
        NameSource::Component(name) => label(name),
        NameSource::Referenced(referenced) => place(&referenced.place),
        NameSource::Given(name) => own(name),
        // `names` replaces this key when it has chosen the name.
        NameSource::Merged { pinned, .. } => own(pinned.as_deref().unwrap_or_default()),
        NameSource::Part { part, parent, .. } if depth < DEEPEST => {
            let owner = type_key(api, operations, parent.0, depth + 1);
            format!("{owner}{}", part_key(api, *parent, part))
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

fn part_key(api: &Api, parent: TypeId, part: &TypePart) -> String {
    match part {
        TypePart::Member(wire) => format!(".{}", label(wire)),
        TypePart::Item => "[]".to_owned(),
        TypePart::Value => "{}".to_owned(),
        TypePart::Variant(index) => format!("|{}", variant_label(api, parent, *index)),
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

/// Returns the label of a branch of a union: from its own content, or else its index.
#[must_use]
pub fn variant_label(api: &Api, union: TypeId, index: usize) -> String {
    let Some(Shape::Union(shape)) = api.shape(union) else { return index.to_string() };
    let Some(variant) = shape.variants.get(index) else { return index.to_string() };
    let by_kind = || match variant.json_types[..] {
        [kind] if shape.variants.iter().filter(|other| other.json_types == [kind]).count() == 1 => format!("{kind:?}"),
        _ => index.to_string(),
    };
    let own = |text: &str| shape.variants.iter().filter(|other| other.name.as_deref() == Some(text)).count() == 1;
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
            Structure::Leaf | Structure::List(_) | Structure::Map(_) | Structure::Nullable(_) | Structure::Boxed(_) => {
                by_kind()
            }
        },
    }
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
