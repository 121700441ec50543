//! Values of any type, read into memory.

use serde_json::map::Entry;
use serde_json::{Map, Value};

use super::reader::Reader;
use crate::runtime::codec::decode::error::{OUT_OF_RANGE, duplicate_member, invalid_type};
use crate::runtime::codec::scalar::Scalar;
use crate::runtime::codec::tree::{Items, Members, Tree, push};

impl<'a, const EXPLAIN: bool> Reader<'a, EXPLAIN> {
    /// Reads the next value. As in all drivers, a member that appears twice is an error.
    pub(super) fn read_value(&mut self) -> Option<Value> {
        Some(match self.peek()? {
            b'"' => Value::String(self.read_string()?.into_owned()),
            b'{' => {
                let mut all = Map::new();
                let mut more = self.enter(b'{', b'}')?;
                while more {
                    let name = self.read_name()?.into_owned();
                    let value = self.read_value()?;
                    match all.entry(name) {
                        Entry::Vacant(entry) => entry.insert(value),
                        Entry::Occupied(entry) => return self.fatal_error(|| duplicate_member(entry.key())),
                    };
                    more = self.has_more(b'}')?;
                }
                Value::Object(all)
            }
            b'[' => {
                let mut all = Vec::new();
                let mut more = self.enter(b'[', b']')?;
                while more {
                    all.push(self.read_value()?);
                    more = self.has_more(b']')?;
                }
                Value::Array(all)
            }
            b't' if self.eat("true") => Value::Bool(true),
            b'f' if self.eat("false") => Value::Bool(false),
            b'n' if self.eat("null") => Value::Null,
            _ => match self.read_number()?.to_number() {
                Some(number) => Value::Number(number),
                None => return self.fatal_error(|| invalid_type("a value", OUT_OF_RANGE)),
            },
        })
    }

    /// Reads the next value into a tree, which keeps the text of numbers, to decode it more than once.
    pub(super) fn read_tree(&mut self) -> Option<Tree<'a>> {
        Some(match self.peek()? {
            b'{' => {
                let mut all = Members::default();
                let mut more = self.enter(b'{', b'}')?;
                while more {
                    let name = self.read_name()?;
                    let value = self.read_tree()?;
                    if let Err((name, _)) = all.insert(name, value) {
                        return self.fatal_error(|| duplicate_member(&name));
                    }
                    more = self.has_more(b'}')?;
                }
                Tree::Object(all)
            }
            b'[' => {
                let mut all = Vec::new();
                let mut more = self.enter(b'[', b']')?;
                while more {
                    push(&mut all, self.read_tree()?);
                    more = self.has_more(b']')?;
                }
                Tree::Array(Items(all))
            }
            next => Tree::Scalar(self.read_scalar(next)?),
        })
    }

    /// Reads the next value, which has no parts and begins with this byte.
    pub(super) fn read_scalar(&mut self, next: u8) -> Option<Scalar<'a>> {
        Some(match next {
            b'"' => Scalar::Str(self.read_string()?),
            b't' if self.eat("true") => Scalar::Bool(true),
            b'f' if self.eat("false") => Scalar::Bool(false),
            b'n' if self.eat("null") => Scalar::Null,
            _ => self.read_number()?.to_scalar(),
        })
    }
}
