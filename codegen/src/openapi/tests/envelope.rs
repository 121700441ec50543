//! Tests of reading paths, operations, parameters, bodies, responses, security and servers.

use serde_json::json;

use super::super::{Document, Location, Parameter, SecurityKind, Status, Style};
use super::read_valid;

/// Reads a document of this version with the required members and these members.
fn document(version: &str, members: &str) -> Document {
    read_valid(&format!("openapi: {version}\ninfo: {{title: t, version: v}}\n{members}"))
}

#[test]
fn reads_info_servers_and_tags() {
    let read = read_valid(
        "
openapi: 3.1.0
info: {title: Pets, version: '1.0', summary: s, x-logo: {}}
servers:
  - {url: 'https://{host}/v1', description: d, variables: {host: {default: a, enum: [a, b]}}}
tags: [{name: pets, description: All pets}]
x-root: 5
",
    );
    assert_eq!(
        (read.title.as_str(), read.api_version.as_str(), read.description.as_deref()),
        ("Pets", "1.0", Some("s"))
    );
    let server = &read.servers[0];
    assert_eq!(server.variables[0].values, ["a", "b"]);
    assert_eq!((read.tags[0].name.as_str(), read.extensions["x-root"].clone()), ("pets", json!(5)));
}

#[test]
fn reads_parameters() {
    let check = |parameter: &str, expect: &dyn Fn(&Parameter) -> bool| {
        let text = format!("paths: {{/a: {{get: {{parameters: [{parameter}], responses: {{}}}}}}}}");
        let read = document("3.2.0", &text);
        let found = &read.operations[0].parameters[0];
        assert!(expect(found), "{parameter}: {found:#?}");
    };
    check("{name: a, in: query, schema: {}}", &|p| {
        p.style == Style::Form && p.explode && !p.required && p.schema.is_some()
    });
    check("{name: a, in: query, explode: false}", &|p| !p.explode && p.schema.is_none());
    check("{name: a, in: query, style: deepObject}", &|p| p.style == Style::DeepObject && p.explode);
    check("{name: a, in: query, style: pipeDelimited}", &|p| p.style == Style::PipeDelimited && !p.explode);
    check("{name: a, in: query, allowReserved: true, allowEmptyValue: true}", &|p| p.allow_reserved && p.allow_empty);
    check("{name: a, in: header, required: true}", &|p| p.style == Style::Simple && !p.explode && p.required);
    check("{name: a, in: cookie, style: cookie}", &|p| {
        p.location == Location::Cookie && p.style == Style::Cookie && p.explode
    });
    check("{name: a, in: querystring, content: {application/json: {schema: {}}}}", &|p| {
        p.location == Location::QueryString && p.content.as_deref() == Some("application/json") && p.schema.is_some()
    });
    check("{name: a, in: query, example: null, examples: {x: {value: 1}, y: {dataValue: 2}}}", &|p| {
        p.examples == [json!(null), json!(1), json!(2)]
    });
}

#[test]
fn merges_the_parameters_of_a_path() {
    let read = document(
        "3.0.3",
        "
paths:
  /a/{id}:
    summary: s
    servers: [{url: /b}]
    parameters:
      - $ref: '#/components/parameters/Id'
      - {name: q, in: query, description: outer}
    get:
      parameters: [{name: q, in: query, description: inner}, {name: q, in: header}]
      responses: {}
components:
  parameters: {Id: {name: id, in: path, required: true, schema: {type: string}}}
",
    );
    let operation = &read.operations[0];
    let found: Vec<_> =
        operation.parameters.iter().map(|p| (p.name.as_str(), p.location, p.description.as_deref())).collect();
    assert_eq!(
        found,
        [("id", Location::Path, None), ("q", Location::Query, Some("inner")), ("q", Location::Header, None)]
    );
    assert_eq!((operation.summary.as_deref(), operation.servers[0].url.as_str()), (Some("s"), "/b"));
    assert_eq!(operation.parameters[0].place.pointer.as_str(), "/components/parameters/Id");
}

#[test]
fn reads_bodies_and_responses() {
    let read = document(
        "3.2.0",
        "
paths:
  /a:
    post:
      requestBody: {$ref: '#/components/requestBodies/B'}
      responses:
        201: {$ref: '#/components/responses/R', description: beside}
        4xx: {description: d, headers: {X-A: {required: true, schema: {}, explode: true}, content-type: {}}}
        default: {description: '', content: {text/event-stream: {itemSchema: {}}, application/json: {$ref: '#/components/mediaTypes/M'}}}
        x-note: 1
components:
  requestBodies:
    B:
      required: true
      content:
        multipart/form-data:
          schema: {type: object, properties: {f: {}}}
          encoding: {f: {contentType: image/png, style: form, headers: {X: {}}}}
  responses: {R: {description: d}}
  mediaTypes: {M: {schema: {}, example: 1}}
",
    );
    let operation = &read.operations[0];
    let body = operation.body.as_ref().unwrap();
    let encoding = &body.content[0].encoding["f"];
    assert!(
        body.required
            && encoding.style == Some(Style::Form)
            && encoding.explode.is_none()
            && encoding.headers.len() == 1
    );
    let statuses: Vec<Status> = operation.responses.iter().map(|response| response.status).collect();
    assert_eq!(statuses, [Status::Exact(201), Status::Range(4), Status::Default]);
    assert_eq!(operation.responses[0].description.as_deref(), Some("beside"));
    let header = &operation.responses[1].headers;
    assert!(header.len() == 1 && header[0].required && header[0].explode);
    let last = &operation.responses[2];
    assert!(
        last.description.is_none() && last.content[0].item_schema.is_some() && last.content[1].examples == [json!(1)]
    );
}

