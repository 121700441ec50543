//! Values without parts: which slot takes which, and what is said if it does not.

use std::borrow::Cow;

use serde_json::{Number, Value};

use super::context::{Context, Refusal};
use super::union;
use crate::runtime::codec::{Fit, Kind, Slot};

/// A value without parts, as a format hands it over.
#[derive(Debug, Clone)]
pub(crate) enum Scalar<'a> {
    Null,
    Bool(bool),
    I64(i64),
    U64(u64),
    I128(i128),
    U128(u128),
    F64(f64),
    Str(Cow<'a, str>),
}

/// Puts a value into a slot.
pub(crate) fn put(slot: Slot<'_>, scalar: Scalar<'_>, cx: &mut Context) -> Result<(), Refusal> {
    match (slot, scalar) {
        (Slot::String(place), Scalar::Str(text)) => *place = text.into_owned(),
        (Slot::Text(place), Scalar::Str(text)) => {
            let fit = place.set(&text);
            return judge(fit, || place.expected(), || quoted(&text), cx);
        }
        (Slot::Bool(place), Scalar::Bool(value)) => *place = value,
        (Slot::I64(place), Scalar::I64(value)) => *place = value,
        (Slot::F64(place), Scalar::F64(value)) => *place = value,
        (Slot::Nullable(place), Scalar::Null) => place.set_null(),
        (Slot::Nullable(place), scalar) => return put(place.fill(), scalar, cx),
        (Slot::Null, Scalar::Null) => {}
        (Slot::Any(place), scalar) => *place = scalar.into_value(),
        (Slot::Whole(place), scalar) => {
            let (fit, found) = (place.set(scalar.clone().into_value()), scalar);
            return judge(fit, || place.expected(), || found.describe(), cx);
        }
        (Slot::Union(place), scalar) => return union::scalar(place, &scalar, cx),
        (slot, scalar) => return number(slot, scalar, cx),
    }
    Ok(())
}

/// Puts a number into a slot of another kind of number: `1.0` is an integer, and an integer is a number.
fn number(slot: Slot<'_>, scalar: Scalar<'_>, cx: &mut Context) -> Result<(), Refusal> {
    let expected = expected(&slot);
    let integer = scalar.to_i128();
    let taken = match slot {
        Slot::I64(place) => integer.and_then(|value| i64::try_from(value).ok()).map(|value| *place = value).is_some(),
        Slot::Integer(place) => match (&scalar, integer) {
            (Scalar::U128(value), _) => place.set_u128(*value),
            (_, Some(value)) => place.set_i128(value),
            _ => false,
        },
        Slot::F64(place) => scalar.to_f64(cx).map(|value| *place = value).is_some(),
        Slot::F32(place) => scalar.to_f64(cx).map(|value| *place = value as f32).is_some(),
        _ => false,
    };
    if taken { Ok(()) } else { Err(mismatch(&expected, &scalar.describe())) }
}

/// Turns the judgement of a text or value into a result.
pub(crate) fn judge(
    fit: Fit,
    expected: impl FnOnce() -> Cow<'static, str>,
    found: impl FnOnce() -> String,
    cx: &mut Context,
) -> Result<(), Refusal> {
    match fit {
        Fit::Exact => Ok(()),
        Fit::Unknown => {
            cx.score.unknown += 1;
            Ok(())
        }
        Fit::Refused => Err(mismatch(&expected(), &found())),
        Fit::Because(reason) => Err(Refusal(format!("expected {}, found {}: {reason}", expected(), found()))),
    }
}

/// The refusal of a value of the wrong kind.
pub(crate) fn mismatch(expected: &str, found: &str) -> Refusal {
    Refusal(format!("expected {expected}, found {found}"))
}

