//! Parameters: where they stand, how they are written, and what is none.

use super::{check, check_with};

#[test]
fn parameters() {
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
  Query q?: Cat Content*
  Header X-Version: String = \"2026-04-01\" Simple
  Header Idempotency-Key?: String (key) Simple
  ok 204 
",
    );
}

#[test]
fn parameters_in_media_types() {
    check_with(
        "
/a:
  get:
    operationId: a
    parameters:
      - {name: t, in: query, content: {text/plain: {schema: {type: integer}}}}
      - {name: x, in: query, content: {application/xml: {schema: {$ref: '#/components/schemas/Cat'}}}}
    responses: {'204': {description: d}}
",
        "
a: GET /a
  Query t?: I64 Content*
  Query x?: String Content*
  ok 204 
",
        &["OA0301: the parameter `x` is taken as text in `application/xml`"],
    );
}

#[test]
fn header_parameters_that_are_none() {
    check_with(
        "
/a:
  get:
    operationId: a
    parameters:
      - {name: Authorization, in: header, schema: {type: string}}
      - {name: content-type, in: header, schema: {type: string}}
      - {name: 'X Y', in: header, schema: {type: string}}
    responses: {'204': {description: d}}
",
        "
a: GET /a
  ok 204 
",
        &[
            "OA0103: the header parameter `Authorization` is ignored, as the specification says",
            "OA0103: the header parameter `content-type` is ignored, as the specification says",
            "OA0103: `X Y` cannot be the name of a header; the parameter is left out",
        ],
    );
}

#[test]
fn paths_and_parameters_are_made_to_agree() {
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
            "OA0107: `/b/{id`: a brace is not closed",
            "OA0103: the path parameter `ID` is written `id` in the path; it is taken as that",
            "OA0109: `/a/{part}` names the parameter `part`, which is not declared; it is taken as a text",
            "OA0103: the path parameter `ID` is not in the path `/a/{part}`; it is left out",
            "OA0103: the path parameter `x` is not in the path `/c`; it is left out",
        ],
    );
}
