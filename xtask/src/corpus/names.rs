//! Counts the public types whose names a person would not choose, and prints their shares by folder.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use oasmith::diag::SourceLocation;
use oasmith::ir::{Api, FeatureGate, NameSource, OperationPart, TypeDef, TypeId, TypePart};
use oasmith::{Outcome, names, source};
use serde_json::{Value, json};

/// The maximum length of a name that is not counted as long.
const LONG: usize = 40;
/// The maximum number of parents of a type that are examined. Real types are nested less deeply.
const MAX_PARENTS: usize = 64;

/// The number of public types, and of those with a poor name.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct NameCounts {
    /// All public types.
    pub types: u64,
    /// Types whose name contains a number that the document does not.
    pub numbered: u64,
    /// Types that are named after their place although the document names them.
    pub placed: u64,
    /// Types with a name of more than 40 characters.
    pub long: u64,
}

impl NameCounts {
    /// Counts the types of generated code.
    pub fn of(outcome: &Outcome) -> Self {
        let (Some(api), Some(lock)) = (&outcome.api, &outcome.names_lock) else { return Self::default() };
        // Generation stored all names that it could have chosen differently, so this is the same choice.
        let (names, _) = names::choose(api, lock);
        let mut counts = Self::default();
        for (index, def) in api.types.iter().enumerate() {
            let id = TypeId(index);
            if def.gate == FeatureGate::Never || !names.is_item(id, &def.shape) {
                continue;
            }
            let name = names.ty(id).name.as_str();
            counts.types += 1;
            counts.numbered += u64::from(has_own_number(name, &texts(api, id)));
            let own = own_name(def, outcome.source.as_ref());
            counts.placed += u64::from(own.is_some_and(|own| !is_named_after(name, &own)));
            counts.long += u64::from(name.chars().count() > LONG);
        }
        counts
    }

    /// Reads the counts from the worker's result.
    pub fn from_json(value: &Value) -> Self {
        let number = |key: &str| value.get(key).and_then(Value::as_u64).unwrap_or_default();
        Self { types: number("types"), numbered: number("numbered"), placed: number("placed"), long: number("long") }
    }

    /// Returns the counts as JSON.
    pub fn json(self) -> Value {
        json!({ "types": self.types, "numbered": self.numbered, "placed": self.placed, "long": self.long })
    }

    fn add(&mut self, other: Self) {
        self.types += other.types;
        self.numbered += other.numbered;
        self.placed += other.placed;
        self.long += other.long;
    }
}

/// Returns the counts of each folder and of all documents as a table. A document's folder is the first part of its path.
pub fn table<'a>(documents: impl IntoIterator<Item = (&'a str, NameCounts)>) -> String {
    let mut folders: BTreeMap<&str, NameCounts> = BTreeMap::new();
    let mut total = NameCounts::default();
    for (name, counts) in documents {
        let folder = name.split_once('/').map_or(".", |(folder, _)| folder);
        folders.entry(folder).or_default().add(counts);
        total.add(counts);
    }
    let width = folders.keys().map(|folder| folder.chars().count()).max().unwrap_or_default().max("names of".len());
    let mut text =
        format!("{:<width$} {:>7} {:>15} {:>15} {:>15}", "names of", "types", "numbered", "by place", "long");
    for (folder, counts) in folders.into_iter().chain([("total", total)]) {
        let NameCounts { types, numbered, placed, long } = counts;
        let share = |count: u64| format!("{count} {:>5.1} %", 100.0 * count as f64 / types.max(1) as f64);
        let _ = write!(
            text,
            "\n{folder:<width$} {types:>7} {:>15} {:>15} {:>15}",
            share(numbered),
            share(placed),
            share(long)
        );
    }
    text
}

/// Whether a name contains a number that is in none of the texts.
fn has_own_number(name: &str, texts: &[String]) -> bool {
    let mut numbers = name.split(|c: char| !c.is_ascii_digit()).filter(|number| !number.is_empty());
    numbers.any(|number| !texts.iter().any(|text| text.contains(number)))
}

