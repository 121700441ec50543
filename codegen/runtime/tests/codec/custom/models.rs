//! Types with fields of custom types, as they are generated.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use bigdecimal::BigDecimal;
use chrono::{DateTime, Utc};
use num_bigint::BigInt;
use rust_decimal::Decimal;
use time::Date;
use url::Url;
use uuid::Uuid;

use crate::runtime::codec::{object, tuple, union};
use crate::runtime::{AsNumber, AsText, Custom, Patch, Value};

/// A type that has no more than the settings require: neither `Default` nor `PartialEq`.
#[derive(Debug, Clone)]
pub struct Bare(pub String);

/// A type without `Default`.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Point {
    pub x: i64,
    pub y: i64,
}

impl FromStr for Bare {
    type Err = fmt::Error;

    fn from_str(text: &str) -> Result<Self, fmt::Error> {
        if text.is_empty() { Err(fmt::Error) } else { Ok(Self(text.to_owned())) }
    }
}

impl fmt::Display for Bare {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Every presence of a text.
#[derive(Debug, Clone, PartialEq)]
pub struct Presences {
    pub site: Url,
    pub nullable: Option<Url>,
    pub optional: Option<Url>,
    pub patch: Patch<Url>,
    pub note: Option<String>,
}
object!(Presences {
    0 "site" => site: Required as [Custom<Url, AsText> = "https://example.com/"],
    1 "nullable" => nullable: Required as [Option<Custom<Url, AsText>>],
    2 "optional" => optional: Optional as [Custom<Url, AsText>],
    3 "patch" => patch: Patch as [Custom<Url, AsText>],
    4 "note" => note: Optional,
});

/// Common types.
#[derive(Debug, Clone, PartialEq)]
pub struct Common {
    pub id: Uuid,
    pub at: DateTime<Utc>,
    pub day: Date,
    pub price: Decimal,
    pub exact: BigDecimal,
    pub count: BigInt,
    pub point: Point,
}
object!(Common {
    0 "id" => id: Required as [Custom<Uuid, AsText>],
    1 "at" => at: Required as [Custom<DateTime<Utc>>],
    2 "day" => day: Required as [Custom<Date> = "\"1970-01-01\""],
    3 "price" => price: Required as [Custom<Decimal, AsNumber>],
    4 "exact" => exact: Required as [Custom<BigDecimal, AsNumber>],
    5 "count" => count: Required as [Custom<BigInt, AsNumber>],
    6 "point" => point: Required as [Custom<Point> = "{\"x\":0,\"y\":0}"],
});

/// Lists and maps.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Containers {
    pub list: Vec<Url>,
    pub optional: Option<Vec<Option<Url>>>,
    pub patch: Patch<BTreeMap<String, Decimal>>,
    pub deep: Option<Vec<BTreeMap<String, Vec<Decimal>>>>,
    pub boxed: Option<Box<Url>>,
}
object!(Containers {
    0 "list" => list: Required as [Vec<Custom<Url, AsText>>],
    1 "optional" => optional: Optional as [Vec<Option<Custom<Url, AsText>>>],
    2 "patch" => patch: Patch as [BTreeMap<String, Custom<Decimal, AsNumber>>],
    3 "deep" => deep: Optional as [Vec<BTreeMap<String, Vec<Custom<Decimal, AsNumber>>>>],
    4 "boxed" => boxed: Optional as [Box<Custom<Url, AsText>>],
});

/// Types that differ by their JSON type.
#[derive(Debug, Clone, PartialEq)]
pub enum Link {
    Site(Url),
    Price(Decimal),
    Sites(Vec<Url>),
    Point(Point),
    Presences(Box<Presences>),
}
union!(Link = Site as [Custom<Url, AsText> = "https://example.com/"] {
    0 Site(Url): [] [String] as [Custom<Url, AsText>],
    1 Price(Decimal): [] [Integer, Number] as [Custom<Decimal, AsNumber>],
    2 Sites(Vec<Url>): [] [Array] as [Vec<Custom<Url, AsText>>],
    3 Point(Point): [] [Object] as [Custom<Point>],
    4 Presences: [] [Object],
});

/// Variants that must be tried.
#[derive(Debug, Clone, PartialEq)]
pub enum Reference {
    Id(Uuid),
    Site(Url),
    Text(String),
}
union!(Reference = Text {
    0 Id(Uuid): [] [String] as [Custom<Uuid, AsText>],
    1 Site(Url): [] [String] as [Custom<Url, AsText>],
    2 Text(String): [] [String],
});

/// A custom type in a flattened part, next to undeclared members.
#[derive(Debug, Clone, PartialEq)]
pub struct Flattened {
    pub price: Option<Decimal>,
    pub part: Option<Presences>,
    pub rest: BTreeMap<String, Custom<Url, AsText>>,
}
object!(Flattened {
    0 "price" => price: Optional as [Custom<Decimal, AsNumber>],
    & 1 part: Optional,
    .. 2 => rest,
});

/// The wrapper, where no plain type is possible or the settings say so.
#[derive(Debug, Clone, PartialEq)]
pub struct Wrapped(pub Custom<Bare, AsText>, pub Option<Custom<Bare, AsText>>, pub Vec<Value>);
tuple!(Wrapped { required 0, optional 1, .. 2, });
