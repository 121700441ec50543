//! Valid texts and small mutations of them.

use super::agree;
use super::models::{Everything, Flattened, Streamed};

/// Valid texts of [`Everything`], [`Streamed`] and [`Flattened`].
const VALID: &[&str] = &[
    r#"{"text":"a\"\u00e9😀","at":"2026-04-01T10:00:00Z","color":"red","level":2,"small":200,"wide":-9000000000000000000,"float":null,"flag":true,"pair":["a",1.5,true,false],"shapes":[],"any":[{"a":null}]}"#,
    r#"{"text":"","color":"blue","shapes":[{"kind":"circle","radius":1e3,"inner":{"kind":"square","side":-4}},{"kind":4,"side":1},{"side":0,"kind":"hexagon"}],"x-a":1,"other":{"b":[1.25]},"kind":"point"}"#,
    r#"{"text":"c","color":"red","shapes":[],"either":["a",1.0,2,[1,2,3],["a"],[],{},{"kind":"c","radius":0.1},{"kind":"s","side":1,"inner":{"kind":"s","side":1,"more":[1,"{"]}},{"kind":"p","color":"green"},{"color":"red"}]}"#,
    r#"{ "level" : null, "x-a":-7 , "text":"d","either":[{"kind":"a","radius":1,"side":2},{"kind":"a","side":2,"radius":1}], "float" : 0.1, "wide":170141183460469231731687303715884105727,"skipped":{"a":[null,true,"\\"]} }"#,
    r#"{"id":1,"kind":"circle","radius":2.5,"inner":{"kind":"square","side":2,"id":3,"radius":1,"inner":{"radius":5,"kind":"q"}},"other":true}"#,
    r#"{"kind":"square","id":2,"side":3,"x-a":4,"next":{"id":5,"color":"red","kind":"circle","radius":1}}"#,
];

#[test]
fn mutations() {
    const TOKENS: &str = r#", : [ ] { } " \ 0 - . 1e9 null true "a" é [] {} "kind": "text":1, "red" \u00"#;
    let tokens: Vec<&str> = TOKENS.split(' ').chain(["", " ", "\u{1}"]).collect();
    let mut state = 0x2545_F491_4F6C_DD1D_u64;
    let mut below = |limit: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state >> 33).unwrap() % limit
    };
    let mut accepted = [0; 3];
    for text in VALID {
        for _ in 0..5_000 {
            let mut text = text.as_bytes().to_vec();
            for _ in 0..=below(2) {
                let start = below(text.len());
                let end = text.len().min(start + below(4));
                let piece = match below(4) {
                    0 => text[below(text.len())..].iter().copied().take(below(12)).collect(),
                    1 => vec![u8::try_from(below(256)).unwrap()],
                    _ => tokens[below(tokens.len())].as_bytes().to_vec(),
                };
                text.splice(start..end, piece);
            }
            accepted[0] += usize::from(agree::<Everything>(&text));
            accepted[1] += usize::from(agree::<Streamed>(&text));
            accepted[2] += usize::from(agree::<Flattened>(&text));
        }
    }
    assert!(accepted.iter().all(|accepted| *accepted > 500), "many mutations should be valid: {accepted:?}");
}

#[test]
fn valid_texts_are_accepted() {
    VALID[..3].iter().for_each(|text| assert!(agree::<Everything>(text.as_bytes()), "{text}"));
    assert!(agree::<Streamed>(VALID[3].as_bytes()));
    VALID[4..].iter().for_each(|text| assert!(agree::<Flattened>(text.as_bytes()), "{text}"));
}