/// Returns the texts of the document from which a type could be named: its own, and those of the types that contain it.
fn texts(api: &Api, id: TypeId) -> Vec<String> {
    let mut texts = Vec::new();
    let mut next = Some(id);
    for _ in 0..MAX_PARENTS {
        let Some(def) = next.and_then(|id| api.types.get(id.0)) else { break };
        texts.extend(def.docs.title.clone());
        next = None;
        match &def.name {
            NameSource::Component(name) | NameSource::Given(name) => texts.push(name.clone()),
            NameSource::Referenced(referenced) => texts.push(referenced.place.clone()),
            NameSource::Merged { places, .. } => {
                places.iter().filter_map(|place| own_text(api, *place)).for_each(|text| texts.push(text));
                next = places.first().copied();
            }
            NameSource::Part { parent, .. } => {
                texts.extend(own_text(api, id));
                next = Some(*parent);
            }
            NameSource::Operation { operation, webhook, .. } => {
                texts.extend(own_text(api, id));
                if let (false, Some(operation)) = (webhook, api.operations.get(*operation)) {
                    texts.extend(operation.id.clone());
                    texts.push(operation.path_template.clone());
                } else if let Some(hook) = api.webhooks.get(*operation) {
                    texts.push(hook.name.clone());
                }
            }
        }
    }
    texts
}

/// Returns the text that names the place of an inline type within its parent, and its content.
fn own_text(api: &Api, id: TypeId) -> Option<String> {
    let def = api.types.get(id.0)?;
    let values = def.shape.values().iter().take(4).map(|value| value.value.to_string());
    let members = def.shape.members().iter().map(|member| member.wire.clone());
    let content: Vec<String> = values.chain(members).collect();
    let place = match &def.name {
        NameSource::Part { part: TypePart::Member(wire), .. } => wire.clone(),
        NameSource::Part { part: TypePart::Variant(index), parent, .. } => match &api.types.get(parent.0)?.shape {
            oasmith::ir::Shape::Union(union) => {
                let variant = union.variants.get(*index)?;
                variant.tags.iter().chain(&variant.name).cloned().collect::<Vec<_>>().join(" ")
            }
            _ => String::new(),
        },
        NameSource::Operation { part: OperationPart::Response(status, _), .. } => status.to_string(),
        NameSource::Operation { part: OperationPart::Parameter(wire) | OperationPart::Header(wire), .. } => {
            wire.clone()
        }
        NameSource::Operation { part: OperationPart::Body(_), .. }
        | NameSource::Part { .. }
        | NameSource::Component(_)
        | NameSource::Referenced(_)
        | NameSource::Given(_)
        | NameSource::Merged { .. } => String::new(),
    };
    Some(format!("{place} {} {}", def.place.pointer.as_str(), content.join(" ")))
}

/// Returns the name that the document gives to a type: that of a component, of a reference, or a short title.
fn own_name(def: &TypeDef, source: Option<&source::Source>) -> Option<String> {
    let title = match &def.name {
        NameSource::Component(name) => return Some(name.clone()),
        NameSource::Referenced(referenced) => return Some(referenced.name.clone()),
        NameSource::Given(_) | NameSource::Merged { .. } => return None,
        NameSource::Part { part: TypePart::Member(wire), title, .. } => {
            title.as_ref().filter(|title| letters(title) != letters(wire))
        }
        // Not the schema itself, but a part of it.
        NameSource::Part { part: TypePart::View(_) | TypePart::OwnMembers | TypePart::SeveralObjects, .. } => {
            return None;
        }
        NameSource::Part { title, .. } | NameSource::Operation { title, .. } => title.as_ref(),
    };
    let title = title.filter(|title| is_short(title)).cloned();
    referenced_name(&def.place, source).or(title)
}

