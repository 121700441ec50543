//! Values of any kind, read whole.

use serde_json::map::Entry;
use serde_json::{Map, Value};

use super::reader::Reader;

impl Reader<'_> {
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
                        Entry::Occupied(_) => return self.give_up(),
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
                None => return self.give_up(),
            },
        })
    }
}
