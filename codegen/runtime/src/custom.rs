//! [`Custom`]: a type of the user's in a model, read and written by serde, or as it is parsed and printed.
//!
//! The type needs no value to begin with: a [`Custom`] holds none only between [`Field::placeholder`] and the end of decoding.

use std::borrow::Cow;
use std::fmt::{self, Display};
use std::marker::PhantomData;
use std::ops::{Deref, DerefMut};
use std::str::FromStr;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use crate::runtime::codec::{self, Decimal, Field, Fit, FromValue, Slot, Text, View};

/// A type of the user's where a model has a field for it; `W` is the way in which it is read and written.
#[derive(Clone, Copy)]
pub struct Custom<T, W = BySerde> {
    value: Option<T>,
    way: PhantomData<W>,
}

/// A type of the user's whose values are strings: it is parsed ([`FromStr`]) and printed ([`Display`]).
pub type CustomText<T> = Custom<T, AsText>;

/// A type of the user's whose values are numbers: it is parsed from and printed as the digits of one.
pub type CustomNumber<T> = Custom<T, AsNumber>;

/// How a type of the user's is read and written.
pub trait Way<T>: Sized {
    /// Where a value can be decoded into.
    #[doc(hidden)]
    fn slot(custom: &mut Custom<T, Self>) -> Slot<'_>;
    /// How a value is read.
    #[doc(hidden)]
    fn view(value: &T) -> View<'_>;
    /// Whether two values are written in the same way.
    #[doc(hidden)]
    fn is_same(left: &T, right: &T) -> bool;
}

/// By serde's two traits. They see a number as serde does: an integer of 64 bits, or a float.
#[derive(Debug, Clone, Copy)]
pub struct BySerde;

/// As a string, by [`FromStr`] and [`Display`].
#[derive(Debug, Clone, Copy)]
pub struct AsText;

/// As a number, by [`FromStr`] and [`Display`].
///
/// The type is parsed from the number as the JSON text has it, with all digits, and what it prints is written as it is. If it refuses a
/// number with an exponent (`1.5e-3`), it is parsed from the same number without one (`0.0015`). What it prints is written as a string if
/// it is not a number of JSON.
///
/// Through other formats than JSON text, a number is exact or an error, because they have only integers and floats. A float is read if it has
/// at most 15 digits; that of a number that was written with more is not always told from one with fewer.
#[derive(Debug, Clone, Copy)]
pub struct AsNumber;

impl<T: Serialize + DeserializeOwned> Way<T> for BySerde {
    fn slot(custom: &mut Custom<T, Self>) -> Slot<'_> {
        Slot::FromValue(custom)
    }
    fn view(value: &T) -> View<'_> {
        serde_json::to_value(value).map_or(View::Unwritable, |value| View::Owned(Box::new(value)))
    }
    fn is_same(left: &T, right: &T) -> bool {
        serde_json::to_value(left).ok() == serde_json::to_value(right).ok()
    }
}

impl<T: FromStr + Display> Way<T> for AsText {
    fn slot(custom: &mut Custom<T, Self>) -> Slot<'_> {
        Slot::Text(custom)
    }
    fn view(value: &T) -> View<'_> {
        View::Display(value)
    }
    fn is_same(left: &T, right: &T) -> bool {
        left.to_string() == right.to_string()
    }
}

impl<T: FromStr + Display> Way<T> for AsNumber {
    fn slot(custom: &mut Custom<T, Self>) -> Slot<'_> {
        Slot::Number(custom)
    }
    fn view(value: &T) -> View<'_> {
        View::Number(value)
    }
    /// `1.5` and `1.50` are one number.
    fn is_same(left: &T, right: &T) -> bool {
        let (left, right) = (left.to_string(), right.to_string());
        left == right || Decimal::parse(&left).is_some_and(|left| Some(left) == Decimal::parse(&right))
    }
}

impl<T, W> Custom<T, W> {
    /// The value as a field of a model.
    pub fn new(value: T) -> Self {
        Self { value: Some(value), way: PhantomData }
    }

    /// The value.
    pub fn into_inner(self) -> T {
        match self.value {
            Some(value) => value,
            None => unreachable!("a blank is filled before it is seen"),
        }
    }
}

impl<T, W> Deref for Custom<T, W> {
    type Target = T;

    fn deref(&self) -> &T {
        match &self.value {
            Some(value) => value,
            None => unreachable!("a blank is filled before it is seen"),
        }
    }
}

impl<T, W> DerefMut for Custom<T, W> {
    fn deref_mut(&mut self) -> &mut T {
        match &mut self.value {
            Some(value) => value,
            None => unreachable!("a blank is filled before it is seen"),
        }
    }
}

impl<T, W> From<T> for Custom<T, W> {
    fn from(value: T) -> Self {
        Self::new(value)
    }
}

impl<T: Default, W> Default for Custom<T, W> {
    fn default() -> Self {
        Self::new(T::default())
    }
}

/// Two values are equal that are written in the same way: not every type of others can be compared.
impl<T, W: Way<T>> PartialEq for Custom<T, W> {
    fn eq(&self, other: &Self) -> bool {
        match (&self.value, &other.value) {
            (Some(left), Some(right)) => W::is_same(left, right),
            (left, right) => left.is_none() && right.is_none(),
        }
    }
}

impl<T: fmt::Debug, W> fmt::Debug for Custom<T, W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.value {
            Some(value) => value.fmt(f),
            None => f.write_str("_"),
        }
    }
}

impl<T, W: Way<T>> Field for Custom<T, W> {
    fn placeholder() -> Self {
        Self { value: None, way: PhantomData }
    }
    fn slot(&mut self) -> Slot<'_> {
        W::slot(self)
    }
    fn view(&self) -> View<'_> {
        self.value.as_ref().map_or(View::Null, W::view)
    }
}

impl<T: DeserializeOwned> FromValue for Custom<T, BySerde> {
    fn expected(&self) -> Cow<'static, str> {
        expected::<T>()
    }
    fn set(&mut self, value: Value) -> Fit {
        self.put(serde_json::from_value(value).ok())
    }
}

impl<T: FromStr> Text for Custom<T, AsText> {
    fn expected(&self) -> Cow<'static, str> {
        expected::<T>()
    }
    fn set(&mut self, text: &str) -> Fit {
        self.put(text.parse().ok())
    }
}

impl<T: FromStr> Text for Custom<T, AsNumber> {
    fn expected(&self) -> Cow<'static, str> {
        expected::<T>()
    }
    fn set(&mut self, text: &str) -> Fit {
        let plain = || text.contains(['e', 'E']).then(|| Decimal::without_exponent(text)).flatten();
        self.put(text.parse().ok().or_else(|| plain()?.parse().ok()))
    }
}

impl<T, W> Custom<T, W> {
    fn put(&mut self, value: Option<T>) -> Fit {
        if value.is_none() {
            return Fit::Refused;
        }
        self.value = value;
        Fit::Exact
    }
}

/// The type's name with its article, as an error tells it.
fn expected<T>() -> Cow<'static, str> {
    let path = std::any::type_name::<T>();
    Cow::Owned(format!("a `{}`", path.rsplit("::").next().unwrap_or(path)))
}

impl<T, W: Way<T>> Serialize for Custom<T, W> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        codec::serialize(self, serializer)
    }
}

impl<'de, T, W: Way<T>> Deserialize<'de> for Custom<T, W> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        codec::deserialize(deserializer)
    }
}
