//! Lists and tuples.

use super::SchemaLowering;
use super::facts::{Facts, Leaf};
use super::meet::{Meet, Part};
use super::typing::{Body, Dest, Owner};
use crate::ir::{Part as TypePart, Tuple, Type, TypeId};
use crate::openapi::SchemaId;

impl<'d> SchemaLowering<'d> {
    /// The type of an array.
    pub(super) fn array_ty(&mut self, facts: Facts<'d>, key: &Meet, meet: &Meet, dest: &Dest) -> Type {
        if facts.leaves.iter().any(|leaf| !leaf.words.prefix_items.is_empty()) {
            return self.queued(key, meet, dest, Body::Tuple(facts));
        }
        let item = match self.items(&facts) {
            Some(items) => self.ty_of(&items, &Self::inner(dest, TypePart::Item)),
            None => self.anything(meet, "items"),
        };
        Type::List(Box::new(item))
    }

    /// What every item (behind the positions of a tuple) must fit; `None` if nothing is said.
    fn items(&self, facts: &Facts<'_>) -> Option<Meet> {
        let parts: Vec<Part> = facts.leaves.iter().filter_map(|leaf| leaf.words.items).map(Part::whole).collect();
        (!parts.is_empty()).then(|| self.meet(parts))
    }

    /// The body of a tuple.
    pub(super) fn tuple(&mut self, id: TypeId, facts: &Facts<'d>) -> Tuple {
        let length = facts.leaves.iter().map(|leaf| leaf.words.prefix_items.len()).max().unwrap_or(0);
        let mut items = Vec::with_capacity(length);
        let mut docs = Vec::with_capacity(length);
        for position in 0..length {
            let at = |leaf: &Leaf<'_>| leaf.words.prefix_items.get(position).copied().or(leaf.words.items);
            let schemas: Vec<SchemaId> = facts.leaves.iter().filter_map(at).collect();
            let meet = self.meet(schemas.iter().copied().map(Part::whole).collect());
            items.push(self.ty_of(&meet, &Owner::Part(id, TypePart::TupleItem(position))));
            docs.push(self.docs_of(&schemas));
        }
        let least = facts.leaves.iter().filter_map(|leaf| leaf.words.min_items).max().unwrap_or(0);
        let most = facts.leaves.iter().filter_map(|leaf| leaf.words.max_items).min();
        let rest = match self.items(facts) {
            _ if most.is_some_and(|most| most <= length as u64) => None,
            Some(items) if items.kinds.is_empty() => None,
            Some(items) => Some(self.ty_of(&items, &Owner::Part(id, TypePart::Item))),
            None => {
                let place = facts.leaves.first().map(|leaf| self.place(leaf.id)).unwrap_or_default();
                self.note_untyped("items", place);
                Some(Type::Any)
            }
        };
        let required = usize::try_from(least).unwrap_or(usize::MAX).min(length);
        Tuple { items, required, rest, docs }
    }
}
