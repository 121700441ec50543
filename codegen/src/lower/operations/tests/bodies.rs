//! What is sent and what comes back.

use super::{check, check_with};

#[test]
fn bodies() {
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
  body application/x-www-form-urlencoded form(Cat) {name photo@}
  body multipart/form-data multipart(Cat) {name photo@}
  body text/csv text()
  body application/xml text()
  body application/octet-stream bytes()
  ok 200 events(Cat)
  ok 201 lines(Cat)
  ok 202 json(Cat)
  ok 203 bytes()
",
        &["OA0301: `application/xml` is carried as text"],
    );
}

#[test]
fn successes_and_failures() {
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
