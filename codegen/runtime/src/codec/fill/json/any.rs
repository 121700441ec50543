//! Values of any kind, read whole.

use serde_json::map::Entry;
use serde_json::{Map, Value};

use super::reader::Reader;
use crate::runtime::codec::fill::Scalar;
use crate::runtime::codec::fill::any::twice;
use crate::runtime::codec::fill::scalar::{OUT_OF_RANGE, mismatch};
use crate::runtime::codec::tree::{Items, Members, Tree};

impl<'a, const EXPLAIN: bool> Reader<'a, EXPLAIN> {
    /// The value at hand. As elsewhere, no member may be there twice.
    pub(super) fn any(&mut self) -> Option<Value> {
        Some(match self.peek()? {
            b'"' => Value::String(self.string()?.into_owned()),
            b'{' => {
                let mut whole = Map::new();
                let mut more = self.enter(b'{', b'}')?;
                while more {
                    let name = self.name()?.into_owned();
                    let value = self.any()?;
                    match whole.entry(name) {
                        Entry::Vacant(place) => place.insert(value),
                        Entry::Occupied(place) => return self.fail(|| twice(place.key())),
                    };
                    more = self.more(b'}')?;
                }
                Value::Object(whole)
            }
            b'[' => {
                let mut whole = Vec::new();
                let mut more = self.enter(b'[', b']')?;
                while more {
                    whole.push(self.any()?);
                    more = self.more(b']')?;
                }
                Value::Array(whole)
            }
            b't' if self.take("true") => Value::Bool(true),
            b'f' if self.take("false") => Value::Bool(false),
            b'n' if self.take("null") => Value::Null,
            _ => match self.number()?.number() {
                Some(number) => Value::Number(number),
                None => return self.fail(|| mismatch("a value", OUT_OF_RANGE)),
            },
        })
    }

    /// The value at hand with the text of its numbers, to look at it more than once.
    pub(super) fn tree(&mut self) -> Option<Tree<'a>> {
        Some(match self.peek()? {
            b'{' => {
                let mut whole = Members::default();
                let mut more = self.enter(b'{', b'}')?;
                while more {
                    let name = self.name()?;
                    let value = self.tree()?;
                    if let Err((name, _)) = whole.insert(name, value) {
                        return self.fail(|| twice(&name));
                    }
                    more = self.more(b'}')?;
                }
                Tree::Object(whole)
            }
            b'[' => {
                let mut whole = Vec::new();
                let mut more = self.enter(b'[', b']')?;
                while more {
                    whole.push(self.tree()?);
                    more = self.more(b']')?;
                }
                Tree::Array(Items(whole))
            }
            next => Tree::Scalar(self.scalar(next)?),
        })
    }

    /// The value at hand, which has no parts and begins with this byte.
    pub(super) fn scalar(&mut self, next: u8) -> Option<Scalar<'a>> {
        Some(match next {
            b'"' => Scalar::Str(self.string()?),
            b't' if self.take("true") => Scalar::Bool(true),
            b'f' if self.take("false") => Scalar::Bool(false),
            b'n' if self.take("null") => Scalar::Null,
            _ => self.number()?.scalar(),
        })
    }
}
