//! Decodes scalars into slots, and defines which slot accepts which JSON scalar.
//!
//! Layer 2 of decoding: imports `error` and `context`. A union needs a driver to try its variants, so drivers handle unions before they
//! call [`put`].

use std::borrow::Cow;

use super::context::Context;
use super::error::{ErrorMessage, OUT_OF_RANGE, expected, invalid_type, invalid_value};
use crate::runtime::codec::scalar::Scalar;
use crate::runtime::codec::{Fit, Slot, decode_stored};

/// Decodes a scalar into a slot that is not a union.
pub(crate) fn put(slot: Slot<'_>, scalar: Scalar<'_>, cx: &mut Context) -> Result<(), ErrorMessage> {
    match (slot, scalar) {
        (Slot::String(place), Scalar::Str(text)) => *place = text.into_owned(),
        (Slot::Text(place), Scalar::Str(text)) => {
            let fit = place.set(&text);
            return check_fit(fit, || place.expected(), "a string", cx);
        }
        (Slot::Bool(place), Scalar::Bool(value)) => *place = value,
        (Slot::I64(place), Scalar::I64(value)) => *place = value,
        (Slot::F64(place), Scalar::F64(value)) if value.is_finite() => *place = value,
        (Slot::Nullable(place), Scalar::Null) => place.set_null(),
        (Slot::Nullable(place), scalar) => return put(place.set_non_null(), scalar, cx),
        (Slot::Null, Scalar::Null) => {}
        (Slot::Any(place), scalar) => match scalar.into_value() {
            Some(value) => *place = value,
            None => return Err(invalid_type("a value", OUT_OF_RANGE)),
        },
        (Slot::FromValue(place), scalar) => {
            let found = scalar.describe();
            let Some(value) = scalar.into_value() else { return Err(invalid_type(&place.expected(), OUT_OF_RANGE)) };
            let fit = place.set(value);
            return check_fit(fit, || place.expected(), found, cx);
        }
        (Slot::Stored(index, fields), scalar) => return decode_stored(fields, index, |slot| put(slot, scalar, cx)),
        (Slot::Number(place), scalar) if scalar.is_number() => {
            let Some(text) = scalar.digits() else {
                return Err(ErrorMessage(format!(
                    "expected {}, found a float that may have lost digits: decode the JSON text with `decode` instead",
                    place.expected()
                )));
            };
            let fit = place.set(&text);
            return check_fit(fit, || place.expected(), "a number", cx);
        }
        (slot, scalar) => return convert_number(slot, scalar, cx),
    }
    Ok(())
}

/// Decodes a number into a slot of another numeric type: `1.0` is an integer, and an integer is a number. A number beyond the range of its
/// type is an error: it would become infinite, which has no JSON form.
fn convert_number(slot: Slot<'_>, scalar: Scalar<'_>, cx: &mut Context) -> Result<(), ErrorMessage> {
    let expected = expected(&slot);
    let integer = scalar.to_i128();
    let expects_integer = matches!(slot, Slot::I64(_) | Slot::Integer(_));
    let is_set = match slot {
        Slot::I64(place) => integer.and_then(|value| i64::try_from(value).ok()).map(|value| *place = value).is_some(),
        Slot::Integer(place) => match (&scalar, integer) {
            (Scalar::U128(value), _) => place.set_u128(*value),
            (_, Some(value)) => place.set_i128(value),
            _ => false,
        },
        Slot::F64(place) => to_f64(&scalar, cx).map(|value| *place = value).is_some(),
        Slot::F32(place) => {
            let value = to_f64(&scalar, cx).map(|value| value as f32).filter(|value| value.is_finite());
            value.map(|value| *place = value).is_some()
        }
        _ => return Err(invalid_type(&expected, scalar.describe())),
    };
    if is_set {
        return Ok(());
    }
    let found = match &scalar {
        Scalar::F64(_) | Scalar::Digits(_) if expects_integer && !scalar.is_integer() => "a number with a fraction",
        _ if scalar.is_number() => OUT_OF_RANGE,
        _ => scalar.describe(),
    };
    Err(invalid_type(&expected, found))
}

/// Converts a scalar to a float. Records in the context if an integer loses digits.
fn to_f64(scalar: &Scalar<'_>, cx: &mut Context) -> Option<f64> {
    let (value, is_exact) = scalar.to_f64()?;
    cx.score.rounded += usize::from(!is_exact);
    Some(value)
}

/// Converts the [`Fit`] of a value into a result. `found` describes the value.
pub(crate) fn check_fit(
    fit: Fit,
    expected: impl FnOnce() -> Cow<'static, str>,
    found: &str,
    cx: &mut Context,
) -> Result<(), ErrorMessage> {
    match fit {
        Fit::Exact => Ok(()),
        Fit::Unknown => {
            cx.score.unknown += 1;
            Ok(())
        }
        Fit::Refused => Err(invalid_value(&expected(), found)),
    }
}