#[test]
fn reads_methods_and_path_items() {
    let read = document(
        "3.2.0",
        "
paths:
  /a:
    query: {responses: {}}
    post: {responses: {}, externalDocs: {url: u}, x-a: 1, operationId: ' '}
    additionalOperations: {COPY: {responses: {}}}
  /b: {$ref: '#/components/pathItems/I', get: {summary: own}}
  x-c: {}
webhooks:
  changed: {$ref: '#/components/pathItems/I'}
components:
  pathItems: {I: {get: {summary: theirs}, put: {callbacks: {done: {'{$url}': {post: {responses: {}}}}}}}}
",
    );
    let found: Vec<_> =
        read.operations.iter().map(|o| (o.method.as_str(), o.path.as_str(), o.summary.as_deref())).collect();
    let expect = [
        ("QUERY", "/a", None),
        ("POST", "/a", None),
        ("COPY", "/a", None),
        ("GET", "/b", Some("own")),
        ("PUT", "/b", None),
    ];
    assert_eq!(found, expect);
    let post = &read.operations[1];
    assert_eq!((post.id.as_deref(), post.external_docs.as_deref()), (None, Some("u")));
    let callback = &read.operations[4].callbacks[0];
    assert_eq!((callback.name.as_str(), callback.operation.path.as_str()), ("done", "{$url}"));
    let hooks: Vec<_> = read.webhooks.iter().map(|hook| (hook.name.as_str(), hook.operation.method.as_str())).collect();
    assert_eq!(hooks, [("changed", "GET"), ("changed", "PUT")]);
}

#[test]
fn reads_security() {
    let read = document(
        "3.1.0",
        "
security: [{key: []}]
paths:
  /a:
    get: {responses: {}}
    put: {responses: {}, security: []}
    post: {responses: {}, security: [{key: [], oauth: [read]}, {}]}
components:
  securitySchemes:
    key: {type: apiKey, in: query, name: k}
    bearer: {$ref: '#/components/securitySchemes/http'}
    http: {type: http, scheme: BEARER, bearerFormat: JWT}
    tls: {type: mutualTLS, description: d}
    oauth: {type: oauth2, flows: {authorizationCode: {authorizationUrl: a, tokenUrl: t, scopes: {read: Reads, write: }}}}
    open: {type: openIdConnect, openIdConnectUrl: 'https://example.com'}
",
    );
    let security: Vec<usize> = read.operations.iter().map(|operation| operation.security.len()).collect();
    assert_eq!(security, [1, 0, 2]);
    let both = &read.operations[2].security[0].schemes;
    assert_eq!(both, &[("key".to_owned(), vec![]), ("oauth".to_owned(), vec!["read".to_owned()])]);
    let kind = |name: &str| &read.security_schemes[name].kind;
    assert!(matches!(kind("key"), SecurityKind::ApiKey { location: Location::Query, name } if name == "k"));
    assert!(matches!(kind("bearer"), SecurityKind::Http { scheme, bearer_format: Some(_) } if scheme == "bearer"));
    assert!(matches!(kind("tls"), SecurityKind::MutualTls));
    assert!(matches!(kind("open"), SecurityKind::OpenIdConnect { .. }));
    let SecurityKind::OAuth2 { flows } = kind("oauth") else { panic!() };
    assert_eq!(
        (flows[0].kind.as_str(), flows[0].scopes["read"].as_str(), flows[0].scopes["write"].as_str()),
        ("authorizationCode", "Reads", "")
    );
}

#[test]
fn reading_terminates_if_a_document_contains_itself() {
    // The content of the header has an encoding with the same header. The callback contains itself.
    let (_, read, _) = super::read_files(&[(
        "spec.yaml",
        "
openapi: 3.1.0
info: {title: t, version: v}
paths:
  /a: {post: {responses: {'200': {description: d, headers: {H: {$ref: '#/components/headers/H'}}}}, callbacks: {c: {$ref: '#/components/callbacks/C'}}}}
components:
  headers: {H: {content: {multipart/form-data: {encoding: {a: {headers: {H: {$ref: '#/components/headers/H'}}}}}}}}
  callbacks: {C: {'{$url}': {post: {callbacks: {c: {$ref: '#/components/callbacks/C'}}}}}}
",
    )]);
    assert_eq!(read.unwrap().operations[0].callbacks.len(), 1);
}
