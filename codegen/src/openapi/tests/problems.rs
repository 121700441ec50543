//! Tests of diagnostics: messages, places and remedies.

use super::problems;

fn check(text: &str, expect: &[&str]) {
    assert_eq!(problems(text), expect, "{text}");
}

/// Returns a document with these paths and components.
fn document(paths: &str, components: &str) -> String {
    format!("openapi: 3.1.0\ninfo: {{title: t, version: v}}\npaths:\n  {paths}\ncomponents:\n  {components}\n")
}

#[test]
fn reports_versions() {
    let head = "info: {title: t, version: v}\n";
    let remedy = "supported versions are 2.0 (`swagger: \"2.0\"`), 3.0, 3.1 and 3.2 (`openapi: 3.1.0`)";
    check(
        &format!("{head}openapi: 4.0.0\n"),
        &[&format!("OA0101 2:1 `openapi: 4.0.0` is not a supported version | {remedy}")],
    );
    check(
        &format!("{head}openapi: '2.0'\n"),
        &[&format!("OA0101 2:1 `openapi: 2.0` is not a supported version | {remedy}")],
    );
    check(&format!("{head}openapi: 3.1.0\n"), &[]);
    check(&format!("{head}openapi: 3.2.0\n"), &[]);
    check(&format!("{head}swagger: '2.0'\n"), &[]);
    let quotes = "OA0103 2:1 the version must be a string, but it is a number; it is read as \"3.1\" | add quotes";
    check(&format!("{head}openapi: 3.1\n"), &[quotes]);
    let add = "add the document's version at the top, for example `openapi: 3.1.0`";
    check(head, &[&format!("OA0101 1:1 the document does not declare its OpenAPI version | {add}")]);
    check("asyncapi: 3.0.0\n", &[&format!("OA0101 1:1 this is an AsyncAPI document, not an OpenAPI document | {add}")]);
    check("[]", &[&format!("OA0101 1:1 the document is not an object | {add}")]);
    check("# nothing\n", &[&format!("OA0101 1:1 the file is empty | {add}")]);
}

#[test]
fn reports_references() {
    let check = |reference: &str, expect: &str| {
        let text = document("{}", &format!("schemas: {{Pet: {{}}, A: {{\n    $ref: '{reference}'}}}}"));
        assert_eq!(problems(&text), [expect], "{reference}");
    };
    check(
        "#/components/schemas/Pets",
        "OA0104 7:5 `#/components/schemas/Pets` does not exist | did you mean `#/components/schemas/Pet`?",
    );
    check(
        "#/components/schema/Pet",
        "OA0104 7:5 `#/components/schema/Pet` does not exist | did you mean `#/components/schemas/Pet`?",
    );
    check(
        "#/definitions/Pet",
        "OA0103 7:5 `#/definitions/Pet` does not exist; it is read as `#/components/schemas/Pet` | write `#/components/schemas/Pet`",
    );
    check(
        "#components/schemas/Pet",
        "OA0103 7:5 `#components/schemas/Pet` does not exist; it is read as `#/components/schemas/Pet` | write `#/components/schemas/Pet`",
    );
    check(
        "#/components/schemas/Customer",
        "OA0104 7:5 `#/components/schemas/Customer` does not exist | add `Customer` to `components.schemas`, or correct the reference",
    );
    check(
        "Pet",
        "OA0103 7:5 `Pet` does not exist; it is read as `#/components/schemas/Pet` | write `#/components/schemas/Pet`",
    );
    check(
        "https://example.com/a.yaml#/Pet",
        "OA0104 7:5 `https://example.com/a.yaml#/Pet` is a URL; oasmith resolves only references to files | \
         download the target next to the document, and refer to it by its relative path",
    );
    check(
        "#/components/schemas/A",
        "OA0105 7:5 the references that begin here lead back to their start without reaching a schema | \
         replace one of the references with a schema",
    );
}

#[test]
fn reports_cycles() {
    let cycle = |schemas: &str| problems(&document("{}", &format!("schemas: {schemas}")));
    let count = |schemas: &str| cycle(schemas).iter().filter(|line| line.starts_with("OA0105")).count();
    assert_eq!(count("{A: {$ref: '#/components/schemas/B'}, B: {allOf: [{$ref: '#/components/schemas/A'}]}}"), 1);
    assert_eq!(count("{A: {anyOf: [{$ref: '#/components/schemas/A'}]}}"), 1);
    assert_eq!(count("{A: {type: array, items: {$ref: '#/components/schemas/A'}}}"), 0);
    // A schema that lists its subtypes is not a cycle.
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
    let found = problems(&response);
    let with_codes = |code: &str| found.iter().filter(|line| line.starts_with(code)).count();
    assert_eq!((with_codes("OA0105"), with_codes("OA0103")), (1, 1), "{found:?}");
    let item = document("/a: {$ref: '#/paths/~1b'}\n  /b: {$ref: '#/paths/~1a'}", "{}");
    assert_eq!(problems(&item).iter().filter(|line| line.starts_with("OA0105")).count(), 2);
}

