//! Models with rules that `validate()` checks: every keyword, at every level of a recursive value.

use std::collections::BTreeMap;

use crate::runtime::codec::{newtype, object, rules, union};
use crate::runtime::{BigInteger, Value};

/// A recursive object with rules that lead to the same members in several ways.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    next: Option<Box<Node>>,
    children: Option<Vec<Node>>,
    kind: Option<String>,
    choice: Option<Lists>,
    rest: BTreeMap<String, Value>,
}
object!(Node {
    0 "next" => next: Optional,
    1 "children" => children: Optional,
    2 "kind" => kind: Optional,
    3 "choice" => choice: Optional,
    .. 4 => rest,
});
rules!(Node {
    MinProperties(0),
    MaxProperties(20),
    AnyOf(&[
        &[Property("next", &[Of(Node::rules)]), Required(&["next", "kind"])],
        &[Property("next", &[Of(Node::rules)]), Required(&["kind", "children"])],
        &[Property("children", &[Items(0, &[Of(Node::rules)]), UniqueItems]), Required(&["kind"])],
    ]),
    OneOf(&[
        &[Property("next", &[Of(Node::rules)]), Property("kind", &[MaxLength(3)])],
        &[Property("next", &[Of(Node::rules)]), Property("kind", &[MinLength(4)])],
    ]),
    Discriminator("kind", &[
        (&["circle"], &[Property("next", &[Of(Node::rules)]), Required(&["radius"])]),
        (&["square", "red"], &[Property("children", &[Items(1, &[Of(Node::rules)])])]),
    ]),
    PatternProperty("^n", &[Of(Node::rules)]),
    AdditionalProperties(&["next", "children", "kind"], &["^x-"], &[AnyOf(&[&[Type(&[Kind::Integer])], &[Of(Lists::rules)]])]),
    DependentSchema("next", &[Property("next", &[Of(Node::rules)])]),
    DependentRequired("kind", &["next", "id"]),
    If(&[Property("next", &[Of(Node::rules)])], &[Property("choice", &[Of(Lists::rules)])], &[Required(&["id"])]),
    Not(&[Property("next", &[Not(&[Of(Node::rules)])]), Required(&["next"])]),
    PropertyNames(&[MaxLength(6), Pattern("^[a-z-]*$")]),
    Property("id", &[Minimum("1"), ExclusiveMaximum("200"), MultipleOf("0.5"), Enum(&["1", "2", "1.5", "{}"])]),
    Property("any", &[UniqueItems, Contains(&[Type(&[Kind::Object])], 0, Some(2)), PrefixItems(&[&[Minimum("1")], &[Of(Node::rules)]])]),
});

/// Alternatives that are arrays of themselves.
#[derive(Debug, Clone, PartialEq)]
pub enum Lists {
    Text(String),
    Flag(bool),
    Number(f64),
    List(Vec<Lists>),
    Node(Box<Node>),
}
union!(Lists = Text {
    0 Text: [] [String],
    1 Flag: [] [Boolean],
    2 Number: [] [Number],
    3 List: [] [Array],
    4 Node: [] [Object],
});
rules!(Lists {
    AnyOf(&[
        &[Type(&[Kind::Array]), Items(0, &[Of(Lists::rules)]), MinItems(2), UniqueItems],
        &[Type(&[Kind::Array]), Items(0, &[Of(Lists::rules)]), MaxItems(1)],
        &[Type(&[Kind::Array]), Contains(&[Of(Lists::rules)], 1, None)],
        &[Type(&[Kind::String]), MaxLength(1)],
        &[Type(&[Kind::Object]), Of(Node::rules)],
    ]),
});

/// Texts in every format.
#[derive(Debug, Clone, PartialEq)]
pub struct Texts(Vec<String>);
newtype!(Texts);
rules!(Texts {
    UniqueItems,
    Items(0, &[
        Format("date-time"), Format("date"), Format("time"), Format("duration"), Format("uuid"), Format("byte"), Format("ipv4"),
        Format("ipv6"), Format("email"), Format("idn-email"), Format("hostname"), Format("idn-hostname"), Format("uri"),
        Format("uri-reference"), Format("iri"), Format("iri-reference"), Format("uri-template"), Format("json-pointer"),
        Format("relative-json-pointer"), Format("regex"), MaxLength(10), Pattern("^(a+)+$"),
        PatternAs("(hostile)", "^(?:a(?!x)|a(?!y)|a(?!z))*$"),
    ]),
});

/// Numbers of many digits.
#[derive(Debug, Clone, PartialEq)]
pub struct Numbers(Vec<BigInteger>);
newtype!(Numbers);
rules!(Numbers { UniqueItems, Items(0, &[MultipleOf("7"), Minimum("-1e999999999"), Maximum("1e9999999999"), Enum(&["1", "2e999"])]) });
