//! Small cases of every shape, written as the generator writes them.

#[test]
fn smoke() {
    use crate::runtime::*;
    use std::collections::BTreeMap;
    #[derive(Debug, Clone, PartialEq)]
    struct Contact {
        email: String,
        age: Option<i64>,
        nick: Patch<String>,
        more: BTreeMap<String, Value>,
    }
    crate::runtime::codec::object!(Contact { 0 "email" => email: Required, 1 "age" => age: Optional, 2 "nick" => nick: Patch, .. 3 => more, });
    #[derive(Debug, Clone, PartialEq)]
    enum Status {
        Draft,
        Sent,
        Unknown(UnknownValue),
    }
    crate::runtime::codec::string_enum!(Status { "draft" => Draft, "sent" => Sent, else Unknown });
    #[derive(Debug, Clone, PartialEq)]
    enum Code {
        One,
        Two,
    }
    crate::runtime::codec::integer_enum!(Code { 1 => One, 2 => Two });
    #[derive(Debug, Clone, PartialEq)]
    enum Mix {
        A,
        B,
        Unknown(UnknownValue),
    }
    crate::runtime::codec::value_enum!(Mix { "1.5" => A, "true" => B, else Unknown });
    #[derive(Debug, Clone, PartialEq)]
    enum Loc {
        S(String),
        I(i64),
        C(Contact),
        Unknown(UnknownValue),
    }
    crate::runtime::codec::union!(Loc = S { tag "t", 0 S: [] [String], 1 I: [] [Integer], 2 C: ["c"] [Object], else Unknown, });
    #[derive(Debug, Clone, PartialEq)]
    struct Pair(String, Option<i64>, Vec<Value>);
    crate::runtime::codec::tuple!(Pair { required 0, optional 1, .. 2, });
    #[derive(Debug, Clone, PartialEq)]
    struct Tree(Vec<Tree>);
    crate::runtime::codec::newtype!(Tree);
    let c: Contact = decode(br#"{"email":"a","nick":null,"x":[1]}"#).unwrap();
    assert_eq!(encode(&c), br#"{"email":"a","nick":null,"x":[1]}"#);
    println!("{}", decode::<Vec<Contact>>(br#"[{"email":"a","age":null}]"#).unwrap_err());
    println!("{}", decode::<Vec<Loc>>(br#"[{"email":"a"},{"t":"c","email":1}]"#).unwrap_err());
    println!("{}", serde_json::from_str::<Vec<Loc>>(r#"[{"email":"a"},{"t":"c","email":1}]"#).map(|_| ()).unwrap_err());
    println!("{}", decode::<Status>(b"1").unwrap_err());
    println!("{}", decode::<Code>(b"3").unwrap_err());
    println!("{:?}", decode::<Code>(b"1.0"));
    println!("{:?}", decode::<Mix>(b"1.50"));
    println!("{:?}", decode::<Pair>(b"[\"a\", null]"));
    println!("{:?}", decode::<Tree>(b"[[],[[]]]"));
    println!("{:?}", decode::<DateTime>(b"\"2024-01-01T23:59:60.1234567891234z\""));
    println!("{:?}", decode::<Uuid>(b"\"A0000000-0000-0000-0000-00000000000f\""));
}