#[test]
fn reports_parts_that_exceed_a_limit() {
    let chain = |length: usize, next: &dyn Fn(usize) -> String| {
        let schemas: Vec<String> = (0..length).map(|index| format!("S{index}: {}", next(index + 1))).collect();
        problems(&document("{}", &format!("schemas: {{{}, S{length}: {{type: object}}}}", schemas.join(", "))))
    };
    let reference = |index: usize| format!("{{$ref: '#/components/schemas/S{index}'}}");
    let extension = |index: usize| format!("{{allOf: [{}, {{type: object}}]}}", reference(index));
    let count = |found: Vec<String>| found.iter().filter(|line| line.starts_with("OA0111")).count();
    for next in [&reference as &dyn Fn(usize) -> String, &extension] {
        assert_eq!(count(chain(100, next)), 0);
        assert_eq!(count(chain(101, next)), 1);
        assert_eq!(count(chain(1_000, next)), 9);
    }
    // A property is no part of a chain.
    assert_eq!(count(chain(1_000, &|index| format!("{{properties: {{a: {}}}}}", reference(index)))), 0);
    let media = |count: usize| {
        let media: Vec<String> = (0..count).map(|index| format!("application/x-{index}: {{}}")).collect();
        let content = media.join(", ");
        problems(&document(&format!("/a: {{get: {{responses: {{'200': {{content: {{{content}}}}}}}}}}}"), "{}"))
    };
    assert_eq!(count(media(100)), 0);
    assert_eq!(count(media(101)), 1);
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
            "OA0103 2:18 `version` must be a string, but it is a number; it is read as \"1.0\" | add quotes",
            "OA0103 4:12 the URL names the variable `host`, which is not in `variables`; callers must supply a value | add `host` to `variables` with a default",
            "OA0103 3:8 a tag must be an object, but it is a string; it is read as the name of the tag | write `{name: …}`",
            "OA0103 6:3 the path `pets` does not begin with `/`; it is read as `/pets` | add a `/` at the start",
            "OA0103 9:7 `deprecated` must be a boolean, but it is a string; it is ignored | write `true` or `false` without quotes, or remove it",
            "OA0103 10:7 `tags` must be a list of strings; it is read as a list with one item | write a list",
            "OA0102 12:21 a parameter cannot be in `body` | write a `requestBody`; OpenAPI 3 has no body parameters",
            "OA0103 13:32 a query parameter cannot have the style \"simple\"; the style is ignored | \
             set `style` to one of form, spaceDelimited, pipeDelimited, deepObject, or remove it",
            "OA0103 14:11 the parameter `a` is declared twice; the first one is used | remove one of them",
            "OA0102 15:11 a parameter requires `name` | add `name`",
            "OA0102 16:11 a parameter must be an object, but it is a number | write an object, or remove it",
            "OA0102 18:9 `20` is not a status code | write a status code with three digits, a range such as `4XX`, or `default`",
            "OA0103 19:15 `description` must be a string, but it is a number; it is read as \"5\" | add quotes",
            "OA0102 20:9 a response must be an object, but it is a list | write an object, or remove it",
            "OA0103 21:5 `GET` is ignored: methods must be in lower case | write `get`",
            "OA0103 26:7 a request body has no `content`; it is ignored | add `content` with a media type",
            "OA0108 25:19 the security scheme `key` is not declared; no credential is sent for it | declare `key` in `components.securitySchemes`, or remove it here",
            "OA0107 28:3 the path `/a/{b` has a `{` without a `}` | write each parameter as `{name}`",
            "OA0109 23:5 `/pets/{id}` contains the parameter `id`, which is not declared; it becomes an argument of type string | declare `id` in `parameters` with `in: path`",
            "OA0106 24:7 another operation has the same operationId, `list`; the methods of these operations get different names | give each operation its own operationId",
        ],
    );
}

