//! Names of operations.

use super::{check, check_with};

#[test]
fn path_and_method_are_removed_from_ids_of_fastapi() {
    check(
        "
/v1/call/{id}:
  get:
    operationId: get_call_v1_call__id__get
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    responses: {'204': {description: d}}
/v1/billing/customer/:
  patch:
    operationId: update_customer_v1_billing_customer__patch
    responses: {'204': {description: d}}
/plain:
  get:
    responses: {'204': {description: d}}
",
        "
get_call: GET /v1/call/<id>
  Path id: String Simple
  ok 204 
update_customer: PATCH /v1/billing/customer/
  ok 204 
-: GET /plain
  ok 204 
",
    );
}

#[test]
fn an_id_that_only_ends_like_one_of_fastapi_is_kept() {
    check(
        "
/users:
  get:
    operationId: list_users_get
    responses: {'204': {description: d}}
  post:
    operationId: createUser
    responses: {'204': {description: d}}
",
        "
list_users_get: GET /users
  ok 204 
createUser: POST /users
  ok 204 
",
    );
}

#[test]
fn a_repeated_operation_id_is_reported() {
    check_with(
        "
/a:
  get:
    operationId: a
    responses: {'204': {description: d}}
  put:
    operationId: a
    responses: {'204': {description: d}}
",
        "
a: GET /a
  ok 204 
a: PUT /a
  ok 204 
",
        &[
            "OA0106: another operation has the same operationId, `a`; the methods of these operations get different names",
        ],
    );
}
