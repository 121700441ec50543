//! Candidate names for inline types, the best first.

use super::scope::bare;
use super::style::Style;
use super::types::TypeContext;
use super::{OperationNames, shared_elements, singular, variants, words};
use crate::ir::{
    Api, Direction, FeatureGate, NameSource, Object, OperationPart, ReferencedName, Shape, Status, Structure, Type,
    TypeDef, TypeId, TypePart,
};

/// How a type is contained in its parent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Containment {
    Directly,
    InList,
    InMap,
}

/// Returns candidates for an inline type from its place, as words. Returns none for a type without a place.
pub(super) fn by_place(context: TypeContext<'_>, id: TypeId, parent_name: &dyn Fn(TypeId) -> String) -> Vec<String> {
    let TypeContext { api, operations, .. } = context;
    let def = api.type_def(id);
    match &def.name {
        NameSource::Part { parent, part, .. } => of_part(context, id, *parent, &parent_name(*parent), part),
        NameSource::Operation { operation, webhook: true, part, .. } => {
            let name = api.webhooks.get(*operation).map_or("", |hook| hook.name.as_str());
            of_webhook(name, part)
        }
        NameSource::Operation { operation, part, .. } => match operations.get(*operation) {
            Some(names) => of_operation(api, id, def, *operation, names, part),
            None => vec!["inline".to_owned()],
        },
        NameSource::Referenced(referenced) => vec![words::plain(&referenced.name)],
        NameSource::Component(_) | NameSource::Given(_) | NameSource::Merged { .. } => Vec::new(),
    }
}

/// Returns candidates for a part of a type, as words.
fn of_part(context: TypeContext<'_>, id: TypeId, parent: TypeId, parent_name: &str, part: &TypePart) -> Vec<String> {
    let TypeContext { api, members, variant_texts, .. } = context;
    let parent_words = words::plain(parent_name);
    let own = match part {
        TypePart::Member(wire) => {
            let plain = words::plain(wire);
            let containment = containment_in_member(context, parent, wire, id);
            let mut own = vec![contained_words(api, id, &plain, containment)];
            if containment == Containment::InList {
                own.push(format!("{plain}_item"));
            }
            // Another member differs only in its case.
            if members.has_similar(api.definition(parent), wire) {
                own.extend(words::case_word(wire).map(|case| format!("{}_{case}", own[0])));
            }
            own
        }
        TypePart::Item => {
            return singular::of(&parent_words).into_iter().chain([format!("{parent_words}_item")]).collect();
        }
        TypePart::Value => vec!["value".to_owned()],
        TypePart::Variant(index) => match api.shape(parent) {
            Some(Shape::Union(_)) => cut_words(variant_texts.get(api.definition(parent), *index)),
            Some(Shape::Object(_) | Shape::Enumeration(_) | Shape::Tuple(_) | Shape::Alias(_) | Shape::Newtype(_))
            | None => vec![format!("variant_{}", index + 1)],
        },
        TypePart::TupleItem(index) => {
            let mut texts = match api.shape(parent) {
                Some(Shape::Tuple(_)) => cut_words(variant_texts.get(api.definition(parent), *index)),
                Some(
                    Shape::Object(_) | Shape::Enumeration(_) | Shape::Union(_) | Shape::Alias(_) | Shape::Newtype(_),
                )
                | None => Vec::new(),
            };
            texts.push(format!("item_{}", index + 1));
            texts
        }
        TypePart::Flattened(index) => match api.shape(parent) {
            Some(Shape::Object(object)) => flattened_words(context, parent, object, *index),
            Some(Shape::Union(_) | Shape::Enumeration(_) | Shape::Tuple(_) | Shape::Alias(_) | Shape::Newtype(_))
            | None => vec!["variant".to_owned()],
        },
        TypePart::View(Direction::Request) => vec!["input".to_owned()],
        TypePart::View(Direction::Response) => vec!["output".to_owned()],
        TypePart::NonNull => vec!["value".to_owned()],
        TypePart::OwnMembers => vec!["members".to_owned()],
        TypePart::SeveralObjects => vec!["objects".to_owned()],
    };
    let mut candidates = Vec::with_capacity(2 * own.len() + 1);
    for own in &own {
        // Numbers of variants are not joined: `variant_1` of `pet_variant` is not `pet_variant_1`.
        if !matches!(part, TypePart::Variant(_)) || !own.starts_with("variant_") {
            candidates.push(join(&parent_words, own));
        }
        candidates.push(format!("{parent_words}_{own}"));
    }
    candidates.extend(own.first().map(|own| format!("{parent_words}_{own}_{}", shape_word(api, id))));
    candidates
}

