//! Objects with declared members.

use super::reader::Reader;
use crate::runtime::codec::decode::error::duplicate_member;
use crate::runtime::codec::decode::member::{IndexSet, map_field, member_slot};
use crate::runtime::codec::{Object, ObjectTable, Slot, Undeclared};

impl<const EXPLAIN: bool> Reader<'_, EXPLAIN> {
    /// Decodes the next value into an object.
    pub(super) fn decode_object(&mut self, object: &mut dyn Object) -> Option<()> {
        let table = object.table();
        match table.flattened {
            [] => {}
            // One part may store a value that another part drops. Only the driver for buffered values keeps that score.
            _ if self.exact_only || EXPLAIN => return self.decode_buffered(Slot::Object(object)),
            _ => return self.decode_flattened_object(object),
        }
        let mut present = IndexSet::new(table.members.len());
        let mut hint = 0;
        let mut more = self.enter(b'{', b'}')?;
        while more {
            let name = self.read_name()?;
            match table.find(&name, hint) {
                Some(index) => {
                    if !present.insert(index) {
                        return self.fatal_error(|| duplicate_member(&name));
                    }
                    hint = index + 1;
                    if self.decode_value(member_slot(object, table, index)).is_none() {
                        return self.add_to_path(|cx| cx.in_declared_member(table.members[index].name));
                    }
                }
                None => self.decode_undeclared(object, table, &name)?,
            }
            more = self.has_more(b'}')?;
        }
        match table.check_required(&present) {
            Ok(()) => Some(()),
            Err(message) => self.error_at(self.offset, || message),
        }
    }

    /// Decodes the value of an undeclared member.
    fn decode_undeclared(&mut self, object: &mut dyn Object, table: &ObjectTable, name: &str) -> Option<()> {
        if let Some(field) = map_field(table, name)
            && let Slot::Map(map) = object.slot(field)
        {
            if table.undeclared == Undeclared::Kept(field) {
                if self.exact_only {
                    return None;
                }
                self.cx.score.dropped += 1;
            }
            return match map.insert(name.to_owned()) {
                Some(slot) => match self.decode_value(slot) {
                    Some(()) => Some(()),
                    None => self.add_to_path(|cx| cx.in_member(name)),
                },
                None => self.fatal_error(|| duplicate_member(name)),
            };
        }
        if self.exact_only {
            return None;
        }
        self.cx.score.dropped += 1;
        self.skip()
    }
}
