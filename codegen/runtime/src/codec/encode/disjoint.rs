//! Objects whose members are in several fields, written without merging: usually no two fields hold the same member.

use crate::runtime::codec::{Map, Object, ObjectTable, View};

/// An object and its flattened parts, if no two of them hold the same member.
#[derive(Default)]
pub(super) struct DisjointParts<'a> {
    objects: [Option<PartObject<'a>>; DisjointParts::LIMIT],
    len: usize,
    /// The undeclared members.
    pub(super) map: Option<&'a dyn Map>,
}

/// An object and its table, which is looked up once.
type PartObject<'a> = (&'a dyn Object, &'static ObjectTable);

impl<'a> DisjointParts<'a> {
    /// Few objects have more parts.
    const LIMIT: usize = 4;

    /// Adds an object and its flattened parts. Returns whether they certainly have no member in common.
    pub(super) fn collect(&mut self, object: &'a dyn Object) -> bool {
        let mut is_disjoint = self.add_object(object);
        if let Some(map) = self.map {
            map.each(&mut |name, _| {
                is_disjoint = is_disjoint && !self.has(name);
                is_disjoint
            });
        }
        is_disjoint
    }

    /// Returns the objects. The caller writes the declared members of each.
    pub(super) fn objects(&self) -> impl Iterator<Item = PartObject<'a>> {
        self.objects.iter().map_while(|object| *object)
    }

    fn add(&mut self, part: View<'a>) -> bool {
        match part {
            View::Object(object) => self.add_object(object),
            View::Map(map) => map.is_empty() || self.map.replace(map).is_none(),
            View::Any(_) | View::Owned(_) => false,
            _ => true,
        }
    }

    fn add_object(&mut self, object: &'a dyn Object) -> bool {
        let table = object.table();
        if self.len > 0 {
            for (index, member) in table.members.iter().enumerate() {
                if self.has(member.name) && !object.view(index).is_left_out(member) {
                    return false;
                }
            }
        }
        let Some(entry) = self.objects.get_mut(self.len) else { return false };
        *entry = Some((object, table));
        self.len += 1;
        let first = table.members.len() + table.patterns.len();
        (first..first + table.flattened.len()).all(|field| self.add(object.view(field)))
            && (!table.has_maps() || table.map_fields().all(|field| self.add(object.view(field))))
    }

    /// Returns whether an object has a declared member of this name.
    fn has(&self, name: &str) -> bool {
        self.objects().any(|(object, table)| {
            let mut members = table.members.iter().enumerate();
            members.any(|(index, member)| member.name == name && !object.view(index).is_left_out(member))
        })
    }
}
