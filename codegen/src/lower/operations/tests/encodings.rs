//! Encoding objects: how the properties of forms and multipart bodies are encoded, by version.

use super::{lowered_document, text};
use crate::settings::ApiSettings;

const V3_0: &str = "3.0.4";
const V3_1: &str = "3.1.1";
const V3_2: &str = "3.2.0";

/// Checks the encoding of the property `a` of a body, and the messages.
#[track_caller]
fn check(version: &str, media_type: &str, schema: &str, encoding: &str, expect: &str, messages: &[&str]) {
    let document = format!(
        "openapi: {version}\ninfo: {{title: t, version: '1'}}\nservers: [{{url: /v1}}]\npaths:\n  /a:\n    post:\n      \
         operationId: a\n      requestBody:\n        content:\n          {media_type}:\n            \
         schema: {{type: object, properties: {{a: {schema}}}}}\n            encoding: {{a: {encoding}}}\n      \
         responses: {{'204': {{description: d}}}}\n"
    );
    let (api, found) = lowered_document(document, &ApiSettings::default());
    let text = text(&api);
    let (_, body) = text.split_once('{').unwrap_or_default();
    let (body, _) = body.split_once("}\n").unwrap_or_default();
    assert_eq!(body, expect, "{version} {media_type} {schema} {encoding}");
    let found: Vec<&str> =
        found.iter().map(String::as_str).filter(|message| !message.contains("allows anything")).collect();
    assert_eq!(found, messages, "{version} {media_type} {schema} {encoding}");
}

#[test]
fn forms() {
    let form = "application/x-www-form-urlencoded";
    let (object, list, text) = ("{type: object}", "{type: array, items: {type: string}}", "{type: string}");
    for (version, schema, encoding, expect) in [
        (V3_0, object, "{}", "a"),
        (V3_0, object, "{contentType: application/json}", "a=Json"),
        (V3_1, list, "{contentType: application/vnd.x+json}", "a=Json"),
        (V3_2, list, "{contentType: application/json}", "a=JsonItems"),
        (V3_1, text, "{contentType: application/json}", "a=Json"),
        (V3_1, "{type: string, contentMediaType: application/json}", "{contentType: application/json}", "a"),
        (V3_1, object, "{contentType: 'text/plain, application/json'}", "a=Json"),
        (V3_1, text, "{contentType: 'text/plain, application/json'}", "a"),
        // A style takes precedence, also its default (3.0.4 and 3.1.1, "Encoding Object").
        (
            V3_0,
            object,
            "{contentType: application/json, style: form}",
            "a=Styled { style: Form, explode: true, allow_reserved: false }",
        ),
        (V3_0, object, "{explode: false}", "a=Styled { style: Form, explode: false, allow_reserved: false }"),
        (V3_0, object, "{allowReserved: false}", "a=Styled { style: Form, explode: true, allow_reserved: false }"),
        (
            V3_0,
            object,
            "{style: deepObject, explode: true}",
            "a=Styled { style: DeepObject, explode: true, allow_reserved: false }",
        ),
    ] {
        check(version, form, schema, encoding, expect, &[]);
    }
    let message = "OA0103: the property `a` is sent as JSON: `application/xml` is not encoded";
    check(V3_1, form, object, "{contentType: application/xml}", "a", &[message]);
}

#[test]
fn parts() {
    let form = "multipart/form-data";
    let (object, list, text) = ("{type: object}", "{type: array, items: {type: string}}", "{type: string}");
    let base64 = "{type: string, contentEncoding: base64}";
    let octets = "application/octet-stream";
    for (version, media_type, schema, encoding, expect) in [
        (V3_1, form, object, "{}", "a"),
        (V3_1, form, list, "{contentType: application/json}", "a=jsonapplication/json"),
        (V3_2, form, list, "{contentType: application/json}", "a=json_itemsapplication/json"),
        (V3_1, form, object, "{contentType: 'text/plain, application/json'}", "a=jsonapplication/json"),
        (V3_1, form, text, "{contentType: 'text/*'}", "a"),
        (V3_1, form, text, "{contentType: 'text/csv, text/tab-separated-values'}", "atext/csv"),
        (V3_1, form, object, "{contentType: '*/*'}", "a"),
        // Styles exist since 3.1, and only in `multipart/form-data`.
        (V3_0, form, list, "{style: form, explode: false}", "a"),
        (V3_1, form, list, "{style: form, explode: false}", "a=Form,false "),
        (V3_1, "multipart/mixed", list, "{explode: false}", "a"),
        (V3_1, form, object, "{contentType: application/json, style: deepObject}", "a=DeepObject,false "),
        // A schema without a type is bytes since 3.1.
        (V3_0, form, "{}", "{}", "a"),
        (V3_1, form, "{}", "{}", "a@"),
        (V3_1, form, "{type: array, items: {}}", "{contentType: 'image/*'}", "a@image/*"),
        (V3_1, form, "{}", "{contentType: application/json}", "a=jsonapplication/json"),
        (V3_1, form, "{}", "{contentType: text/plain}", "atext/plain"),
        (V3_1, form, "{type: string, contentMediaType: image/png}", "{}", "a@image/png"),
        (V3_1, form, "{type: string, contentMediaType: image/png}", "{contentType: image/gif}", "a@image/gif"),
        (V3_0, form, "{type: string, format: binary}", "{contentType: 'image/png, image/*'}", "a@image/png, image/*"),
        (V3_1, form, base64, "{}", &format!("a{octets}+Content-Transfer-Encoding:base64")),
        (V3_1, form, base64, "{contentType: image/png}", "aimage/png+Content-Transfer-Encoding:base64"),
        (V3_1, form, base64, "{contentType: 'image/*'}", &format!("a{octets}+Content-Transfer-Encoding:base64")),
        (V3_0, form, "{type: string, format: byte}", "{}", "a"),
        // Headers.
        (V3_1, form, text, "{headers: {X: {schema: {type: string}}}}", "a+X:?"),
        (V3_1, form, text, "{headers: {X: {schema: {const: 1}}, content-type: {}}}", "a+X:1"),
    ] {
        check(version, media_type, schema, encoding, expect, &[]);
    }
    let message = "OA0301: the part `a` is a file that the caller must encode as `application/xml`";
    check(V3_1, form, object, "{contentType: application/xml}", "a@application/xml", &[message]);
    let message = "OA0301: the part `a` is a file that the caller must encode as `multipart/mixed`";
    let nested = "{contentType: multipart/mixed, itemEncoding: {contentType: text/plain}}";
    check(V3_2, form, object, nested, "a@multipart/mixed", &[message]);
}
