//! Schemas outside `components.schemas` that references name: in other files, and below `$defs` and `definitions`.
//!
//! They are typed like components. A bundler would move them to `components.schemas`.

use super::keywords_of;
use crate::diag::{FileId, SourceLocation};
use crate::ir::{ReferencedName, file_stem, is_generic_name};
use crate::openapi::{Document, SchemaId, SchemaKind};
use foldhash::{HashMap, HashSet};

/// Keywords whose members are schemas with names.
const CONTAINERS: [&str; 3] = ["schemas", "definitions", "$defs"];
/// Keys of documents and schemas. A schema below one of them is a part of something else, and has no name of its own.
const STRUCTURE: &[&str] = &[
    "properties",
    "patternProperties",
    "additionalProperties",
    "unevaluatedProperties",
    "propertyNames",
    "dependentSchemas",
    "dependencies",
    "items",
    "prefixItems",
    "contains",
    "additionalItems",
    "unevaluatedItems",
    "allOf",
    "anyOf",
    "oneOf",
    "not",
    "if",
    "then",
    "else",
    "contentSchema",
    "schema",
    "itemSchema",
    "content",
    "paths",
    "webhooks",
    "responses",
    "parameters",
    "headers",
    "requestBodies",
    "requestBody",
    "callbacks",
];

/// Returns the schemas that references name, and their names, in the order of their places. `is_known` tells whether a schema is a
/// component or a part of the document that needs no name.
pub(super) fn referenced_schemas(
    document: &Document,
    is_known: impl Fn(SchemaId) -> bool,
) -> Vec<(SchemaId, ReferencedName)> {
    let mut seen = HashSet::default();
    let mut found: Vec<(SchemaId, ReferencedName)> = Vec::new();
    for target in targets(document).filter(|target| seen.insert(*target) && !is_known(*target)) {
        let Some(schema) = document.schemas.get(target.0).filter(|schema| !schema.is_unnamed) else { continue };
        if let (SchemaKind::Keywords(_), Some(name)) = (&schema.kind, name_of(&document.files, &schema.place)) {
            found.push((target, name));
        }
    }
    found.sort_by(|(_, a), (_, b)| a.place.cmp(&b.place));
    let mut uses: HashMap<String, usize> = HashMap::default();
    for name in document.components.keys().chain(found.iter().map(|(_, name)| &name.name)) {
        *uses.entry(name.clone()).or_default() += 1;
    }
    for (_, name) in &mut found {
        if uses.get(&name.name) == Some(&1) {
            name.in_settings.clone_from(&name.name);
        }
    }
    found
}

/// Returns the targets of all references between schemas.
fn targets(document: &Document) -> impl Iterator<Item = SchemaId> + '_ {
    (0..document.schemas.len()).filter_map(|index| keywords_of(document, SchemaId(index))).flat_map(|keywords| {
        let discriminator = keywords.discriminator.iter();
        let mapped =
            discriminator.flat_map(|found| found.mapping.iter().map(|(_, id)| id).chain(&found.default_mapping));
        keywords.reference.iter().chain(&keywords.dynamic_reference).chain(mapped).copied()
    })
}

/// Returns the name of the schema at a place, if it has one.
fn name_of(files: &[String], place: &SourceLocation) -> Option<ReferencedName> {
    let is_main = place.file == FileId::default();
    let path = files.get(place.file.0).filter(|_| !is_main).map_or("", String::as_str);
    let segments: Vec<String> = place.pointer.segments().collect();
    let mut around = context(&segments);
    around.extend(path_names(path));
    let name = match segments.as_slice() {
        [] if is_main => return None,
        // The stem, or the folder of a file with a generic name.
        [] => {
            let stem = path.rsplit('/').next().map_or("", file_stem);
            if is_generic_name(stem) && !around.is_empty() {
                around.remove(0)
            } else {
                around.retain(|name| name != stem);
                stem.to_owned()
            }
        }
        [before @ .., container, name] if is_container(before, container) => name.clone(),
        [.., name] if !is_main && !segments.iter().any(|segment| is_structure(segment)) => name.clone(),
        _ => return None,
    };
    let place = format!("{path}#{}", place.pointer);
    Some(ReferencedName { name, qualifiers: around, in_settings: place.clone(), place })
}

/// Returns the name of the schema that contains `$defs` or `definitions`, if the last but one segment is one of these.
fn context(segments: &[String]) -> Vec<String> {
    let [.., name, container, _] = segments else { return Vec::new() };
    let names = CONTAINERS.contains(&container.as_str()) && name != "components" && !is_structure(name);
    if names { vec![name.clone()] } else { Vec::new() }
}

/// Returns the names of a file and its folders, the nearest first, without generic ones.
fn path_names(path: &str) -> Vec<String> {
    let mut segments = path.rsplit('/');
    let file = segments.next().map_or("", file_stem);
    let names = std::iter::once(file).chain(segments.filter(|folder| !folder.starts_with('.')));
    names.filter(|name| !name.is_empty() && !is_generic_name(name)).map(str::to_owned).collect()
}

/// Whether a segment contains schemas with names. `before` are the segments before it: a property may have the name `definitions`.
fn is_container(before: &[String], segment: &str) -> bool {
    let in_properties = before.last().is_some_and(|last| matches!(last.as_str(), "properties" | "patternProperties"));
    CONTAINERS.contains(&segment) && !in_properties
}

fn is_structure(segment: &str) -> bool {
    STRUCTURE.contains(&segment) || segment.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Pointer;

    #[test]
    fn names_come_from_the_reference_or_the_file() {
        let check = |file: &str, pointer: &str, expect: Option<(&str, &[&str])>| {
            let files = ["openapi.yaml".to_owned(), file.to_owned()];
            let id = FileId(usize::from(!file.is_empty()));
            let place = SourceLocation { file: id, pointer: Pointer::from_escaped(pointer) };
            let found = name_of(&files, &place);
            let found = found.map(|name| (name.name, name.qualifiers));
            let expect = expect.map(|(name, around)| {
                (name.to_owned(), around.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>())
            });
            assert_eq!(found, expect, "{file}#{pointer}");
        };
        check("common.yaml", "/components/schemas/Address", Some(("Address", &["common"])));
        check("v2/common.yaml", "/definitions/Address", Some(("Address", &["common", "v2"])));
        check("../v2/schemas/pet.schema.json", "", Some(("pet", &["v2"])));
        check("pet/index.yaml", "", Some(("pet", &[])));
        check("schemas/_index.yaml", "/Pet", Some(("Pet", &[])));
        check("index.yaml", "", Some(("index", &[])));
        check("_defs.yaml", "/Kind", Some(("Kind", &[])));
        check("types.yaml", "/common/Money", Some(("Money", &[])));
        check("pet.yaml", "/$defs/Kind", Some(("Kind", &["pet"])));
        check("pet.yaml", "/properties/kind", None);
        check("pet.yaml", "/properties/definitions/kind", None);
        check("pet.yaml", "/allOf/0", None);
        check("responses.yaml", "/NotFound/content/application~1json/schema", None);
        check("", "/components/schemas/Pet/$defs/Kind", Some(("Kind", &["Pet"])));
        check("", "/components/schemas/Pet/properties/kind", None);
        check("", "/definitions/Kind", Some(("Kind", &[])));
        check("", "/x-types/Kind", None);
    }
}
