//! Parts of multipart bodies, byte for byte (RFC 7578; OpenAPI 3.1.1, "Encoding Object").

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::runtime::codec::Field;
use super::runtime::http::table::Style;
use super::runtime::http::{Call, File, Multipart, Part, PartField, table};

static UPLOAD: table::Operation = table::Operation { method: "POST", ..table::Operation::EMPTY };

/// Returns the body with its boundary replaced, or the error.
fn body(parts: Multipart) -> Result<String, String> {
    let mut call = Call::new(&UPLOAD);
    call.multipart("multipart/form-data", parts);
    let request = call.into_request("http://a.test").map_err(|error| error.to_string())?;
    let content_type = request.headers()["content-type"].to_str().unwrap().to_owned();
    let boundary = content_type.strip_prefix("multipart/form-data; boundary=").unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let bytes = runtime.block_on(request.into_body().collect(usize::MAX)).unwrap();
    Ok(String::from_utf8(bytes.to_vec()).unwrap().replace(boundary, "B"))
}

/// Checks the parts: the lines of the head after the boundary, and the content.
#[track_caller]
fn check(parts: Multipart, expect: &[(&str, &str)]) {
    let expect: String = expect.iter().map(|(head, content)| format!("--B\r\n{head}\r\n\r\n{content}\r\n")).collect();
    assert_eq!(body(parts).as_deref(), Ok(format!("{expect}--B--\r\n").as_str()));
}

fn of(value: &Value, fields: &[PartField]) -> Multipart {
    Multipart::of(value, fields)
}

#[test]
fn values_have_the_default_of_their_type() {
    let value = json!({"a": "x", "b": 1, "c": {"d": [1]}, "e": ["y", {"f": 1}, [2]], "g": []});
    check(
        of(&value, &[]),
        &[
            ("Content-Disposition: form-data; name=\"a\"", "x"),
            ("Content-Disposition: form-data; name=\"b\"", "1"),
            ("Content-Disposition: form-data; name=\"c\"\r\nContent-Type: application/json", "{\"d\":[1]}"),
            ("Content-Disposition: form-data; name=\"e\"", "y"),
            ("Content-Disposition: form-data; name=\"e\"\r\nContent-Type: application/json", "{\"f\":1}"),
            ("Content-Disposition: form-data; name=\"e\"\r\nContent-Type: application/json", "[2]"),
        ],
    );
}

/// A JSON string has quotes (OpenAPI 3.1.1, "Example Object Examples").
#[test]
fn json_parts() {
    let value = json!({"a": "x", "b": ["y", 1]});
    let json = "\r\nContent-Type: application/json";
    check(
        of(&value, &[PartField::json("a", "application/json"), PartField::json("b", "application/json")]),
        &[
            (&format!("Content-Disposition: form-data; name=\"a\"{json}"), "\"x\""),
            (&format!("Content-Disposition: form-data; name=\"b\"{json}"), "[\"y\",1]"),
        ],
    );
    let item = format!("Content-Disposition: form-data; name=\"b\"{json}");
    check(
        of(&json!({"b": ["y", 1]}), &[PartField::json_items("b", "application/json")]),
        &[(&item, "\"y\""), (&item, "1")],
    );
}

/// The table "Style Examples" without percent-encoding.
#[test]
fn parts_with_a_style() {
    let disposition = |name: &str| format!("Content-Disposition: form-data; name=\"{name}\"");
    let list = json!({"color": ["blue", "b lack", "bro,wn"]});
    let object = json!({"color": {"B": "1 50", "G": 200}});
    for (value, style, explode, expect) in [
        (&list, Style::Form, false, &[("color", "blue,b lack,bro,wn")][..]),
        (&list, Style::Form, true, &[("color", "blue"), ("color", "b lack"), ("color", "bro,wn")]),
        (&list, Style::SpaceDelimited, false, &[("color", "blue b lack bro,wn")]),
        (&list, Style::PipeDelimited, false, &[("color", "blue|b lack|bro,wn")]),
        (&object, Style::Form, false, &[("color", "B,1 50,G,200")]),
        (&object, Style::Form, true, &[("B", "1 50"), ("G", "200")]),
        (&object, Style::DeepObject, true, &[("color[B]", "1 50"), ("color[G]", "200")]),
    ] {
        let expect: Vec<(String, &str)> = expect.iter().map(|(name, text)| (disposition(name), *text)).collect();
        let expect: Vec<(&str, &str)> = expect.iter().map(|(head, text)| (head.as_str(), *text)).collect();
        check(of(value, &[PartField::styled("color", style, explode)]), &expect);
    }
}