/// Whether a title consists of one to four words.
fn is_short(title: &str) -> bool {
    title.starts_with(|c: char| c.is_ascii_alphabetic())
        && title.len() <= LONG
        && title.split_whitespace().count() <= 4
        && title.chars().all(|c| c.is_ascii_alphanumeric() || c == ' ' || c == '_' || c == '-')
}

/// Returns the name in the reference to a schema, or of the schema's own place.
fn referenced_name(place: &SourceLocation, source: Option<&source::Source>) -> Option<String> {
    let reference = source?.value(place)?.get("$ref").and_then(Value::as_str);
    let (file, pointer) = match reference {
        Some(reference) => reference.split_once('#').unwrap_or((reference, "")),
        None if place.file.0 == 0 => ("", place.pointer.as_str()),
        None => (source?.file(place.file)?.path.as_str(), place.pointer.as_str()),
    };
    let (before, last) = pointer.rsplit_once('/').unwrap_or((pointer, ""));
    let section = before.rsplit('/').next().unwrap_or_default();
    if !last.is_empty() {
        return matches!(section, "schemas" | "definitions" | "$defs").then(|| last.to_owned());
    }
    let stem = file.rsplit('/').next()?.split('.').next()?;
    (!stem.is_empty()).then(|| stem.to_owned())
}

/// Whether a name consists of the letters and digits of a text, or of the end of a path with dots.
fn is_named_after(name: &str, own: &str) -> bool {
    let name = letters(name);
    let whole = letters(own);
    name == whole
        || name.strip_suffix("model").is_some_and(|name| name == whole)
        || name == format!("type{whole}")
        || (own.contains('.') && whole.ends_with(&name))
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use oasmith::names::NamesLock;
    use oasmith::settings::ApiSettings;
    use oasmith::source::MapLoader;
    use oasmith::{Layout, Request, generate};

    use super::*;

    #[test]
    fn poor_names_are_counted() {
        let loader = MapLoader::new([(
            "a.yaml",
            "
openapi: 3.1.0
info: { title: A, version: '1' }
paths: {}
components:
  schemas:
    Plain1: { type: object, properties: { kind: { enum: [a, b] } } }
    Choice:
      oneOf:
        - { type: object, required: [x], properties: { x: { type: string, maxLength: 1 } } }
        - { type: object, required: [x], properties: { x: { type: string, maxLength: 2 } } }
    AVeryLongNameOfASchemaThatNobodyWantsToReadAgain: { type: object, properties: { a: { type: string } } }
",
        )]);
        let outcome = generate(&Request {
            name: "a",
            settings: &ApiSettings::of_file("a.yaml"),
            loader: &loader,
            names_lock: &NamesLock::default(),
            layout: &Layout::Module,
            keep_going: false,
        });
        // The two objects of `Choice` differ only in a constraint, so that only numbers distinguish them.
        assert_eq!(NameCounts::of(&outcome), NameCounts { types: 6, numbered: 2, placed: 0, long: 1 });
    }

    #[test]
    fn names_are_compared_by_letters() {
        for (name, own, expect) in [
            ("PlmnId", "PlmnId", true),
            ("NfProfilePlmnListItem", "PlmnId", false),
            ("ValueModel", "Value", true),
            ("Container", "io.k8s.api.core.v1.Container", true),
            ("Container", "MyContainer", false),
        ] {
            assert_eq!(is_named_after(name, own), expect, "{name} {own}");
        }
    }

    #[test]
    fn the_table_has_a_row_for_each_folder() {
        let counts = |types, numbered| NameCounts { types, numbered, placed: 0, long: 0 };
        let text = table([("b/x.yaml", counts(4, 1)), ("a.yaml", counts(1, 0)), ("b/c/y.yaml", counts(4, 1))]);
        let rows: Vec<Vec<&str>> = text.lines().map(|line| line.split_whitespace().take(4).collect()).collect();
        assert_eq!(rows[1..], [[".", "1", "0", "0.0"], ["b", "8", "2", "25.0"], ["total", "9", "2", "22.2"]]);
    }
}
