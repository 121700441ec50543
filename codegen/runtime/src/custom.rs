//! [`Custom`]: a type of the user's in a model.

use std::borrow::Cow;
use std::ops::{Deref, DerefMut};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use crate::runtime::codec::{Field, Fit, Slot, View, Whole};

/// A type of the user's, which speaks serde, where a model has a field for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Custom<T>(pub T);

impl<T> Deref for Custom<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T> DerefMut for Custom<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.0
    }
}

impl<T> From<T> for Custom<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}

impl<T: Serialize + DeserializeOwned + Default> Field for Custom<T> {
    fn blank() -> Self {
        Self::default()
    }
    fn slot(&mut self) -> Slot<'_> {
        Slot::Whole(self)
    }
    fn view(&self) -> View<'_> {
        View::Owned(Box::new(serde_json::to_value(&self.0).unwrap_or_default()))
    }
}

impl<T: DeserializeOwned> Whole for Custom<T> {
    fn expected(&self) -> Cow<'static, str> {
        let path = std::any::type_name::<T>();
        Cow::Owned(format!("a `{}`", path.rsplit("::").next().unwrap_or(path)))
    }
    fn set(&mut self, value: Value) -> Fit {
        match serde_json::from_value(value) {
            Ok(value) => {
                self.0 = value;
                Fit::Exact
            }
            Err(error) => Fit::Because(error.to_string()),
        }
    }
}

impl<T: Serialize> Serialize for Custom<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Custom<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::deserialize(deserializer).map(Self)
    }
}
