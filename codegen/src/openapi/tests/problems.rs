//! Tests of what is reported, where, and with which remedy.

use super::problems;

fn check(text: &str, expect: &[&str]) {
    assert_eq!(problems(text), expect, "{text}");
}

/// A document with these paths and components.
fn document(paths: &str, components: &str) -> String {
    format!("openapi: 3.1.0\ninfo: {{title: t, version: v}}\npaths:\n  {paths}\ncomponents:\n  {components}\n")
}

#[test]
fn reports_versions() {
    let head = "info: {title: t, version: v}\n";
    let remedy = "versions 2.0 (`swagger: \"2.0\"`), 3.0, 3.1 and 3.2 (`openapi: 3.1.0`) are read";
    check(
        &format!("{head}openapi: 4.0.0\n"),
        &[&format!("OA0101 2:1 `openapi: 4.0.0` is not a version that is known | {remedy}")],
    );
    check(
        &format!("{head}openapi: '2.0'\n"),
        &[&format!("OA0101 2:1 `openapi: 2.0` is not a version that is known | {remedy}")],
    );
    check(&format!("{head}openapi: 3.1.0\n"), &[]);
    check(&format!("{head}openapi: 3.2.0\n"), &[]);
    check(&format!("{head}swagger: '2.0'\n"), &[]);
    let quotes =
        "OA0103 2:1 the version must be a string, but this is a number; it is taken as \"3.1\" | put it into quotes";
    check(&format!("{head}openapi: 3.1\n"), &[quotes]);
    let add = "add `openapi: 3.1.0` (or the version that it is written in) at the top of the document";
    check(head, &[&format!("OA0101 1:1 the document does not say which OpenAPI version it is written in | {add}")]);
    check("asyncapi: 3.0.0\n", &[&format!("OA0101 1:1 this is an AsyncAPI document, which is not OpenAPI | {add}")]);
    check("[]", &[&format!("OA0101 1:1 the document is not an object | {add}")]);
    check("# nothing\n", &[&format!("OA0101 1:1 the file has no content | {add}")]);
}

#[test]
fn reports_references() {
    let check = |reference: &str, expect: &str| {
        let text = document("{}", &format!("schemas: {{Pet: {{}}, A: {{\n    $ref: '{reference}'}}}}"));
        assert_eq!(problems(&text), [expect], "{reference}");
    };
    check(
        "#/components/schemas/Pets",
        "OA0104 7:5 `#/components/schemas/Pets` points to nothing | did you mean `#/components/schemas/Pet`?",
    );
    check(
        "#/components/schema/Pet",
        "OA0104 7:5 `#/components/schema/Pet` points to nothing | did you mean `#/components/schemas/Pet`?",
    );
    check(
        "#/definitions/Pet",
        "OA0103 7:5 `#/definitions/Pet` points to nothing; it is taken as `#/components/schemas/Pet` | write `#/components/schemas/Pet`",
    );
    check(
        "#components/schemas/Pet",
        "OA0103 7:5 `#components/schemas/Pet` points to nothing; it is taken as `#/components/schemas/Pet` | write `#/components/schemas/Pet`",
    );
    check(
        "#/components/schemas/Customer",
        "OA0104 7:5 `#/components/schemas/Customer` points to nothing | add `Customer` to `components.schemas`, or correct the reference",
    );
    check(
        "Pet",
        "OA0103 7:5 `Pet` points to nothing; it is taken as `#/components/schemas/Pet` | write `#/components/schemas/Pet`",
    );
    check(
        "https://example.com/a.yaml#/Pet",
        "OA0104 7:5 `https://example.com/a.yaml#/Pet` leads outside the document (https): only files are read | \
         download the file, put it beside the document, and refer to it by its relative path",
    );
    check(
        "#/components/schemas/A",
        "OA0105 7:5 the chain of references that begins here comes back to itself without ever reaching a schema | \
         replace one of its references by what is meant",
    );
}

