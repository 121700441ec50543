//! The payloads, and the ways to decode and encode them.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::runtime::codec::Field;
use crate::runtime::{decode, encode};
use crate::{derived, ours};

/// A payload, and the ways to decode and encode it.
pub struct Case {
    /// The name.
    pub name: &'static str,
    /// The JSON text.
    pub text: Vec<u8>,
    /// The ways to decode and encode it. The first is the baseline.
    pub subjects: Vec<Subject>,
}

/// A way to decode and encode.
pub struct Subject {
    /// The name.
    pub name: &'static str,
    /// Decodes a text and returns a value that depends on the result.
    pub decode: Decode,
    /// Encodes the decoded value and returns the length.
    pub encode: Box<dyn Fn() -> usize>,
}

/// Decodes a text.
type Decode = Box<dyn Fn(&[u8]) -> bool>;

/// Returns all payloads.
pub fn all() -> Vec<Case> {
    let page = |count| json!({ "data": (0..count).map(customer).collect::<Vec<_>>(), "has_more": true });
    let labelled: Vec<Value> = (0..200)
        .map(|id| {
            let labels = (0..12).map(|number| (format!("label_{number}"), json!(format!("value {id}"))));
            std::iter::once(("id".to_owned(), json!(id))).chain(labels).collect::<serde_json::Map<_, _>>().into()
        })
        .collect();
    vec![
        case::<ours::Customer, derived::Customer>("small: a customer", &customer(1)),
        case::<ours::Page, derived::Page>("page: 1 MB of customers", &page(2_600)),
        case::<ours::Tree, derived::Tree>("deep: a tree of 12 levels", &tree(11)),
        case::<Vec<ours::Node>, Vec<derived::Node>>("union: 1,000 nodes of three kinds", &nodes()),
        case::<Vec<ours::Step>, Vec<derived::Step>>("tag: 1,000 nodes of three kinds", &steps()),
        case::<Vec<ours::Item>, Vec<derived::Item>>("flat: 500 objects of two parts", &items()),
        case::<Vec<ours::Labelled>, Vec<derived::Labelled>>("map: 200 objects with extra members", &labelled.into()),
    ]
}

fn case<O, D>(name: &'static str, value: &Value) -> Case
where
    O: Field + DeserializeOwned + Serialize + 'static,
    D: DeserializeOwned + Serialize + 'static,
{
    let text = value.to_string().into_bytes();
    let subjects = vec![
        by_serde::<D>("serde's derive", &text),
        by_codec::<O>(&text),
        by_serde::<O>("oasmith by serde_json", &text),
        by_serde::<Value>("Value", &text),
    ];
    Case { name, text, subjects: subjects.into_iter().flatten().collect() }
}

fn by_codec<T: Field + 'static>(text: &[u8]) -> Option<Subject> {
    let value = decode::<T>(text).map_err(|error| eprintln!("oasmith: {error}")).ok()?;
    Some(Subject {
        name: "oasmith",
        decode: Box::new(|text| decode::<T>(text).is_ok()),
        encode: Box::new(move || encode(&value).map_or(0, |text| text.len())),
    })
}

fn by_serde<T: DeserializeOwned + Serialize + 'static>(name: &'static str, text: &[u8]) -> Option<Subject> {
    let value: T = serde_json::from_slice(text).map_err(|error| eprintln!("{name}: {error}")).ok()?;
    Some(Subject {
        name,
        decode: Box::new(|text| serde_json::from_slice::<T>(text).is_ok()),
        encode: Box::new(move || serde_json::to_vec(&value).map_or(0, |text| text.len())),
    })
}

fn customer(number: usize) -> Value {
    json!({
        "id": format!("cust_{number:08}"),
        "name": format!("Acme \"{number}\" Corporation"),
        "created_at": "2026-04-01T10:00:00Z",
        "currency": "USD",
        "status": if number.is_multiple_of(9) { "closed" } else { "active" },
        "aliases": ["first", "second"],
        "billing_address": { "city": "Berlin", "country": "DE", "line1": "Unter den Linden 1", "postal_code": "10117" },
        "contacts": [{ "email": "billing@example.com", "primary": true }, { "email": "it@example.com", "primary": false }],
        "tax_id": "DE123456789",
        "tax_rate": 0.19,
    })
}

fn tree(levels: i64) -> Value {
    match levels {
        0 => json!({ "value": 0 }),
        _ => json!({ "value": levels, "left": tree(levels - 1), "right": tree(levels - 1) }),
    }
}

/// Nodes with a tag. The tag comes last, which is the most work.
fn steps() -> Value {
    let step = |number: i64| match number % 3 {
        0 => json!({ "text": "Good morning, what can I do for you?", "type": "start" }),
        1 => json!({ "retries": number, "tool": "look_up", "type": "tool" }),
        _ => json!({ "then": ["a", "b", "c"], "threshold": 0.5, "type": "branch" }),
    };
    (0..1_000).map(step).collect()
}

/// Objects with their own members and the members of one of two branches.
fn items() -> Value {
    let item = |number: i64| match number % 2 {
        0 => json!({ "id": number, "name": "Coffee", "price": 3.5, "currency": "EUR" }),
        _ => json!({ "id": number, "name": "Tea", "points": number }),
    };
    (0..500).map(item).collect()
}

fn nodes() -> Value {
    let node = |number: i64| match number % 3 {
        0 => json!({ "text": "Good morning, what can I do for you?" }),
        1 => json!({ "tool": "look_up", "retries": number }),
        _ => json!({ "then": ["a", "b", "c"], "threshold": 0.5 }),
    };
    (0..1_000).map(node).collect()
}
