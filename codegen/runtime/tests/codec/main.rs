//! Small cases of every shape. The types are written as the generator writes them.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a panic in a test is its report")]

mod decimals;
mod formats;
mod hostile;
mod objects;
mod patch;
mod reader;
mod scalars;
mod secrets;
mod serde_formats;
mod unions;

use oasmith_runtime as runtime;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use crate::runtime::codec::{self, Field};
use crate::runtime::{decode, decode_value, encode, encode_value};

/// A value as plain serde sees it.
struct Model<T>(T);

impl<T: Field> Serialize for Model<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        codec::serialize(&self.0, serializer)
    }
}

impl<'de, T: Field> Deserialize<'de> for Model<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        codec::deserialize(deserializer).map(Model)
    }
}

/// Decodes JSON in every way there is and expects what is written in turn, the order of members aside.
#[track_caller]
fn check<T: Field>(json: &str, expect: &str) {
    let parsed: Value = serde_json::from_str(json).unwrap();
    let whole: Value = serde_json::from_str(expect).unwrap();
    let ways: [(&str, Result<Model<T>, String>); 5] = [
        ("decode", decode(json.as_bytes()).map(Model).map_err(|error| error.to_string())),
        ("decode_value", decode_value(&parsed).map(Model).map_err(|error| error.to_string())),
        ("from_str", serde_json::from_str(json).map_err(|error| error.to_string())),
        ("from_reader", serde_json::from_reader(json.as_bytes()).map_err(|error| error.to_string())),
        ("from_value", serde_json::from_value(parsed.clone()).map_err(|error| error.to_string())),
    ];
    for (way, value) in ways {
        let value = value.unwrap_or_else(|error| panic!("{way} of {json}: {error}"));
        for written in [encode(&value.0), serde_json::to_vec(&value).unwrap()] {
            let written = String::from_utf8(written).unwrap();
            assert_eq!(serde_json::from_str::<Value>(&written).unwrap(), whole, "{way} of {json}");
            // A member that is written twice would not be seen above.
            assert_eq!(written.len(), expect.len(), "{way} of {json}: {written}");
        }
        assert_eq!(encode_value(&value.0), whole, "{way} of {json}");
        assert_eq!(serde_json::to_value(&value).unwrap(), whole, "{way} of {json}");
    }
}

/// What is read is written as it was.
#[track_caller]
fn same<T: Field>(json: &str) {
    check::<T>(json, json);
}

/// Refuses JSON in every way there is; expects the path and the message of `decode`.
#[track_caller]
fn refuse<T: Field>(json: &str, path: &str, message: &str) {
    let refusal = |refused: bool, way: &str| assert!(refused, "{way} takes {json}");
    match decode::<T>(json.as_bytes()) {
        Ok(_) => refusal(false, "decode"),
        Err(error) => assert_eq!((error.path.as_str(), error.message.as_str()), (path, message), "decode of {json}"),
    }
    match serde_json::from_str::<Model<T>>(json) {
        Ok(_) => refusal(false, "from_str"),
        Err(error) => {
            let error = error.to_string();
            // What is of another type than the one asked for, `serde_json` refuses in words of its own.
            let is_told = error.contains(message) || error.contains("invalid type: ");
            assert!(error.starts_with(path) && is_told, "from_str of {json}: {error}");
        }
    }
    if let Ok(parsed) = serde_json::from_str::<Value>(json)
        && !message.contains("twice")
    {
        assert_eq!(decode_value::<T>(&parsed).err().map(|error| error.path).as_deref(), Some(path), "value of {json}");
        refusal(serde_json::from_value::<Model<T>>(parsed).is_err(), "from_value");
    }
}
