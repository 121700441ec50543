//! Each construct of an operation: what is written, and what it becomes.

use std::fmt::Write;

use crate::diag::Diagnostics;
use crate::ir::{Api, MediaCodec, OperationName, Parameter, PathSegment, Response, Status, print};
use crate::settings::ApiSettings;
use crate::source::{MapLoader, Source};
use crate::{lower, openapi};

fn lowered(paths: &str, settings: &ApiSettings) -> (Api, Vec<String>) {
    let indented: String = paths.trim_matches('\n').lines().map(|line| format!("  {line}\n")).collect();
    let text = format!(
        "openapi: 3.1.0\ninfo: {{title: t, version: '1'}}\nservers: [{{url: /v1}}]\ncomponents:\n  securitySchemes:\n    \
         key: {{type: apiKey, in: header, name: X-Key}}\n    token: {{type: http, scheme: bearer}}\n  schemas:\n    \
         Cat: {{type: object, properties: {{name: {{type: string}}, photo: {{type: string, format: binary}}}}}}\npaths:\n{indented}"
    );
    let loader = MapLoader::new([("a.yaml", text)]);
    let mut diagnostics = Diagnostics::default();
    let mut source = Source::read("a.yaml", &loader, &mut diagnostics).expect("the source is read");
    let document = openapi::read(&mut source, &loader, &mut diagnostics).expect("the document is read");
    let api = lower::lower(&document, settings, &mut diagnostics);
    let found = diagnostics.iter().map(|item| format!("{}: {}", item.code.id(), item.message)).collect();
    (api, found)
}

/// Operations as text: a line each, and one for each of their parts.
fn text(api: &Api) -> String {
    let mut out = String::new();
    for operation in &api.operations {
        let name = match &operation.name {
            OperationName::Id(id) => id.as_str(),
            OperationName::MethodPath => "-",
        };
        let path: String = operation
            .path
            .iter()
            .map(|segment| match segment {
                PathSegment::Literal(text) => text.clone(),
                PathSegment::Parameter(index) => format!("<{}>", operation.parameters[*index].wire),
            })
            .collect();
        let _ = write!(out, "{name}: {} {path}", operation.method);
        for alternative in &operation.security {
            let names: Vec<&str> =
                alternative.iter().map(|used| api.security_schemes[used.scheme].name.as_str()).collect();
            let _ = write!(out, " [{}]", names.join("+"));
        }
        out.push('\n');
        operation.parameters.iter().for_each(|parameter| out.push_str(&parameter_text(api, parameter)));
        for media in operation.body.iter().flat_map(|body| &body.media) {
            let _ = writeln!(out, "  body {} {}", media.media_type, codec(api, &media.codec));
        }
        operation.successes.iter().for_each(|response| out.push_str(&response_text(api, "ok", response)));
        operation.failures.iter().for_each(|response| out.push_str(&response_text(api, "error", response)));
    }
    out
}

fn parameter_text(api: &Api, parameter: &Parameter) -> String {
    let mut text = format!("  {:?} {}", parameter.location, parameter.wire);
    text.push_str(if parameter.required { ": " } else { "?: " });
    text.push_str(&print::ty(&api.types, &parameter.ty));
    if let Some(fixed) = &parameter.fixed {
        let _ = write!(text, " = {fixed}");
    }
    if parameter.idempotency_key {
        text.push_str(" (key)");
    }
    let _ = writeln!(text, " {:?}{}", parameter.style, if parameter.explode { "*" } else { "" });
    text
}

fn response_text(api: &Api, word: &str, response: &Response) -> String {
    let status = match response.status {
        Status::Exact(code) => code.to_string(),
        Status::Range(digit) => format!("{digit}XX"),
        Status::Default => "default".to_owned(),
    };
    let media: Vec<String> = response.media.iter().map(|media| codec(api, &media.codec)).collect();
    let headers: Vec<String> = response
        .headers
        .iter()
        .map(|header| format!(" {}: {}", header.wire, print::ty(&api.types, &header.ty)))
        .collect();
    format!("  {word} {status} {}{}\n", media.join(" | "), headers.concat())
}

fn codec(api: &Api, codec: &MediaCodec) -> String {
    let ty = codec.ty().map(|ty| print::ty(&api.types, ty)).unwrap_or_default();
    let parts = match codec {
        MediaCodec::Form(_, parts) | MediaCodec::Multipart(_, parts) => {
            let files = parts.iter().map(|part| format!("{}{}", part.wire, if part.file { "@" } else { "" }));
            format!(" {{{}}}", files.collect::<Vec<_>>().join(" "))
        }
        _ => String::new(),
    };
    let name = match codec {
        MediaCodec::Json(_) => "json",
        MediaCodec::Form(..) => "form",
        MediaCodec::Multipart(..) => "multipart",
        MediaCodec::Text => "text",
        MediaCodec::Bytes => "bytes",
        MediaCodec::EventStream(_) => "events",
        MediaCodec::JsonLines(_) => "lines",
    };
    format!("{name}({ty}){parts}")
}

#[track_caller]
fn check(paths: &str, expect: &str) {
    check_with(paths, expect, &[]);
}

#[track_caller]
fn check_with(paths: &str, expect: &str, reports: &[&str]) {
    let (api, found) = lowered(paths, &ApiSettings::of_file("a.yaml"));
    let expect: String = expect.trim_matches('\n').lines().map(|line| format!("{line}\n")).collect();
    assert_eq!(text(&api), expect);
    assert_eq!(found, reports);
}

#[test]
fn names_of_fastapi_lose_path_and_method() {
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
fn a_suffix_by_chance_is_kept() {
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

#[test]
fn security() {
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
        &["OA0108: the security scheme `other` is not declared"],
    );
}

#[test]
fn an_id_used_twice_is_reported_with_both_places() {
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
        &["OA0106: the operationId `a` is used by another operation too"],
    );
}

#[test]
fn settings_select_and_rename() {
    let settings = crate::Settings::parse(
        "
[api.x]
file = 'a.yaml'
origin = 'https://a.io/openapi.yaml'
exclude.paths = ['/internal/*', '/none']
rename.operations = { 'GET /a' = 'fetch', nothing = 'x' }
rename.types = { Cat = 'Kitty', Dog = 'x' }
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
            "OA0403: `exclude.paths` of the settings names `/none`, which the document does not have",
            "OA0403: `rename.members` of the settings names `Cat.x`, which the document does not have",
            "OA0403: `rename.types` of the settings names `Dog`, which the document does not have",
            "OA0403: `rename.operations` of the settings names `nothing`, which the document does not have",
        ]
    );
}