fn cut_words(texts: &[String]) -> Vec<String> {
    texts.iter().map(|text| words::cut(words::plain(text))).collect()
}

/// Maximum number of variants in the name of a flattened union.
const MAX_VARIANTS: usize = 3;

/// Returns candidates for the field and the type of a flattened part without a name, as words. A single one is the `variant`; several are
/// distinguished by their variants: `url_or_file`.
pub(super) fn flattened_words(context: TypeContext<'_>, id: TypeId, object: &Object, index: usize) -> Vec<String> {
    let TypeContext { api, variant_texts, .. } = context;
    let is_unnamed = |ty: &Type| {
        let id = ty.structure().definition();
        id.is_none_or(|id| api.type_def(id).name.in_document().is_none())
    };
    let unnamed = object.flattened.iter().filter(|part| part.name.is_none() && is_unnamed(&part.ty)).count();
    let numbered = if index == 0 { "variant".to_owned() } else { format!("variant_{}", index + 1) };
    let shape = object.flattened.get(index).and_then(|part| variants::shape(api, &part.ty));
    let mut candidates = Vec::new();
    let definition = object.flattened.get(index).and_then(|part| part.ty.structure().definition());
    if let (2.., Some(Shape::Union(union)), Some(definition)) = (unnamed, shape, definition) {
        let listed =
            (0..union.variants.len()).filter(|at| union.variants[*at].name.as_deref() != Some(variants::SEVERAL));
        let texts = listed.take(MAX_VARIANTS + 1).map(|at| variant_texts.get(api.definition(definition), at));
        let words: Vec<String> = texts.filter_map(|texts| texts.first().map(|text| words::plain(text))).collect();
        if words.len() <= MAX_VARIANTS && !words.iter().any(|word| word.starts_with("variant_")) {
            candidates.push(words::cut(words.join("_or_")));
        }
    }
    if let (2.., Some(Shape::Object(_))) = (unnamed, shape) {
        candidates.extend(cut_words(variant_texts.get(api.definition(id), index)));
    }
    candidates.push(numbered);
    candidates
}

/// Returns candidates for a part of an operation, as words.
fn of_operation(
    api: &Api,
    id: TypeId,
    def: &TypeDef,
    operation: usize,
    names: &OperationNames,
    part: &OperationPart,
) -> Vec<String> {
    let call = words::plain(bare(names.method.as_str()));
    let own = match part {
        OperationPart::Body(index) => {
            let media = api.operations.get(operation).and_then(|operation| operation.body.as_ref()?.media.get(*index));
            let containment = media.map_or(Containment::Directly, |media| containment_in(api, media.codec.ty(), id));
            let kind = media.map_or("json", |media| super::responses::media_word(media.media_type.class));
            let base = contained_words(api, id, &format!("{call}_request"), containment);
            if def.gate == FeatureGate::Never {
                // The struct of the form replaces the type. Its parts are named after the form.
                return vec![format!("{call}_form"), format!("{base}_{kind}")];
            }
            vec![base.clone(), format!("{base}_body"), format!("{base}_{kind}")]
        }
        OperationPart::Response(status, index) => response(api, id, operation, &call, *status, *index),
        OperationPart::Parameter(name) => {
            let own = words::plain(name);
            let ty = api
                .operations
                .get(operation)
                .and_then(|operation| operation.parameters.iter().find(|other| other.wire == *name));
            let containment =
                ty.map_or(Containment::Directly, |parameter| containment_in(api, Some(&parameter.ty), id));
            let own = contained_words(api, id, &own, containment);
            vec![join(&call, &own), format!("{call}_{own}"), format!("{call}_{own}_parameter")]
        }
        OperationPart::Header(name) => {
            vec![format!("{call}_{}", words::plain(name)), format!("{call}_{}_header", words::plain(name))]
        }
    };
    let mut candidates: Vec<String> = shared_elements::name(api, def, part).into_iter().collect();
    candidates.extend(own);
    candidates.extend(candidates.last().map(|last| format!("{last}_{}", shape_word(api, id))));
    candidates
}

