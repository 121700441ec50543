//! Lists and tuples.

use super::definitions::{Destination, PendingBody};
use super::unsatisfiable::untyped_note;
use super::{DefinitionOwner, TypeBuilder, docs_of};
use crate::ir::{Tuple, Type, TypeId, TypePart};
use crate::lower::schemas::analysis::resolution::ResolvedSchema;
use crate::lower::schemas::analysis::schema::{Intersection, Operand, SchemaAnalysis, SchemaKeywords};
use crate::openapi::SchemaId;

impl<'d> TypeBuilder<'d> {
    /// The type of an array. `key` is the simplified `intersection`.
    pub(super) fn array_type(
        &mut self,
        resolved: ResolvedSchema<'d>,
        key: &Intersection,
        intersection: &Intersection,
        destination: &Destination,
    ) -> Type {
        if resolved.schemas.iter().any(|schema| !schema.keywords.prefix_items.is_empty()) {
            return self.defer(key, intersection, destination, PendingBody::Tuple(resolved));
        }
        let item = match further_items(self.analysis, &resolved) {
            Some(items) => self.type_of(&items, &destination.owner(TypePart::Item)),
            None => self.anything(intersection, "items"),
        };
        Type::List(Box::new(item))
    }

    /// The body of a tuple.
    pub(super) fn tuple(&mut self, id: TypeId, resolved: &ResolvedSchema<'d>) -> Tuple {
        let length = resolved.schemas.iter().map(|schema| schema.keywords.prefix_items.len()).max().unwrap_or(0);
        let mut items = Vec::with_capacity(length);
        let mut docs = Vec::with_capacity(length);
        for position in 0..length {
            let item_schema = |schema: &SchemaKeywords<'_>| {
                schema.keywords.prefix_items.get(position).copied().or(schema.keywords.items)
            };
            let schemas: Vec<SchemaId> = resolved.schemas.iter().filter_map(item_schema).collect();
            let item = self.analysis.intersection(schemas.iter().copied().map(Operand::whole).collect());
            items.push(self.type_of(&item, &DefinitionOwner::Type(id, TypePart::TupleItem(position))));
            docs.push(docs_of(self.analysis, &schemas));
        }
        let min_items = resolved.schemas.iter().filter_map(|schema| schema.keywords.min_items).max().unwrap_or(0);
        let max_items = resolved.schemas.iter().filter_map(|schema| schema.keywords.max_items).min();
        let rest = match further_items(self.analysis, resolved) {
            _ if max_items.is_some_and(|max| max <= length as u64) => None,
            Some(items) if items.json_types.is_empty() => None,
            Some(items) => Some(self.type_of(&items, &DefinitionOwner::Type(id, TypePart::Item))),
            None => {
                let place = resolved.schemas.first().map(|schema| self.analysis.place(schema.id)).unwrap_or_default();
                self.coverage.push(untyped_note("items", place));
                Some(Type::Any)
            }
        };
        let required = usize::try_from(min_items).unwrap_or(usize::MAX).min(length);
        Tuple { items, required, rest, docs }
    }
}

/// The intersection that every item after `prefixItems` must match. `None` if `items` is absent.
fn further_items(analysis: &SchemaAnalysis<'_>, resolved: &ResolvedSchema<'_>) -> Option<Intersection> {
    let operands: Vec<Operand> =
        resolved.schemas.iter().filter_map(|schema| schema.keywords.items).map(Operand::whole).collect();
    (!operands.is_empty()).then(|| analysis.intersection(operands))
}
