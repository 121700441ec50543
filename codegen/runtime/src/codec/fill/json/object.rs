//! Objects with declared members.

use super::reader::Reader;
use crate::runtime::codec::fill::any::twice;
use crate::runtime::codec::fill::object::{Seen, catch_all, member_slot};
use crate::runtime::codec::{Object, ObjectTable, Slot};

impl<const EXPLAIN: bool> Reader<'_, EXPLAIN> {
    /// Reads the object at hand.
    pub(super) fn object(&mut self, object: &mut dyn Object) -> Option<()> {
        let table = object.table();
        match table.flats {
            [] => {}
            // One part may keep what another part loses. Only the driver for buffered values keeps that score.
            _ if self.is_exact || EXPLAIN => return self.buffered(Slot::Object(object)),
            _ => return self.flattened(object),
        }
        let mut seen = Seen::new(table.members.len());
        let mut hint = 0;
        let mut more = self.enter(b'{', b'}')?;
        while more {
            let name = self.name()?;
            match table.find(&name, hint) {
                Some(index) => {
                    if !seen.insert(index) {
                        return self.fail(|| twice(&name));
                    }
                    hint = index + 1;
                    if self.value(member_slot(object, table, index)).is_none() {
                        return self.outside(|cx| cx.in_member(table.members[index].name));
                    }
                }
                None => self.undeclared(object, table, &name)?,
            }
            more = self.more(b'}')?;
        }
        match table.finish(&seen) {
            Ok(()) => Some(()),
            Err(refusal) => self.refuse(self.at, || refusal),
        }
    }

    /// Reads the value of a member that is not declared.
    fn undeclared(&mut self, object: &mut dyn Object, table: &ObjectTable, name: &str) -> Option<()> {
        if let Some(field) = catch_all(table, name)
            && let Slot::Map(map) = object.slot(field)
        {
            return match map.insert(name.to_owned()) {
                Some(slot) => match self.value(slot) {
                    Some(()) => Some(()),
                    None => self.outside(|cx| cx.in_name(name)),
                },
                None => self.fail(|| twice(name)),
            };
        }
        if self.is_exact {
            return None;
        }
        self.cx.score.dropped += 1;
        self.skip()
    }
}
