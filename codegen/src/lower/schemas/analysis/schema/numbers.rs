//! The Rust types of integers and numbers, by format, bounds and the values that the document shows.

use serde_json::{Number as JsonNumber, Value};

use crate::exact_number::ExactNumber;
use crate::ir::{Integer, Number, Type};

/// The numbers that a schema names, which its type must hold.
#[derive(Debug, Clone, Default)]
pub(crate) struct NamedNumbers {
    /// `minimum` or `exclusiveMinimum`.
    pub(crate) minimum: Option<ExactNumber>,
    /// `maximum` or `exclusiveMaximum`.
    pub(crate) maximum: Option<ExactNumber>,
    /// Defaults and examples.
    pub(crate) shown: Vec<ExactNumber>,
}

impl NamedNumbers {
    fn all(&self) -> impl Iterator<Item = &ExactNumber> {
        self.minimum.iter().chain(&self.maximum).chain(&self.shown)
    }
}

/// Whether a bound shows that integers beyond `i64` are intended.
pub(super) fn beyond_i64(minimum: Option<&ExactNumber>, maximum: Option<&ExactNumber>) -> bool {
    let is_beyond = |bound: &ExactNumber| beyond(Integer::I64, bound, false);
    minimum.is_some_and(is_beyond) || maximum.is_some_and(is_beyond)
}

/// The narrowest usual integer that holds the named numbers.
pub(crate) fn integer(named: &NamedNumbers) -> Integer {
    let holds = |width: &Integer| named.all().all(|number| !beyond(*width, number, false));
    let is_natural = named.minimum.as_ref().is_some_and(|minimum| minimum.compare(&0.into()).is_ge());
    let wider = if is_natural { [Integer::U64, Integer::U128] } else { [Integer::I128, Integer::I128] };
    std::iter::once(Integer::I64).chain(wider).find(holds).unwrap_or(Integer::Big)
}

/// Returns the first named number that an integer of this width does not hold. Next to a format, a limit that a tool has rounded to a float
/// is the limit of the format.
pub(crate) fn first_beyond(width: Integer, named: &NamedNumbers) -> Option<&ExactNumber> {
    named.all().find(|number| beyond(width, number, true))
}

/// Whether an integer of this width does not hold a number. Limits of the width that were rounded to a float do not count, and a number
/// beyond the range of floats means that no limit exists. `is_lenient`: a rounded limit may be written as an integer.
fn beyond(width: Integer, number: &ExactNumber, is_lenient: bool) -> bool {
    let Some(range) = range(width) else { return false };
    let float = number.as_f64();
    let is_limit = || [&range.0, &range.1].into_iter().any(|limit| limit.as_f64() == float && float != 0.0);
    let text = number.as_str();
    // JavaScript writes 9223372036854776000.
    let is_rounded = || is_lenient || text.contains(['.', 'e', 'E']) || text.ends_with("000");
    // Floats hold the limits of narrower types.
    let is_wide = float.abs() > 9e15;
    float.is_finite() && !number.is_within(&range) && !(is_wide && is_rounded() && is_limit())
}

/// Whether a number that the document shows contradicts the format of its schema, or is beyond `i64` without a format.
pub(super) fn is_shown_beyond(format: Option<&str>, number: &JsonNumber) -> bool {
    if number.is_i64() && format.is_none() {
        return false;
    }
    let exact = ExactNumber::from(number);
    match format.map(integer_format) {
        Some(Some(width)) => !exact.is_integer() || beyond(width, &exact, true),
        // A number with a fraction has no width.
        Some(None) | None => exact.is_integer() && beyond(Integer::I64, &exact, false),
    }
}

/// Whether a value without a format is an integer beyond `i64`.
pub(super) fn shows_beyond_i64(value: &Value) -> bool {
    value.as_number().is_some_and(|number| is_shown_beyond(None, number))
}

/// The type of a number that may have a fraction, without an integer format.
pub(crate) fn number(format: Option<&str>) -> Type {
    match format {
        Some("float" | "float32") => Type::Number(Number::F32),
        _ => Type::Number(Number::F64),
    }
}

