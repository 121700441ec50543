//! [`Custom`]: a type of the user's in a model, read and written by serde, or as it is parsed and printed.
//!
//! The type needs no value to begin with: a [`Custom`] holds none only between [`Field::blank`] and the end of decoding.

use std::borrow::Cow;
use std::fmt::{self, Display};
use std::marker::PhantomData;
use std::ops::{Deref, DerefMut};
use std::str::FromStr;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Number, Value};

use crate::runtime::codec::{self, Field, Fit, Slot, View, Whole};

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
pub trait Way<T> {
    /// Reads a value.
    ///
    /// # Errors
    /// If the type has no such value, with its reason.
    fn read(value: Value) -> Result<T, String>;
    /// Writes a value.
    fn write(value: &T) -> Value;
}

/// By serde's two traits.
#[derive(Debug, Clone, Copy)]
pub struct BySerde;

/// As a string, by [`FromStr`] and [`Display`].
#[derive(Debug, Clone, Copy)]
pub struct AsText;

/// As a number, by [`FromStr`] and [`Display`].
#[derive(Debug, Clone, Copy)]
pub struct AsNumber;

impl<T: Serialize + DeserializeOwned> Way<T> for BySerde {
    fn read(value: Value) -> Result<T, String> {
        serde_json::from_value(value).map_err(|error| error.to_string())
    }
    fn write(value: &T) -> Value {
        serde_json::to_value(value).unwrap_or_default()
    }
}

impl<T: FromStr<Err: Display> + Display> Way<T> for AsText {
    fn read(value: Value) -> Result<T, String> {
        let text = value.as_str().ok_or("it is no string")?;
        text.parse().map_err(|error: T::Err| error.to_string())
    }
    fn write(value: &T) -> Value {
        Value::String(value.to_string())
    }
}

impl<T: FromStr<Err: Display> + Display> Way<T> for AsNumber {
    fn read(value: Value) -> Result<T, String> {
        let number = value.as_number().ok_or("it is no number")?;
        number.to_string().parse().map_err(|error: T::Err| error.to_string())
    }
    fn write(value: &T) -> Value {
        let text = value.to_string();
        Number::from_str(&text).map_or(Value::String(text), Value::Number)
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
        self.value.as_ref().map(W::write) == other.value.as_ref().map(W::write)
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
    fn blank() -> Self {
        Self { value: None, way: PhantomData }
    }
    fn slot(&mut self) -> Slot<'_> {
        Slot::Whole(self)
    }
    fn view(&self) -> View<'_> {
        self.value.as_ref().map_or(View::Null, |value| View::Owned(Box::new(W::write(value))))
    }
}

impl<T, W: Way<T>> Whole for Custom<T, W> {
    fn expected(&self) -> Cow<'static, str> {
        let path = std::any::type_name::<T>();
        Cow::Owned(format!("a `{}`", path.rsplit("::").next().unwrap_or(path)))
    }
    fn set(&mut self, value: Value) -> Fit {
        match W::read(value) {
            Ok(value) => {
                self.value = Some(value);
                Fit::Exact
            }
            Err(reason) => Fit::Because(reason),
        }
    }
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
