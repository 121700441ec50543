//! Implied types: schemas without `type` whose other keywords apply to values of one type only. They are typed as if that type were stated,
//! although JSON Schema allows values of all other types, too.

use super::SchemaAnalysis;
use super::json_types::{JsonTypes, of_own_keywords};
use crate::openapi::{Applies, Keywords, Role, SchemaId};
use foldhash::{HashSet, HashSetExt};

/// Returns the schemas whose type is implied, in document order. A schema counts once, with the subschemas of its `allOf`.
pub(crate) fn implied_types(analysis: &SchemaAnalysis<'_>) -> Vec<SchemaId> {
    let count = analysis.document().schemas.len();
    let mut is_inside = vec![false; count];
    for id in (0..count).map(SchemaId) {
        let Some(keywords) = analysis.keywords(id) else { continue };
        for (_, child) in keywords.children_by(Role::is_written_inside) {
            if let Some(is_inside) = is_inside.get_mut(child.0) {
                *is_inside = true;
            }
        }
    }
    let mut found = Vec::new();
    let roots = (0..count).filter(|index| !is_inside[*index]).map(SchemaId);
    let mut stack: Vec<(SchemaId, bool)> = roots.map(|id| (id, false)).collect();
    while let Some((id, is_stated_around)) = stack.pop() {
        let parts = parts(analysis, id, Role::AllOf);
        let is_stated = is_stated_around || parts.iter().any(|keywords| states_type(analysis, keywords));
        let is_implied = !is_stated && parts.iter().any(|keywords| implies_type(keywords));
        if is_implied {
            found.push(id);
        }
        for keywords in &parts {
            for (name, child) in &keywords.properties {
                stack.push((*child, is_stated_elsewhere(analysis, id, name, *child)));
            }
            for (role, child) in keywords.children_by(|role| role.is_written_inside() && role != Role::Property) {
                match role.applies() {
                    // Their types are limited by the schema around them.
                    Applies::Choosing => stack.push((child, is_stated || is_implied)),
                    Applies::ToMembers | Applies::ToItems => stack.push((child, false)),
                    // `allOf` is in `parts`. Conditions do not decide alone about a type, and the others have none.
                    Applies::Extending
                    | Applies::Conditionally
                    | Applies::Testing
                    | Applies::ToNames
                    | Applies::ToSomeItem
                    | Applies::ToContent
                    | Applies::ToNothing => {}
                }
            }
        }
    }
    found.sort_unstable();
    found
}

/// The keywords of a schema and of those in its `allOf`. With [`Role::Reference`], also of those to which references lead.
fn parts<'d>(analysis: &SchemaAnalysis<'d>, id: SchemaId, follow: Role) -> Vec<&'d Keywords> {
    let mut parts = Vec::new();
    let mut seen = HashSet::new();
    let mut stack = vec![id];
    while let Some(id) = stack.pop() {
        let Some(keywords) = analysis.keywords(id).filter(|_| seen.insert(id)) else { continue };
        parts.push(keywords);
        stack.extend(keywords.children_by(|role| role == Role::AllOf || role == follow).map(|(_, id)| id));
    }
    parts
}

/// Whether keywords state a type: by `type`, by values, by a reference to a schema whose type is known, or by branches that state theirs.
fn states_type(analysis: &SchemaAnalysis<'_>, keywords: &Keywords) -> bool {
    let mut references = keywords.reference.iter().chain(&keywords.dynamic_reference);
    let are_stated = |branches: &[SchemaId]| {
        let mut branches = branches.iter().filter_map(|id| analysis.keywords(*id));
        branches.next().is_some_and(|first| {
            std::iter::once(first).chain(branches).all(|branch| branch.types.is_some() || branch.reference.is_some())
        })
    };
    keywords.types.is_some()
        || keywords.enum_values.is_some()
        || keywords.const_value.is_some()
        || references.any(|id| analysis.json_types_of(*id).effective() != JsonTypes::ALL)
        || are_stated(&keywords.any_of)
        || are_stated(&keywords.one_of)
}

fn implies_type(keywords: &Keywords) -> bool {
    !of_own_keywords(keywords, keywords.types.as_deref().map(JsonTypes::of_types)).implied.is_empty()
}

/// Whether a schema declares a property a second time, and states its type there. `child` is one declaration.
fn is_stated_elsewhere(analysis: &SchemaAnalysis<'_>, id: SchemaId, name: &str, child: SchemaId) -> bool {
    let only_implies =
        analysis.keywords(child).is_some_and(|keywords| keywords.types.is_none() && implies_type(keywords));
    let has_parts = || analysis.keywords(id).is_some_and(|keywords| keywords.extended().next().is_some());
    only_implies
        && has_parts()
        && parts(analysis, id, Role::Reference).into_iter().any(|keywords| {
            let declared = keywords.properties.get(name).filter(|other| **other != child);
            declared.is_some_and(|other| analysis.json_types_of(*other).stated != JsonTypes::ALL)
        })
}