/// The smallest and the largest integer of a format.
pub(crate) fn format_range(format: &str) -> Option<(ExactNumber, ExactNumber)> {
    range(integer_format(format)?)
}

/// The smallest and the largest integer of a width.
fn range(width: Integer) -> Option<(ExactNumber, ExactNumber)> {
    Some(match width {
        Integer::I8 => (i8::MIN.into(), i8::MAX.into()),
        Integer::I16 => (i16::MIN.into(), i16::MAX.into()),
        Integer::I32 => (i32::MIN.into(), i32::MAX.into()),
        Integer::I64 => (i64::MIN.into(), i64::MAX.into()),
        Integer::I128 => (i128::MIN.into(), i128::MAX.into()),
        Integer::U8 => (u8::MIN.into(), u8::MAX.into()),
        Integer::U16 => (u16::MIN.into(), u16::MAX.into()),
        Integer::U32 => (u32::MIN.into(), u32::MAX.into()),
        Integer::U64 => (u64::MIN.into(), u64::MAX.into()),
        Integer::U128 => (u128::MIN.into(), u128::MAX.into()),
        Integer::Big => return None,
    })
}

/// The width of an integer format.
pub(crate) fn integer_format(format: &str) -> Option<Integer> {
    Some(match format {
        "int8" => Integer::I8,
        "int16" => Integer::I16,
        "int32" => Integer::I32,
        "int64" => Integer::I64,
        "int128" => Integer::I128,
        "uint8" => Integer::U8,
        "uint16" => Integer::U16,
        "uint32" => Integer::U32,
        "uint64" | "uint" => Integer::U64,
        "uint128" => Integer::U128,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(minimum: &str, maximum: &str, shown: &[&str]) -> NamedNumbers {
        NamedNumbers {
            minimum: ExactNumber::parse(minimum),
            maximum: ExactNumber::parse(maximum),
            shown: shown.iter().filter_map(|text| ExactNumber::parse(text)).collect(),
        }
    }

    #[test]
    fn integers_are_as_wide_as_needed() {
        const BEYOND_U128: &str = "115792089237316195423570985008687907853269984665640564039457584007913129639935";
        for (minimum, maximum, shown, expect) in [
            ("", "", &[][..], Integer::I64),
            ("0", "10", &[], Integer::I64),
            ("-9223372036854776000", "9223372036854776000", &[], Integer::I64),
            ("", "9.223372036854776e18", &[], Integer::I64),
            ("0", "1e400", &[], Integer::I64),
            ("0", "18446744073709551615", &[], Integer::U64),
            ("0", "18446744073709552000", &[], Integer::U64),
            ("0", "18446744073709551616", &[], Integer::U128),
            ("", "18446744073709551615", &[], Integer::I128),
            ("-1", "170141183460469231731687303715884105728", &[], Integer::Big),
            ("0", BEYOND_U128, &[], Integer::Big),
            ("", BEYOND_U128, &[], Integer::Big),
            ("", "", &["1e20"], Integer::I128),
            ("0", "", &["18446744073709551615"], Integer::U64),
        ] {
            assert_eq!(integer(&named(minimum, maximum, shown)), expect, "{minimum} {maximum} {shown:?}");
        }
    }

    #[test]
    fn formats_hold_the_named_numbers() {
        for (width, maximum, expect) in [
            (Integer::I32, "2147483647", false),
            (Integer::I32, "2147483648", true),
            (Integer::I32, "4294967295", true),
            (Integer::I64, "9223372036854775808", false),
            (Integer::I64, "1e20", true),
            (Integer::U8, "256", true),
            (Integer::U64, "18446744073709551616", false),
        ] {
            assert_eq!(first_beyond(width, &named("0", maximum, &[])).is_some(), expect, "{width:?} {maximum}");
        }
        assert!(first_beyond(Integer::U32, &named("", "", &["-1"])).is_some());
    }
}