#[test]
fn reports_cycles() {
    let cycle = |schemas: &str| problems(&document("{}", &format!("schemas: {schemas}")));
    let count = |schemas: &str| cycle(schemas).iter().filter(|line| line.starts_with("OA0105")).count();
    assert_eq!(count("{A: {$ref: '#/components/schemas/B'}, B: {allOf: [{$ref: '#/components/schemas/A'}]}}"), 1);
    assert_eq!(count("{A: {anyOf: [{$ref: '#/components/schemas/A'}]}}"), 1);
    assert_eq!(count("{A: {type: array, items: {$ref: '#/components/schemas/A'}}}"), 0);
    // A parent and its children.
    assert_eq!(
        count(
            "{A: {oneOf: [{$ref: '#/components/schemas/B'}]}, B: {allOf: [{$ref: '#/components/schemas/A'}, {type: object}]}}"
        ),
        0
    );
    assert_eq!(count("{A: {$ref: '#/components/schemas/C'}, B: {$ref: '#/components/schemas/C'}, C: {}}"), 0);
    let response = document(
        "/a: {get: {responses: {'200': {$ref: '#/components/responses/R'}}}}",
        "responses: {R: {$ref: '#/components/responses/R'}}",
    );
    assert_eq!(problems(&response).iter().filter(|line| line.starts_with("OA0105")).count(), 2);
    let item = document("/a: {$ref: '#/paths/~1b'}\n  /b: {$ref: '#/paths/~1a'}", "{}");
    assert_eq!(problems(&item).iter().filter(|line| line.starts_with("OA0105")).count(), 2);
}

