//! Values without parts: which slot takes which, and what is said if it does not.
//!
//! Errors never show values, which may be secrets: they name what was expected, and the type of what was found.

use std::borrow::Cow;
use std::str::FromStr;
use std::sync::LazyLock;

use serde_json::{Number, Value};

use super::context::{Context, Refusal};
use super::policy;
use crate::runtime::codec::decimal::{Decimal, is_json_number, text_of_float};
use crate::runtime::codec::write::whole;
use crate::runtime::codec::{Fit, Kind, Slot, View};

/// A value without parts, as a format hands it over.
#[derive(Debug, Clone)]
pub(crate) enum Scalar<'a> {
    Null,
    Bool(bool),
    I64(i64),
    U64(u64),
    I128(i128),
    U128(u128),
    /// A number of a format that has no other.
    F64(f64),
    /// A number as JSON writes it, which is none of the integers above.
    Digits(Cow<'a, str>),
    Str(Cow<'a, str>),
}

/// Whether some crate of the build enables `arbitrary_precision` of `serde_json`: its numbers keep their text.
pub(crate) static KEEPS_TEXT: LazyLock<bool> =
    LazyLock::new(|| Number::from_str("1.50").is_ok_and(|number| number.to_string() == "1.50"));

/// Puts a value into a slot.
pub(crate) fn put(slot: Slot<'_>, scalar: Scalar<'_>, cx: &mut Context) -> Result<(), Refusal> {
    match (slot, scalar) {
        (Slot::String(place), Scalar::Str(text)) => *place = text.into_owned(),
        (Slot::Text(place), Scalar::Str(text)) => {
            let fit = place.set(&text);
            return check_fit(fit, || place.expected(), "a string", cx);
        }
        (Slot::Bool(place), Scalar::Bool(value)) => *place = value,
        (Slot::I64(place), Scalar::I64(value)) => *place = value,
        (Slot::F64(place), Scalar::F64(value)) => *place = value,
        (Slot::Nullable(place), Scalar::Null) => place.set_null(),
        (Slot::Nullable(place), scalar) => return put(place.fill(), scalar, cx),
        (Slot::Null, Scalar::Null) => {}
        (Slot::Any(place), scalar) => match scalar.into_value() {
            Some(value) => *place = value,
            None => return Err(mismatch("a value", OUT_OF_RANGE)),
        },
        (Slot::Whole(place), scalar) => {
            let found = scalar.describe();
            let Some(value) = scalar.into_value() else { return Err(mismatch(&place.expected(), OUT_OF_RANGE)) };
            let fit = place.set(value);
            return check_fit(fit, || place.expected(), found, cx);
        }
        (Slot::Number(place), scalar) if scalar.is_number() => {
            let Some(text) = scalar.digits() else {
                return Err(Refusal(format!(
                    "expected {}, found a float that may have lost digits: decode the JSON text with `decode`",
                    place.expected()
                )));
            };
            let fit = place.set(&text);
            return check_fit(fit, || place.expected(), "a number", cx);
        }
        (Slot::Union(place), scalar) => return policy::scalar(place, &scalar, cx),
        (slot, scalar) => return number(slot, scalar, cx),
    }
    Ok(())
}

/// Puts a number into a slot of another kind of number: `1.0` is an integer, and an integer is a number.
fn number(slot: Slot<'_>, scalar: Scalar<'_>, cx: &mut Context) -> Result<(), Refusal> {
    let expected = expected(&slot);
    let integer = scalar.to_i128();
    let (is_number, taken) = match slot {
        Slot::I64(place) => {
            (true, integer.and_then(|value| i64::try_from(value).ok()).map(|value| *place = value).is_some())
        }
        Slot::Integer(place) => match (&scalar, integer) {
            (Scalar::U128(value), _) => (true, place.set_u128(*value)),
            (_, Some(value)) => (true, place.set_i128(value)),
            _ => (true, false),
        },
        Slot::F64(place) => (true, scalar.to_f64(cx).map(|value| *place = value).is_some()),
        Slot::F32(place) => (true, scalar.to_f64(cx).map(|value| *place = value as f32).is_some()),
        _ => (false, false),
    };
    if taken {
        return Ok(());
    }
    let found = match scalar {
        Scalar::F64(_) | Scalar::Digits(_) if is_number && !scalar.is_whole() => "a number with a fraction",
        _ if is_number && scalar.is_number() => OUT_OF_RANGE,
        _ => scalar.describe(),
    };
    Err(mismatch(&expected, found))
}

/// What is found where no number of its type is so great.
pub(crate) const OUT_OF_RANGE: &str = "a number out of range";

/// Turns the answer of a type into a result; `found` is the type of the value.
pub(crate) fn check_fit(
    fit: Fit,
    expected: impl FnOnce() -> Cow<'static, str>,
    found: &str,
    cx: &mut Context,
) -> Result<(), Refusal> {
    match fit {
        Fit::Exact => Ok(()),
        Fit::Unknown => {
            cx.score.unknown += 1;
            Ok(())
        }
        Fit::Refused => Err(refused(&expected(), found)),
    }
}

/// The refusal of a value of the right kind.
pub(crate) fn refused(expected: &str, found: &str) -> Refusal {
    // `null` and `the boolean true` are told in full.
    let kind = if found.starts_with('a') { " that does not fit" } else { "" };
    Refusal(format!("expected {expected}, found {found}{kind}"))
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
        Slot::Text(place) | Slot::Number(place) => return place.expected(),
        Slot::Object(_) | Slot::Map(_) => "an object",
        Slot::List(_) => "an array",
        // What is inside expects more than null; only its own error says what.
        Slot::Nullable(_) => "a value or null",
        Slot::Union(place) => return policy::expected(place.table()),
        Slot::Any(_) => "a value",
        Slot::Whole(place) => return place.expected(),
        Slot::Null => "null",
        Slot::Never => "nothing here",
    })
}

