//! The choice of a variant, and that no part of the value is lost.

use std::collections::BTreeMap;

use super::{check, check_error, check_round_trip};
use crate::runtime::codec::{object, string_enum, union};
use crate::runtime::{DateTime, UnknownValue, Value, decode, decode_counting_unknown};

#[derive(Debug, Clone, PartialEq)]
struct Start {
    kind: String,
    at: Option<i64>,
}
object!(Start { 0 "kind" => kind: Required, 1 "at" => at: Optional, });

#[derive(Debug, Clone, PartialEq)]
struct Tool {
    kind: String,
    tool: String,
    rest: BTreeMap<String, Value>,
}
object!(Tool { 0 "kind" => kind: Required, 1 "tool" => tool: Required, .. 2 => rest, });

#[derive(Debug, Clone, PartialEq)]
enum Node {
    Start(Start),
    Tool(Tool),
    Unknown(UnknownValue),
}
union!(Node = Unknown {
    tag "kind",
    0 Start(Start): ["start"] [Object],
    1 Tool(Tool): ["tool", "7"] [Object],
    else Unknown,
});

#[derive(Debug, Clone, PartialEq)]
enum Sealed {
    Start(Start),
    Tool(Tool),
    Text(String),
}
union!(Sealed = Start {
    tag "kind",
    0 Start: ["start"] [Object],
    1 Tool: ["tool"] [Object],
    2 Text: [] [String],
});

#[derive(Debug, Clone, PartialEq)]
enum Color {
    Red,
    Unknown(UnknownValue),
}
string_enum!(Color { "red" => Red, else Unknown });

#[derive(Debug, Clone, PartialEq)]
enum Mixed {
    Color(Color),
    At(DateTime),
    Whole(i64),
    Part(f64),
    Texts(Vec<String>),
    Nodes(Vec<Node>),
    Start(Start),
    Tool(Tool),
    Text(String),
}
union!(Mixed = Whole {
    0 Color: [] [String],
    1 At: [] [String],
    2 Whole: [] [Integer],
    3 Part: [] [Number],
    4 Texts: [] [Array],
    5 Nodes: [] [Array],
    6 Start: [] [Object],
    7 Tool: [] [Object],
    8 Text: [] [String],
});

#[track_caller]
fn is<T: crate::runtime::codec::Field>(json: &str, expect: impl Fn(&T) -> bool) {
    assert!(expect(&decode::<T>(json.as_bytes()).unwrap()), "{json} decodes to another variant");
}

