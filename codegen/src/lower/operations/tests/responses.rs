//! Responses: which of them are successes, and which are errors.

use super::check;

/// Without another success, `default` is one. It also covers every error that no other response does.
#[test]
fn a_default_response_may_be_success_and_error() {
    check(
        "
/a:
  get:
    operationId: only
    responses:
      default: {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/Cat'}}}}
  put:
    operationId: without_success
    responses:
      '404': {description: d}
      default: {description: d, content: {application/json: {schema: {type: object, properties: {a: {type: string}}}}}}
  post:
    operationId: with_success
    responses:
      '200': {description: d}
      default: {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/Cat'}}}}
  delete:
    operationId: without_body
    responses:
      default: {description: d}
",
        "
only: GET /a
  ok default json(Cat)
  error default json(Cat)
without_success: PUT /a
  ok default json(op1.response0.0)
  error 404\u{20}
  error default json(op1.response0.0)
with_success: POST /a
  ok 200\u{20}
  error default json(Cat)
without_body: DELETE /a
  ok default\u{20}
",
    );
}