impl<'a> Scalar<'a> {
    /// The scalar of a value, which has no parts.
    pub(crate) fn of(value: &'a Value) -> Self {
        match value {
            Value::Bool(value) => Self::Bool(*value),
            Value::String(text) => Self::Str(Cow::Borrowed(text)),
            Value::Number(number) => Self::of_number(number),
            Value::Null | Value::Array(_) | Value::Object(_) => Self::Null,
        }
    }

    /// The scalar of a number.
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

    /// The scalar of a number as JSON writes it.
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

    /// The scalar of a view, which has no parts.
    pub(crate) fn of_view(view: &View<'_>) -> Scalar<'static> {
        match view {
            View::Bool(value) => Scalar::Bool(*value),
            View::I64(value) => Scalar::I64(*value),
            View::U64(value) => Scalar::U64(*value),
            View::I128(value) => Scalar::I128(**value),
            View::U128(value) => Scalar::U128(**value),
            View::F64(value) => whole(*value).map_or(Scalar::F64(*value), Scalar::I64),
            View::F32(value) => {
                let shortest = value.to_string().parse().unwrap_or((*value).into());
                whole(shortest).map_or(Scalar::F64(shortest), Scalar::I64)
            }
            View::Str(text) => Scalar::Str(Cow::Owned((*text).to_owned())),
            View::Display(text) => Scalar::Str(Cow::Owned(text.to_string())),
            View::Number(number) => match number.to_string() {
                text if is_json_number(&text) => Scalar::parse(Cow::Owned(text)),
                text => Scalar::Str(Cow::Owned(text)),
            },
            _ => Scalar::Null,
        }
    }

    /// How the value is read.
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

    /// The same, borrowing what it can.
    pub(crate) fn borrowed(&self) -> Scalar<'_> {
        match self {
            Self::Digits(text) => Scalar::Digits(Cow::Borrowed(text)),
            Self::Str(text) => Scalar::Str(Cow::Borrowed(text)),
            other => other.clone(),
        }
    }

    /// The same, borrowing nothing.
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

    /// The value as `serde_json` reads it; `None` if it is a number beyond all floats.
    pub(crate) fn into_value(self) -> Option<Value> {
        Some(match self {
            Self::Null => Value::Null,
            Self::Bool(value) => Value::Bool(value),
            Self::I64(value) => Value::from(value),
            Self::U64(value) => Value::from(value),
            Self::I128(value) => Number::from_i128(value).map_or_else(|| Value::from(value as f64), Value::Number),
            Self::U128(value) => Number::from_u128(value).map_or_else(|| Value::from(value as f64), Value::Number),
            Self::F64(value) => Value::from(value),
            Self::Digits(text) => Value::Number(Number::from_str(&text).ok()?),
            Self::Str(text) => Value::String(text.into_owned()),
        })
    }

    /// As [`into_value`](Self::into_value).
    pub(crate) fn to_value(&self) -> Option<Value> {
        self.clone().into_value()
    }

    /// The value with its digits: of a number that a [`Value`] cannot hold, they are a string.
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

    fn is_number(&self) -> bool {
        matches!(self.kind(), Kind::Integer | Kind::Number)
    }

    /// Whether the value is a number without a fraction.
    fn is_whole(&self) -> bool {
        match self {
            Self::F64(value) => value.fract() == 0.0,
            Self::Digits(text) => Decimal::parse(text).is_some_and(|decimal| decimal.exponent >= 0),
            _ => self.is_number(),
        }
    }

    /// The text of a number; `None` if it may not be the one that was written.
    fn digits(&self) -> Option<Cow<'_, str>> {
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

    /// The type of the value.
    pub(crate) fn kind(&self) -> Kind {
        match self {
            Self::Null => Kind::Null,
            Self::Bool(_) => Kind::Boolean,
            Self::I64(_) | Self::U64(_) | Self::I128(_) | Self::U128(_) => Kind::Integer,
            Self::F64(_) | Self::Digits(_) => Kind::Number,
            Self::Str(_) => Kind::String,
        }
    }

    /// The integer that the value is, if it is one without rounding.
    pub(crate) fn to_i128(&self) -> Option<i128> {
        /// From here on a float may stand for an integer that was not written.
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

    /// The number that the value is; one whose digits do not all fit is marked as not known exactly.
    fn to_f64(&self, cx: &mut Context) -> Option<f64> {
        let (value, exact) = match self {
            Self::F64(value) => return Some(*value),
            Self::Digits(text) => return text.parse().ok().filter(|value: &f64| value.is_finite()),
            Self::U128(value) => (*value as f64, false),
            _ => {
                let integer = self.to_i128()?;
                let value = integer as f64;
                (value, value as i128 == integer || value.to_string() == integer.to_string())
            }
        };
        cx.score.rounded += usize::from(!exact);
        Some(value)
    }

    /// The type of the value as an error tells it.
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
