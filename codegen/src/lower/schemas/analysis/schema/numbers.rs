//! The Rust types of integers and numbers, by format and bounds.

use serde_json::Number as JsonNumber;

use crate::ir::{Integer, Number, Type};

/// 2^63: `i64::MAX` as tools write it when they convert it to a float.
const I64_AS_FLOAT: f64 = 9_223_372_036_854_775_808.0;
const U64_AS_FLOAT: f64 = 18_446_744_073_709_551_616.0;

/// Whether a bound shows that integers beyond `i64` are intended.
pub(super) fn beyond_i64(minimum: Option<&JsonNumber>, maximum: Option<&JsonNumber>) -> bool {
    let beyond = |bound: &JsonNumber| {
        !bound.is_i64() && (bound.is_u64() || bound.as_f64().is_some_and(|bound| bound.abs() > I64_AS_FLOAT))
    };
    minimum.is_some_and(beyond) || maximum.is_some_and(beyond)
}

/// The width of an integer with this format and these bounds.
pub(crate) fn integer(format: Option<&str>, minimum: Option<&JsonNumber>, maximum: Option<&JsonNumber>) -> Integer {
    if let Some(width) = format.and_then(integer_format) {
        return width;
    }
    if !beyond_i64(minimum, maximum) {
        return Integer::I64;
    }
    let natural = minimum.and_then(JsonNumber::as_f64).is_some_and(|minimum| minimum >= 0.0);
    let in_u64 = maximum.and_then(JsonNumber::as_f64).is_none_or(|maximum| maximum <= U64_AS_FLOAT);
    match (natural, in_u64) {
        (true, true) => Integer::U64,
        (true, false) => Integer::U128,
        (false, _) => Integer::I128,
    }
}

/// The type of a number that may have a fraction.
pub(crate) fn number(format: Option<&str>) -> Type {
    match format {
        Some("float" | "float32") => Type::Number(Number::F32),
        Some(format) => integer_format(format).map_or(Type::Number(Number::F64), Type::Integer),
        None => Type::Number(Number::F64),
    }
}

/// The smallest and the largest integer of a format. `None` for 128 bits, which `serde_json::Number` cannot hold.
pub(crate) fn format_range(format: &str) -> Option<(JsonNumber, JsonNumber)> {
    Some(match integer_format(format)? {
        Integer::I8 => (i8::MIN.into(), i8::MAX.into()),
        Integer::I16 => (i16::MIN.into(), i16::MAX.into()),
        Integer::I32 => (i32::MIN.into(), i32::MAX.into()),
        Integer::I64 => (i64::MIN.into(), i64::MAX.into()),
        Integer::U8 => (u8::MIN.into(), u8::MAX.into()),
        Integer::U16 => (u16::MIN.into(), u16::MAX.into()),
        Integer::U32 => (u32::MIN.into(), u32::MAX.into()),
        Integer::U64 => (u64::MIN.into(), u64::MAX.into()),
        Integer::I128 | Integer::U128 => return None,
    })
}

fn integer_format(format: &str) -> Option<Integer> {
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
