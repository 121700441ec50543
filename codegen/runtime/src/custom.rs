//! [`Custom`]: a value of a custom type, which the settings name for a format, a schema or a property.
//!
//! Fields of models have the custom type itself. [`Custom`] is where decoding stores the value before it moves into the field (see
//! [`Storage`]): it needs no initial value, and it implements the codec's traits, which the custom type does not. It is the type of a field
//! only if the settings say so (`wrapper = true`), and where no plain type is possible: in a tuple, in a map of undeclared members, as a
//! flattened part, and as the item of a stream or of a page that is a plain list.

use std::borrow::Cow;
use std::fmt::{self, Display};
use std::marker::PhantomData;
use std::ops::{Deref, DerefMut};
use std::str::FromStr;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use crate::runtime::codec::{self, Decimal, Field, Fit, FromValue, Slot, Storage, Text, View, WrongPlaceholder};

/// A value of a custom type. `E` is its encoding: [`BySerde`], [`AsText`] or [`AsNumber`].
#[derive(Clone, Copy)]
pub struct Custom<T, E = BySerde> {
    /// Empty only between [`Field::placeholder`] and the end of decoding.
    value: Option<T>,
    encoding: PhantomData<E>,
}

/// The encoding of a custom type: how its values are decoded and encoded.
pub trait CustomEncoding<T>: Sized {
    /// Returns the slot that a value is decoded into.
    #[doc(hidden)]
    fn slot(custom: &mut Custom<T, Self>) -> Slot<'_>;
    /// Returns the view that a value is encoded from.
    #[doc(hidden)]
    fn view(value: &T) -> View<'_>;
    /// Returns whether two values have the same encoding.
    #[doc(hidden)]
    fn is_same(left: &T, right: &T) -> bool;
    /// Parses the setting `placeholder` of the type: a text, or JSON for [`BySerde`].
    #[doc(hidden)]
    fn parse_placeholder(text: &str) -> Option<T>;
}

/// Encodes a custom type by serde's traits. Numbers are 64-bit integers or floats, as in serde.
#[derive(Debug, Clone, Copy)]
pub struct BySerde;

/// Encodes a custom type as a string, by [`FromStr`] and [`Display`].
#[derive(Debug, Clone, Copy)]
pub struct AsText;

/// Encodes a custom type as a number, by [`FromStr`] and [`Display`].
///
/// The type is parsed from the number's JSON text, with all digits, and its `Display` output is written unchanged. If parsing fails for a
/// number with an exponent (`1.5e-3`), it is repeated without the exponent (`0.0015`). If the output is not a JSON number, it is written as
/// a string.
///
/// Formats other than JSON text have only integers and floats, so a number is either exact or an error. A float is accepted if it has at most
/// 15 digits. A float that was written with more digits cannot always be distinguished from one with fewer.
#[derive(Debug, Clone, Copy)]
pub struct AsNumber;

impl<T: Serialize + DeserializeOwned> CustomEncoding<T> for BySerde {
    fn slot(custom: &mut Custom<T, Self>) -> Slot<'_> {
        Slot::FromValue(custom)
    }
    fn view(value: &T) -> View<'_> {
        serde_json::to_value(value).map_or(View::Unwritable, |value| View::Owned(Box::new(value)))
    }
    fn is_same(left: &T, right: &T) -> bool {
        serde_json::to_value(left).ok() == serde_json::to_value(right).ok()
    }
    fn parse_placeholder(text: &str) -> Option<T> {
        serde_json::from_str(text).ok()
    }
}

impl<T: FromStr + Display> CustomEncoding<T> for AsText {
    fn slot(custom: &mut Custom<T, Self>) -> Slot<'_> {
        Slot::Text(custom)
    }
    fn view(value: &T) -> View<'_> {
        View::Display(value)
    }
    fn is_same(left: &T, right: &T) -> bool {
        left.to_string() == right.to_string()
    }
    fn parse_placeholder(text: &str) -> Option<T> {
        text.parse().ok()
    }
}

impl<T: FromStr + Display> CustomEncoding<T> for AsNumber {
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
    fn parse_placeholder(text: &str) -> Option<T> {
        text.parse().ok()
    }
}

impl<T, E> Custom<T, E> {
    /// Wraps a value.
    pub fn new(value: T) -> Self {
        Self { value: Some(value), encoding: PhantomData }
    }

    /// Parses the setting `placeholder` of the custom type.
    ///
    /// # Errors
    /// Returns an error if the type does not accept the text.
    #[doc(hidden)]
    pub fn parse_placeholder(text: &str) -> Result<T, WrongPlaceholder>
    where
        E: CustomEncoding<T>,
    {
        E::parse_placeholder(text).ok_or_else(WrongPlaceholder::of::<T>)
    }

    /// Returns the value.
    pub fn into_inner(self) -> T {
        match self.value {
            Some(value) => value,
            None => unreachable!("decoding sets the value before anyone can access it"),
        }
    }
}

impl<T, E> Deref for Custom<T, E> {
    type Target = T;

    fn deref(&self) -> &T {
        match &self.value {
            Some(value) => value,
            None => unreachable!("decoding sets the value before anyone can access it"),
        }
    }
}

impl<T, E> DerefMut for Custom<T, E> {
    fn deref_mut(&mut self) -> &mut T {
        match &mut self.value {
            Some(value) => value,
            None => unreachable!("decoding sets the value before anyone can access it"),
        }
    }
}

impl<T, E> From<T> for Custom<T, E> {
    fn from(value: T) -> Self {
        Self::new(value)
    }
}

impl<T: Default, E> Default for Custom<T, E> {
    fn default() -> Self {
        Self::new(T::default())
    }
}

/// Values are equal if their encodings are: a custom type need not implement [`PartialEq`].
impl<T, E: CustomEncoding<T>> PartialEq for Custom<T, E> {
    fn eq(&self, other: &Self) -> bool {
        match (&self.value, &other.value) {
            (Some(left), Some(right)) => E::is_same(left, right),
            (left, right) => left.is_none() && right.is_none(),
        }
    }
}

impl<T: fmt::Debug, E> fmt::Debug for Custom<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.value {
            Some(value) => value.fmt(f),
            None => f.write_str("_"),
        }
    }
}

impl<T, E: CustomEncoding<T>> Field for Custom<T, E> {
    fn placeholder() -> Self {
        Self { value: None, encoding: PhantomData }
    }
    fn slot(&mut self) -> Slot<'_> {
        E::slot(self)
    }
    fn view(&self) -> View<'_> {
        self.value.as_ref().map_or(View::Null, E::view)
    }
}

impl<T: 'static, E: CustomEncoding<T> + 'static> Storage for Custom<T, E> {
    type Value = T;

    fn of_value(value: T) -> Self {
        Self::new(value)
    }
    fn into_value(self) -> Option<T> {
        self.value
    }
    fn view_of(value: &T) -> View<'_> {
        E::view(value)
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

impl<T, E> Custom<T, E> {
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

impl<T, E: CustomEncoding<T>> Serialize for Custom<T, E> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        codec::serialize(self, serializer)
    }
}

impl<'de, T, E: CustomEncoding<T>> Deserialize<'de> for Custom<T, E> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        codec::deserialize(deserializer)
    }
}
