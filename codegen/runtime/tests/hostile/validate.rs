//! Values that `validate()` checks.

use std::collections::BTreeMap;

use runtime::codec::{newtype, object, rules, union};
use runtime::{BigInteger, Validate, Value, decode};

use crate::measure::Row;

/// Arrays of unique items, in each other.
#[derive(Debug, Clone, PartialEq)]
struct Unique(Vec<Unique>);
newtype!(Unique);
rules!(Unique { UniqueItems, Items(0, &[Of(Unique::rules)]) });

/// Any items, which are unique.
#[derive(Debug, Clone, PartialEq)]
struct Set(Vec<Value>);
newtype!(Set);
rules!(Set { UniqueItems });

/// Each level has alternatives that differ only at the end.
#[derive(Debug, Clone, PartialEq)]
struct Node {
    next: Option<Box<Node>>,
    list: Option<Vec<Node>>,
    kind: Option<String>,
    rest: BTreeMap<String, Value>,
}
object!(Node { 0 "next" => next: Optional, 1 "list" => list: Optional, 2 "kind" => kind: Optional, .. 3 => rest, });
rules!(Node {
    AnyOf(&[
        &[Property("next", &[Of(Node::rules)]), Required(&["next", "kind"])],
        &[Property("next", &[Of(Node::rules)]), Required(&["kind", "list"])],
        &[Property("list", &[Items(0, &[Of(Node::rules)])]), Required(&["kind"])],
    ]),
    OneOf(&[
        &[Property("next", &[Of(Node::rules)]), Property("kind", &[MaxLength(3)])],
        &[Property("next", &[Of(Node::rules)]), Property("kind", &[MinLength(4)])],
    ]),
});

/// Several rules lead to the same member.
#[derive(Debug, Clone, PartialEq)]
struct Crossed {
    next: Option<Box<Crossed>>,
}
object!(Crossed { 0 "next" => next: Optional, });
rules!(Crossed {
    Property("next", &[Of(Crossed::rules)]),
    PatternProperty("^n", &[Of(Crossed::rules)]),
    AdditionalProperties(&[], &[], &[Of(Crossed::rules)]),
    DependentSchema("next", &[Property("next", &[Of(Crossed::rules)])]),
    If(&[Property("next", &[Of(Crossed::rules)])], &[Property("next", &[Of(Crossed::rules)])], &[]),
    Not(&[Property("next", &[Not(&[Of(Crossed::rules)])]), Required(&["next"])]),
    Not(&[Required(&["next"]), Property("next", &[Not(&[Of(Crossed::rules)])])]),
    PropertyNames(&[MaxLength(3)]),
});

/// Arrays of which an item matches a condition.
#[derive(Debug, Clone, PartialEq)]
struct Containing(Vec<Containing>);
newtype!(Containing);
rules!(Containing { Contains(&[Of(Containing::rules), MaxItems(0)], 0, Some(1)), Items(0, &[Of(Containing::rules)]) });

/// An object in parts, whose members are merged.
#[derive(Debug, Clone, PartialEq)]
struct Parted {
    part: Part,
    next: Option<Box<Parted>>,
}
#[derive(Debug, Clone, PartialEq)]
struct Part {
    id: Option<i64>,
    rest: BTreeMap<String, Value>,
}
object!(Part { 0 "id" => id: Optional, .. 1 => rest, });
rules!(Part { Property("id", &[Minimum("1")]) });
object!(Parted { 0 "next" => next: Optional, & 1 part: Required, });
rules!(Parted {
    Of(Part::rules),
    OneOf(&[&[Property("next", &[Of(Parted::rules)]), Required(&["id"])], &[Property("next", &[Of(Parted::rules)]), Not(&[Required(&["id"])])]]),
});

/// A union that decoding distinguishes by type, and validation by its alternatives.
#[derive(Debug, Clone, PartialEq)]
enum Tree {
    Leaf(String),
    List(Vec<Tree>),
}
union!(Tree = Leaf { 0 Leaf: [] [String], 1 List: [] [Array], });
rules!(Tree {
    AnyOf(&[
        &[Type(&[Kind::Array]), Items(0, &[Of(Tree::rules)]), MinItems(2)],
        &[Type(&[Kind::Array]), Items(0, &[Of(Tree::rules)]), MaxItems(1)],
        &[Type(&[Kind::String]), MaxLength(1)],
    ]),
});

