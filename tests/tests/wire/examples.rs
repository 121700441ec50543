//! Checks that every example of a body in the two documents survives decoding and encoding.

use std::collections::BTreeSet;

use generated::{alguna, diga};
use oasmith::diag::Diagnostics;
use oasmith::source::Source;
use oasmith_runtime::codec::Field;
use oasmith_runtime::{Value, decode_value, encode_value};
use tests::files::{Folder, data};

/// Decodes and encodes an example.
type RoundTrip = fn(&Value) -> Value;

const DIGA: &[(&str, RoundTrip)] = &[
    ("/paths/~1v1~1billing~1customer~1/patch/responses/403", round_trip::<diga::models::ErrorResponseSchema>),
    ("/paths/~1v1~1billing~1customer~1/patch/responses/500", round_trip::<diga::models::ErrorResponseSchema>),
    ("/paths/~1v1~1billing~1subscription~1/get/responses/403", round_trip::<diga::models::ErrorResponseSchema>),
    ("/paths/~1v1~1billing~1subscription~1/get/responses/500", round_trip::<diga::models::ErrorResponseSchema>),
    ("/paths/~1v1~1integration/post/responses/401", round_trip::<diga::models::ErrorResponseSchema>),
    ("/paths/~1v1~1path~1/post/responses/400", round_trip::<diga::models::ErrorResponseSchema>),
    ("/paths/~1v1~1path~1/post/responses/403", round_trip::<diga::models::ErrorResponseSchema>),
    ("/paths/~1v1~1path~1/post/responses/404", round_trip::<diga::models::ErrorResponseSchema>),
];

const ALGUNA: &[(&str, RoundTrip)] = &[
    ("/paths/~1customers~1{id}/patch/requestBody", round_trip::<alguna::models::UpdateCustomerRequest>),
    ("/paths/~1customers~1{id}/patch/responses/200", round_trip::<alguna::models::Customer>),
];

fn round_trip<T: Field>(example: &Value) -> Value {
    encode_value(&decode_value::<T>(example).unwrap()).unwrap()
}

/// Checks the examples of a document, and that the table lists all of them.
fn check(spec: &str, table: &[(&str, RoundTrip)]) {
    let mut diagnostics = Diagnostics::default();
    let source = Source::read(spec, &Folder(data("../specs")), &mut diagnostics).unwrap();
    let document = &source.files()[0].value;
    let mut found = BTreeSet::new();
    examples(document, String::new(), &mut found);
    let known: BTreeSet<String> = table.iter().map(|(pointer, _)| (*pointer).to_owned()).collect();
    assert_eq!(found, known);
    for (pointer, round_trip) in table {
        let example = document.pointer(&format!("{pointer}{CONTENT}/example")).unwrap();
        assert_eq!(round_trip(example), *example, "{pointer}");
    }
}

const CONTENT: &str = "/content/application~1json";

/// Collects the pointers of all bodies with a JSON example.
fn examples(value: &Value, pointer: String, found: &mut BTreeSet<String>) {
    if value.get("example").is_some()
        && let Some(holder) = pointer.strip_suffix(CONTENT)
    {
        found.insert(holder.to_owned());
    }
    match value {
        Value::Object(members) => {
            for (key, member) in members {
                examples(member, format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1")), found);
            }
        }
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(index, item)| examples(item, format!("{pointer}/{index}"), found));
        }
        _ => {}
    }
}

#[test]
fn examples_of_diga_survive_decoding_and_encoding() {
    check("diga.yaml", DIGA);
}

#[test]
fn examples_of_alguna_survive_decoding_and_encoding() {
    check("alguna.yaml", ALGUNA);
}
