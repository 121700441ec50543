//! [`Members`]: the undeclared members of an object.

use std::borrow::Borrow;
use std::collections::BTreeMap;
use std::collections::btree_map;
use std::fmt;
use std::ops::Index;

use serde_json::Value;

use crate::runtime::codec::{Field, Map, Slot, View, serde_impls};

/// The members of an object that its schema does not declare. Models have a field of this type with the setting `unknown_members`. Decoding
/// fills it, and encoding writes the members back.
///
/// An empty value is as small as a pointer, and costs no allocation. The members are sorted by name.
///
/// ```
/// use oasmith_runtime::Members;
///
/// let mut extra = Members::from_iter([("colour", "red")]);
/// extra.insert("size", 3);
/// assert_eq!(extra["colour"], "red");
/// assert_eq!((extra.get("weight"), &extra["weight"]), (None, &serde_json::Value::Null));
/// assert_eq!(extra.len(), 2);
/// ```
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Members {
    /// `None` without members. In a box, because a map takes 24 bytes even if it is empty, and most values are.
    #[allow(clippy::box_collection, reason = "a small field matters more than an allocation")]
    members: Option<Box<BTreeMap<String, Value>>>,
}

impl Members {
    /// Creates an empty value.
    #[must_use]
    pub const fn new() -> Self {
        Self { members: None }
    }

    /// Returns the number of members.
    #[must_use]
    pub fn len(&self) -> usize {
        self.members.as_ref().map_or(0, |members| members.len())
    }

    /// Returns whether no member exists.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns whether a member of this name exists.
    #[must_use]
    pub fn contains_key(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// Returns the value of a member.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.members.as_ref()?.get(name)
    }

    /// Returns the value of a member, to change it.
    pub fn get_mut(&mut self, name: &str) -> Option<&mut Value> {
        self.members.as_mut()?.get_mut(name)
    }

    /// Adds a member, and returns the former value. When the object is encoded, a declared member replaces an undeclared one of the same name.
    pub fn insert(&mut self, name: impl Into<String>, value: impl Into<Value>) -> Option<Value> {
        self.members.get_or_insert_default().insert(name.into(), value.into())
    }

    /// Removes a member, and returns its value.
    pub fn remove(&mut self, name: &str) -> Option<Value> {
        let members = self.members.as_mut()?;
        let removed = members.remove(name);
        if members.is_empty() {
            self.members = None;
        }
        removed
    }

    /// Removes all members.
    pub fn clear(&mut self) {
        self.members = None;
    }

    /// Returns an iterator over names and values, sorted by name.
    #[must_use]
    pub fn iter(&self) -> MembersIter<'_> {
        MembersIter(self.members.as_ref().map(|members| members.iter()))
    }
}

/// An iterator over names and values.
#[derive(Debug, Clone)]
pub struct MembersIter<'a>(Option<btree_map::Iter<'a, String, Value>>);

impl<'a> Iterator for MembersIter<'a> {
    type Item = (&'a str, &'a Value);

    fn next(&mut self) -> Option<Self::Item> {
        self.0.as_mut()?.next().map(|(name, value)| (name.as_str(), value))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.0.as_ref().map_or((0, Some(0)), Iterator::size_hint)
    }
}

impl ExactSizeIterator for MembersIter<'_> {}

impl<'a> IntoIterator for &'a Members {
    type Item = (&'a str, &'a Value);
    type IntoIter = MembersIter<'a>;

    fn into_iter(self) -> MembersIter<'a> {
        self.iter()
    }
}

impl IntoIterator for Members {
    type Item = (String, Value);
    type IntoIter = btree_map::IntoIter<String, Value>;

    fn into_iter(self) -> Self::IntoIter {
        BTreeMap::from(self).into_iter()
    }
}

impl<N: Into<String>, V: Into<Value>> FromIterator<(N, V)> for Members {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(members: I) -> Self {
        let mut all = Self::new();
        all.extend(members);
        all
    }
}

impl<N: Into<String>, V: Into<Value>> Extend<(N, V)> for Members {
    fn extend<I: IntoIterator<Item = (N, V)>>(&mut self, members: I) {
        members.into_iter().for_each(|(name, value)| _ = self.insert(name, value));
    }
}

impl From<BTreeMap<String, Value>> for Members {
    fn from(members: BTreeMap<String, Value>) -> Self {
        Self { members: (!members.is_empty()).then(|| Box::new(members)) }
    }
}

impl From<Members> for BTreeMap<String, Value> {
    fn from(members: Members) -> Self {
        members.members.map(|members| *members).unwrap_or_default()
    }
}

/// Returns the value of a member, and null if no member of this name exists, like `serde_json`.
impl<N: Borrow<str> + ?Sized> Index<&N> for Members {
    type Output = Value;

    fn index(&self, name: &N) -> &Value {
        static NULL: Value = Value::Null;
        self.get(name.borrow()).unwrap_or(&NULL)
    }
}

impl fmt::Debug for Members {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self).finish()
    }
}

impl Field for Members {
    fn placeholder() -> Self {
        Self::new()
    }
    fn slot(&mut self) -> Slot<'_> {
        Slot::Map(self)
    }
    fn view(&self) -> View<'_> {
        View::Map(self)
    }
}

impl Map for Members {
    fn insert(&mut self, name: String) -> Option<Slot<'_>> {
        Map::insert(&mut **self.members.get_or_insert_default(), name)
    }
    fn len(&self) -> usize {
        self.len()
    }
    fn each(&self, f: &mut dyn FnMut(&str, View<'_>) -> bool) {
        let _ = self.iter().all(|(name, value)| f(name, View::Any(value)));
    }
}

serde_impls!(Members);

#[cfg(test)]
mod tests {
    use super::Members;
    use crate::runtime::{Value, decode, encode};

    #[test]
    fn members_are_a_map_that_costs_nothing_while_it_is_empty() {
        assert_eq!(size_of::<Members>(), size_of::<usize>());
        let mut members = Members::new();
        assert!(members.is_empty() && members.iter().next().is_none() && members.remove("a").is_none());
        assert_eq!(members.insert("b", 1), None);
        assert_eq!(members.insert("b".to_owned(), 2), Some(1.into()));
        members.extend([("a", true)]);
        assert_eq!(format!("{members:?}"), r#"{"a": Bool(true), "b": Number(2)}"#);
        assert_eq!(members.iter().map(|(name, _)| name).collect::<String>(), "ab");
        assert_eq!((&members["a"], &members["b".to_owned().as_str()]), (&Value::Bool(true), &2.into()));
        if let Some(value) = members.get_mut("a") {
            *value = Value::Null;
        }
        assert_eq!(members.clone().into_iter().collect::<Members>(), members);
        assert_eq!((members.remove("a"), members.remove("b")), (Some(Value::Null), Some(2.into())));
        assert_eq!(members, Members::default());
    }

    #[test]
    fn members_are_encoded_as_an_object() {
        let members: Members = decode(br#"{"b":[1.5],"a":null}"#).unwrap();
        assert_eq!(encode(&members).unwrap(), br#"{"a":null,"b":[1.5]}"#);
        assert!(decode::<Members>(br#"{"a":1,"a":2}"#).is_err());
        assert_eq!(serde_json::to_string(&Members::new()).unwrap(), "{}");
    }
}
