//! Scalars, presence, objects, lists.

use super::check;

#[test]
fn objects() {
    check(
        "A: {type: object, required: [a], properties: {a: {type: string}, n: {type: integer}}}",
        "
A = object
  a: String
  n: optional I64
",
    );
}
