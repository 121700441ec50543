//! A value that is kept: what unions and flat parts look at more than once, and what several fields of an object are merged into.
//!
//! Unlike [`Value`] it keeps a number as it is written, and borrows the strings of the text that it comes from.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_json::Value;

use super::fill::Scalar;
use crate::runtime::codec::{List, Map, Slot, View};

/// A value of any kind.
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

/// The members of an object.
#[derive(Debug, Clone, Default)]
pub(crate) struct Members<'a>(pub(crate) BTreeMap<Cow<'a, str>, Tree<'a>>);

impl<'a> Tree<'a> {
    /// The tree of a JSON value, whose strings it borrows.
    pub(crate) fn of(value: &'a Value) -> Self {
        match value {
            Value::Array(items) => Self::Array(Items(items.iter().map(Self::of).collect())),
            Value::Object(members) => Self::Object(Members(
                members.iter().map(|(name, value)| (Cow::Borrowed(name.as_str()), Self::of(value))).collect(),
            )),
            scalar => Self::Scalar(Scalar::of(scalar)),
        }
    }

    /// The value as `serde_json` reads it: a number that is not an integer becomes the nearest float. `None` if there is a number that is
    /// beyond all floats.
    pub(crate) fn to_value(&self) -> Option<Value> {
        self.value(&|scalar| scalar.to_value())
    }

    /// The value with the digits of each number: as a number where a [`Value`] can hold them, otherwise as a string.
    pub(crate) fn to_exact_value(&self) -> Value {
        self.value(&|scalar| Some(scalar.to_exact_value())).unwrap_or_default()
    }

    fn value(&self, scalar: &dyn Fn(&Scalar<'_>) -> Option<Value>) -> Option<Value> {
        Some(match self {
            Self::Scalar(value) => scalar(value)?,
            Self::Array(Items(items)) => {
                Value::Array(items.iter().map(|item| item.value(scalar)).collect::<Option<_>>()?)
            }
            Self::Object(Members(members)) => {
                let member = |(name, value): (&Cow<'_, str>, &Self)| Some((name.to_string(), value.value(scalar)?));
                Value::Object(members.iter().map(member).collect::<Option<_>>()?)
            }
        })
    }

    /// How the value is read.
    pub(crate) fn view(&self) -> View<'_> {
        match self {
            Self::Scalar(scalar) => scalar.view(),
            Self::Array(items) => View::List(items),
            Self::Object(members) => View::Map(members),
        }
    }

    /// How many parts the value has, itself counted.
    pub(crate) fn parts(&self) -> usize {
        match self {
            Self::Scalar(_) => 1,
            Self::Array(Items(items)) => 1 + items.iter().map(Self::parts).sum::<usize>(),
            Self::Object(Members(members)) => 1 + members.values().map(Self::parts).sum::<usize>(),
        }
    }
}

impl Tree<'static> {
    /// The tree of a view.
    pub(crate) fn of_view(view: &View<'_>) -> Self {
        match view {
            View::Object(object) => Self::Object(super::merge::object(*object)),
            View::List(list) => {
                Self::Array(Items((0..list.len()).map(|index| Self::of_view(&list.view(index))).collect()))
            }
            View::Map(map) => {
                let mut members = BTreeMap::new();
                map.each(&mut |name, view| {
                    members.insert(Cow::Owned(name.to_owned()), Self::of_view(&view));
                    true
                });
                Self::Object(Members(members))
            }
            View::Any(value) => Tree::of(value).into_owned(),
            View::Owned(value) => Tree::of(value).into_owned(),
            scalar => Self::Scalar(Scalar::of_view(scalar)),
        }
    }
}

impl Tree<'_> {
    /// The same, borrowing nothing.
    fn into_owned(self) -> Tree<'static> {
        match self {
            Self::Scalar(scalar) => Tree::Scalar(scalar.into_owned()),
            Self::Array(Items(items)) => Tree::Array(Items(items.into_iter().map(Tree::into_owned).collect())),
            Self::Object(Members(members)) => {
                let owned =
                    |(name, value): (Cow<'_, str>, Tree<'_>)| (Cow::Owned(name.into_owned()), value.into_owned());
                Tree::Object(Members(members.into_iter().map(owned).collect()))
            }
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
        self.0.len()
    }
    fn each(&self, f: &mut dyn FnMut(&str, View<'_>) -> bool) {
        let _ = self.0.iter().all(|(name, value)| f(name, value.view()));
    }
}
