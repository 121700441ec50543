//! Finds `$dynamicAnchor`s that have no effect where an outer schema binds the same name.
//!
//! The outermost binding counts (JSON Schema 2020-12, core, 8.2.3.2). Schemas that extend another one rely on this. In any other case, the
//! author has probably used one name for two purposes: a page of pets in a page of shops would be a page of shops.

use foldhash::{HashMap, HashMapExt, HashSet};

use super::super::children::Applies;
use super::super::schema::{Schema, SchemaId, SchemaKind};
use super::dynamic_scopes::{Bindings, DynamicReferences, DynamicScopes};
use crate::diag::{Code, Diagnostic, SourceLocation};

/// Upper bound for the schemas that are searched for an extended one.
const MAX_SEARCHED: usize = 1_000;

/// Reports the schemas whose bindings have no effect in some instance. `instances` are the instances of schemas by their bindings.
pub(super) fn overridden<'i>(
    schemas: &[Schema],
    dynamic: &DynamicReferences,
    scopes: &DynamicScopes<'_, '_>,
    instances: impl Iterator<Item = (SchemaId, &'i Bindings)>,
) -> Vec<Diagnostic> {
    let place = |id: SchemaId| schemas.get(id.0).map(|schema| &schema.place);
    let by_place: HashMap<&SourceLocation, SchemaId> =
        schemas.iter().enumerate().map(|(index, schema)| (&schema.place, SchemaId(index))).collect();
    let templates: HashSet<(SourceLocation, usize)> =
        dynamic.sites.iter().filter_map(|(id, reference)| Some((scopes.unit(place(*id)?), reference.name))).collect();
    let mut known: HashMap<(SourceLocation, SourceLocation), bool> = HashMap::new();
    let mut found: HashMap<(SourceLocation, usize), SourceLocation> = HashMap::new();
    for (id, bindings) in instances {
        let Some(unit) = place(id).map(|place| scopes.unit(place)) else { continue };
        for (name, bound) in bindings {
            let (Some(own), Some(outer)) = (scopes.bound_by(id, *name), place(*bound)) else { continue };
            if own == *bound || templates.contains(&(unit.clone(), *name)) {
                continue;
            }
            let outer_unit = scopes.unit(outer);
            let key = (outer_unit.clone(), unit.clone());
            let is_meant = *known.entry(key).or_insert_with(|| match by_place.get(&outer_unit) {
                Some(outer) => extends(schemas, *outer, &|id| place(id).is_some_and(|at| scopes.unit(at) == unit)),
                None => true,
            });
            if let (false, Some(own)) = (is_meant, place(own)) {
                let first = found.entry((own.clone(), *name)).or_insert_with(|| outer.clone());
                if outer < first {
                    first.clone_from(outer);
                }
            }
        }
    }
    let mut found: Vec<_> = found.into_iter().collect();
    found.sort();
    let diagnostics = found.into_iter().map(|((own, name), outer)| {
        let name = dynamic.names.get(name).map_or("", String::as_str);
        let message = format!(
            "this schema is not used where an outer schema also has `$dynamicAnchor: {name}`; the outermost one counts"
        );
        let remedy = "use different names for unrelated `$dynamicAnchor`s";
        Diagnostic::new(Code::Contradiction, &own.key("$dynamicAnchor"), message, remedy)
            .related(&outer.key("$dynamicAnchor"), "this one counts inside the schema that contains it")
    });
    diagnostics.collect()
}

/// Whether a schema extends one that is accepted: by references and `allOf` for the same value.
fn extends(schemas: &[Schema], from: SchemaId, accept: &dyn Fn(SchemaId) -> bool) -> bool {
    let mut seen = HashSet::from_iter([from]);
    let mut stack = vec![from];
    while let Some(id) = stack.pop() {
        let Some(SchemaKind::Keywords(keywords)) = schemas.get(id.0).map(|schema| &schema.kind) else { continue };
        for (_, next) in keywords.children_by(|role| matches!(role.applies(), Applies::Extending | Applies::Choosing)) {
            if accept(next) || seen.len() >= MAX_SEARCHED {
                return true;
            }
            if seen.insert(next) {
                stack.push(next);
            }
        }
    }
    false
}