#[test]
fn reports_security_schemes() {
    let check_with = |paths: &str, scheme: &str, expect: &[&str]| {
        let text = document(paths, &format!("securitySchemes: {{a: {scheme}}}"));
        assert_eq!(problems(&text), expect, "{scheme}");
    };
    let check = |scheme: &str, expect: &[&str]| check_with("/a: {get: {security: [{a: []}]}}", scheme, expect);
    // No operation uses the scheme.
    check_with(
        "{}",
        "{type: oauth}",
        &["OA0103 6:25 `oauth` is not a type of security scheme; the component is ignored | did you mean `oauth2`?"],
    );
    check("{type: http, scheme: Bearer}", &[]);
    check("{type: mutualTLS}", &[]);
    check(
        "{type: basic}",
        &[
            "OA0103 6:25 `basic` is a type of Swagger 2.0; it is read as `http` with the scheme `basic` | write `type: http` and `scheme: basic`",
        ],
    );
    check("{type: oauth}", &["OA0102 6:25 `oauth` is not a type of security scheme | did you mean `oauth2`?"]);
    check(
        "{type: apiKey, name: k, in: body}",
        &["OA0102 6:48 an API key must be in `query`, `header` or `cookie` | correct the value of `in`"],
    );
    check("{type: apiKey, in: header}", &["OA0102 6:21 a security scheme requires `name` | add `name`"]);
    check(
        "{scheme: basic}",
        &[
            "OA0102 6:21 a security scheme requires `type` | add `type`: apiKey, http, oauth2, openIdConnect or mutualTLS",
        ],
    );
    check(
        "{type: oauth2}",
        &[
            "OA0103 6:21 a security scheme of type `oauth2` has no `flows`; the caller must supply a token | add `flows` with at least one flow",
        ],
    );
    check(
        "{type: openIdConnect, openIdConnectUrl: '-'}",
        &[
            "OA0103 6:46 `-` is not an absolute URL; the generated client does not need it | write the URL of the discovery document",
        ],
    );
    check(
        "{type: oauth2, flows: {clientCredentials: {scopes: {}}}}",
        &[
            "OA0103 6:47 the flow `clientCredentials` has no `tokenUrl`; the caller must supply a token | add `tokenUrl`",
        ],
    );
}

#[test]
fn reports_unused_components() {
    let check =
        |components: &str, expect: &[&str]| assert_eq!(problems(&document("{}", components)), expect, "{components}");
    check(
        "requestBodies: {Null: null}",
        &[
            "OA0103 6:19 a request body must be an object, but it is null; the component is ignored | write an object, or remove it",
        ],
    );
    check(
        "responses: []",
        &[
            "OA0103 6:3 `components.responses` must be an object; it is ignored | write an object with one member for each component",
        ],
    );
    check(
        "examples: {E: {$ref: '#/components/examples/E'}}",
        &[
            "OA0103 6:18 the references that begin here lead back to their start; the reference is ignored | replace one of the references with its definition",
        ],
    );
    check(
        "headers: {h!: {}}",
        &[
            "OA0103 6:13 `h!` contains characters that are not allowed in a component name; it is read nevertheless | use only letters, digits, `.`, `-` and `_`",
        ],
    );
    check(
        "mediaTypes: {}",
        &[
            "OA0103 6:3 `components.mediaTypes` requires OpenAPI 3.2; it is read nevertheless | declare `openapi: 3.2.0`",
        ],
    );
}

/// Documents that violate the specification but have a clear meaning.
#[test]
fn tolerates_clear_violations() {
    let check = |path: &str, operation: &str, expect: &[&str]| {
        let text = document(&format!("{path}: {{get: {operation}}}"), "schemas: {}");
        assert_eq!(problems(&text), expect, "{path} {operation}");
    };
    check(
        "/a/{id}",
        "{}",
        &[
            "OA0109 4:13 `/a/{id}` contains the parameter `id`, which is not declared; it becomes an argument of type string | declare `id` in `parameters` with `in: path`",
        ],
    );
    for (template, effect, remedy) in [
        (
            "/a/{id=projects/*}",
            "`{id=projects/*}` is not valid in OpenAPI; it is read as `{id}`, and slashes in its value are not encoded",
            "write `{id}`; in OpenAPI 3.2, add `allowReserved: true` to the parameter",
        ),
        (
            "/a/{id:path}",
            "`{id:path}` is not valid in OpenAPI; it is read as `{id}`, and slashes in its value are not encoded",
            "write `{id}`; in OpenAPI 3.2, add `allowReserved: true` to the parameter",
        ),
        ("/a/{id=*}", "`{id=*}` is not valid in OpenAPI; it is read as `{id}`", "write `{id}`"),
        ("/a/{id:int}/b", "`{id:int}` is not valid in OpenAPI; it is read as `{id}`", "write `{id}`"),
    ] {
        let parameters = "{parameters: [{name: id, in: path, required: true}]}";
        let column = template.len() + 6;
        check(template, parameters, &[&format!("OA0103 4:{column} {effect} | {remedy}")]);
    }
    // Not a constraint, because the parameter is declared with this name, or not without it.
    check("/a/{id:int}", "{parameters: [{name: 'id:int', in: path, required: true}]}", &[]);
    check(
        "/a/{path*}",
        "{parameters: [{name: path, in: path, required: true}]}",
        &[
            "OA0103 4:16 `{path*}` is not valid in OpenAPI; it is read as `{path}`, and slashes in its value are not encoded | write `{path}`; in OpenAPI 3.2, add `allowReserved: true` to the parameter",
        ],
    );
    check(
        "/a",
        "{parameters: [{name: q, in: query, type: integer}]}",
        &[
            "OA0110 4:48 `type` is not a field of a parameter; it belongs in its `schema`; it is ignored | write it in `schema`: `schema: {type: …}`",
        ],
    );
    check(
        "/a",
        "{responses: {'200': {schema: {type: integer}}}}",
        &[
            "OA0103 4:34 in OpenAPI 3, the `schema` of a response belongs in `content`; it is read as the schema of `application/json` | write `content: {application/json: {schema: …}}`",
        ],
    );
    check(
        "/a",
        "{responses: {'200': null}}",
        &["OA0103 4:26 a response must be an object; it is read as an empty response | write at least `{}`"],
    );
    check(
        "/a",
        "{security: {}}",
        &["OA0103 4:14 `security` must be a list of requirements; it is read as a list with one item | write a list"],
    );
    let empty = document("/a: {get: null}", "{}");
    assert_eq!(
        problems(&empty),
        ["OA0103 4:8 the operation `get` is empty; it is ignored | write at least `{}`, or remove it"]
    );
}

