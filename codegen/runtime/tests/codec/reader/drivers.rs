//! JSON text and buffered values follow the same rules: both drivers return equal values and equal errors.

use serde_json::{Map, Value, json};

use super::models::{Closed, Either, Empty, Everything, Flattened, Inner, Shape, Streamed};
use crate::runtime::codec::Field;
use crate::runtime::{decode, decode_value, encode};

/// Decodes a value from its text and from memory, and compares the results. Returns whether the value is valid.
#[track_caller]
fn same<T: Field>(value: &Value) -> bool {
    let text = value.to_string();
    let from_text = decode::<T>(text.as_bytes()).map(|value| show(&value));
    let from_memory = decode_value::<T>(value).map(|value| show(&value));
    let is_valid = from_text.is_ok();
    let path_and_message =
        |result: Result<String, crate::runtime::DecodeError>| result.map_err(|error| (error.path, error.message));
    assert_eq!(path_and_message(from_text), path_and_message(from_memory), "{text}");
    is_valid
}

fn show<T: Field>(value: &T) -> String {
    String::from_utf8(encode(value).unwrap()).unwrap()
}

/// A deterministic generator of values.
struct Generator(u64);

impl Generator {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap() % limit
    }

    fn one_of(&mut self, values: &[Value]) -> Value {
        values[self.below(values.len())].clone()
    }

    /// Returns an object whose members mostly match the types that declare them.
    fn object(&mut self, levels: usize) -> Value {
        const NAMES: &[&str] = &[
            "kind", "radius", "side", "inner", "id", "color", "next", "other", "x-a", "text", "shapes", "either",
            "level",
        ];
        let mut members = Map::new();
        // More members than the bits of one word.
        let more = if self.below(50) == 0 { 70 } else { 0 };
        (0..more).for_each(|number| _ = members.insert(format!("more{number}"), json!(number)));
        if self.below(3) == 0 {
            let required = json!({ "text": "", "color": "red", "shapes": [], "kind": "circle", "radius": 1, "id": 1 });
            members.extend(required.as_object().cloned().unwrap());
        }
        for _ in 0..self.below(6) {
            let name = NAMES[self.below(NAMES.len())];
            members.insert(name.to_owned(), self.member(name, levels));
        }
        Value::Object(members)
    }

    fn member(&mut self, name: &str, levels: usize) -> Value {
        match name {
            _ if self.below(12) == 0 => self.any(levels),
            "kind" => self.one_of(&[json!("circle"), json!("square"), json!(4), json!("hexagon"), json!({ "a": 1 })]),
            "radius" => self.one_of(&[json!(1), json!(2.5), json!(9_007_199_254_740_993_i64)]),
            "side" | "id" | "x-a" => self.one_of(&[json!(0), json!(-3)]),
            "color" => self.one_of(&[json!("red"), json!("blue")]),
            "level" => self.one_of(&[json!(1), json!(null)]),
            "text" => json!("text"),
            "shapes" | "either" => (0..self.below(3)).map(|_| self.any(levels)).collect(),
            _ => self.any(levels),
        }
    }

    fn any(&mut self, levels: usize) -> Value {
        match self.below(8) {
            _ if levels == 0 => json!(7),
            0 => self.one_of(&[json!(null), json!(true), json!("red"), json!(1.5), json!(-7)]),
            1 => self.one_of(&[json!([]), json!([1, 2]), json!(["a", 1.5]), json!([{}])]),
            _ => self.object(levels - 1),
        }
    }
}

#[test]
fn generated_values() {
    let mut generator = Generator(0x2545_F491_4F6C_DD1D);
    let mut valid = [0; 8];
    for _ in 0..8_000 {
        let value = generator.object(3);
        let each = [
            same::<Shape>(&value),
            same::<Either>(&value),
            same::<Flattened>(&value),
            same::<Inner>(&value),
            same::<Streamed>(&value),
            same::<Everything>(&value),
            same::<Vec<Closed>>(&json!([value])),
            same::<Empty>(&value),
        ];
        valid.iter_mut().zip(each).for_each(|(valid, is_valid)| *valid += usize::from(is_valid));
    }
    assert!(valid.iter().all(|valid| *valid > 100), "some values of each type should be valid: {valid:?}");
}
