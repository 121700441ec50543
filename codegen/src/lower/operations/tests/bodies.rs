//! Request bodies and responses.

use super::{check, check_with};

#[test]
fn the_media_type_selects_the_codec() {
    check_with(
        "
/a:
  post:
    operationId: a
    requestBody:
      content:
        multipart/form-data: {schema: {$ref: '#/components/schemas/Cat'}}
        application/x-www-form-urlencoded: {schema: {$ref: '#/components/schemas/Cat'}}
        text/csv: {}
        application/json: {schema: {$ref: '#/components/schemas/Cat'}}
        text/json: {schema: {$ref: '#/components/schemas/Cat'}}
        application/vnd.cat+json: {}
        application/xml: {schema: {$ref: '#/components/schemas/Cat'}}
        application/octet-stream: {schema: {type: string, format: binary}}
    responses:
      '200': {description: d, content: {text/event-stream: {schema: {$ref: '#/components/schemas/Cat'}}}}
      '201': {description: d, content: {application/x-ndjson: {schema: {type: array, items: {$ref: '#/components/schemas/Cat'}}}}}
      '202': {description: d, content: {'*/*': {schema: {$ref: '#/components/schemas/Cat'}}}}
      '203': {description: d, content: {'*/*': {}}}
",
        "
a: POST /a
  body application/json json(Cat)
  body application/vnd.cat+json json(Any)
  body application/x-www-form-urlencoded form(Cat) {name photo}
  body multipart/form-data multipart(Cat) {name photo@}
  body text/csv text()
  body application/xml text()
  body application/octet-stream bytes()
  ok 200 events(Cat)
  ok 201 lines(Cat)
  ok 202 json(Cat)
  ok 203 bytes()
",
        &["OA0301: a body of type `application/xml` is a string: XML is not parsed"],
    );
}

#[test]
fn equivalent_media_types_are_listed_once() {
    check(
        "
/a:
  post:
    operationId: a
    requestBody:
      content:
        Application/JSON; charset=utf-8: {schema: {$ref: '#/components/schemas/Cat'}}
        application/vnd.cat.v1+json: {schema: {$ref: '#/components/schemas/Cat'}}
        text/json: {schema: {$ref: '#/components/schemas/Cat'}}
        application/*+json: {schema: {$ref: '#/components/schemas/Cat'}}
        '*/*': {schema: {$ref: '#/components/schemas/Cat'}}
        application/merge-patch+json: {schema: {$ref: '#/components/schemas/Cat'}}
        application/x-ndjson: {schema: {$ref: '#/components/schemas/Cat'}}
        application/ndjson: {schema: {$ref: '#/components/schemas/Cat'}}
        application/json-seq: {schema: {$ref: '#/components/schemas/Cat'}}
        ' multipart/form-data': {schema: {$ref: '#/components/schemas/Cat'}}
        multipart/form-data; boundary=x: {schema: {$ref: '#/components/schemas/Cat'}}
        text/plain: {}
        TEXT/PLAIN;charset=utf-8: {}
        text/csv: {}
        image/png: {}
        image/*: {}
    responses:
      '200':
        description: d
        content:
          application/problem+json: {schema: {$ref: '#/components/schemas/Cat'}}
          application/json: {schema: {$ref: '#/components/schemas/Cat'}}
          '*/*': {schema: {$ref: '#/components/schemas/Cat'}}
          application/jsonl: {schema: {$ref: '#/components/schemas/Cat'}}
          application/json-seq: {schema: {$ref: '#/components/schemas/Cat'}}
          text/xml: {schema: {type: string}}
          application/xml: {schema: {type: string}}
          application/vnd.cat+xml: {}
          application/atom+xml: {}
",
        "
a: POST /a
  body application/json; charset=utf-8 json(Cat)
  body application/merge-patch+json json(Cat)
  body multipart/form-data multipart(Cat) {name photo@}
  body application/x-ndjson lines(Cat)
  body application/json-seq sequence(Cat)
  body text/plain text()
  body text/csv text()
  body image/png bytes()
  body image/* bytes()
  ok 200 json(Cat) application/problem+json = application/json = */* | lines(Cat) application/jsonl = application/json-seq | text() text/xml = application/xml = application/vnd.cat+xml | text()
",
    );
}

