//! Values that a caller nests deeply: no decoded value has more than 127 levels.

use std::sync::PoisonError;

use runtime::codec::{newtype, object};
use runtime::{Value, decode, decode_value, encode, encode_value};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::json;

use crate::ALONE;
use crate::codec::{Both, Lists, Node, Outer};

/// A deep list. Its drop is that of the vector.
#[derive(Debug, Clone, PartialEq)]
pub struct Deep(pub Vec<Deep>);
newtype!(Deep);

/// A value of any type, and an object that is merged when it is encoded.
#[derive(Debug, Clone, PartialEq)]
struct Parts {
    part: Part,
    next: Option<Box<Parts>>,
}
#[derive(Debug, Clone, PartialEq)]
struct Part {
    next: Option<Value>,
}
object!(Part { 0 "next" => next: Optional, });
object!(Parts { 0 "next" => next: Optional, & 1 part: Required, });

/// Any value.
#[derive(Debug, Clone, PartialEq)]
struct Anything(Value);
newtype!(Anything);

fn lists(depth: usize) -> Deep {
    (1..depth).fold(Deep(Vec::new()), |inner, _| Deep(vec![inner]))
}

fn values(depth: usize) -> Value {
    (1..depth).fold(Value::Array(Vec::new()), |inner, _| Value::Array(vec![inner]))
}

fn parts(depth: usize) -> Parts {
    let part = Part { next: Some(Value::Null) };
    let leaf = Parts { part: part.clone(), next: None };
    (1..depth).fold(leaf, |inner, _| Parts { part: part.clone(), next: Some(Box::new(inner)) })
}

/// An object whose parts both have its members, so that they are merged.
fn ambiguous(depth: usize) -> Both {
    let leaf: Both = decode(b"{}").unwrap();
    (1..depth).fold(leaf.clone(), |inner, _| Both::with_next(inner, leaf.clone()))
}

/// Runs a test on a thread with this much stack, in KiB.
fn on_stack(size: usize, test: fn()) {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    std::thread::Builder::new().stack_size(size << 10).spawn(test).unwrap().join().unwrap();
}

#[test]
fn encoding_has_a_limit_of_nesting() {
    on_stack(STACK, || {
        for (depth, is_encoded) in [(512, true), (513, false), (4_000, false)] {
            assert_eq!(encode(&lists(depth)).is_ok(), is_encoded, "{depth}");
            assert_eq!(encode(&values(depth)).is_ok(), is_encoded, "{depth}");
            assert_eq!(encode(&parts(depth)).is_ok(), is_encoded, "{depth}");
            assert_eq!(encode_value(&lists(depth)).is_ok(), is_encoded, "{depth}");
            assert_eq!(encode_value(&parts(depth)).is_ok(), is_encoded, "{depth}");
        }
        assert!(decode_value::<Value>(&values(127)).is_ok());
        assert!(decode_value::<Value>(&values(128)).is_err());
        assert!(decode_value::<Deep>(&values(4_000)).is_err());
    });
}

/// Checks the deepest value that every format of serde encodes.
#[track_caller]
fn check_formats<T: Serialize>(value: &T, depth: usize) {
    let is_encoded = depth <= 512;
    let json = serde_json::to_string(value).map_err(|error| error.to_string());
    assert_eq!(json.is_ok(), is_encoded, "{depth}: {json:?}");
    assert_eq!(serde_json::to_value(value).is_ok(), is_encoded, "{depth}");
    let mut cbor = Vec::new();
    assert_eq!(ciborium::into_writer(value, &mut cbor).is_ok(), is_encoded, "{depth}");
    if let Err(error) = json {
        assert_eq!(error, "the value has more than 512 levels of nesting");
    }
}

#[test]
fn encoding_in_other_formats_has_a_limit_of_nesting() {
    on_stack(STACK, || {
        for depth in [512, 513, 4_000] {
            check_formats(&lists(depth), depth);
            check_formats(&Anything(values(depth)), depth);
            check_formats(&parts(depth), depth);
            check_formats(&ambiguous(depth), depth);
        }
    });
}

#[test]
fn decoding_from_other_formats_has_a_limit_of_nesting() {
    /// Decodes a value of this depth, for which `serde_json` has no limit.
    #[track_caller]
    fn check<T: DeserializeOwned>(depth: usize, level: fn(Value) -> Value, inner: Value) {
        let value = (1..depth).fold(inner, |inner, _| level(inner));
        let by_reference = T::deserialize(&value).map(drop).map_err(|error| error.to_string());
        let result = serde_json::from_value::<T>(value).map(drop).map_err(|error| error.to_string());
        assert_eq!(result, by_reference);
        assert_eq!(result.is_ok(), depth <= 127, "{depth}: {result:?}");
        if let Err(error) = result {
            assert!(error.contains("expected at most 127 levels of nesting, found more"), "{error}");
        }
    }
    on_stack(STACK, || {
        let list: fn(Value) -> Value = |inner| Value::Array(vec![inner]);
        let object: fn(Value) -> Value = |inner| json!({ "next": inner });
        for depth in [1, 127, 128, 1_000] {
            check::<Deep>(depth, list, json!([]));
            check::<Anything>(depth, list, json!([]));
            check::<Anything>(depth, object, json!({}));
            check::<Node>(depth, object, json!({}));
            check::<Node>(depth, object, json!({ "any": 1 }));
            check::<Outer>(depth, object, json!({}));
            check::<Lists>(depth, list, json!([1]));
        }
        let mut cbor = Vec::new();
        ciborium::into_writer(&values(200), &mut cbor).unwrap();
        assert!(ciborium::from_reader::<Deep, _>(&cbor[..]).is_err());
        // A member that no type declares is not read.
        assert!(serde_json::from_value::<Node>(json!({ "skipped": values(1_000) })).is_ok());
    });
}

#[cfg(feature = "validate")]
#[test]
fn validation_has_a_limit_of_nesting() {
    use runtime::Validate as _;

    on_stack(STACK, || {
        assert!(lists(100).validate().is_ok());
        let violations = lists(4_000).validate().unwrap_err();
        assert!(violations.iter().all(|violation| violation.rule == "depth"), "{violations}");
    });
}

#[cfg(feature = "validate")]
runtime::codec::rules!(Deep { UniqueItems, Items(0, &[Of(Deep::rules)]) });

/// The default stack of threads, in KiB, which is enough for everything here.
const STACK: usize = 2048;

#[test]
fn decoding_needs_little_stack() {
    on_stack(STACK, || {
        let open = |text: &str| text.repeat(127);
        let text = [open("["), open("]")].concat();
        assert!(decode::<Deep>(text.as_bytes()).is_ok());
        assert!(decode::<Value>(text.as_bytes()).is_ok());
        let text = [&open(r#"{"next":"#)[8..], "{}", &open("}")[1..]].concat();
        assert!(decode::<Node>(text.as_bytes()).is_ok());
        // Parts that are ambiguous at each level. The limit of steps ends that.
        assert!(decode::<Both>(text.as_bytes()).is_err());
        assert!(decode::<Outer>(text.as_bytes()).is_ok());
    });
}
