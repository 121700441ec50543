//! Models. `tables` uses the codec's tables as generated code does, `derived` has the same types with serde's derive.

pub mod checked;
pub mod derived;
/// Types of every shape, which the tests of the codec use.
#[path = "../../../runtime/tests/codec/reader/models.rs"]
#[allow(missing_docs, dead_code, reason = "not every field is read")]
pub mod shapes;
pub mod tables;

/// The names of members in all models.
pub const NAMES: &[&str] = &[
    "id", "name", "note", "ratio", "tags", "labels", "color", "state", "level", "shape", "choice", "children", "any",
    "flag", "small", "wide", "kind", "radius", "side", "inner", "street", "zip", "text", "at", "float", "pair",
    "shapes", "either", "x-a", "x-b", "next", "other", "point", "first", "second", "third", "",
];

/// Scalars, as JSON, which some member of a model accepts or nearly accepts.
pub const SCALARS: &[&str] = &[
    "null",
    "1",
    "0",
    "-1",
    "2",
    "3",
    "200",
    "256",
    "1.0",
    "1.5",
    "-0",
    "-0.0",
    "1e2",
    "1e-2",
    "0.1",
    "1e400",
    "9007199254740993",
    "9223372036854775808",
    "18446744073709551615",
    "18446744073709551616",
    "170141183460469231731687303715884105728",
    "true",
    "false",
    r#""""#,
    r#""a""#,
    r#""é\n\u0041\ud83d\ude00""#,
    r#""red""#,
    r#""green""#,
    r#""open""#,
    r#""circle""#,
    r#""square""#,
    r#""1""#,
    r#""2026-04-01T10:00:00Z""#,
    r#""2026-04-01T10:00:00.50+02:00""#,
    r#""2026-02-30T10:00:00Z""#,
    "[]",
    "{}",
];
