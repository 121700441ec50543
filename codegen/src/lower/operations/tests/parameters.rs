//! Parameters: their location, their encoding, and those that are ignored.

use super::{check, check_with};

#[test]
fn location_and_style_select_the_encoding() {
    check(
        "
/a/{x}-{y}:
  get:
    operationId: a
    parameters:
      - {name: x, in: path, required: true, schema: {type: integer}}
      - {name: y, in: path, required: true, schema: {type: string}}
      - {name: tags, in: query, style: form, explode: false, schema: {type: array, items: {type: string}}}
      - {name: since, in: query, schema: {type: [string, 'null'], format: date-time}}
      - {name: filter, in: query, style: deepObject, explode: true, schema: {$ref: '#/components/schemas/Cat'}}
      - {name: q, in: query, content: {application/json: {schema: {$ref: '#/components/schemas/Cat'}}}}
      - {name: X-Version, in: header, required: true, schema: {type: string, enum: ['2026-04-01']}}
      - {name: Idempotency-Key, in: header, schema: {type: string, maxLength: 255}}
    responses: {'204': {description: d}}
",
        "
a: GET /a/<x>-<y>
  Path x: I64 Simple
  Path y: String Simple
  Query tags?: [String] Form
  Query since?: DateTime Form*
  Query filter?: Cat DeepObject*
  Query q?: Cat content Json
  Header X-Version: String = \"2026-04-01\" Simple
  Header Idempotency-Key?: String (key) Simple
  ok 204 
",
    );
}

/// Checks the IR of a parameter whose `content` has this media type and schema, and the diagnostics.
#[track_caller]
fn check_content(location: &str, media_type: &str, schema: &str, expect: &str, diagnostics: &[&str]) {
    let content = format!("{{'{media_type}': {{{schema}}}}}");
    let path = if location == "path" { "/{p}" } else { "/a" };
    let text = format!(
        "\n{path}:\n  get:\n    operationId: a\n    parameters:\n      \
         - {{name: p, in: {location}, required: true, content: {content}}}\n    responses: {{'204': {{description: d}}}}\n"
    );
    let path = if location == "path" { "/<p>" } else { "/a" };
    let kind = match location {
        "path" => "Path",
        "query" => "Query",
        "header" => "Header",
        other => other,
    };
    check_with(&text, &format!("\na: GET {path}\n  {kind} p: {expect}\n  ok 204 \n"), diagnostics);
}

#[test]
fn content_of_json_media_types_is_sent_as_json() {
    let cat = "schema: {$ref: '#/components/schemas/Cat'}";
    for media_type in [
        "application/json",
        "Application/JSON",
        " application/json ; charset=utf-8",
        "application/vnd.cat.v2+json",
        "text/json",
        "application/problem+json",
    ] {
        for location in ["path", "query", "header"] {
            check_content(location, media_type, cat, "Cat content Json", &[]);
        }
    }
    check_content("query", "application/json", "schema: {type: string}", "String content Json", &[]);
    check_content("query", "application/json", "", "Any content Json", &[]);
}

#[test]
fn scalar_content_of_text_media_types_is_sent_as_text() {
    check_content("query", "text/plain", "schema: {type: integer}", "I64 content Text", &[]);
    check_content("query", "TEXT/Plain; charset=utf-8", "schema: {type: boolean}", "Bool content Text", &[]);
    check_content("query", "text/plain", "schema: {}", "String content Text", &[]);
    check_content("query", "text/plain", "", "String content Text", &[]);
    check_content("query", "application/xml", "schema: {type: string}", "String content Text", &[]);
    let message = "OA0301: the parameter `p` is a string that the caller must encode as `text/plain`";
    check_content("query", "text/plain", "schema: {type: array}", "String content Text", &[message]);
    let union = "schema: {oneOf: [{type: string}, {type: object}]}";
    check_content("header", "text/plain", union, "String content Text", &[message]);
}

#[test]
fn a_range_of_media_types_is_reported() {
    let cat = "schema: {$ref: '#/components/schemas/Cat'}";
    let json = |media_type: &str| {
        format!("OA0103: `{media_type}` does not define the encoding of the parameter `p`; it is sent as JSON")
    };
    for media_type in ["*/*", "application/*", "application/*+json"] {
        check_content("query", media_type, cat, "Cat content Json", &[&json(media_type)]);
    }
    let text = "OA0103: `*/*` does not define the encoding of the parameter `p`; it is sent as text";
    check_content("query", "*/*", "schema: {type: string}", "String content Text", &[text]);
}

#[test]
fn content_of_other_media_types_is_a_string_of_the_caller() {
    for media_type in [
        "application/xml",
        "application/x-ndjson",
        "application/ndjson",
        "application/json-seq",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "text/event-stream",
        "application/yaml",
        "image/png",
        "application/vnd.not-json.v1",
    ] {
        let message = format!("OA0301: the parameter `p` is a string that the caller must encode as `{media_type}`");
        let cat = "schema: {$ref: '#/components/schemas/Cat'}";
        check_content("query", media_type, cat, "String content Text", &[&message]);
    }
    let message = "OA0301: `json` is not a valid media type; the parameter `p` is a string that the caller must encode";
    check_content("query", "json", "schema: {type: object}", "String content Text", &[message]);
}

