//! Members: present, left out, null; stored, ignored, duplicate.

use std::collections::BTreeMap;

use super::{check, check_error, check_round_trip};
use crate::runtime::codec::object;
use crate::runtime::{Patch, Value, encode};

#[derive(Debug, Clone, PartialEq)]
struct Contact {
    email: String,
    phone: Option<String>,
    note: Patch<String>,
    rank: Option<i64>,
}
object!(Contact {
    0 "email" => email: Required,
    1 "phone" => phone: Optional,
    2 "note" => note: Patch,
    3 "rank" => rank: Required,
});

#[derive(Debug, Clone, PartialEq)]
struct Holder {
    contacts: Vec<Contact>,
    flags: BTreeMap<String, bool>,
    rest: BTreeMap<String, i64>,
}
object!(Holder {
    0 "contacts" => contacts: Required,
    ~ 1 "^x-" => flags,
    .. 2 => rest,
});

#[derive(Debug, Clone, PartialEq)]
struct Choice {
    a: Option<i64>,
    b: Option<i64>,
    nested: Option<Option<i64>>,
    any: Option<Value>,
}
object!(Choice {
    0 "a" => a: Optional,
    1 "b" => b: Optional,
    2 "nested" => nested: Optional,
    3 "any" => any: Optional,
    ! Denied,
    ? ["a"],
    ? ["b", "any"],
});

#[test]
fn presence_round_trips() {
    check_round_trip::<Contact>(r#"{"email":"e","rank":null}"#);
    check_round_trip::<Contact>(r#"{"email":"e","phone":"p","note":null,"rank":1}"#);
    check_round_trip::<Contact>(r#"{"email":"e","note":"n","rank":1}"#);
    check_round_trip::<Choice>(r#"{"a":1,"nested":null,"any":null}"#);
    check_round_trip::<Choice>(r#"{"a":1,"nested":2}"#);
    check::<Contact>(r#"{"rank":1,"other":[{}],"email":"e"}"#, r#"{"email":"e","rank":1}"#);
}

#[test]
fn errors_have_a_path() {
    check_error::<Contact>("{}", "", "the object `Contact` is missing the required members `email`, `rank`");
    check_error::<Contact>(r#"{"email":"e","rank":1,"phone":null}"#, "phone", "expected a string, found null");
    check_error::<Holder>(
        r#"{"contacts":[{"email":"e","rank":1},{"email":"e"}]}"#,
        "contacts[1]",
        "the object `Contact` is missing the required member `rank`",
    );
    check_error::<Contact>(r#"{"email":"e","rank":1,"email":"f"}"#, "", "the member \"email\" appears twice");
    check_error::<Contact>("[]", "", "expected an object, found an array");
    check_error::<Choice>(
        "{\"b\":1}",
        "",
        "the object `Choice` must have at least one of these sets of members: `a`; `b` and `any`",
    );
}

#[test]
fn undeclared_members() {
    check_round_trip::<Holder>(r#"{"contacts":[],"x-a":true,"b":1}"#);
    check_error::<Holder>(r#"{"contacts":[],"x-a":1}"#, "x-a", "expected a boolean, found an integer");
    check_error::<Holder>(r#"{"contacts":[],"b":1,"b":1}"#, "", "the member \"b\" appears twice");
    check::<Choice>(r#"{"a":1,"c":1}"#, r#"{"a":1}"#);
}

#[test]
fn no_member_is_written_twice() {
    let rest = BTreeMap::from([("contacts".to_owned(), 1), ("x-a".to_owned(), 2), ("b".to_owned(), 3)]);
    let flags = BTreeMap::from([("x-a".to_owned(), true)]);
    let holder = Holder { contacts: Vec::new(), flags, rest };
    // The order depends on the features of `serde_json`; that each member appears once does not.
    let text = String::from_utf8(encode(&holder).unwrap()).unwrap();
    let value: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(value, serde_json::json!({"b": 3, "contacts": [], "x-a": true}));
    assert_eq!(text.len(), r#"{"b":3,"contacts":[],"x-a":true}"#.len(), "{text}");
}

#[test]
fn members_may_come_in_any_order() {
    let members = [r#""email":"e""#, r#""phone":"p""#, r#""note":null"#, r#""rank":1"#];
    for first in 0..members.len() {
        let mut turned = members;
        turned.rotate_left(first);
        check::<Contact>(&format!("{{{}}}", turned.join(",")), &format!("{{{}}}", members.join(",")));
    }
}

#[derive(Debug, Clone, PartialEq)]
struct Odd {
    quote: Option<i64>,
    backslash: Option<i64>,
    line: Option<i64>,
    control: Option<i64>,
    zero: Option<i64>,
    delete: Option<i64>,
    joiner: Option<i64>,
    accent: Option<i64>,
    empty: Option<i64>,
    apostrophe: Option<i64>,
    slash: Option<i64>,
}
object!(Odd {
    0 "\"" => quote: Optional,
    1 "a\\b" => backslash: Optional,
    2 "a\nb\tc\r" => line: Optional,
    3 "\u{1}\u{1f}" => control: Optional,
    4 "\0" => zero: Optional,
    5 "\x7f" => delete: Optional,
    6 "\u{200b}\u{1f600}" => joiner: Optional,
    7 "é" => accent: Optional,
    8 "" => empty: Optional,
    9 "'" => apostrophe: Optional,
    10 "a/b" => slash: Optional,
    #Escaped,
});

#[test]
fn names_with_escapes() {
    let names = r#""\"":1,"a\\b":2,"a\nb\tc\r":3,"\u0001\u001f":4,"\u0000":5"#;
    check_round_trip::<Odd>(&format!(
        "{{{names},\"\u{7f}\":6,\"\u{200b}\u{1f600}\":7,\"é\":8,\"\":9,\"'\":10,\"a/b\":11}}"
    ));
    check::<Odd>(r#"{"\u0061\/b":11,"\u0022":1}"#, r#"{"\"":1,"a/b":11}"#);
}
