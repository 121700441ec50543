//! Serialized parameters: location × style × explode × allowReserved × media type × value, compared with bytes written by hand.
//!
//! The first tables are those of the specification (OpenAPI 3.0.4 and 3.1.1, "Style Examples"); what they leave open follows RFC 6570.
//! Where the runtime differs on purpose, the row says why.

use serde_json::json;

use super::runtime::Value;
use super::runtime::codec::{Field, object};
use super::runtime::http::table::{Location, Operation, Parameter, Style};
use super::runtime::http::{Call, FormField};

/// The object of the specification's table: `{ "R": 100, "G": 200, "B": 150 }`.
#[derive(Debug, Clone, PartialEq)]
struct Color {
    r: i64,
    g: i64,
    b: i64,
}
object!(Color {
    0 "R" => r: Required,
    1 "G" => g: Required,
    2 "B" => b: Required,
});

const RGB: Color = Color { r: 100, g: 200, b: 150 };
const NOT_EMPTY: Result<&str, &str> = Err("a path parameter must not be empty");

/// Returns the serialized parameter: the path after `/x`, the query, or the header; `(nothing)` if it is not sent.
fn sent(parameter: Parameter, value: &dyn Field) -> Result<String, String> {
    sent_after(parameter, |call| call.set(0, value))
}

fn sent_after(parameter: Parameter, set: impl FnOnce(&mut Call)) -> Result<String, String> {
    let in_path = parameter.location == Location::Path;
    let parameters = Box::leak(Box::new([parameter]));
    let path = if in_path { "/x{color}" } else { "/x" };
    let operation = Box::leak(Box::new(Operation { path, parameters, ..Operation::EMPTY }));
    let mut call = Call::new(operation);
    set(&mut call);
    let request = call.into_request("http://h").map_err(|error| error.reason)?;
    let header = |name| {
        let value = request.headers().get(name).map(|value| value.as_bytes().to_owned());
        value.map_or("(nothing)".to_owned(), |value| String::from_utf8(value).unwrap())
    };
    Ok(match parameter.location {
        Location::Path => request.uri().path().strip_prefix("/x").unwrap().to_owned(),
        Location::Query | Location::QueryString => request.uri().query().unwrap_or("(nothing)").to_owned(),
        Location::Header => header("color"),
        Location::Cookie => header("cookie"),
    })
}

#[track_caller]
pub fn check(parameter: Parameter, value: &dyn Field, expect: Result<&str, &str>) {
    let got = sent(parameter, value);
    assert_eq!(got.as_deref().map_err(String::as_str), expect, "{parameter:?}");
}

fn blue() -> Vec<String> {
    ["blue", "black", "brown"].map(str::to_owned).to_vec()
}

/// A row of "Style Examples": the empty string, a string, an array, an object.
#[track_caller]
fn row(parameter: Parameter, style: Style, explode: bool, expect: [Result<&str, &str>; 4]) {
    let parameter = parameter.style(style, explode);
    let [empty, string, array, object] = expect;
    check(parameter, &String::new(), empty);
    check(parameter, &"blue".to_owned(), string);
    check(parameter, &blue(), array);
    check(parameter, &RGB, object);
}

