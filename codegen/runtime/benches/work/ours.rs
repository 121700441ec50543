//! The models as oasmith generates them.

use std::collections::BTreeMap;

use crate::runtime::codec::{object, string_enum, union};
use crate::runtime::{DateTime, Patch, UnknownValue};

#[derive(Debug, Clone, PartialEq)]
pub struct Customer {
    pub id: String,
    name: String,
    created_at: DateTime,
    currency: Option<String>,
    status: Status,
    aliases: Option<Vec<String>>,
    billing_address: Option<Address>,
    contacts: Option<Vec<Contact>>,
    tax_id: Patch<String>,
    tax_rate: Patch<f64>,
}
object!(Customer {
    0 "id" => id: Required,
    1 "name" => name: Required,
    2 "created_at" => created_at: Required,
    3 "currency" => currency: Optional,
    4 "status" => status: Required,
    5 "aliases" => aliases: Optional,
    6 "billing_address" => billing_address: Optional,
    7 "contacts" => contacts: Optional,
    8 "tax_id" => tax_id: Patch,
    9 "tax_rate" => tax_rate: Patch,
});

#[derive(Debug, Clone, PartialEq)]
pub enum Status {
    Active,
    Closed,
    Unknown(UnknownValue),
}
string_enum!(Status { "active" => Active, "closed" => Closed, else Unknown });

#[derive(Debug, Clone, PartialEq)]
pub struct Address {
    city: Option<String>,
    country: String,
    line1: String,
    postal_code: Option<String>,
}
object!(Address {
    0 "city" => city: Optional,
    1 "country" => country: Required,
    2 "line1" => line1: Required,
    3 "postal_code" => postal_code: Optional,
});

#[derive(Debug, Clone, PartialEq)]
pub struct Contact {
    email: String,
    primary: bool,
}
object!(Contact { 0 "email" => email: Required, 1 "primary" => primary: Required, });

#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    pub data: Vec<Customer>,
    has_more: bool,
}
object!(Page { 0 "data" => data: Required, 1 "has_more" => has_more: Required, });

#[derive(Debug, Clone, PartialEq)]
pub struct Tree {
    value: i64,
    left: Option<Box<Tree>>,
    right: Option<Box<Tree>>,
}
object!(Tree { 0 "value" => value: Required, 1 "left" => left: Optional, 2 "right" => right: Optional, });

#[derive(Debug, Clone, PartialEq)]
pub struct Start {
    text: String,
}
object!(Start { 0 "text" => text: Required, });

#[derive(Debug, Clone, PartialEq)]
pub struct Tool {
    tool: String,
    retries: i64,
}
object!(Tool { 0 "tool" => tool: Required, 1 "retries" => retries: Required, });

#[derive(Debug, Clone, PartialEq)]
pub struct Branch {
    then: Vec<String>,
    threshold: f64,
}
object!(Branch { 0 "then" => then: Required, 1 "threshold" => threshold: Required, });

#[derive(Debug, Clone, PartialEq)]
pub enum Node {
    Start(Start),
    Tool(Tool),
    Branch(Branch),
}
union!(Node = Start {
    0 Start(Start): [] [Object],
    1 Tool(Tool): [] [Object],
    2 Branch(Branch): [] [Object],
});

#[derive(Debug, Clone, PartialEq)]
pub enum StepKind {
    Start,
    Tool,
    Branch,
    Unknown(UnknownValue),
}
string_enum!(StepKind { "start" => Start, "tool" => Tool, "branch" => Branch, else Unknown });

#[derive(Debug, Clone, PartialEq)]
pub struct StartStep {
    text: String,
    kind: StepKind,
}
object!(StartStep { 0 "text" => text: Required, 1 "type" => kind: Required, });

#[derive(Debug, Clone, PartialEq)]
pub struct ToolStep {
    retries: i64,
    tool: String,
    kind: StepKind,
}
object!(ToolStep { 0 "retries" => retries: Required, 1 "tool" => tool: Required, 2 "type" => kind: Required, });

#[derive(Debug, Clone, PartialEq)]
pub struct BranchStep {
    then: Vec<String>,
    threshold: f64,
    kind: StepKind,
}
object!(BranchStep { 0 "then" => then: Required, 1 "threshold" => threshold: Required, 2 "type" => kind: Required, });

#[derive(Debug, Clone, PartialEq)]
pub enum Step {
    Start(StartStep),
    Tool(ToolStep),
    Branch(BranchStep),
}
union!(Step = Start {
    tag "type",
    0 Start(StartStep): ["start"] [Object],
    1 Tool(ToolStep): ["tool"] [Object],
    2 Branch(BranchStep): ["branch"] [Object],
});

#[derive(Debug, Clone, PartialEq)]
pub struct Money {
    currency: String,
    price: f64,
}
object!(Money { 0 "currency" => currency: Required, 1 "price" => price: Required, });

#[derive(Debug, Clone, PartialEq)]
pub struct Points {
    points: i64,
}
object!(Points { 0 "points" => points: Required, });

#[derive(Debug, Clone, PartialEq)]
pub enum Price {
    Money(Money),
    Points(Points),
}
union!(Price = Money {
    0 Money(Money): [] [Object],
    1 Points(Points): [] [Object],
});

#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    id: i64,
    name: String,
    price: Price,
}
object!(Item { 0 "id" => id: Required, 1 "name" => name: Required, & 2 price: Required, });

#[derive(Debug, Clone, PartialEq)]
pub struct Labelled {
    id: i64,
    rest: BTreeMap<String, String>,
}
object!(Labelled { 0 "id" => id: Required, .. 1 => rest, });
