//! A value in memory: [`Tree`]. Unions and flattened parts read it more than once, and `merge` merges several fields of an object into it.
//!
//! Unlike [`Value`] it keeps the text of numbers, and borrows the strings of the text that it was read from.
//!
//! `tree` and `merge` depend on each other: a tree of a view contains merged objects, and merged objects contain trees.

use std::borrow::Cow;
use std::collections::HashMap;

use serde_json::Value;

use super::scalar::Scalar;
use crate::runtime::codec::{List, Map, Slot, View};

/// A value of any JSON type.
#[derive(Debug, Clone)]
pub(crate) enum Tree<'a> {
    /// A value without parts.
    Scalar(Scalar<'a>),
    /// An array.
    Array(Items<'a>),
    /// An object.
    Object(Members<'a>),
}

/// The items of an array.
#[derive(Debug, Clone, Default)]
pub(crate) struct Items<'a>(pub(crate) Vec<Tree<'a>>);

/// The members of an object, in their order, which a [`Value`] may keep (feature `preserve_order` of `serde_json`).
#[derive(Debug, Clone, Default)]
pub(crate) struct Members<'a> {
    list: Vec<(Cow<'a, str>, Tree<'a>)>,
    /// The position of each member in the list, once it has more than [`FEW`] members. Most objects have few, and must not be large.
    #[allow(clippy::box_collection, reason = "a pointer is smaller than an empty map")]
    positions: Option<Box<HashMap<Cow<'a, str>, usize>>>,
}

/// The limit of nesting for values in memory that a caller created. Deeper parts become null. Encoding has the same limit, and reports it.
pub(crate) const MAX_DEPTH: usize = 512;

/// Adds a part. The first one does not allocate memory for more, so that values of many small parts take little.
pub(crate) fn push<T>(parts: &mut Vec<T>, part: T) {
    if parts.is_empty() {
        parts.reserve_exact(1);
    }
    parts.push(part);
}

/// Up to this number of members, a name is searched in the list itself.
const FEW: usize = 16;

impl<'a> Members<'a> {
    /// Adds a member.
    ///
    /// # Errors
    ///
    /// Returns the member if one of that name exists.
    pub(crate) fn insert(&mut self, name: Cow<'a, str>, value: Tree<'a>) -> Result<(), (Cow<'a, str>, Tree<'a>)> {
        if self.position(&name).is_some() {
            return Err((name, value));
        }
        let position = self.list.len();
        if position == FEW {
            let positions =
                self.list.iter().enumerate().map(|(position, (name, _))| (name.clone(), position)).collect();
            self.positions = Some(Box::new(positions));
        }
        if let Some(positions) = &mut self.positions {
            positions.insert(name.clone(), position);
        }
        push(&mut self.list, (name, value));
        Ok(())
    }

    fn position(&self, name: &str) -> Option<usize> {
        if let Some(positions) = &self.positions {
            return positions.get(name).copied();
        }
        self.list.iter().position(|(other, _)| other == name)
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Tree<'a>> {
        self.list.get(self.position(name)?).map(|(_, value)| value)
    }

    pub(crate) fn get_mut(&mut self, name: &str) -> Option<&mut Tree<'a>> {
        let position = self.position(name)?;
        self.list.get_mut(position).map(|(_, value)| value)
    }

    /// The member at this position.
    pub(crate) fn at(&self, index: usize) -> Option<(&str, &Tree<'a>)> {
        self.list.get(index).map(|(name, value)| (&**name, value))
    }

    pub(crate) fn len(&self) -> usize {
        self.list.len()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &Tree<'a>)> {
        self.list.iter().map(|(name, value)| (&**name, value))
    }
}

impl<'a> IntoIterator for Members<'a> {
    type Item = (Cow<'a, str>, Tree<'a>);
    type IntoIter = std::vec::IntoIter<Self::Item>;

    fn into_iter(self) -> Self::IntoIter {
        self.list.into_iter()
    }
}

/// Keeps the first of several members with the same name.
impl<'a> FromIterator<(Cow<'a, str>, Tree<'a>)> for Members<'a> {
    fn from_iter<T: IntoIterator<Item = (Cow<'a, str>, Tree<'a>)>>(members: T) -> Self {
        let mut all = Self::default();
        for (name, value) in members {
            // A member that is rejected exists already.
            let _ = all.insert(name, value);
        }
        all
    }
}

impl<'a> Tree<'a> {
    /// Converts a JSON value, and borrows its strings. `None` if it has more levels of nesting.
    pub(crate) fn of(value: &'a Value, levels: usize) -> Option<Self> {
        Some(match value {
            Value::Array(items) => {
                let levels = levels.checked_sub(1)?;
                Self::Array(Items(items.iter().map(|item| Self::of(item, levels)).collect::<Option<_>>()?))
            }
            Value::Object(members) => {
                let levels = levels.checked_sub(1)?;
                let member = |(name, value): (&'a String, &'a Value)| {
                    Some((Cow::Borrowed(name.as_str()), Self::of(value, levels)?))
                };
                Self::Object(members.iter().map(member).collect::<Option<_>>()?)
            }
            scalar => Self::Scalar(Scalar::of(scalar)),
        })
    }