#[test]
fn a_tag_decides_at_any_position() {
    check_round_trip::<Node>(r#"{"kind":"start","at":1}"#);
    check::<Node>(r#"{"at":1,"kind":"start"}"#, r#"{"kind":"start","at":1}"#);
    check::<Node>(r#"{"z":[{}],"tool":"t","kind":"tool"}"#, r#"{"kind":"tool","tool":"t","z":[{}]}"#);
    check_round_trip::<Node>(r#"{"kind":"new","deep":{"a":[1,2]}}"#);
    check_error::<Node>(r#"{"kind":"start","at":"x"}"#, "at", "expected a 64-bit integer, found a string");
    check_error::<Sealed>(
        r#"{"kind":"new"}"#,
        "kind",
        "expected one of \"start\", \"tool\", found a string that does not match",
    );
    check_error::<Node>(r#"{"at":1,"at":1,"kind":"start"}"#, "", "the member \"at\" appears twice");
    check_round_trip::<Sealed>("\"text\"");
}

#[test]
fn without_a_tag_type_and_members_decide() {
    check_error::<Node>(
        r#"{"at":1}"#,
        "",
        "the value matches no variant of `Node`: Start: the object `Start` is missing the required member `kind`; \
         Tool: the object `Tool` is missing the required members `kind`, `tool`",
    );
    check_error::<Node>("1", "", "expected `Start` or `Tool`, found an integer");
    check_error::<Sealed>("[]", "", "expected `Start`, `Tool` or `Text`, found an array");
}

#[test]
fn type_then_score_then_order_decide() {
    is("\"red\"", |value| matches!(value, Mixed::Color(Color::Red)));
    is("\"2024-01-01T00:00:00Z\"", |value| matches!(value, Mixed::At(_)));
    is("\"blue\"", |value| matches!(value, Mixed::Text(_)));
    is("1", |value| matches!(value, Mixed::Whole(1)));
    is("1.5", |value| matches!(value, Mixed::Part(_)));
    is("[\"a\"]", |value| matches!(value, Mixed::Texts(_)));
    is("[{\"kind\":\"start\"}]", |value| matches!(value, Mixed::Nodes(_)));
    is("{\"kind\":\"start\"}", |value| matches!(value, Mixed::Start(_)));
    is("{\"kind\":\"start\",\"at\":1,\"tool\":\"t\"}", |value| matches!(value, Mixed::Tool(_)));
    check_round_trip::<Vec<Mixed>>(
        r#"["red","blue",1,1.5,["a"],[{"kind":"start"}],{"kind":"k","tool":"t","more":{}}]"#,
    );
    check_error::<Mixed>(
        "null",
        "",
        "expected `Color`, `At`, `Whole`, `Part`, `Texts`, `Nodes`, `Start`, `Tool` or `Text`, found null",
    );
}

#[derive(Debug, Clone, PartialEq)]
enum Conditional {
    Whole(i64),
    Start(Start),
    Starts(Vec<Start>),
    Other(Value),
}
union!(Conditional = Other {
    or 3,
    0 Whole(i64): [] [Integer],
    1 Start: [] [Object],
    2 Starts: [] [Array],
    3 Other: [] [Null, Boolean, Integer, Number, String, Array, Object],
});

#[derive(Debug, Clone, PartialEq)]
struct Holder {
    first: Conditional,
    second: Option<Conditional>,
}
object!(Holder { 0 "first" => first: Required, 1 "second" => second: Optional, });

#[test]
fn without_a_tag_a_variant_may_hold_all_values_that_match_no_other() {
    is("1", |value| matches!(value, Conditional::Whole(1)));
    is("1.0", |value| matches!(value, Conditional::Whole(1)));
    is("1.5", |value| matches!(value, Conditional::Other(_)));
    is("null", |value| matches!(value, Conditional::Other(Value::Null)));
    is("{\"kind\":\"x\"}", |value| matches!(value, Conditional::Start(_)));
    is("{\"at\":1}", |value| matches!(value, Conditional::Other(_)));
    is("{\"kind\":\"x\",\"at\":\"y\"}", |value| matches!(value, Conditional::Other(_)));
    is("[{\"kind\":\"x\"}]", |value| matches!(value, Conditional::Starts(_)));
    is("[{\"kind\":1}]", |value| matches!(value, Conditional::Other(_)));
    // A server may add members: the declared variant still matches.
    is("{\"kind\":\"x\",\"new\":1}", |value| matches!(value, Conditional::Start(_)));
    check_round_trip::<Vec<Conditional>>(
        r#"[1,1.5,"a",null,true,{},{"kind":1},{"kind":"a","at":2},[],[[1]],18446744073709551615]"#,
    );
    check_round_trip::<Holder>(r#"{"first":{"a":[null]},"second":null}"#);
    check_round_trip::<Holder>(r#"{"first":null}"#);
    check_round_trip::<Holder>(r#"{"second":{"kind":"a"},"first":2}"#);
    assert_eq!(decode_counting_unknown::<Conditional>(b"\"a\"").unwrap().1, 0);
    check_error::<Holder>(r#"{"second":1}"#, "", "the object `Holder` is missing the required member `first`");
    assert!(decode::<Conditional>(b"{\"kind\":\"x\",}").is_err());
}

#[derive(Debug, Clone, PartialEq)]
struct Person {
    name: Option<String>,
    address: Option<Street>,
}
object!(Person { 0 "name" => name: Optional, 1 "address" => address: Optional, });

#[derive(Debug, Clone, PartialEq)]
struct Street {
    street: Option<String>,
}
object!(Street { 0 "street" => street: Optional, });

#[derive(Debug, Clone, PartialEq)]
struct Company {
    vat: String,
    address: Option<City>,
}
object!(Company { 0 "vat" => vat: Required, 1 "address" => address: Optional, });

#[derive(Debug, Clone, PartialEq)]
struct City {
    city: Option<String>,
}
object!(City { 0 "city" => city: Optional, });

#[derive(Debug, Clone, PartialEq)]
struct Party {
    id: i64,
    person: Option<Person>,
    company: Option<Company>,
    node: Option<Node>,
    rest: BTreeMap<String, Value>,
}
object!(Party {
    0 "id" => id: Required,
    & 1 person: Any(0),
    & 2 company: Any(0),
    & 3 node: Optional,
    .. 4 => rest,
});

#[test]
fn flattened_parts_share_the_object_and_lose_nothing() {
    check_round_trip::<Party>(r#"{"id":1,"name":"n"}"#);
    check_round_trip::<Party>(r#"{"id":1,"name":"n","vat":"v"}"#);
    check_round_trip::<Party>(r#"{"id":1,"address":{"street":"s","city":"c"},"vat":"v"}"#);
    check_round_trip::<Party>(r#"{"id":1,"vat":"v","kind":"start","at":1,"z":null}"#);
    check_round_trip::<Party>(r#"{"id":1,"z":[1]}"#);
    let party: Party = decode(br#"{"id":1,"vat":"v"}"#).unwrap();
    assert_eq!((party.person, party.node), (None, None));
    check_error::<Party>(r#"{"name":"n"}"#, "", "the object `Party` is missing the required member `id`");
    check_error::<Party>(
        r#"{"id":1,"name":2,"vat":3}"#,
        "",
        "the object matches none of the alternatives of `Party`: part 0: name: expected a string, found an integer; \
         part 1: vat: expected a string, found an integer",
    );
}

#[test]
fn unknown_values_are_counted() {
    let check = |json: &str, expect: usize| {
        let (_, unknown) = decode_counting_unknown::<Vec<Node>>(json.as_bytes()).unwrap();
        assert_eq!(unknown, expect, "{json}");
    };
    check("[]", 0);
    check(r#"[{"kind": "start"}, {"kind": "tool", "tool": "x"}]"#, 0);
    check(r#"[{"kind": "end"}, {"kind": "start"}, {"kind": "stop", "at": 1}]"#, 2);
}

#[derive(Debug, Clone, PartialEq)]
struct Closed {
    id: String,
}
object!(Closed { 0 "id" => id: Required, ! Denied, });

#[derive(Debug, Clone, PartialEq)]
struct ClosedWithExtra {
    id: String,
    extra: String,
}
object!(ClosedWithExtra { 0 "id" => id: Required, 1 "extra" => extra: Required, ! Denied, });

#[derive(Debug, Clone, PartialEq)]
enum OneOfClosed {
    Closed(Closed),
    WithExtra(ClosedWithExtra),
}
union!(OneOfClosed = Closed { 0 Closed: [] [Object], 1 WithExtra: [] [Object], });

#[test]
fn a_forbidden_member_of_a_failed_variant_is_an_error() {
    check_round_trip::<OneOfClosed>(r#"{"id":"a"}"#);
    check_round_trip::<OneOfClosed>(r#"{"id":"a","extra":"b"}"#);
    check::<OneOfClosed>(r#"{"id":"a","new":1}"#, r#"{"id":"a"}"#);
    check::<OneOfClosed>(r#"{"id":"a","extra":"b","new":1}"#, r#"{"id":"a","extra":"b"}"#);
    check_error::<OneOfClosed>(
        r#"{"id":"a","extra":{}}"#,
        "",
        "the value matches no variant of `OneOfClosed`: Closed: the member \"extra\" is not allowed; \
         WithExtra: extra: expected a string, found an object",
    );
}
