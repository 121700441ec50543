//! Objects that several fields hold members of, written without merging them first: as a rule no two fields hold the same member.

use crate::runtime::codec::{Map, Object, ObjectTable, View};

/// An object and its flat parts, of which no two hold the same member.
#[derive(Default)]
pub(crate) struct Parts<'a> {
    objects: [Option<Part<'a>>; Parts::MOST],
    len: usize,
    /// The members that are not declared.
    pub(crate) map: Option<&'a dyn Map>,
}

/// An object, and what it is: asked once.
type Part<'a> = (&'a dyn Object, &'static ObjectTable);

impl<'a> Parts<'a> {
    /// Few have more.
    const MOST: usize = 4;

    /// Notes an object and its flat parts; answers whether they surely hold no member twice.
    pub(crate) fn note(&mut self, object: &'a dyn Object) -> bool {
        let mut is_apart = self.add_object(object);
        if let Some(map) = self.map {
            map.each(&mut |name, _| {
                is_apart = is_apart && !self.has(name);
                is_apart
            });
        }
        is_apart
    }

    /// The objects: the members of each that are declared are to be written.
    pub(crate) fn objects(&self) -> impl Iterator<Item = Part<'a>> {
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
        let Some(place) = self.objects.get_mut(self.len) else { return false };
        *place = Some((object, table));
        self.len += 1;
        let first = table.members.len() + table.patterns.len();
        (first..first + table.flats.len()).all(|field| self.add(object.view(field)))
            && (!table.has_maps() || table.map_fields().all(|field| self.add(object.view(field))))
    }

    /// Whether a declared member of this name is there.
    fn has(&self, name: &str) -> bool {
        self.objects().any(|(object, table)| {
            let mut members = table.members.iter().enumerate();
            members.any(|(index, member)| member.name == name && !object.view(index).is_left_out(member))
        })
    }
}