    /// Converts into the value that `serde_json` would read: a number that is not an integer becomes the nearest float. `None` for a number
    /// beyond the range of floats.
    pub(crate) fn to_value(&self) -> Option<Value> {
        self.value(&|scalar| scalar.to_value())
    }

    /// Converts into a value without losing digits. A number that a [`Value`] cannot hold becomes a string.
    pub(crate) fn to_exact_value(&self) -> Value {
        self.value(&|scalar| Some(scalar.to_exact_value())).unwrap_or_default()
    }

    fn value(&self, scalar: &dyn Fn(&Scalar<'_>) -> Option<Value>) -> Option<Value> {
        Some(match self {
            Self::Scalar(value) => scalar(value)?,
            Self::Array(Items(items)) => {
                Value::Array(items.iter().map(|item| item.value(scalar)).collect::<Option<_>>()?)
            }
            Self::Object(members) => {
                let member = |(name, value): (&str, &Self)| Some((name.to_owned(), value.value(scalar)?));
                Value::Object(members.iter().map(member).collect::<Option<_>>()?)
            }
        })
    }

    /// Returns a view of the value.
    pub(crate) fn view(&self) -> View<'_> {
        match self {
            Self::Scalar(scalar) => scalar.view(),
            Self::Array(items) => View::List(items),
            Self::Object(members) => View::Map(members),
        }
    }

    /// Describes the type of the value for an error message.
    pub(crate) fn describe(&self) -> &'static str {
        match self {
            Self::Array(_) => "an array",
            Self::Object(_) => "an object",
            Self::Scalar(scalar) => scalar.describe(),
        }
    }

    /// Returns the number of parts of the value, including the value itself.
    pub(crate) fn parts(&self) -> usize {
        match self {
            Self::Scalar(_) => 1,
            Self::Array(Items(items)) => 1 + items.iter().map(Self::parts).sum::<usize>(),
            Self::Object(members) => 1 + members.iter().map(|(_, value)| value.parts()).sum::<usize>(),
        }
    }
}

impl Tree<'static> {
    /// Converts a view. Parts with more than [`MAX_DEPTH`] levels around them become null.
    pub(crate) fn of_view(view: &View<'_>) -> Self {
        Self::of_part(view, MAX_DEPTH)
    }

    /// Converts a view with at most this many levels of nesting.
    pub(super) fn of_part(view: &View<'_>, levels: usize) -> Self {
        let Some(inner) = levels.checked_sub(1) else { return Self::Scalar(Scalar::of_view(view)) };
        match view {
            View::Object(object) => Self::Object(super::merge::merged_members(*object, inner)),
            View::List(list) => {
                Self::Array(Items((0..list.len()).map(|index| Self::of_part(&list.view(index), inner)).collect()))
            }
            View::Map(map) => {
                let mut members = Vec::with_capacity(map.len());
                map.each(&mut |name, view| {
                    members.push((Cow::Owned(name.to_owned()), Self::of_part(&view, inner)));
                    true
                });
                Self::Object(members.into_iter().collect())
            }
            View::Any(value) => Self::of_value(value, levels),
            View::Owned(owner) => Self::of_part(&owner.view(), levels),
            scalar => Self::Scalar(Scalar::of_view(scalar)),
        }
    }

    /// Converts a JSON value with at most this many levels of nesting.
    fn of_value(value: &Value, levels: usize) -> Self {
        match (value, levels.checked_sub(1)) {
            (Value::Array(items), Some(levels)) => {
                Self::Array(Items(items.iter().map(|item| Self::of_value(item, levels)).collect()))
            }
            (Value::Object(members), Some(levels)) => Self::Object(
                members.iter().map(|(name, value)| (Cow::Owned(name.clone()), Self::of_value(value, levels))).collect(),
            ),
            (scalar, _) => Self::Scalar(Scalar::of(scalar).into_owned()),
        }
    }
}

impl List for Items<'_> {
    fn slot(&mut self, _: usize) -> Option<Slot<'_>> {
        None
    }
    fn len(&self) -> usize {
        self.0.len()
    }
    fn view(&self, index: usize) -> View<'_> {
        self.0.get(index).map_or(View::Absent, Tree::view)
    }
}

impl Map for Members<'_> {
    fn insert(&mut self, _: String) -> Option<Slot<'_>> {
        None
    }
    fn len(&self) -> usize {
        self.len()
    }
    fn each(&self, f: &mut dyn FnMut(&str, View<'_>) -> bool) {
        let _ = self.iter().all(|(name, value)| f(name, value.view()));
    }
}
