//! Finds chains of references that lead back to their start without reaching a schema.

use super::super::schema::{Keywords, Schema, SchemaId, SchemaKind};
use crate::diag::{Code, Diagnostic, SourceLocation};
use foldhash::HashSet;

/// A chain of references that was cut.
pub(super) struct CutChain {
    pub(super) diagnostic: Diagnostic,
    /// The schema at which the chain is cut.
    pub(super) id: SchemaId,
    /// Its place.
    pub(super) place: SourceLocation,
}

/// Returns every circular chain and cuts it, so that following references terminates.
pub(super) fn break_cycles(schemas: &mut [Schema]) -> Vec<CutChain> {
    let mut found = Vec::new();
    let mut places = HashSet::default();
    /// The progress of a schema in the search.
    #[derive(Clone, Copy, PartialEq, Eq)]
    enum State {
        New,
        OnChain(usize),
        Done,
    }
    let mut states = vec![State::New; schemas.len()];
    for start in 0..schemas.len() {
        let mut at = Some(start);
        while let Some(index) = at {
            match states.get(index) {
                Some(State::New) => {}
                Some(State::OnChain(chain)) if *chain == start => {
                    // Copies of a schema have the same place.
                    found.extend(cut(schemas, index).filter(|cycle| places.insert(cycle.diagnostic.place.clone())));
                    break;
                }
                Some(State::OnChain(_) | State::Done) | None => break,
            }
            states[index] = State::OnChain(start);
            at = only_target(&schemas[index]).map(|id| id.0);
        }
        let mut at = Some(start);
        while let Some(index) = at.filter(|index| states.get(*index) == Some(&State::OnChain(start))) {
            states[index] = State::Done;
            at = only_target(&schemas[index]).map(|id| id.0);
        }
    }
    found
}

/// Returns the only schema that this one refers to, by a `$ref` or by a composition with one branch, if it has no other keyword.
fn only_target(schema: &Schema) -> Option<SchemaId> {
    let SchemaKind::Keywords(keywords) = &schema.kind else { return None };
    let Keywords {
        reference,
        dynamic_reference,
        all_of,
        any_of,
        one_of,
        types,
        enum_values,
        const_value,
        properties,
        items,
        ..
    } = &**keywords;
    if types.is_some() || enum_values.is_some() || const_value.is_some() || !properties.is_empty() || items.is_some() {
        return None;
    }
    let mut targets = reference.iter().chain(dynamic_reference).chain(all_of).chain(any_of).chain(one_of);
    let target = targets.next().copied();
    target.filter(|_| targets.next().is_none())
}

fn cut(schemas: &mut [Schema], index: usize) -> Option<CutChain> {
    let schema = schemas.get_mut(index)?;
    let SchemaKind::Keywords(keywords) = &mut schema.kind else { return None };
    let keyword = match &**keywords {
        Keywords { reference: Some(_), .. } => "$ref",
        Keywords { dynamic_reference: Some(_), .. } => "$dynamicRef",
        Keywords { all_of, .. } if !all_of.is_empty() => "allOf",
        Keywords { any_of, .. } if !any_of.is_empty() => "anyOf",
        _ => "oneOf",
    };
    let place = schema.place.key(keyword);
    let message = "the references that begin here lead back to their start without reaching a schema";
    keywords.reference = None;
    keywords.dynamic_reference = None;
    keywords.all_of.clear();
    keywords.any_of.clear();
    keywords.one_of.clear();
    let remedy = "replace one of the references with a schema";
    let diagnostic = Diagnostic::new(Code::CyclicRef, &place, message, remedy);
    Some(CutChain { diagnostic, id: SchemaId(index), place: schema.place.clone() })
}
