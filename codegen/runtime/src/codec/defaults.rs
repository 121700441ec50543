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

#[cfg(test)]
mod tests {
    use super::set_default;
    use crate::runtime::Patch;

    #[test]
    fn only_absent_fields_get_the_default() {
        let (mut absent, mut set) = (None, Some(7_i64));
        set_default(&mut absent, "20");
        set_default(&mut set, "20");
        assert_eq!((absent, set), (Some(20), Some(7)));
        let mut list: Option<Vec<String>> = None;
        set_default(&mut list, r#"["a"]"#);
        assert_eq!(list, Some(vec!["a".to_owned()]));
        let (mut absent, mut null) = (Patch::<bool>::Absent, Patch::<bool>::Null);
        set_default(&mut absent, "true");
        set_default(&mut null, "true");
        assert_eq!((absent, null), (Patch::Value(true), Patch::Null));
    }

    #[test]
    fn a_default_of_another_type_leaves_the_field_absent() {
        let (mut option, mut patch) = (None::<i64>, Patch::<i64>::Absent);
        set_default(&mut option, r#""many""#);
        set_default(&mut patch, "1.5");
        assert_eq!((option, patch), (None, Patch::Absent));
    }
}
