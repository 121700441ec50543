//! Values of headers and of cookies with the style `cookie`, which have no encoding.

use serde_json::json;

use super::parameters::check;
use super::runtime::http::table::{Delimiter, ListFormat, Parameter, Style};

/// Neither a header nor the style `cookie` has an encoding: a value that would arrive as another one is an error.
#[test]
fn values_without_an_encoding() {
    let delimiter = |what: &str, c: &str| format!("{what} contains the delimiter `{c}`, which a header cannot escape");
    let empty = |what: &str| format!("{what} is empty, which a header cannot express");
    let ends = |what: &str| format!("{what} must not begin or end with a space or a tab, because HTTP removes it");
    let (item, name, value) = ("an item of the list", "a member's name", "a member's value");
    let header = Parameter::header("color");
    let exploded = header.style(Style::Simple, true);
    check(header, &json!(["a,b", "c"]), Err(&delimiter(item, ",")));
    check(exploded, &json!(["a", ",b"]), Err(&delimiter(item, ",")));
    check(header, &json!(["a", "", "b"]), Err(&empty(item)));
    check(header, &json!(["a ", "b"]), Err(&ends(item)));
    check(header, &json!(["a b", "c|d", "e\tf"]), Ok("a b,c|d,e\tf"));
    // Quoted strings of the caller, and quotation marks with another meaning.
    check(header, &json!(["\"a,b\"", "W/\"c,d\"", "e;f=\"g,h\""]), Ok("\"a,b\",W/\"c,d\",e;f=\"g,h\""));
    check(header, &json!(["5\"", "6\""]), Ok("5\",6\""));
    check(header, &json!(["\"a", "b\""]), Err("the list contains a quotation mark or a `<` that is not closed"));
    check(header, &json!({"a,b": "c"}), Err(&delimiter(name, ",")));
    check(header, &json!({"a": "b,c"}), Err(&delimiter(value, ",")));
    check(header, &json!({"a": ""}), Err(&empty(value)));
    check(header, &json!({"a=b": "c=d"}), Ok("a=b,c=d"));
    check(exploded, &json!({"a": "b=c", "d": ""}), Ok("a=b=c,d="));
    check(exploded, &json!({"a=b": "c"}), Err("the member's name `a=b` contains the delimiter `=`"));
    check(exploded, &json!({"a": "b,c"}), Err(&delimiter(value, ",")));
    for text in [" a", "a\t", " "] {
        check(header, &text.to_owned(), Err(&ends("a header value")));
        check(header.text(), &text.to_owned(), Err(&ends("a header value")));
    }
    check(header.json(), &" a ".to_owned(), Ok("\" a \""));
    // The formats of Swagger 2.0 have delimiters of their own.
    const PIPES: ListFormat = ListFormat::joined(&[Delimiter::Pipe, Delimiter::Comma]);
    check(header.list(PIPES), &json!([["a", "b"], ["c d"]]), Ok("a,b|c d"));
    check(header.list(PIPES), &json!([["a|b"], ["c"]]), Err(&delimiter(item, "|")));
    check(header.list(PIPES), &json!([["a,b"], ["c"]]), Err(&delimiter(item, ",")));
    check(header.list(PIPES), &json!([["a"], []]), Err(&empty(item)));
    check(header.list(ListFormat::joined(&[Delimiter::Tab])), &json!(["a\tb", "c"]), Err(&delimiter(item, "\\t")));
    let unsendable = |part: &str, c: &str| {
        format!(
            "the {part} of a cookie cannot contain `{c}`; escape it in the way that the API expects, because the style `cookie` does not"
        )
    };
    let cookie = Parameter::cookie("color").style(Style::Cookie, true);
    check(cookie, &json!("Hello%2C%20world!"), Ok("color=Hello%2C%20world!"));
    check(cookie, &json!({"code": 42, "greeting": "Hello%2C%20world!"}), Ok("code=42; greeting=Hello%2C%20world!"));
    check(cookie, &json!("\"a\""), Ok("color=\"a\""));
    check(cookie, &json!("a;b"), Err(&unsendable("value", ";")));
    check(cookie, &json!(["a", "b c"]), Err(&unsendable("value", " ")));
    check(cookie, &json!({"a=b": "c"}), Err(&unsendable("name", "=")));
    check(Parameter::cookie("a=b"), &json!("c"), Ok("a%3Db=c"));
    check(Parameter::cookie("color"), &json!({"a b": "c", "d[e]": "f"}), Ok("a%20b=c; d[e]=f"));
    let named = Parameter::cookie("a b").style(Style::Cookie, true);
    check(named, &json!("c"), Err(&unsendable("name", " ")));
}
