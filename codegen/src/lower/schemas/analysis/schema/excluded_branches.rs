//! Branches that a `type` next to them excludes.

use super::json_types::{JsonTypes, JsonTypesTable, branches_beside_type};
use crate::diag::{Code, Diagnostic};
use crate::openapi::{Document, SchemaId, SchemaKind, SimpleType};

/// Upper bound for the branches that a diagnostic lists.
const MAX_LISTED: usize = 8;

/// A diagnostic for each `type` that excludes a branch. The branches are used as they are written.
pub(super) fn excluded_branches(document: &Document, json_types: &JsonTypesTable) -> Vec<Diagnostic> {
    let mut ids: Vec<SchemaId> = json_types.widened.keys().copied().collect();
    ids.sort();
    let diagnostic = |id: SchemaId| {
        let schema = document.schemas.get(id.0)?;
        let SchemaKind::Keywords(keywords) = &schema.kind else { return None };
        let types = keywords.types.as_deref()?;
        let stated = JsonTypes::of_types(types);
        let excluded = branches_beside_type(document, keywords).filter_map(|branch| {
            let types = json_types.schemas.get(branch.0)?.effective();
            let branch = document.schemas.get(branch.0)?;
            stated.excludes(types).then(|| (branch.place.clone(), types))
        });
        let names: Vec<&str> = types.iter().map(|simple: &SimpleType| simple.name()).collect();
        let taken = json_types.widened.get(&id).copied().unwrap_or(stated);
        let message = format!(
            "`type` excludes a branch of the choice next to it; the branches are used as they are written, so the type allows {}",
            taken.quoted()
        );
        let remedy = "remove `type`, or change it so that it allows the values of every branch";
        let mut diagnostic = Diagnostic::new(Code::Contradiction, &schema.place.key("type"), message, remedy);
        for (place, types) in excluded.take(MAX_LISTED) {
            let message =
                format!("this branch allows only {}, and `type` only `{}`", types.quoted(), names.join("` or `"));
            diagnostic = diagnostic.related(&place, message);
        }
        Some(diagnostic)
    };
    ids.into_iter().filter_map(diagnostic).collect()
}