/// Returns candidates for a part of a webhook, as words.
fn of_webhook(name: &str, part: &OperationPart) -> Vec<String> {
    let hook = words::plain(name);
    match part {
        OperationPart::Body(_) => vec![hook.clone(), format!("{hook}_payload"), format!("{hook}_webhook_payload")],
        OperationPart::Response(..) => vec![format!("{hook}_response")],
        OperationPart::Parameter(name) | OperationPart::Header(name) => vec![format!("{hook}_{}", words::plain(name))],
    }
}

fn response(api: &Api, id: TypeId, operation: usize, call: &str, status: usize, index: usize) -> Vec<String> {
    let Some(operation) = api.operations.get(operation) else { return vec![format!("{call}_response")] };
    let find = |list: &[crate::ir::Response]| {
        list.iter().position(|response| status_number(response.status) == status).map(|at| (at, list.len()))
    };
    let media = operation
        .successes
        .iter()
        .chain(&operation.failures)
        .find(|response| status_number(response.status) == status)
        .and_then(|response| response.media.get(index));
    let containment = media.map_or(Containment::Directly, |media| containment_in(api, media.codec.ty(), id));
    let word = status_word(status);
    let own = format!("{call}_{word}_response");
    let base = match (find(&operation.successes), find(&operation.failures)) {
        (Some((0, _)), _) => format!("{call}_response"),
        (_, Some((0, 1))) => format!("{call}_failure"),
        _ => own.clone(),
    };
    let kind = media.map_or("json", |media| super::responses::media_word(media.media_type.class));
    [base, own.clone(), format!("{own}_{kind}")]
        .iter()
        .map(|words| contained_words(api, id, words, containment))
        .collect()
}

/// Returns the number of a status in [`OperationPart::Response`].
pub(super) fn status_number(status: Status) -> usize {
    match status {
        Status::Exact(code) => usize::from(code),
        Status::Range(digit) => usize::from(digit),
        Status::Default => 0,
    }
}

fn status_word(number: usize) -> String {
    let status = match number {
        0 => Status::Default,
        1..=9 => Status::Range(u8::try_from(number).unwrap_or_default()),
        _ => Status::Exact(u16::try_from(number).unwrap_or_default()),
    };
    words::plain(&super::responses::status_name(status))
}

/// Returns the words of the `title` of an inline type, if it is a suitable name. A title that only repeats the member's name is not; pydantic
/// generates such titles.
pub(super) fn title(def: &TypeDef) -> Option<String> {
    let (title, member) = match &def.name {
        NameSource::Part { title, part: TypePart::Member(wire), .. } => (title, Some(words::plain(wire))),
        NameSource::Part { title, .. } | NameSource::Operation { title, .. } => (title, None),
        NameSource::Component(_) | NameSource::Referenced(_) | NameSource::Given(_) | NameSource::Merged { .. } => {
            return None;
        }
    };
    title.as_deref().and_then(good_title).filter(|title| Some(title) != member.as_ref())
}

/// Returns the rank of an inline type among those with the same candidate: a title comes before the name of a place, and a member before the
/// items of a list.
pub(super) fn rank(context: TypeContext<'_>, id: TypeId, members: Style) -> u8 {
    const PLACE: u8 = 32;
    let def = context.api.type_def(id);
    match &def.name {
        NameSource::Part { title: Some(text), .. } | NameSource::Operation { title: Some(text), .. }
            if title(def).is_some() =>
        {
            words::own_rank(text, Style::Pascal)
        }
        NameSource::Part { part: TypePart::Member(wire), parent, .. } => {
            let is_direct = containment_in_member(context, *parent, wire, id) == Containment::Directly;
            PLACE + words::own_rank(wire, members) + if is_direct { 0 } else { PLACE }
        }
        NameSource::Part { .. }
        | NameSource::Operation { .. }
        | NameSource::Component(_)
        | NameSource::Referenced(_)
        | NameSource::Given(_)
        | NameSource::Merged { .. } => PLACE,
    }
}

