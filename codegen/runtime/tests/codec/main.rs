//! Small tests of every shape. The types look like generated ones.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a panic in a test is its report")]

mod added_tags;
mod big_integers;
mod custom;
mod date_conversions;
mod decimals;
mod enumerations;
mod formats;
mod hostile;
mod objects;
mod optional_offsets;
mod patch;
mod reader;
mod scalars;
mod secrets;
mod serde_formats;
mod unions;
mod unknown_members;

use oasmith_runtime as runtime;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use crate::runtime::codec::{self, Field};
use crate::runtime::{decode, decode_value, encode, encode_value};

/// A value that only serde encodes and decodes.
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

/// Decodes JSON in every possible way and compares the encoded value, except for the order of members.
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
        for written in [encode(&value.0).unwrap(), serde_json::to_vec(&value).unwrap()] {
            let written = String::from_utf8(written).unwrap();
            assert_eq!(serde_json::from_str::<Value>(&written).unwrap(), whole, "{way} of {json}");
            // The comparison above does not notice a member that is written twice.
            assert_eq!(written.len(), expect.len(), "{way} of {json}: {written}");
        }
        assert_eq!(encode_value(&value.0).unwrap(), whole, "{way} of {json}");
        assert_eq!(serde_json::to_value(&value).unwrap(), whole, "{way} of {json}");
    }
}

/// Checks that JSON decodes and encodes to itself.
#[track_caller]
fn check_round_trip<T: Field>(json: &str) {
    check::<T>(json, json);
}

/// Checks that JSON is invalid in every possible way, and compares the path and the message of `decode`.
#[track_caller]
fn check_error<T: Field>(json: &str, path: &str, message: &str) {
    let is_error = |is_error: bool, way: &str| assert!(is_error, "{way} accepts {json}");
    match decode::<T>(json.as_bytes()) {
        Ok(_) => is_error(false, "decode"),
        Err(error) => assert_eq!((error.path.as_str(), error.message.as_str()), (path, message), "decode of {json}"),
    }
    match serde_json::from_str::<Model<T>>(json) {
        Ok(_) => is_error(false, "from_str"),
        Err(error) => {
            let error = error.to_string();
            // For a value of the wrong type, and for a number beyond the range of floats, `serde_json` has messages of its own.
            let is_out_of_range = message.ends_with("a number out of range") && error.contains("number out of range");
            let is_expected = error.contains(message) || error.contains("invalid type: ") || is_out_of_range;
            assert!(error.starts_with(path) && is_expected, "from_str of {json}: {error}");
        }
    }
    if let Ok(parsed) = serde_json::from_str::<Value>(json)
        && !message.contains("twice")
    {
        assert_eq!(decode_value::<T>(&parsed).err().map(|error| error.path).as_deref(), Some(path), "value of {json}");
        is_error(serde_json::from_value::<Model<T>>(parsed).is_err(), "from_value");
    }
}