#[test]
fn style_examples_of_paths() {
    use Style::{Label, Matrix, Simple};
    let path = Parameter::path("color");
    let ok = |texts: [&'static str; 4]| texts.map(Ok);
    row(path, Matrix, false, ok([";color", ";color=blue", ";color=blue,black,brown", ";color=R,100,G,200,B,150"]));
    row(path, Matrix, true, ok([";color", ";color=blue", ";color=blue;color=black;color=brown", ";R=100;G=200;B=150"]));
    row(path, Label, false, ok([".", ".blue", ".blue,black,brown", ".R,100,G,200,B,150"]));
    row(path, Label, true, ok([".", ".blue", ".blue.black.brown", ".R=100.G=200.B=150"]));
    // The table has an empty text here. The path would be that of another operation, so the call is an error.
    row(path, Simple, false, [NOT_EMPTY, Ok("blue"), Ok("blue,black,brown"), Ok("R,100,G,200,B,150")]);
    row(path, Simple, true, [NOT_EMPTY, Ok("blue"), Ok("blue,black,brown"), Ok("R=100,G=200,B=150")]);
}

#[test]
fn style_examples_of_queries() {
    use Style::{DeepObject, Form, PipeDelimited, SpaceDelimited};
    let query = Parameter::query("color");
    let ok = |texts: [&'static str; 4]| texts.map(Ok);
    row(query, Form, false, ok(["color=", "color=blue", "color=blue,black,brown", "color=R,100,G,200,B,150"]));
    row(query, Form, true, ok(["color=", "color=blue", "color=blue&color=black&color=brown", "R=100&G=200&B=150"]));
    let spaced = query.style(SpaceDelimited, false);
    check(spaced, &blue(), Ok("color=blue%20black%20brown"));
    check(spaced, &RGB, Ok("color=R%20100%20G%20200%20B%20150"));
    let piped = query.style(PipeDelimited, false);
    check(piped, &blue(), Ok("color=blue%7Cblack%7Cbrown"));
    check(piped, &RGB, Ok("color=R%7C100%7CG%7C200%7CB%7C150"));
    check(query.style(DeepObject, true), &RGB, Ok("color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150"));
    // The table says "n/a": a single value is sent as a pair, exploded items as pairs, items of deep objects with their index.
    for style in [SpaceDelimited, PipeDelimited, DeepObject] {
        check(query.style(style, true), &"blue".to_owned(), Ok("color=blue"));
    }
    check(query.style(SpaceDelimited, true), &blue(), Ok("color=blue&color=black&color=brown"));
    check(query.style(DeepObject, true), &blue(), Ok("color%5B0%5D=blue&color%5B1%5D=black&color%5B2%5D=brown"));
}

#[test]
fn style_examples_of_headers_and_cookies() {
    let ok = |texts: [&'static str; 4]| texts.map(Ok);
    let header = Parameter::header("color");
    row(header, Style::Simple, false, ok(["", "blue", "blue,black,brown", "R,100,G,200,B,150"]));
    row(header, Style::Simple, true, ok(["", "blue", "blue,black,brown", "R=100,G=200,B=150"]));
    let cookie = Parameter::cookie("color");
    row(cookie, Style::Form, false, ok(["color=", "color=blue", "color=blue,black,brown", "color=R,100,G,200,B,150"]));
    // The table joins by `&`, which no server would split; 3.2's style `cookie` joins like this.
    let pairs = ["color=", "color=blue", "color=blue; color=black; color=brown", "R=100; G=200; B=150"];
    row(cookie, Style::Form, true, ok(pairs));
    row(cookie, Style::Cookie, true, ok(pairs));
    // 3.2.1 has "n/a" for lists and objects here, 3.2.0 this text.
    row(
        cookie,
        Style::Cookie,
        false,
        ok(["color=", "color=blue", "color=blue,black,brown", "color=R,100,G,200,B,150"]),
    );
}

/// The whole query as one value (3.2).
#[test]
fn query_strings() {
    let query = Parameter::query_string("color");
    check(query, &RGB, Ok("R=100&G=200&B=150"));
    check(query, &json!({"a": "b c", "d": ["x", "&"]}), Ok("a=b+c&d=x&d=%26"));
    check(query, &json!({"a": {"b": 1}}), Ok("a=%7B%22b%22%3A1%7D"));
    const DEEP: Parameter = Parameter::query_string("color").form(&[FormField::styled("a", Style::DeepObject, true)]);
    check(DEEP, &json!({"a": {"b": 1}}), Ok("a%5Bb%5D=1"));
    check(query, &json!({}), Ok("(nothing)"));
    // The example of 3.2, "Parameter Object Examples".
    let example = json!({"flag": null, "numbers": [1, 2]});
    check(query.json(), &example, Ok("%7B%22flag%22%3Anull%2C%22numbers%22%3A%5B1%2C2%5D%7D"));
    check(query.text(), &"$.a.b[1:1]".to_owned(), Ok("%24.a.b%5B1%3A1%5D"));
}

/// Single values, in each style that a location has by default.
#[test]
fn single_values() {
    for (value, text) in [
        (json!(0), "0"),
        (json!(-7), "-7"),
        (json!(1.5), "1.5"),
        (json!(u64::MAX), "18446744073709551615"),
        (json!(true), "true"),
        (json!(false), "false"),
    ] {
        let pair = format!("color={text}");
        check(Parameter::path("color"), &value, Ok(text));
        check(Parameter::path("color").style(Style::Label, true), &value, Ok(&format!(".{text}")));
        check(Parameter::path("color").style(Style::Matrix, false), &value, Ok(&format!(";{pair}")));
        check(Parameter::query("color"), &value, Ok(&pair));
        check(Parameter::query("color").json(), &value, Ok(&pair));
        check(Parameter::query("color").text(), &value, Ok(&pair));
        check(Parameter::header("color"), &value, Ok(text));
        check(Parameter::header("color").json(), &value, Ok(text));
        check(Parameter::cookie("color"), &value, Ok(&pair));
    }
}

/// Null, and lists and objects without members, are undefined (RFC 6570, 2.3): nothing is sent. An absent path is an error.
#[test]
fn undefined_values() {
    let undefined = [json!(null), json!([]), json!({}), json!([null]), json!({"a": null})];
    for value in &undefined {
        for explode in [false, true] {
            for style in [Style::Simple, Style::Label, Style::Matrix] {
                check(Parameter::path("color").style(style, explode), value, NOT_EMPTY);
            }
            for style in [Style::Form, Style::SpaceDelimited, Style::PipeDelimited, Style::DeepObject] {
                check(Parameter::query("color").style(style, explode), value, Ok("(nothing)"));
            }
            check(Parameter::header("color").style(Style::Simple, explode), value, Ok("(nothing)"));
            check(Parameter::cookie("color").style(Style::Form, explode), value, Ok("(nothing)"));
        }
    }
    // An absent value has no JSON either.
    check(Parameter::query("color").json(), &None::<String>, Ok("(nothing)"));
    check(Parameter::query("color").text(), &None::<String>, Ok("(nothing)"));
    // Absent members are not sent.
    let some = json!({"a": null, "b": "c"});
    check(Parameter::query("color"), &some, Ok("b=c"));
    check(Parameter::query("color").style(Style::Form, false), &json!(["", null, "a"]), Ok("color=,a"));
}

const RESERVED: &str = ":/?#[]@!$&'()*+,;=";
const ENCODED: &str = "%3A%2F%3F%23%5B%5D%40%21%24%26%27%28%29%2A%2B%2C%3B%3D";

#[test]
fn reserved_characters() {
    let value = RESERVED.to_owned();
    let pair = format!("color={ENCODED}");
    check(Parameter::path("color"), &value, Ok(ENCODED));
    check(Parameter::path("color").style(Style::Label, false), &value, Ok(&format!(".{ENCODED}")));
    check(Parameter::path("color").style(Style::Matrix, false), &value, Ok(&format!(";{pair}")));
    check(Parameter::path("color").text(), &value, Ok(ENCODED));
    for style in [Style::Form, Style::SpaceDelimited, Style::PipeDelimited, Style::DeepObject] {
        check(Parameter::query("color").style(style, true), &value, Ok(&pair));
    }
    check(Parameter::query("color").text(), &value, Ok(&pair));
    check(Parameter::query("color").json(), &value, Ok(&format!("color=%22{ENCODED}%22")));
    check(Parameter::header("color"), &value, Ok(RESERVED));
    // A value that a cookie allows (RFC 6265) is sent as it is: most servers do not decode cookies. Any other is encoded as in a query, which is
    // what the style `form` means (3.2, "Parameter Object Examples").
    check(Parameter::cookie("color"), &":/?#[]@!$&'()*+=%2C".to_owned(), Ok("color=:/?#[]@!$&'()*+=%2C"));
    check(Parameter::cookie("color"), &value, Ok(&pair));
    check(Parameter::cookie("color"), &"Hello, world!".to_owned(), Ok("color=Hello%2C%20world%21"));
    // Characters that would end the pair, be read as a space, or be invalid in a query are still encoded (3.1.1, "allowReserved").
    let allowed = Parameter::query("color").allow_reserved();
    check(allowed, &value, Ok("color=:/?%23%5B%5D@!$%26'()*%2B,;="));
    check(allowed, &"50%25 %2F%".to_owned(), Ok("color=50%25%20%2F%25"));
    let segments = Parameter::path("color").allow_reserved();
    check(segments, &value, Ok(":/%3F%23%5B%5D@!$&'()*+,;="));
    // Reserved characters in names, and delimiters inside items.
    check(Parameter::query("color"), &json!({"a[b]&c": "d"}), Ok("a%5Bb%5D%26c=d"));
    let items = json!(["a,b", "c d", "e|f"]);
    check(Parameter::query("color").style(Style::Form, false), &items, Ok("color=a%2Cb,c%20d,e%7Cf"));
    check(Parameter::query("color").style(Style::SpaceDelimited, false), &items, Ok("color=a%2Cb%20c%20d%20e%7Cf"));
    check(Parameter::query("color").style(Style::PipeDelimited, false), &items, Ok("color=a%2Cb%7Cc%20d%7Ce%7Cf"));
    check(Parameter::path("color").style(Style::Label, true), &items, Ok(".a%2Cb.c%20d.e%7Cf"));
    check(Parameter::path("color").style(Style::Matrix, true), &items, Ok(";color=a%2Cb;color=c%20d;color=e%7Cf"));
}

#[test]
fn spaces_and_unicode() {
    let value = "é 100% 🐎".to_owned();
    let encoded = "%C3%A9%20100%25%20%F0%9F%90%8E";
    let pair = format!("color={encoded}");
    check(Parameter::path("color"), &value, Ok(encoded));
    check(Parameter::query("color"), &value, Ok(&pair));
    check(Parameter::query("color").allow_reserved(), &value, Ok(&pair));
    check(Parameter::query("color").text(), &value, Ok(&pair));
    check(Parameter::query("color").json(), &value, Ok(&format!("color=%22{encoded}%22")));
    check(Parameter::header("color"), &value, Ok(&value));
    // JSON has escapes, so it is ASCII; other text is UTF-8.
    check(Parameter::header("color").json(), &value, Ok(r#""\u00e9 100% \ud83d\udc0e""#));
    check(Parameter::header("color"), &json!([["é"]]), Ok(r#"["\u00e9"]"#));
    check(Parameter::cookie("color"), &value, Ok(&pair));
    check(Parameter::header("color"), &"a\nb".to_owned(), Err(CONTROL));
    check(Parameter::header("color").json(), &"a\nb".to_owned(), Ok("\"a\\nb\""));
}

const CONTROL: &str = "a header value must not contain line breaks or other control characters";

/// No style defines nested lists and objects: `deepObject` nests further, the others write JSON.
#[test]
fn nested_values() {
    let value: Value = json!({"a": [1, 2], "b": {"c": "d"}});
    let (list, object) = ("%5B1%2C2%5D", "%7B%22c%22%3A%22d%22%7D");
    check(Parameter::path("color"), &value, Ok(&format!("a,{list},b,{object}")));
    check(Parameter::path("color").style(Style::Matrix, true), &value, Ok(&format!(";a={list};b={object}")));
    check(Parameter::query("color"), &value, Ok(&format!("a={list}&b={object}")));
    check(Parameter::query("color").style(Style::Form, false), &value, Ok(&format!("color=a,{list},b,{object}")));
    let deep = "color%5Ba%5D%5B0%5D=1&color%5Ba%5D%5B1%5D=2&color%5Bb%5D%5Bc%5D=d";
    check(Parameter::query("color").style(Style::DeepObject, true), &value, Ok(deep));
    check(Parameter::header("color"), &value, Ok(r#"a,[1,2],b,{"c":"d"}"#));
    let json = "%7B%22a%22%3A%5B1%2C2%5D%2C%22b%22%3A%7B%22c%22%3A%22d%22%7D%7D";
    check(Parameter::query("color").json(), &value, Ok(&format!("color={json}")));
}

/// `content`: JSON in every location.
#[test]
fn json_content() {
    let encoded = "%7B%22R%22%3A100%2C%22G%22%3A200%2C%22B%22%3A150%7D";
    check(Parameter::path("color").json(), &RGB, Ok(encoded));
    check(Parameter::query("color").json(), &RGB, Ok(&format!("color={encoded}")));
    check(Parameter::query_string("color").json(), &RGB, Ok(encoded));
    check(Parameter::header("color").json(), &RGB, Ok(r#"{"R":100,"G":200,"B":150}"#));
    check(Parameter::cookie("color").json(), &RGB, Ok(&format!("color={encoded}")));
    for (value, text) in [
        (json!(""), "%22%22"),
        (json!("blue"), "%22blue%22"),
        (json!(null), "null"),
        (json!([]), "%5B%5D"),
        (json!({}), "%7B%7D"),
        (json!(["blue", "a,b"]), "%5B%22blue%22%2C%22a%2Cb%22%5D"),
    ] {
        check(Parameter::path("color").json(), &value, Ok(text));
        check(Parameter::query("color").json(), &value, Ok(&format!("color={text}")));
    }
}

/// A value that the document fixes is written like any other, unless it would add another cookie.
#[test]
fn fixed_values() {
    let check = |parameter: Parameter, expect: &str| {
        assert_eq!(sent_after(parameter, |_| {}).as_deref(), Ok(expect), "{parameter:?}");
    };
    let cookie = Parameter::cookie("color");
    check(Parameter::header("color").json().fixed("\"é\""), r#""\u00e9""#);
    check(Parameter::header("color").fixed("é"), "é");
    check(cookie.fixed("a; b=c"), "color=a%3B%20b%3Dc");
    check(cookie.style(Style::Cookie, true).fixed("a%3B"), "color=a%3B");
    check(cookie.style(Style::Cookie, true).fixed("a; b=c"), "(nothing)");
}

/// `content`: text is sent unchanged; a list or an object is an error.
#[test]
fn text_content() {
    check(Parameter::path("color").text(), &String::new(), NOT_EMPTY);
    check(Parameter::query("color").text(), &String::new(), Ok("color="));
    check(Parameter::header("color").text(), &"a, b".to_owned(), Ok("a, b"));
    check(Parameter::cookie("color").text(), &"a; b".to_owned(), Ok("color=a%3B%20b"));
    for value in [json!(["a"]), json!({"a": 1}), json!([])] {
        check(Parameter::query("color").text(), &value, Err("expected a scalar, found a list or an object"));
    }
}

/// Limits apply to the value, however it is serialized.
#[test]
fn limits() {
    let long = Err("expected at most 4 characters, found 5");
    let many = Err("expected at most 2 items, found 3");
    for parameter in [Parameter::query("color"), Parameter::query("color").json()] {
        check(parameter.length(0, 4), &"brown".to_owned(), long);
        check(parameter.items(0, 2), &blue(), many);
    }
    check(Parameter::query("color").json().length(0, 4), &"blue".to_owned(), Ok("color=%22blue%22"));
    check(Parameter::query("color").text().length(0, 4), &"brown".to_owned(), long);
}

/// A form: properties by default, by a style, and as JSON (`contentType`).
#[tokio::test]
async fn forms() {
    let value: Value = json!({
        "deep": {"a": [1]}, "json": {"a": [1]}, "list": ["a b", {"c": 1}], "none": null, "reserved": "a/b&c", "text": "é",
    });
    let fields = [
        FormField::json("json"),
        FormField::styled("list", Style::PipeDelimited, false),
        FormField::styled("reserved", Style::Form, true).allow_reserved(),
    ];
    let mut call = Call::new(&Operation::EMPTY);
    call.form("application/x-www-form-urlencoded", &value, &fields);
    let body = call.into_request("http://h").unwrap().into_body().collect(1 << 20).await.unwrap();
    let expect = "deep=%7B%22a%22%3A%5B1%5D%7D&json=%7B%22a%22%3A%5B1%5D%7D&list=a+b%7C%7B%22c%22%3A1%7D\
                  &reserved=a/b%26c&text=%C3%A9";
    assert_eq!(std::str::from_utf8(&body).unwrap(), expect);
}