#[test]
fn allow_reserved_has_no_effect_with_content() {
    check_with(
        "
/a:
  get:
    operationId: a
    parameters:
      - {name: p, in: query, allowReserved: true, content: {application/json: {schema: {type: string}}}}
      - {name: q, in: query, allowReserved: true, schema: {type: string}}
    responses: {'204': {description: d}}
",
        "
a: GET /a
  Query p?: String content Json
  Query q?: String Form*+
  ok 204 
",
        &["OA0103: `allowReserved` has no effect together with `content`; the parameter `p` is percent-encoded"],
    );
}

/// JSON is decoded, and needs an encoding of its own unless its values look the same in the style `simple`. `explode` matters for objects only.
#[test]
fn response_headers_have_an_encoding() {
    check_with(
        "
/a:
  get:
    operationId: a
    responses:
      '204':
        description: d
        headers:
          X-A: {content: {application/json: {schema: {type: integer}}}}
          X-B: {content: {text/plain: {schema: {type: string}}}}
          X-C: {content: {application/vnd.c+json: {schema: {$ref: '#/components/schemas/Cat'}}}}
          X-D: {content: {application/json: {schema: {type: string}}}}
          X-E: {content: {application/json: {}}}
          X-F: {content: {text/plain: {schema: {type: array, items: {type: string}}}}}
          X-G: {content: {'*/*': {schema: {type: array, items: {type: string}}}}}
          X-H: {content: {'*/*': {schema: {type: string}}}}
          X-I: {explode: true, schema: {type: array, items: {type: string}}}
          X-J: {explode: true, schema: {type: object, additionalProperties: {type: string}}}
          X-K: {schema: {type: object, additionalProperties: {type: string}}}
          Set-Cookie: {content: {text/plain: {schema: {type: string}}}}
/b:
  get:
    operationId: b
    responses: {'204': {description: d, headers: {set-cookie: {schema: {type: string}}}}}
",
        "
a: GET /a
  ok 204  X-A: I64 X-B: String X-C: Cat Json X-D: String Json X-E: Any Json X-F: String X-G: [String] Json X-H: String X-I: [String] X-J: {String}* X-K: {String} Set-Cookie: String Lines
b: GET /b
  ok 204  set-cookie: String
",
        &[
            "OA0301: the header `X-F` is returned as a string; oasmith does not parse `text/plain` in headers",
            "OA0103: `*/*` does not define the encoding of the header `X-G`; it is read as JSON",
        ],
    );
}

#[test]
fn reserved_and_invalid_header_parameters_are_ignored() {
    check_with(
        "
/a:
  get:
    operationId: a
    parameters:
      - {name: Authorization, in: header, schema: {type: string}}
      - {name: content-type, in: header, schema: {type: string}}
      - {name: 'X Y', in: header, schema: {type: string}}
      - {name: X-A, in: header, schema: {type: string}}
      - {name: x-a, in: header, schema: {type: string}}
    responses: {'204': {description: d}}
",
        "
a: GET /a
  Header X-A?: String Simple
  ok 204 
",
        &[
            "OA0103: the parameter `x-a` is declared twice; the first one is used",
            "OA0103: the header parameter `Authorization` is ignored, as OpenAPI requires",
            "OA0103: the header parameter `content-type` is ignored, as OpenAPI requires",
            "OA0103: `X Y` is not a valid header name; the parameter is left out",
        ],
    );
}

#[test]
fn mismatches_of_path_and_path_parameters_are_reported() {
    check_with(
        "
/a/{id}:
  get:
    operationId: a
    parameters: [{name: ID, in: path, required: true, schema: {type: integer}}]
    responses: {'204': {description: d}}
/a/{part}:
  get:
    operationId: p
    parameters: [{name: ID, in: path, required: true, schema: {type: integer}}]
    responses: {'204': {description: d}}
/b/{id:
  get:
    operationId: b
    responses: {'204': {description: d}}
/c:
  get:
    operationId: c
    parameters: [{name: x, in: path, required: true, schema: {type: string}}]
    responses: {'204': {description: d}}
",
        "
a: GET /a/<id>
  Path id: I64 Simple
  ok 204 
p: GET /a/<part>
  Path part: String Simple
  ok 204 
c: GET /c
  ok 204 
",
        &[
            "OA0107: the path `/b/{id` has a `{` without a `}`",
            "OA0103: the path parameter `ID` is written `id` in the path; it is read as `id`",
            "OA0109: `/a/{part}` contains the parameter `part`, which is not declared; it becomes an argument of type string",
            "OA0103: the path parameter `ID` does not occur in the path `/a/{part}`; it is ignored",
            "OA0103: the path parameter `x` does not occur in the path `/c`; it is ignored",
        ],
    );
}

#[test]
fn examples_of_parameters_and_bodies_count() {
    check_with(
        "
/a/{id}:
  post:
    operationId: a
    parameters:
      - {name: id, in: path, required: true, example: cus_1, schema: {type: string, format: uuid}}
      - {name: since, in: query, examples: {a: {value: '2024-01-02T03:04:05'}}, schema: {type: string, format: date-time}}
      - {name: other, in: query, example: string, schema: {type: string, format: uuid}}
    requestBody:
      required: true
      content: {application/json: {schema: {type: array, items: {type: string, format: ipv4}}, example: [10.0.0.0/8]}}
    responses: {'204': {description: d}}
",
        "
a: POST /a/<id>
  Path id: String Simple
  Query since?: OptionalOffsetDateTime Form*
  Query other?: Uuid Form*
  body application/json json([String])
  ok 204 
",
        &[
            "OA0207: the document contradicts `uuid`: the example \"cus_1\" does not have this format; the type is `String`",
            "OA0207: the document contradicts `ipv4`: the example \"10.0.0.0/8\" does not have this format; the type is `String`",
        ],
    );
}