#[test]
fn reports_all_problems_of_a_document_together() {
    check(
        "openapi: 3.0.3
info: {title: t, version: 1.0, contact: 5}
tags: [a]
servers: [{url: 'https://{host}/'}]
paths:
  pets:
    get:
      operationId: list
      deprecated: yes please
      tags: one
      parameters:
        - {name: q, in: body}
        - {name: a, in: query, style: simple}
        - {name: a, in: query}
        - {in: query}
        - 5
      responses:
        20: {description: d}
        2xx: {description: 5}
        '200': []
    GET: {}
  /pets/{id}:
    post:
      operationId: list
      security: [{key: []}]
      requestBody: {description: none}
      responses: {}
  /a/{b: {}
",
        &[
            "OA0103 2:18 `version` must be a string, but this is a number; it is taken as \"1.0\" | put it into quotes",
            "OA0103 4:12 the URL names the variable `host`, which is not in `variables`; users must give a value | add `host` to `variables` with a default",
            "OA0103 3:8 a tag must be an object with `name` | write it as an object",
            "OA0103 6:3 the path `pets` does not begin with `/`; it is taken as `/pets` | begin it with `/`",
            "OA0103 9:7 `deprecated` must be a boolean, but this is a string | write `true` or `false` without quotes, or remove it",
            "OA0103 10:7 `tags` must be a list of strings; it is taken as a list of this one | put it into a list",
            "OA0102 12:21 a parameter cannot stand in `body` | write a `requestBody`: OpenAPI 3 has no such parameters",
            "OA0103 13:32 a query parameter cannot have the style \"simple\"; it is ignored | \
             write one of form, spaceDelimited, pipeDelimited, deepObject, or remove it",
            "OA0103 14:11 the parameter `a` is there twice; the first is taken | remove one of the two",
            "OA0102 15:11 a parameter needs `name` | add `name`",
            "OA0102 16:11 a parameter must be an object, but this is a number | write an object, or remove it",
            "OA0102 18:9 `20` is not a status code | write a code of three digits, a range such as `4XX`, or `default`",
            "OA0103 19:15 `description` must be a string, but this is a number; it is taken as \"5\" | put it into quotes",
            "OA0102 20:9 a response must be an object, but this is a list | write an object, or remove it",
            "OA0103 21:5 `GET` is not read: methods are written in lower case | write `get`",
            "OA0103 26:7 a request body has no `content`: nothing says what is sent | add `content` with a media type",
            "OA0108 25:19 the security scheme `key` is not declared | declare `key` in `components.securitySchemes`, or remove it here",
            "OA0107 28:3 `/a/{b`: a brace is not closed | write each parameter as `{name}`",
            "OA0109 23:5 `/pets/{id}` names the parameter `id`, which is not declared; it is taken as a text | declare `id` in `parameters` with `in: path`",
            "OA0106 24:7 the operationId `list` is used by another operation too | give each an id of its own",
        ],
    );
}

#[test]
fn reports_security_schemes() {
    let check = |scheme: &str, expect: &[&str]| {
        let text = document("{}", &format!("securitySchemes: {{a: {scheme}}}"));
        assert_eq!(problems(&text), expect, "{scheme}");
    };
    check("{type: http, scheme: Bearer}", &[]);
    check("{type: mutualTLS}", &[]);
    check(
        "{type: basic}",
        &[
            "OA0103 6:25 `basic` is a type of OpenAPI 2.0; it is read as `http` with the scheme `basic` | write `type: http` and `scheme: basic`",
        ],
    );
    check("{type: oauth}", &["OA0102 6:25 `oauth` is not a type of security scheme | did you mean `oauth2`?"]);
    check(
        "{type: apiKey, name: k, in: body}",
        &["OA0102 6:48 a key can only stand in `query`, `header` or `cookie` | write one of these"],
    );
    check("{type: apiKey, in: header}", &["OA0102 6:21 a security scheme needs `name` | add `name`"]);
    check(
        "{scheme: basic}",
        &["OA0102 6:21 a security scheme needs `type` | add `type`: apiKey, http, oauth2, openIdConnect or mutualTLS"],
    );
    check(
        "{type: oauth2}",
        &[
            "OA0103 6:21 a security scheme of type oauth2 has no `flows`; a token of the caller's is sent | add `flows` with at least one flow",
        ],
    );
    check(
        "{type: openIdConnect, openIdConnectUrl: '-'}",
        &["OA0103 6:46 `-` is not an absolute URL | write the URL of the discovery document"],
    );
    check(
        "{type: oauth2, flows: {clientCredentials: {scopes: {}}}}",
        &["OA0103 6:47 the flow `clientCredentials` has no `tokenUrl` | add `tokenUrl`"],
    );
}

#[test]
fn reports_components_that_nobody_uses() {
    let check =
        |components: &str, expect: &[&str]| assert_eq!(problems(&document("{}", components)), expect, "{components}");
    check(
        "requestBodies: {Null: null}",
        &["OA0102 6:19 a request body must be an object, but this is null | write an object, or remove it"],
    );
    check("responses: []", &["OA0102 6:3 `components.responses` must be an object | write an object of named entries"]);
    check(
        "examples: {E: {$ref: '#/components/examples/E'}}",
        &[
            "OA0103 6:18 the chain of references that begins here comes back to itself | replace one of its `$ref`s by what is meant",
        ],
    );
    check(
        "headers: {h!: {}}",
        &[
            "OA0103 6:13 `h!` has characters that are not allowed in a component's name | use only letters, digits, `.`, `-` and `_`",
        ],
    );
    check(
        "mediaTypes: {}",
        &[
            "OA0103 6:3 `components.mediaTypes` exists since OpenAPI 3.2; it is read all the same | say `openapi: 3.2.0`, if the document is written in it",
        ],
    );
}

/// Documents that are wrong by the letter and plain in what they mean.
#[test]
fn reads_what_is_meant() {
    let check = |path: &str, operation: &str, expect: &[&str]| {
        let text = document(&format!("{path}: {{get: {operation}}}"), "schemas: {}");
        assert_eq!(problems(&text), expect, "{path} {operation}");
    };
    check(
        "/a/{id}",
        "{}",
        &[
            "OA0109 4:13 `/a/{id}` names the parameter `id`, which is not declared; it is taken as a text | declare `id` in `parameters` with `in: path`",
        ],
    );
    check(
        "/a/{path*}",
        "{parameters: [{name: path, in: path, required: true}]}",
        &[
            "OA0103 4:16 `{path*}` is no parameter of OpenAPI; it is taken as `{path}`, slashes in it are kept | write `{path}`, and since OpenAPI 3.2 `allowReserved: true` in the parameter",
        ],
    );
    check(
        "/a",
        "{parameters: [{name: q, in: query, type: integer}]}",
        &[
            "OA0103 4:48 since OpenAPI 3 a parameter has its `type` in `schema`; any value is sent as the text that it is | write `schema: {type: …}`",
        ],
    );
    check(
        "/a",
        "{responses: {'200': {schema: {type: integer}}}}",
        &[
            "OA0103 4:34 since OpenAPI 3 a response has its `schema` in `content`; it is taken as that of JSON | write `content: {application/json: {schema: …}}`",
        ],
    );
    check(
        "/a",
        "{responses: {'200': null}}",
        &[
            "OA0103 4:26 a response must be an object; it is taken as one of which nothing is said | write `{}` at least",
        ],
    );
    check(
        "/a",
        "{security: {}}",
        &[
            "OA0103 4:14 `security` must be a list of requirements; it is taken as a list of this one | put it into a list",
        ],
    );
    let empty = document("/a: {get: null}", "{}");
    assert_eq!(
        problems(&empty),
        ["OA0103 4:8 the operation `get` has nothing in it; it is ignored | write `{}` at least, or remove it"]
    );
}

#[test]
fn a_parameter_with_slashes_keeps_them() {
    for template in ["/a/{path*}", "/a/{+path}", "/a/{path...}"] {
        let (_, document, _) =
            super::read_files(&[("spec.yaml", &document(&format!("{template}: {{get: {{}}}}"), "{}"))]);
        let operation = document.unwrap().operations.remove(0);
        let parameter = &operation.parameters[0];
        assert_eq!(
            (operation.path.as_str(), parameter.name.as_str(), parameter.allow_reserved),
            ("/a/{path}", "path", true)
        );
    }
}

#[test]
fn an_operation_survives_what_it_can_do_without() {
    let check = |operation: &str, expect: Option<&[&str]>| {
        let text = document(&format!("/a/{{id}}: {{get: {operation}}}"), "schemas: {}");
        let (_, document, diagnostics) = super::read_files(&[("spec.yaml", &text)]);
        let document = document.unwrap();
        let lost: Vec<String> = document
            .lost
            .iter()
            .map(|lost| format!("{:?} {} {}", lost.fate, lost.construct, lost.place.pointer.last().unwrap_or_default()))
            .collect();
        assert!(diagnostics.has_errors(), "{operation}");
        match expect {
            Some(expect) => {
                assert!(!document.operations[0].broken, "{operation}");
                assert_eq!(lost, expect, "{operation}");
            }
            None => assert!(document.operations[0].broken, "{operation}"),
        }
    };
    let id = "{name: id, in: path, required: true}";
    check(&format!("{{parameters: [{id}, {{$ref: '#/x'}}]}}"), Some(&["LeftOut parameter 1"]));
    check(&format!("{{parameters: [{id}, {{in: query}}]}}"), Some(&["LeftOut parameter 1"]));
    check(&format!("{{parameters: [{id}], responses: {{'200': {{$ref: '#/x'}}}}}}"), Some(&["Raw response 200"]));
    check(
        &format!("{{parameters: [{id}], responses: {{'200': {{content: {{a/b: {{$ref: '#/x'}}}}}}}}}}"),
        Some(&["Raw response 200"]),
    );
    check(
        &format!("{{parameters: [{id}], responses: {{'200': {{headers: {{A: {{$ref: '#/x'}}}}}}}}}}"),
        Some(&["LeftOut header A"]),
    );
    check(&format!("{{parameters: [{id}], callbacks: {{a: {{$ref: '#/x'}}}}}}"), Some(&["LeftOut callback a"]));
    check("{parameters: [{$ref: '#/x'}]}", Some(&["LeftOut parameter 0"]));
    // What a call cannot be made rightly without.
    check(&format!("{{parameters: [{id}, {{in: query, required: true}}]}}"), None);
    check(&format!("{{parameters: [{id}], requestBody: {{$ref: '#/x'}}}}"), None);
}

#[test]
fn a_query_in_a_path_is_read_as_parameters() {
    let operation = "parameters: [{name: b, in: query, required: true}, {name: c, in: path, required: true}]";
    let text = document(&format!("/a?x={{b}}&y={{c}}&z={{d}}&k=1&flag#f: {{get: {{{operation}}}}}"), "schemas: {}");
    let (source, document, diagnostics) = super::read_files(&[("spec.yaml", &text)]);
    let read = &document.unwrap().operations[0];
    let parameters: Vec<_> =
        read.parameters.iter().map(|parameter| (parameter.name.as_str(), parameter.required)).collect();
    assert_eq!(parameters, [("x", true), ("y", true), ("z", false)]);
    let fixed = [("k", "1"), ("flag", "")].map(|(name, value)| (name.to_owned(), value.to_owned()));
    assert_eq!(read.fixed_query, fixed);
    assert_eq!(read.path_sent(), "/a");
    assert!(!read.broken);
    let path = "/a?x={b}&y={c}&z={d}&k=1&flag#f";
    let expect = [
        format!("OA0103 4:37 `{path}` has a fragment, which is not sent | tell operations apart by path and method"),
        format!(
            "OA0103 4:37 `{path}` has a query; it is read as query parameters | declare them in `parameters` with `in: query`"
        ),
    ];
    assert_eq!(super::shown(&source, &diagnostics), expect);
}