#[test]
fn a_parameter_that_may_contain_slashes_is_not_encoded() {
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
        format!(
            "OA0103 4:37 the path `{path}` contains a fragment (`#`), which is never sent | remove the fragment; to distinguish two operations, use different paths or methods"
        ),
        format!(
            "OA0103 4:37 the path `{path}` contains a query (`?`); it is read as query parameters | declare the parameters in `parameters` with `in: query`"
        ),
    ];
    assert_eq!(super::shown(&source, &diagnostics), expect);
}

#[test]
fn reports_misspelled_fields_and_fields_in_the_wrong_place() {
    let schema = |keywords: &str| document("{}", &format!("schemas: {{A: {{\n    {keywords}}}}}"));
    let operation = |operation: &str| document(&format!("/a: {{get: {{\n    {operation}}}}}"), "{}");
    let check_schema = |keywords: &str, expect: &[&str]| check(&schema(keywords), expect);
    let check_operation = |text: &str, expect: &[&str]| check(&operation(text), expect);
    check_schema(
        "type: object, propertes: {a: {type: string}}",
        &["OA0110 7:19 `propertes` is not a field of a schema; it is ignored | did you mean `properties`?"],
    );
    check_schema("type: object, id: {type: string}", &[]);
    check_schema(
        "type: object, name: {type: string}",
        &["OA0110 7:19 `name` is not a field of a schema; it seems to be a property; it is ignored | \
           write it in `properties`: `properties: {name: …}`"],
    );
    check_schema("type: object, x-propertes: {}, vendorExtra: 1, properties: {}, other: {type: string}", &[]);
    check_operation(
        "operationID: list",
        &["OA0110 5:5 `operationID` is not a field of an operation; it is ignored | did you mean `operationId`?"],
    );
    check_operation(
        "parameters: [{name: a, in: query, type: integer}]",
        &["OA0110 5:39 `type` is not a field of a parameter; it belongs in its `schema`; it is ignored | \
           write it in `schema`: `schema: {type: …}`"],
    );
    check_operation(
        "requestBody: {schema: {type: string}}",
        &[
            "OA0103 5:19 in OpenAPI 3, the `schema` of a request body belongs in `content`; it is read as the schema of \
           `application/json` | write `content: {application/json: {schema: …}}`",
        ],
    );
    check_operation(
        "requestBody: {content: {text/plain: {type: string}}}",
        &["OA0110 5:42 `type` is not a field of a media type; it belongs in its `schema`; it is ignored | \
           write it in `schema`: `schema: {type: …}`"],
    );
    check_operation(
        "responses: {'200': {type: string}}",
        &[
            "OA0110 5:25 `type` is not a field of a response; it belongs in the `schema` of a media type; it is ignored | \
           write `content: {application/json: {schema: {type: …}}}`",
        ],
    );
    check_operation(
        "produces: [text/plain]",
        &[
            "OA0110 5:5 `produces` is not a field of an operation in OpenAPI 3 (it is one in Swagger 2.0); it is ignored | \
           write the media types in `content` of the responses",
        ],
    );
    check(
        "openapi: 3.1.0\ninfo: {title: t, version: v}\npath: {}\nbasePath: /v1\n",
        &[
            "OA0110 3:1 `path` is not a field of the document; it is ignored | did you mean `paths`?",
            "OA0110 4:1 `basePath` is not a field of the document in OpenAPI 3 (it is one in Swagger 2.0); it is ignored | \
             write `servers`",
        ],
    );
}
