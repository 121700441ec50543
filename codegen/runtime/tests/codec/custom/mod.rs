//! Fields of custom types: presence, containers, unions, flattened parts, error paths and exact numbers.

mod models;
mod placeholders;

use url::Url;

use self::models::{Common, Containers, Flattened, Link, Presences, Reference, Wrapped};
use super::{check, check_error, check_round_trip};
use crate::runtime::codec::{Field, Storage};
use crate::runtime::{AsText, Custom, Patch, decode, encode};

const URL: &str = "expected a `Url`, found a string that does not match";

fn url(text: &str) -> Url {
    text.parse().unwrap()
}

#[test]
fn each_presence_has_its_state() {
    check_round_trip::<Presences>(r#"{"site":"https://a.b/","nullable":null}"#);
    check_round_trip::<Presences>(
        r#"{"site":"https://a.b/","nullable":"https://c.d/","optional":"https://e.f/","patch":null,"note":""}"#,
    );
    check_round_trip::<Presences>(r#"{"site":"https://a.b/","nullable":null,"patch":"https://a.b/"}"#);
    let decoded: Presences = decode(br#"{"site":"https://a.b/","nullable":null,"optional":"https://e.f/"}"#).unwrap();
    let expect = Presences {
        site: url("https://a.b/"),
        nullable: None,
        optional: Some(url("https://e.f/")),
        patch: Patch::Absent,
        note: None,
    };
    assert_eq!(decoded, expect);
}

#[test]
fn errors_have_exact_paths() {
    check_error::<Presences>(r#"{"site":"no","nullable":null}"#, "site", URL);
    check_error::<Presences>(r#"{"site":null,"nullable":null}"#, "site", "expected a `Url`, found null");
    check_error::<Presences>(r#"{"site":"https://a.b/","nullable":"no"}"#, "nullable", URL);
    let object = |member: &str| format!(r#"{{"site":"https://a.b/","nullable":null,{member}}}"#);
    check_error::<Presences>(&object(r#""optional":null"#), "optional", "expected a `Url`, found null");
    check_error::<Presences>(&object(r#""optional":1"#), "optional", "expected a `Url`, found an integer");
    check_error::<Presences>(&object(r#""patch":[]"#), "patch", "expected a `Url`, found an array");
    check_error::<Presences>(
        r#"{"nullable":null}"#,
        "",
        "the object `Presences` is missing the required member `site`",
    );
    check_error::<Containers>(r#"{"list":["https://a.b/","https://a.b/","no"]}"#, "list[2]", URL);
    check_error::<Containers>(r#"{"list":[null]}"#, "list[0]", "expected a `Url`, found null");
    check_error::<Containers>(r#"{"list":[],"optional":null}"#, "optional", "expected an array, found null");
    check_error::<Containers>(
        r#"{"list":[],"deep":[{},{"a":[1,"2"]}]}"#,
        "deep[1].a[1]",
        "expected a `Decimal`, found a string",
    );
    check_error::<Containers>(r#"{"list":[],"patch":{"a":1,"a":2}}"#, "patch", r#"the member "a" appears twice"#);
    check_error::<Vec<Link>>(r#"[["https://a.b/","no"]]"#, "[0][1]", URL);
}

#[test]
fn common_types_keep_every_digit() {
    let json = |price: &str, exact: &str, count: &str| {
        format!(
            r#"{{"id":"67e55044-10b1-426f-9247-bb680e5fe0c8","at":"2024-01-02T03:04:05Z","day":"2024-02-29","price":{price},"exact":{exact},"count":{count},"point":{{"x":1,"y":-2}}}}"#
        )
    };
    check_round_trip::<Common>(&json("12.5", "-0.25", "7"));
    let exact = json("12345678901234567.890", "1.000000000000000000000000000000000001", &"9".repeat(60));
    assert_eq!(String::from_utf8(encode(&decode::<Common>(exact.as_bytes()).unwrap()).unwrap()).unwrap(), exact);
}

#[test]
fn containers() {
    check_round_trip::<Containers>(r#"{"list":[]}"#);
    check_round_trip::<Containers>(
        r#"{"list":["https://a.b/"],"optional":[null,"https://a.b/"],"patch":{"a":1.5},"deep":[{"a":[1.5,2],"b":[]}],"boxed":"https://a.b/"}"#,
    );
    check_round_trip::<Containers>(r#"{"list":[],"optional":[],"patch":null}"#);
    assert_eq!(Containers::default(), decode(br#"{"list":[]}"#).unwrap());
}

#[test]
fn unions() {
    for json in [
        r#""https://a.b/""#,
        "1.5",
        "[]",
        r#"["https://a.b/"]"#,
        r#"{"x":1,"y":2}"#,
        r#"{"site":"https://a.b/","nullable":null}"#,
    ] {
        check_round_trip::<Link>(json);
        check_round_trip::<Vec<Link>>(&format!("[{json}]"));
    }
    check_error::<Link>(
        "true",
        "",
        "expected `Site`, `Price`, `Sites`, `Point` or `Presences`, found the boolean true",
    );
    assert_eq!(Link::from(url("https://a.b/")), decode(br#""https://a.b/""#).unwrap());
    for (json, expect) in
        [(r#""67e55044-10b1-426f-9247-bb680e5fe0c8""#, "Id("), (r#""https://a.b/""#, "Site("), (r#""no""#, "Text(")]
    {
        check_round_trip::<Reference>(json);
        let reference: Reference = decode(json.as_bytes()).unwrap();
        assert!(format!("{reference:?}").starts_with(expect), "{reference:?}");
    }
}

#[test]
fn flattened_parts_and_wrappers() {
    check_round_trip::<Flattened>(r#"{"price":1.5}"#);
    check_round_trip::<Flattened>(r#"{"price":1.5,"site":"https://a.b/","nullable":null,"other":"https://c.d/"}"#);
    check_error::<Flattened>(r#"{"other":"no"}"#, "other", URL);
    check_round_trip::<Wrapped>(r#"["a","b",1]"#);
    check::<Wrapped>(r#"["a"]"#, r#"["a"]"#);
    assert_eq!(decode::<Wrapped>(br#"["a"]"#).unwrap(), decode(br#"["a"]"#).unwrap());
    check_error::<Wrapped>(r#"["a",""]"#, "[1]", "expected a `Bare`, found a string that does not match");
}

#[test]
fn a_storage_converts_both_ways() {
    type Sites = Vec<Option<Custom<Url, AsText>>>;
    let sites = || vec![Some(url("https://a.b/")), None];
    assert_eq!(Sites::of_value(sites()).into_value(), Some(sites()));
    assert_eq!(encode(&Sites::of_value(sites())).unwrap(), br#"["https://a.b/",null]"#);
    assert_eq!(Sites::placeholder().into_value(), Some(Vec::new()));
    assert_eq!(Custom::<Url, AsText>::placeholder().into_value(), None);
}