/// What a slot expects, with its article.
pub(crate) fn expected(slot: &Slot<'_>) -> Cow<'static, str> {
    Cow::Borrowed(match slot {
        Slot::Bool(_) => "a boolean",
        Slot::I64(_) => "a 64-bit integer",
        Slot::Integer(place) => place.expected(),
        Slot::F64(_) | Slot::F32(_) => "a number",
        Slot::String(_) => "a string",
        Slot::Text(place) => return place.expected(),
        Slot::Object(_) | Slot::Map(_) => "an object",
        Slot::List(_) => "an array",
        // What is inside expects more than null; only its own error says what.
        Slot::Nullable(_) => "a value or null",
        Slot::Union(place) => return union::expected(place.table()),
        Slot::Any(_) => "a value",
        Slot::Whole(place) => return place.expected(),
        Slot::Null => "null",
        Slot::Never => "nothing here",
    })
}

/// A string as an error shows it.
fn quoted(text: &str) -> String {
    const SHOWN: usize = 60;
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("the string {:?}… ({} bytes)", &text[..end], text.len()),
        None => format!("the string {text:?}"),
    }
}

impl<'a> Scalar<'a> {
    /// The scalar of a value that has no parts.
    pub(crate) fn of(value: &'a Value) -> Option<Self> {
        Some(match value {
            Value::Null => Self::Null,
            Value::Bool(value) => Self::Bool(*value),
            Value::String(text) => Self::Str(Cow::Borrowed(text)),
            Value::Number(number) => Self::of_number(number)?,
            Value::Array(_) | Value::Object(_) => return None,
        })
    }

    /// The scalar of a number.
    pub(crate) fn of_number(number: &Number) -> Option<Self> {
        if let Some(value) = number.as_i64() {
            Some(Self::I64(value))
        } else if let Some(value) = number.as_u64() {
            Some(Self::U64(value))
        } else if let Some(value) = number.as_i128() {
            Some(Self::I128(value))
        } else if let Some(value) = number.as_u128() {
            Some(Self::U128(value))
        } else {
            number.as_f64().map(Self::F64)
        }
    }

    /// The value.
    pub(crate) fn into_value(self) -> Value {
        match self {
            Self::Null => Value::Null,
            Self::Bool(value) => Value::Bool(value),
            Self::I64(value) => Value::from(value),
            Self::U64(value) => Value::from(value),
            Self::I128(value) => Number::from_i128(value).map_or_else(|| Value::from(value as f64), Value::Number),
            Self::U128(value) => Number::from_u128(value).map_or_else(|| Value::from(value as f64), Value::Number),
            Self::F64(value) => Value::from(value),
            Self::Str(text) => Value::String(text.into_owned()),
        }
    }

    /// The type of the value.
    pub(crate) fn kind(&self) -> Kind {
        match self {
            Self::Null => Kind::Null,
            Self::Bool(_) => Kind::Boolean,
            Self::I64(_) | Self::U64(_) | Self::I128(_) | Self::U128(_) => Kind::Integer,
            Self::F64(_) => Kind::Number,
            Self::Str(_) => Kind::String,
        }
    }

    /// The integer that the value is, if it is one without rounding.
    pub(crate) fn to_i128(&self) -> Option<i128> {
        /// From here on a float may stand for an integer that was not written.
        const LIMIT: f64 = 1e38;
        match *self {
            Self::I64(value) => Some(value.into()),
            Self::U64(value) => Some(value.into()),
            Self::I128(value) => Some(value),
            Self::U128(value) => value.try_into().ok(),
            Self::F64(value) if value.fract() == 0.0 && value.abs() < LIMIT => Some(value as i128),
            _ => None,
        }
    }

    /// The number that the value is; one whose digits do not all fit is marked as not known exactly.
    fn to_f64(&self, cx: &mut Context) -> Option<f64> {
        if let Self::F64(value) = *self {
            return Some(value);
        }
        let (value, exact) = match *self {
            Self::U128(value) => (value as f64, false),
            _ => {
                let integer = self.to_i128()?;
                let value = integer as f64;
                (value, value as i128 == integer || value.to_string() == integer.to_string())
            }
        };
        cx.score.rounded += usize::from(!exact);
        Some(value)
    }

    /// The value as an error shows it.
    pub(crate) fn describe(&self) -> String {
        match self {
            Self::Null => "null".to_owned(),
            Self::Bool(value) => format!("the boolean {value}"),
            Self::I64(value) => format!("the integer {value}"),
            Self::U64(value) => format!("the integer {value}"),
            Self::I128(value) => format!("the integer {value}"),
            Self::U128(value) => format!("the integer {value}"),
            Self::F64(value) => format!("the number {value:?}"),
            Self::Str(text) => quoted(text),
        }
    }
}