/// Texts in every format.
#[derive(Debug, Clone, PartialEq)]
struct Texts(Vec<String>);
newtype!(Texts);
rules!(Texts {
    Items(0, &[
        Format("date-time"),
        Format("date"),
        Format("time"),
        Format("duration"),
        Format("uuid"),
        Format("byte"),
        Format("ipv4"),
        Format("ipv6"),
        Format("email"),
        Format("idn-email"),
        Format("hostname"),
        Format("idn-hostname"),
        Format("uri"),
        Format("uri-reference"),
        Format("iri"),
        Format("iri-reference"),
        Format("uri-template"),
        Format("json-pointer"),
        Format("relative-json-pointer"),
        Format("regex"),
        MaxLength(10),
        Pattern("^(a+)+$"),
        PatternAs("(hostile)", "^(?:a(?!x)|a(?!y)|a(?!z))*$"),
    ]),
});

/// Numbers whose exact value has many digits.
#[derive(Debug, Clone, PartialEq)]
struct Numbers(Vec<BigInteger>);
newtype!(Numbers);
rules!(Numbers { UniqueItems, Items(0, &[MultipleOf("7"), Maximum("1e9999999999"), Enum(&["1", "2e999"])]) });

/// Rules for members that the schema does not declare.
#[derive(Debug, Clone, PartialEq)]
struct Open(BTreeMap<String, Value>);
newtype!(Open);
rules!(Open {
    MinProperties(1),
    MaxProperties(1_000_000),
    Required(&["a", "b", "c"]),
    Property("a", &[Minimum("1")]),
    PatternProperty("^1", &[Minimum("1")]),
    PatternProperty("(1|2)*3", &[Maximum("0"), Of(Open::rules)]),
    AdditionalProperties(&["a", "b"], &["^1", "(1|2)*3"], &[OneOf(&[&[Minimum("1")], &[Of(Open::rules), Maximum("1")]])]),
    PropertyNames(&[MaxLength(5), Pattern("^[0-9]*$")]),
    DependentRequired("a", &["b", "c"]),
    DependentSchema("1", &[Required(&["x"])]),
    Enum(&["{}", r#"{"a": 1}"#]),
});

fn validate<T: Validate>(json: &str) {
    let value: T = decode(json.as_bytes()).unwrap();
    // Whether it is valid does not matter here.
    let _ = value.validate();
}

fn nested(depth: usize, open: &str, inner: &str, close: &str) -> String {
    format!("{}{inner}{}", open.repeat(depth), close.repeat(depth))
}

fn repeated(count: usize, item: &str) -> String {
    vec![item; count].join(",")
}

const ROW: Row = Row { name: "", size: 8, input: |_| String::new(), run: |_| (), growth: 3.4, memory: 100.0 };

/// Texts of a length, each of one repeated part that a format may start with.
fn texts(length: usize) -> String {
    let parts = [
        "a", "A1", "(", "[", "{", "a.", "-", "xn--", "@", "a@", "%41", "é", "~0", "0", "/", "1:", "\\\\", "a|", "(?:",
        "(?=a", "a{2}", "1Y", "\u{301}",
    ];
    let texts: Vec<String> = parts.iter().map(|part| format!("\"{}\"", part.repeat(length / part.len()))).collect();
    format!("[{}]", texts.join(","))
}

pub const ROWS: &[Row] = &[
    Row {
        name: "long texts in every format",
        size: 2_000,
        input: texts,
        run: validate::<Texts>,
        memory: 1_000.0,
        ..ROW
    },
    Row {
        name: "many texts for patterns that backtrack",
        size: 50,
        input: |n| format!("[{}]", repeated(n, &format!("\"{}b\"", "a".repeat(200)))),
        run: validate::<Texts>,
        ..ROW
    },
    Row {
        name: "long numbers",
        size: 2_000,
        input: |n| format!("[{},1{},1e{}]", "7".repeat(n), "0".repeat(n), "9".repeat(3)),
        run: validate::<Numbers>,
        ..ROW
    },
    Row {
        name: "arrays of unique items in each other",
        input: |n| nested(n, "[", "", "]"),
        run: validate::<Unique>,
        ..ROW
    },
    Row {
        name: "many arrays of unique items",
        size: 1_000,
        input: |n| format!("[{}]", repeated(n, "[[],[[]]]")),
        run: validate::<Unique>,
        memory: 300.0,
        ..ROW
    },
    Row {
        name: "unique texts that need escapes",
        size: 1_000,
        input: |n| format!("[{}]", repeated(n, &nested(8, r#"{"\\\"":"#, r#""\\\\\"""#, "}"))),
        run: validate::<Set>,
        ..ROW
    },
    Row {
        name: "alternatives that fail at the end of a deep value",
        input: |n| nested(n, r#"{"next":"#, "{}", "}"),
        run: validate::<Node>,
        memory: 3_000.0,
        ..ROW
    },
    Row {
        name: "alternatives that hold for a deep value",
        input: |n| nested(n, r#"{"kind":"a","next":"#, r#"{"kind":"a"}"#, "}"),
        run: validate::<Node>,
        memory: 1_000.0,
        ..ROW
    },
    Row {
        name: "alternatives that fail for many items",
        size: 100,
        input: |n| format!(r#"{{"kind":"a","list":[{}]}}"#, repeated(n, r#"{"next":{}}"#)),
        run: validate::<Node>,
        memory: 1_000.0,
        ..ROW
    },
    Row {
        name: "alternatives below a long name",
        size: 1_000,
        input: |n| format!(r#"{{"kind":"{}","list":[{}]}}"#, "k".repeat(n * 10), repeated(n, "{}")),
        run: validate::<Node>,
        memory: 1_000.0,
        ..ROW
    },
    Row {
        name: "several rules for the same member",
        input: |n| nested(n, r#"{"next":"#, "{}", "}"),
        run: validate::<Crossed>,
        memory: 1_000.0,
        ..ROW
    },
    Row {
        name: "nested contains",
        input: |n| nested(n, "[[],", "[]", "]"),
        run: validate::<Containing>,
        memory: 1_000.0,
        ..ROW
    },
    Row {
        name: "alternatives of an object in parts",
        input: |n| nested(n, r#"{"id":1,"next":"#, "{}", "}"),
        run: validate::<Parted>,
        // Each part keeps the members that it does not declare.
        growth: 5.0,
        memory: 2_000.0,
        ..ROW
    },
    Row {
        name: "an object in parts with many members",
        size: 1_000,
        input: |n| format!("{{{}}}", (0..n).map(|index| format!(r#""{index}":0"#)).collect::<Vec<_>>().join(",")),
        run: validate::<Parted>,
        ..ROW
    },
    Row {
        name: "an object with many undeclared members",
        size: 500,
        input: |n| format!("{{{}}}", (0..n).map(|index| format!(r#""{index}":0"#)).collect::<Vec<_>>().join(",")),
        run: validate::<Open>,
        memory: 200.0,
        ..ROW
    },
    Row {
        name: "deep undeclared members",
        input: |n| nested(n, r#"{"3":"#, "0", "}"),
        run: validate::<Open>,
        growth: 5.0,
        memory: 3_000.0,
        ..ROW
    },
    Row {
        name: "a union of deep arrays",
        input: |n| nested(n, "[", r#""ab""#, "]"),
        run: validate::<Tree>,
        memory: 3_000.0,
        ..ROW
    },
];

/// The paths of many violations below a long name would be far longer than the value.
pub fn the_list_of_violations_is_limited() {
    let name = "n".repeat(100_000);
    let json = format!(r#"{{"{name}":[{}]}}"#, repeated(10_000, "1"));
    let value: Long = decode(json.as_bytes()).unwrap();
    let violations = value.validate().unwrap_err();
    let text: usize = violations.iter().map(|violation| violation.path.len()).sum();
    assert!(text < 5 << 20, "{text}");
    assert_eq!(violations.last().unwrap().rule, "limit");
}

#[derive(Debug, Clone, PartialEq)]
struct Long(BTreeMap<String, Vec<i64>>);
newtype!(Long);
rules!(Long { AdditionalProperties(&[], &[], &[Items(0, &[Maximum("0")])]) });
