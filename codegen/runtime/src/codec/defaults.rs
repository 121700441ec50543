//! Applies the defaults of a schema to absent members.

use super::Field;
use crate::runtime::{Patch, decode};

/// A field that can be absent.
pub trait MayBeAbsent {
    /// Sets the field to a value in JSON, if it is absent. A value that does not match the type is ignored.
    fn set_if_absent(&mut self, json: &str);
}

impl<T: Field> MayBeAbsent for Option<T> {
    fn set_if_absent(&mut self, json: &str) {
        if self.is_none() {
            *self = decode(json.as_bytes()).ok();
        }
    }
}

impl<T: Field> MayBeAbsent for Patch<T> {
    fn set_if_absent(&mut self, json: &str) {
        if self.is_absent()
            && let Ok(value) = decode(json.as_bytes())
        {
            *self = Self::Value(value);
        }
    }
}

/// Sets an absent field to its default, in JSON.
pub fn set_default(field: &mut impl MayBeAbsent, json: &str) {
    field.set_if_absent(json);
}