/// RFC 7578, section 2, and the HTML Standard: only `"`, CR and LF are encoded; everything else is UTF-8.
#[test]
fn names_are_escaped() {
    let mut parts = Multipart::new();
    parts.value("a\"b\r\nc\\d%22é🐎'", None, &1_i64);
    parts.file("f", None, File::from("x").file_name("né\"\r\n;\t.txt"));
    check(
        parts,
        &[
            ("Content-Disposition: form-data; name=\"a%22b%0D%0Ac\\d%22é🐎'\"", "1"),
            (
                "Content-Disposition: form-data; name=\"f\"; filename=\"né%22%0D%0A;\t.txt\"\r\n\
                 Content-Type: application/octet-stream",
                "x",
            ),
        ],
    );
}

#[test]
fn a_list_or_a_range_of_types_is_never_sent() {
    for (documented, file, expect) in [
        ("image/png, image/jpeg", File::from("x"), "image/png"),
        ("image/png, image/jpeg", File::from("x").file_name("a.jpg"), "image/jpeg"),
        ("image/png, image/jpeg", File::from("x").file_name("a.gif"), "image/png"),
        ("image/png, image/jpeg", File::from("x").content_type("image/jpeg"), "image/jpeg"),
        ("image/*", File::from("x").file_name("a.webp"), "image/webp"),
        ("image/*", File::from("x").content_type("image/x-own"), "image/x-own"),
        ("image/*", File::from("x"), "application/octet-stream"),
        ("image/*, application/pdf", File::from("x"), "application/pdf"),
        ("*/*", File::from("x").file_name("a.pdf"), "application/pdf"),
        ("*/*", File::from("x"), "application/octet-stream"),
        ("image/png", File::from("x").file_name("a.jpg"), "image/png"),
    ] {
        let name = file.get_file_name().unwrap_or("f").to_owned();
        let mut parts = Multipart::new();
        parts.file("f", Some(documented), file);
        let head = format!("Content-Disposition: form-data; name=\"f\"; filename=\"{name}\"\r\nContent-Type: {expect}");
        check(parts, &[(&head, "x")]);
    }
}

#[test]
fn parts_have_headers() {
    let mut parts = Multipart::new();
    let field = PartField::of_type("a", "text/csv").headers(&[("X-Kind", "k")]);
    let (value, headers) =
        Part::new(vec!["x".to_owned(), "y".to_owned()]).header("X-Own", "o").into_value_and_headers();
    parts.field_with_headers(field, &value, &headers);
    parts.file_field(PartField::value("f").headers(&[("X-Kind", "k")]), File::from("z").header("x-kind", "own"));
    let head = "Content-Disposition: form-data; name=\"a\"\r\nContent-Type: text/csv\r\nX-Kind: k\r\nX-Own: o";
    check(
        parts,
        &[
            (head, "x"),
            (head, "y"),
            (
                "Content-Disposition: form-data; name=\"f\"; filename=\"f\"\r\n\
                 Content-Type: application/octet-stream\r\nx-kind: own",
                "z",
            ),
        ],
    );
    let mut parts = Multipart::new();
    let (value, headers) = Part::new(1_i64).header("X", "a\r\nb").into_value_and_headers();
    parts.field_with_headers(PartField::value("a"), &value, &headers);
    assert!(body(parts).unwrap_err().contains("a: its header `X` has an invalid name or value"));
}

#[test]
fn parts_without_names() {
    let mut parts = Multipart::new();
    parts.item(None, &BTreeMap::from([("a".to_owned(), 1_i64)]) as &dyn Field);
    parts.item(Some("text/html"), &"<p>".to_owned());
    parts.item_file(Some("image/*"), File::from("x").content_type("image/png").header("Content-ID", "<1>"));
    check(
        parts,
        &[
            ("Content-Type: application/json", "{\"a\":1}"),
            ("Content-Type: text/html", "<p>"),
            ("Content-Type: image/png\r\nContent-ID: <1>", "x"),
        ],
    );
}
