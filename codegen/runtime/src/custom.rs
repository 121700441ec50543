//! [`Custom`]: a user's type as a field of a model, encoded by serde, or by `FromStr` and `Display`.
//!
//! The user's type needs no initial value: a [`Custom`] is empty only between [`Field::placeholder`] and the end of decoding.

use std::borrow::Cow;
use std::fmt::{self, Display};
use std::marker::PhantomData;
use std::ops::{Deref, DerefMut};
use std::str::FromStr;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use crate::runtime::codec::{self, Decimal, Field, Fit, FromValue, Slot, Text, View};

/// A user's type as a field of a model. `W` selects how it is decoded and encoded.
#[derive(Clone, Copy)]
pub struct Custom<T, W = BySerde> {
    value: Option<T>,
    way: PhantomData<W>,
}

/// A user's type that is encoded as a string, by [`FromStr`] and [`Display`].
pub type CustomText<T> = Custom<T, AsText>;

/// A user's type that is encoded as a number: [`FromStr`] parses its digits, and [`Display`] prints them.
pub type CustomNumber<T> = Custom<T, AsNumber>;

/// How a user's type is decoded and encoded.
pub trait Way<T>: Sized {
    /// Returns the slot that a value is decoded into.
    #[doc(hidden)]
    fn slot(custom: &mut Custom<T, Self>) -> Slot<'_>;
    /// Returns the view that a value is encoded from.
    #[doc(hidden)]
    fn view(value: &T) -> View<'_>;
    /// Returns whether two values have the same encoding.
    #[doc(hidden)]
    fn is_same(left: &T, right: &T) -> bool;
}

/// Encodes a user's type by serde's traits. Numbers are 64-bit integers or floats, as in serde.
#[derive(Debug, Clone, Copy)]
pub struct BySerde;

/// Encodes a user's type as a string, by [`FromStr`] and [`Display`].
#[derive(Debug, Clone, Copy)]
pub struct AsText;

/// Encodes a user's type as a number, by [`FromStr`] and [`Display`].
///
/// The type is parsed from the number's JSON text, with all digits, and its `Display` output is written unchanged. If parsing fails for a
/// number with an exponent (`1.5e-3`), it is repeated without the exponent (`0.0015`). If the output is not a JSON number, it is written as
/// a string.
///
/// Formats other than JSON text have only integers and floats, so a number is either exact or an error. A float is accepted if it has at most
/// 15 digits. A float that was written with more digits cannot always be distinguished from one with fewer.
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
    /// Wraps a value.
    pub fn new(value: T) -> Self {
        Self { value: Some(value), way: PhantomData }
    }

    /// Returns the value.
    pub fn into_inner(self) -> T {
        match self.value {
            Some(value) => value,
            None => unreachable!("decoding sets the value before anyone can access it"),
        }
    }
}

impl<T, W> Deref for Custom<T, W> {
    type Target = T;

    fn deref(&self) -> &T {
        match &self.value {
            Some(value) => value,
            None => unreachable!("decoding sets the value before anyone can access it"),
        }
    }
}

impl<T, W> DerefMut for Custom<T, W> {
    fn deref_mut(&mut self) -> &mut T {
        match &mut self.value {
            Some(value) => value,
            None => unreachable!("decoding sets the value before anyone can access it"),
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

/// Values are equal if their encodings are: not every user's type implements [`PartialEq`].
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
        self.store(serde_json::from_value(value).ok())
    }
}

impl<T: FromStr> Text for Custom<T, AsText> {
    fn expected(&self) -> Cow<'static, str> {
        expected::<T>()
    }
    fn set(&mut self, text: &str) -> Fit {
        self.store(text.parse().ok())
    }
}

impl<T: FromStr> Text for Custom<T, AsNumber> {
    fn expected(&self) -> Cow<'static, str> {
        expected::<T>()
    }
    fn set(&mut self, text: &str) -> Fit {
        let plain = || text.contains(['e', 'E']).then(|| Decimal::without_exponent(text)).flatten();
        self.store(text.parse().ok().or_else(|| plain()?.parse().ok()))
    }
}

impl<T, W> Custom<T, W> {
    fn store(&mut self, value: Option<T>) -> Fit {
        if value.is_none() {
            return Fit::Refused;
        }
        self.value = value;
        Fit::Exact
    }
}

/// Returns the name of the type with its article, for errors.
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
