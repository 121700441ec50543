//! Types of every shape that contain numbers of a user's type.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use crate::runtime::codec::{object, tuple, union};
use crate::runtime::{AsNumber, Custom, Patch};

/// A number that keeps its text.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Exact(pub String);

impl FromStr for Exact {
    type Err = fmt::Error;

    fn from_str(text: &str) -> Result<Self, fmt::Error> {
        if text.is_empty() { Err(fmt::Error) } else { Ok(Self(text.to_owned())) }
    }
}

impl fmt::Display for Exact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

pub type Decimal = Custom<Exact, AsNumber>;

#[derive(Debug, Clone, PartialEq)]
pub struct Price {
    amount: Decimal,
    tax: Option<Decimal>,
    fee: Patch<Decimal>,
    steps: Option<Vec<Decimal>>,
}
object!(Price {
    0 "amount" => amount: Required,
    1 "tax" => tax: Optional,
    2 "fee" => fee: Patch,
    3 "steps" => steps: Optional,
});

/// Undeclared members in two maps.
#[derive(Debug, Clone, PartialEq)]
pub struct Rates {
    name: Option<String>,
    prefixed: BTreeMap<String, Vec<Decimal>>,
    rest: BTreeMap<String, Decimal>,
}
object!(Rates { 0 "name" => name: Optional, ~ 1 "^x-" => prefixed, .. 2 => rest, });

/// Variants without a tag, which only their members distinguish.
#[derive(Debug, Clone, PartialEq)]
pub struct Refund {
    amount: Decimal,
    reason: Option<String>,
}
object!(Refund { 0 "amount" => amount: Required, 1 "reason" => reason: Optional, });

#[derive(Debug, Clone, PartialEq)]
pub struct Charge {
    amount: Decimal,
    total: Option<Decimal>,
}
object!(Charge { 0 "amount" => amount: Required, 1 "total" => total: Optional, });

#[derive(Debug, Clone, PartialEq)]
pub enum Untagged {
    Refund(Refund),
    Charge(Charge),
    Many(Vec<Decimal>),
    Pair(Pair),
    Text(String),
    One(Decimal),
}
union!(Untagged = Text {
    0 Refund: [] [Object],
    1 Charge: [] [Object],
    2 Many: [] [Array],
    3 Pair: [] [Array],
    4 Text: [] [String],
    5 One: [] [Number],
});

#[derive(Debug, Clone, PartialEq)]
pub struct Pair(String, Option<Decimal>);
tuple!(Pair { required 0, optional 1, });

#[derive(Debug, Clone, PartialEq)]
pub struct Sale {
    kind: String,
    amount: Option<Decimal>,
    inner: Option<Box<Tagged>>,
}
object!(Sale { 0 "amount" => amount: Optional, 1 "inner" => inner: Optional, 2 "kind" => kind: Required, });

#[derive(Debug, Clone, PartialEq)]
pub enum Tagged {
    Sale(Sale),
    Price(Price),
}
union!(Tagged = Sale { tag "kind", 0 Sale: ["sale"] [Object], 1 Price: ["price"] [Object], });

/// Flattened parts of which two have the same member: encoding merges them.
#[derive(Debug, Clone, PartialEq)]
pub struct Parts {
    id: Decimal,
    refund: Option<Refund>,
    charge: Option<Charge>,
    rest: BTreeMap<String, Decimal>,
}
object!(Parts { 0 "id" => id: Required, & 1 refund: Any(0), & 2 charge: Any(0), .. 3 => rest, });
