//! Security, and settings that select and rename.

use super::{check_with, lowered, text};

#[test]
fn undeclared_security_schemes_are_left_out() {
    check_with(
        "
/a:
  get:
    operationId: a
    security: [{key: [], token: []}, {}]
    responses: {'204': {description: d}}
/b:
  get:
    operationId: b
    security: [{other: []}]
    responses: {'204': {description: d}}
",
        "
a: GET /a [key+token] []
  ok 204 
b: GET /b []
  ok 204 
",
        &["OA0108: the security scheme `other` is not declared; no credential is sent for it"],
    );
}

#[test]
fn settings_that_select_and_rename_report_unknown_names() {
    let settings = crate::Settings::parse(
        "
[api.x]
file = 'a.yaml'
origin = 'https://a.io/openapi.yaml'
exclude.paths = ['/internal/*', '/none']
rename.operations = { 'GET /a' = 'fetch', nothing = 'x' }
rename.types = { Cat = 'Kitty', Dog = 'X' }
rename.members = { 'Cat.name' = 'label', 'Cat.x' = 'y' }
",
    );
    let settings = settings.expect("the settings are read").apis.remove("x").expect("the API is there");
    let (api, found) = lowered(
        "
/a:
  get:
    responses: {'200': {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/Cat'}}}}}
/internal/b:
  get:
    responses: {'204': {description: d}}
",
        &settings,
    );
    assert_eq!(text(&api), "fetch: GET /a\n  ok 200 json(Kitty)\n");
    assert_eq!(api.servers[0].url, "https://a.io/v1");
    assert_eq!(api.given_members.values().collect::<Vec<_>>(), ["label"]);
    assert_eq!(
        found,
        [
            "OA0403: the setting `exclude.paths` names `/none`, which does not exist in the document",
            "OA0403: the setting `rename.members` names `Cat.x`, which does not exist in the document",
            "OA0403: the setting `rename.types` names `Dog`, which does not exist in the document",
            "OA0403: the setting `rename.operations` names `nothing`, which does not exist in the document",
        ]
    );
}