#[test]
fn plain_text_next_to_json_of_the_same_schema_is_the_same_case() {
    let cat = "{$ref: '#/components/schemas/Cat'}";
    for (content, expect) in [
        // ASP.NET lists all of its formatters.
        (
            "text/plain: {schema: CAT}, application/json: {schema: CAT}, text/json: {schema: CAT}",
            "json(Cat) application/json = text/plain = text/json",
        ),
        (
            "application/json: {schema: {type: array, items: CAT}}, text/plain: {schema: {type: array, items: CAT}}",
            "json([Cat]) application/json = text/plain",
        ),
        (
            "application/json: {schema: {type: integer}}, text/plain; v=1: {schema: {type: integer}}",
            "json(I64) application/json = text/plain; v=1",
        ),
        // A string is the text itself.
        (
            "text/plain: {schema: {type: string}}, application/json: {schema: {type: string}}",
            "json_or_text(String) application/json = text/plain",
        ),
        (
            "application/json: {schema: {type: string, description: d}}, text/plain: {}",
            "json_or_text(String) application/json = text/plain",
        ),
        (
            "application/json: {schema: {type: [string, 'null']}}, text/plain: {schema: {type: [string, 'null']}}",
            "json_or_text(String?) application/json = text/plain",
        ),
        (
            "text/plain: {schema: {type: string, format: uuid}}, text/json: {schema: {type: string, format: uuid}}",
            "json_or_text(Uuid) text/json = text/plain",
        ),
        // These are different or ambiguous.
        (
            "application/json: {schema: {type: string, format: uuid}}, text/plain: {schema: {type: string}}",
            "json(Uuid) | text()",
        ),
        (
            "application/json: {schema: {type: [string, integer]}}, text/plain: {schema: {type: [string, integer]}}",
            "json(op0.response200.0) | text()",
        ),
        ("application/json: {schema: CAT}, text/plain: {schema: {type: string}}", "json(Cat) | text()"),
        ("application/json: {}, text/plain: {}", "json(Any) | text()"),
        (
            "application/json: {schema: {type: array, items: CAT}}, text/json: {schema: {type: array, items: {}}}",
            "json([Cat]) | json([Any])",
        ),
        ("application/json: {schema: CAT}, text/csv: {}, text/html: {}", "json(Cat) | text() | text()"),
        // A body of only text is a string.
        ("text/plain: {schema: {type: integer}}", "text()"),
    ] {
        let content = content.replace("CAT", cat);
        check(
            &format!(
                "/a:\n  get:\n    operationId: a\n    responses: {{'200': {{description: d, content: {{{content}}}}}}}"
            ),
            &format!("a: GET /a\n  ok 200 {expect}"),
        );
    }
}

#[test]
fn a_request_of_structured_plain_text_is_sent_as_json() {
    check(
        "
/a:
  post:
    operationId: a
    requestBody: {content: {text/plain: {schema: {type: integer}}, application/json: {schema: {type: integer}}}}
    responses: {'204': {description: d}}
/b:
  post:
    operationId: b
    requestBody: {content: {text/plain: {schema: {type: string}}, application/json: {schema: {type: string}}}}
    responses: {'204': {description: d}}
/c:
  post:
    operationId: c
    requestBody: {content: {text/json: {schema: {type: array, items: {type: integer}}}, application/json: {schema: {type: array, items: {type: integer}}}}}
    responses: {'204': {description: d}}
",
        "
a: POST /a
  body application/json json(I64)
  ok 204 
b: POST /b
  body application/json json(String)
  body text/plain text()
  ok 204 
c: POST /c
  body text/json json([I64])
  ok 204 
",
    );
}

#[test]
fn media_types_that_are_not_encoded_or_parsed_are_bytes() {
    check_with(
        "
/a:
  post:
    operationId: a
    requestBody:
      content:
        text/event-stream: {schema: {$ref: '#/components/schemas/Cat'}}
    responses:
      '200': {description: d, content: {text/event-stream: {schema: {$ref: '#/components/schemas/Cat'}}}}
      '201': {description: d, content: {multipart/mixed: {schema: {$ref: '#/components/schemas/Cat'}}}}
      '202': {description: d, content: {application/x-www-form-urlencoded: {schema: {$ref: '#/components/schemas/Cat'}}}}
",
        "
a: POST /a
  body text/event-stream bytes()
  ok 200 events(Cat)
  ok 201 bytes()
  ok 202 bytes()
",
        &[
            "OA0301: a received body of type `multipart/mixed` is not parsed: it is raw bytes",
            "OA0301: a received body of type `application/x-www-form-urlencoded` is not parsed: it is raw bytes",
            "OA0301: a request body of type `text/event-stream` is raw bytes: events are not encoded",
        ],
    );
}

#[test]
fn encoding_applies_to_each_property_of_a_form() {
    let schema = "schema: {type: object, properties: {a: {}, b: {type: array}, c: {type: string}, d: {type: array}}}";
    let encoding = "encoding: {a: {contentType: 'application/vnd.x+json'}, b: {explode: false}, \
                    c: {contentType: 'image/png, image/jpeg'}, d: {contentType: Text/Plain}}";
    check(
        &format!(
            "
/a:
  post:
    operationId: a
    requestBody: {{content: {{multipart/form-data: {{{schema}, {encoding}}}}}}}
    responses: {{'204': {{description: d}}}}
/b:
  post:
    operationId: b
    requestBody: {{content: {{application/x-www-form-urlencoded: {{{schema}, {encoding}}}}}}}
    responses: {{'204': {{description: d}}}}
"
        ),
        "
a: POST /a
  body multipart/form-data multipart(op0.body0) {a=jsonapplication/vnd.x+json b=Form,false  c@image/png, image/jpeg dtext/plain}
  ok 204 
b: POST /b
  body application/x-www-form-urlencoded form(op1.body0) {a=Json b=Styled { style: Form, explode: false, allow_reserved: false } c d}
  ok 204 
",
    );
}

#[test]
fn responses_are_classified_by_status() {
    check(
        "
/a:
  get:
    operationId: a
    responses:
      '200': {description: d, headers: {X-Count: {schema: {type: integer}}}}
      2XX: {description: d}
      '304': {description: d}
      '404': {description: d}
      default: {description: d}
/b:
  get:
    operationId: b
    responses:
      '302': {description: d}
      default: {description: d}
/c:
  get:
    operationId: c
    responses:
      '404': {description: d}
      default: {description: d}
",
        "
a: GET /a
  ok 200  X-Count: I64
  ok 2XX 
  error 304 
  error 404 
  error default 
b: GET /b
  ok 302 
  error default 
c: GET /c
  ok default 
  error 404 
",
    );
}