/// Returns a title that consists of a few plain words.
fn good_title(title: &str) -> Option<String> {
    let plain = title.chars().all(|c| c.is_ascii_alphanumeric() || c == ' ' || c == '_' || c == '-');
    let count = title.split([' ', '_', '-']).filter(|word| !word.is_empty()).count();
    let generic = ["Response ", "Body ", "response_", "body_"].iter().any(|start| title.starts_with(start));
    let letter = title.starts_with(|c: char| c.is_ascii_alphabetic());
    (plain && letter && !generic && (1..=4).contains(&count) && title.len() <= 40).then(|| words::plain(title))
}

/// Returns candidates for a schema that references name, as words: its name, then its name after those of its file and folders.
pub(super) fn referenced(name: &ReferencedName) -> Vec<String> {
    let mut candidates = vec![words::plain(&name.name)];
    for qualifier in &name.qualifiers {
        let last = candidates.last().map_or("", String::as_str);
        let qualifier = words::plain(qualifier);
        let qualified = if qualifier == last { continue } else { join(&qualifier, last) };
        candidates.push(qualified);
    }
    candidates
}

/// Joins the words of an owner and of its part. Words that the part repeats occur once.
fn join(owner: &str, part: &str) -> String {
    let owner_words: Vec<&str> = owner.split('_').collect();
    let part_words: Vec<&str> = part.split('_').collect();
    let most = owner_words.len().min(part_words.len().saturating_sub(1));
    let shared =
        (1..=most).rev().find(|count| owner_words[owner_words.len() - count..] == part_words[..*count]).unwrap_or(0);
    format!("{owner}_{}", part_words[shared..].join("_"))
}

/// `id` is the type to name. An enumeration in a list is not named `…Item`: it gets the singular.
fn contained_words(api: &Api, id: TypeId, words: &str, containment: Containment) -> String {
    match containment {
        Containment::Directly => words.to_owned(),
        Containment::InList => match (singular::of(words), api.shape(id)) {
            (None, Some(Shape::Enumeration(_))) => words.to_owned(),
            (None, _) => format!("{words}_item"),
            (Some(one), _) => one,
        },
        Containment::InMap => format!("{words}_value"),
    }
}

/// Returns a word that distinguishes a part by its shape.
fn shape_word(api: &Api, id: TypeId) -> &'static str {
    api.shape(id).and_then(variants::shape_word).unwrap_or("alias")
}

fn containment_in_member(context: TypeContext<'_>, parent: TypeId, wire: &str, id: TypeId) -> Containment {
    let TypeContext { api, members, .. } = context;
    containment_in(api, members.get(api.definition(parent), wire).map(|member| &member.ty), id)
}

fn containment_in(api: &Api, ty: Option<&Type>, id: TypeId) -> Containment {
    let definition = api.definition(id);
    let mut ty = ty;
    let mut containment = Containment::Directly;
    while let Some(inner) = ty {
        ty = match inner.structure() {
            Structure::Named(other) if api.definition(other) == definition => return containment,
            Structure::Nullable(inner) | Structure::Boxed(inner) => Some(inner),
            Structure::List(inner) => {
                containment = if containment == Containment::Directly { Containment::InList } else { containment };
                Some(inner)
            }
            Structure::Map(inner) => {
                containment = if containment == Containment::Directly { Containment::InMap } else { containment };
                Some(inner)
            }
            Structure::Named(_) | Structure::Leaf => None,
        };
    }
    Containment::Directly
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joined_names_contain_repeated_words_once() {
        for (owner, part, expect) in [
            ("customer", "tax_reason", "customer_tax_reason"),
            ("customer", "customer_status", "customer_status"),
            ("line_item", "item_kind", "line_item_kind"),
            ("node", "node", "node_node"),
        ] {
            assert_eq!(join(owner, part), expect);
        }
    }

    #[test]
    fn only_short_plain_titles_become_names() {
        for (title, expect) in [
            ("Tax Reason", Some("tax_reason")),
            ("Response Get Payment Methods V1", None),
            ("A very long sentence about it", None),
            ("Who? What!", None),
            ("2nd", None),
        ] {
            assert_eq!(good_title(title).as_deref(), expect, "{title}");
        }
    }
}
