//! A JSON value that is neither an array nor an object: [`Scalar`].

use std::borrow::Cow;
use std::str::FromStr;
use std::sync::LazyLock;

use serde_json::{Number, Value};

use super::decimal::{Decimal, exact_integer, is_json_number, text_of_float};
use crate::runtime::codec::{JsonType, View};

/// A value without parts, as a format provides it.
#[derive(Debug, Clone)]
pub(crate) enum Scalar<'a> {
    Null,
    Bool(bool),
    I64(i64),
    U64(u64),
    I128(i128),
    U128(u128),
    /// A number of a format that has only floats.
    F64(f64),
    /// The JSON text of a number that none of the integers above holds.
    Digits(Cow<'a, str>),
    Str(Cow<'a, str>),
}

/// Whether a crate of the build enables the feature `arbitrary_precision` of `serde_json`, whose numbers keep their text.
pub(crate) static KEEPS_TEXT: LazyLock<bool> =
    LazyLock::new(|| Number::from_str("1.50").is_ok_and(|number| number.to_string() == "1.50"));

impl<'a> Scalar<'a> {
    /// Converts a JSON value without parts.
    pub(crate) fn of(value: &'a Value) -> Self {
        match value {
            Value::Bool(value) => Self::Bool(*value),
            Value::String(text) => Self::Str(Cow::Borrowed(text)),
            Value::Number(number) => Self::of_number(number),
            Value::Null | Value::Array(_) | Value::Object(_) => Self::Null,
        }
    }

    /// Converts a JSON number.
    fn of_number(number: &Number) -> Scalar<'static> {
        if *KEEPS_TEXT {
            Scalar::parse(Cow::Owned(number.to_string()))
        } else if let Some(value) = number.as_i64() {
            Scalar::I64(value)
        } else if let Some(value) = number.as_u64() {
            Scalar::U64(value)
        } else {
            number.as_f64().map_or(Scalar::Null, Scalar::F64)
        }
    }

    /// Parses the JSON text of a number.
    pub(crate) fn parse(text: Cow<'a, str>) -> Self {
        // `-0` is not an integer: it would lose its sign.
        if text.contains(['.', 'e', 'E']) || text == "-0" {
            Self::Digits(text)
        } else if let Ok(value) = text.parse() {
            Self::I64(value)
        } else if let Ok(value) = text.parse() {
            Self::U64(value)
        } else if let Ok(value) = text.parse() {
            Self::I128(value)
        } else if let Ok(value) = text.parse() {
            Self::U128(value)
        } else {
            Self::Digits(text)
        }
    }

    /// Converts a view without parts.
    pub(crate) fn of_view(view: &View<'_>) -> Scalar<'static> {
        match view {
            View::Bool(value) => Scalar::Bool(*value),
            View::I64(value) => Scalar::I64(*value),
            View::U64(value) => Scalar::U64(*value),
            View::I128(value) => Scalar::I128(**value),
            View::U128(value) => Scalar::U128(**value),
            View::F64(value) => exact_integer(*value).map_or(Scalar::F64(*value), Scalar::I64),
            View::F32(value) => {
                let shortest = value.to_string().parse().unwrap_or((*value).into());
                exact_integer(shortest).map_or(Scalar::F64(shortest), Scalar::I64)
            }
            View::Str(text) => Scalar::Str(Cow::Owned((*text).to_owned())),
            View::Formatted(text) => Scalar::Str(Cow::Owned(text.to_string())),
            View::Display(text) => Scalar::Str(Cow::Owned(text.to_string())),
            View::Number(number) => match number.to_string() {
                text if is_json_number(&text) => Scalar::parse(Cow::Owned(text)),
                text => Scalar::Str(Cow::Owned(text)),
            },
            _ => Scalar::Null,
        }
    }

    /// Returns a view of the value.
    pub(crate) fn view(&self) -> View<'_> {
        match self {
            Self::Null => View::Null,
            Self::Bool(value) => View::Bool(*value),
            Self::I64(value) => View::I64(*value),
            Self::U64(value) => View::U64(*value),
            Self::I128(value) => View::I128(value),
            Self::U128(value) => View::U128(value),
            Self::F64(value) => View::F64(*value),
            Self::Digits(text) => View::Number(text),
            Self::Str(text) => View::Str(text),
        }
    }

    /// Returns a copy that borrows the text.
    pub(crate) fn borrowed(&self) -> Scalar<'_> {
        match self {
            Self::Digits(text) => Scalar::Digits(Cow::Borrowed(text)),
            Self::Str(text) => Scalar::Str(Cow::Borrowed(text)),
            other => other.clone(),
        }
    }

    /// Converts into a scalar that owns its text.
    pub(crate) fn into_owned(self) -> Scalar<'static> {
        match self {
            Self::Null => Scalar::Null,
            Self::Bool(value) => Scalar::Bool(value),
            Self::I64(value) => Scalar::I64(value),
            Self::U64(value) => Scalar::U64(value),
            Self::I128(value) => Scalar::I128(value),
            Self::U128(value) => Scalar::U128(value),
            Self::F64(value) => Scalar::F64(value),
            Self::Digits(text) => Scalar::Digits(Cow::Owned(text.into_owned())),
            Self::Str(text) => Scalar::Str(Cow::Owned(text.into_owned())),
        }
    }

    /// Converts into the value that `serde_json` would read. `None` for a number beyond the range of floats.
    pub(crate) fn into_value(self) -> Option<Value> {
        Some(match self {
            Self::Null => Value::Null,
            Self::Bool(value) => Value::Bool(value),
            Self::I64(value) => Value::from(value),
            Self::U64(value) => Value::from(value),
            Self::I128(value) => Number::from_i128(value).map_or_else(|| Value::from(value as f64), Value::Number),
            Self::U128(value) => Number::from_u128(value).map_or_else(|| Value::from(value as f64), Value::Number),
            Self::F64(value) => Value::Number(Number::from_f64(value)?),
            Self::Digits(text) => Value::Number(Number::from_str(&text).ok()?),
            Self::Str(text) => Value::String(text.into_owned()),
        })
    }

    /// Like [`into_value`](Self::into_value), by reference.
    pub(crate) fn to_value(&self) -> Option<Value> {
        self.clone().into_value()
    }

    /// Converts into a value without losing digits. A number that a [`Value`] cannot hold becomes a string.
    pub(crate) fn to_exact_value(&self) -> Value {
        let text = match self {
            Self::I128(value) => value.to_string(),
            Self::U128(value) => value.to_string(),
            Self::Digits(text) => text.to_string(),
            _ => return self.to_value().unwrap_or_default(),
        };
        match Number::from_str(&text) {
            Ok(number) if Decimal::parse(&number.to_string()) == Decimal::parse(&text) => Value::Number(number),
            _ => Value::String(text),
        }
    }

    /// Returns whether the value is a number.
    pub(crate) fn is_number(&self) -> bool {
        matches!(self.json_type(), JsonType::Integer | JsonType::Number)
    }

    /// Returns whether the value is a number without a fraction.
    pub(crate) fn is_integer(&self) -> bool {
        match self {
            Self::F64(value) => value.fract() == 0.0,
            Self::Digits(text) => Decimal::parse(text).is_some_and(|decimal| decimal.is_integer()),
            _ => self.is_number(),
        }
    }

    /// Returns the text of a number. `None` if the sender may have written other digits.
    pub(crate) fn digits(&self) -> Option<Cow<'_, str>> {
        match self {
            Self::I64(value) => Some(Cow::Owned(value.to_string())),
            Self::U64(value) => Some(Cow::Owned(value.to_string())),
            Self::I128(value) => Some(Cow::Owned(value.to_string())),
            Self::U128(value) => Some(Cow::Owned(value.to_string())),
            Self::F64(value) => text_of_float(*value).map(Cow::Owned),
            Self::Digits(text) => Some(Cow::Borrowed(text)),
            Self::Null | Self::Bool(_) | Self::Str(_) => None,
        }
    }

    /// Returns the JSON type of the value.
    pub(crate) fn json_type(&self) -> JsonType {
        match self {
            Self::Null => JsonType::Null,
            Self::Bool(_) => JsonType::Boolean,
            Self::I64(_) | Self::U64(_) | Self::I128(_) | Self::U128(_) => JsonType::Integer,
            Self::F64(_) | Self::Digits(_) => JsonType::Number,
            Self::Str(_) => JsonType::String,
        }
    }

    /// Returns the integer that the value is exactly.
    pub(crate) fn to_i128(&self) -> Option<i128> {
        /// From here on a float may represent an integer other than the written one.
        const LIMIT: f64 = 9_007_199_254_740_992.0;
        match self {
            Self::I64(value) => Some((*value).into()),
            Self::U64(value) => Some((*value).into()),
            Self::I128(value) => Some(*value),
            Self::U128(value) => (*value).try_into().ok(),
            Self::F64(value) if value.fract() == 0.0 && value.abs() < LIMIT => Some(*value as i128),
            Self::F64(value) => Decimal::without_exponent(&text_of_float(*value)?)?.parse().ok(),
            Self::Digits(text) => Self::F64(text.parse().ok()?).to_i128(),
            _ => None,
        }
    }

    /// Returns the number as a float, and whether the float holds all digits. Digits that JSON text has beyond those of a float do not count.
    pub(crate) fn to_f64(&self) -> Option<(f64, bool)> {
        match self {
            Self::F64(value) => value.is_finite().then_some((*value, true)),
            Self::Digits(text) => text.parse().ok().filter(|value: &f64| value.is_finite()).map(|value| (value, true)),
            Self::U128(value) => Some((*value as f64, false)),
            _ => {
                let integer = self.to_i128()?;
                let value = integer as f64;
                Some((value, value as i128 == integer || value.to_string() == integer.to_string()))
            }
        }
    }

    /// Describes the type of the value for an error message.
    pub(crate) fn describe(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(true) => "the boolean true",
            Self::Bool(false) => "the boolean false",
            Self::I64(_) | Self::U64(_) | Self::I128(_) | Self::U128(_) => "an integer",
            Self::F64(_) | Self::Digits(_) => "a number",
            Self::Str(_) => "a string",
        }
    }
}
