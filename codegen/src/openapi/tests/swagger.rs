//! Tests of reading Swagger 2.0.

use serde_json::json;

use super::super::{Delimiter, Document, ListFormat, Location, SchemaId, SchemaKind, SecurityKind, Style, Version};
use super::{problems, read_files, read_valid, shown};

const PETS: &str = include_str!("swagger.yaml");

#[test]
fn reads_the_envelope() {
    let read = read_valid(PETS);
    assert_eq!(read.version, Version::V2);
    let servers: Vec<&str> = read.servers.iter().map(|server| server.url.as_str()).collect();
    assert_eq!(servers, ["https://example.com/v1", "http://example.com/v1"]);
    let kind = |name: &str| &read.security_schemes[name].kind;
    assert!(matches!(kind("basic"), SecurityKind::Http { scheme, .. } if scheme == "basic"));
    assert!(matches!(kind("key"), SecurityKind::ApiKey { location: Location::Header, .. }));
    let SecurityKind::OAuth2 { flows } = kind("oauth") else { panic!() };
    assert_eq!(
        (flows[0].kind.as_str(), flows[0].token_url.as_deref()),
        ("authorizationCode", Some("https://example.com/token"))
    );
    assert_eq!(read.components.keys().collect::<Vec<_>>(), ["Pet", "Error"]);
}

#[test]
fn reads_parameters_and_bodies() {
    let read = read_valid(PETS);
    let list = &read.operations[0];
    let found: Vec<_> = list.parameters.iter().map(|p| (p.name.as_str(), p.location, p.style, p.explode)).collect();
    let expect = [
        ("tenant", Location::Header, Style::Simple, false),
        ("tags", Location::Query, Style::Form, true),
        ("ids", Location::Query, Style::PipeDelimited, false),
        ("limit", Location::Query, Style::Form, true),
    ];
    assert_eq!(found, expect);
    let SchemaKind::Keywords(limit) = schema(&read, list.parameters[3].schema) else { panic!() };
    assert_eq!((limit.maximum.clone(), limit.default.clone()), (Some(100.into()), Some(json!(10))));
    let content: Vec<_> =
        list.responses[0].content.iter().map(|media| (media.media_type.as_str(), media.examples.clone())).collect();
    assert_eq!(content, [("application/json", vec![json!([])]), ("application/xml", vec![])]);
    assert!(list.responses[0].headers[0].schema.is_some());

    let create = read.operations[1].body.as_ref().unwrap();
    assert!(create.required && create.content[0].media_type == "application/json");
    let replace = read.operations[2].body.as_ref().unwrap();
    assert_eq!(replace.place.pointer.as_str(), "/components/requestBodies/Body");

    let upload = read.operations[3].body.as_ref().unwrap();
    assert_eq!(upload.content[0].media_type, "multipart/form-data");
    let SchemaKind::Keywords(form) = schema(&read, upload.content[0].schema) else { panic!() };
    assert_eq!(form.properties.keys().collect::<Vec<_>>(), ["file", "labels"]);
    assert_eq!(form.required, ["file"]);
    let SchemaKind::Keywords(file) = schema(&read, form.properties.get("file").copied()) else { panic!() };
    assert_eq!(file.format.as_deref(), Some("binary"));
    let labels = upload.content[0].encoding["labels"].list.as_ref().unwrap();
    assert_eq!((labels.repeated, labels.delimiters.as_slice()), (false, &[Delimiter::Comma][..]));
    let SchemaKind::Keywords(download) = schema(&read, read.operations[3].responses[0].content[0].schema) else {
        panic!()
    };
    assert_eq!(download.format.as_deref(), Some("binary"));
    let SchemaKind::Keywords(pet) = schema(&read, Some(SchemaId(0))) else { panic!() };
    assert_eq!(pet.discriminator.as_ref().map(|found| found.property.as_str()), Some("kind"));
}

fn schema(document: &Document, id: Option<SchemaId>) -> &SchemaKind {
    &document.schema(id.unwrap()).kind
}

#[test]
fn reports_problems_at_their_location_before_the_rewrite() {
    let text = "swagger: '2.0'
info: {title: t, version: v}
paths:
  /a:
    get:
      parameters:
        - {name: a, in: formData, type: int}
        - {name: b, in: query, type: strin}
        - name: c
          in: body
          schema: {$ref: '#/definitions/Pett'}
      responses:
        200: {description: d, schema: {type: bool}}
definitions:
  Pet: {type: text}
";
    let found = problems(text);
    let places: Vec<&str> = found.iter().map(|line| line.split(' ').nth(1).unwrap()).collect();
    assert_eq!(places, ["9:11", "15:9", "8:32", "13:40", "7:35", "11:20"], "{found:#?}");
    assert!(
        found[5].ends_with("`#/definitions/Pett` does not exist | did you mean `#/definitions/Pet`?"),
        "{found:#?}"
    );
}

/// Reads a document with a list in this location. Returns its style and format, and the problems.
fn list(location: &str, members: &str) -> (String, Vec<String>) {
    let header = format!(", headers: {{a: {{{members}}}}}");
    let parameter = |place: &str| format!("{{in: {place}, name: a, required: true, {members}}}");
    let (path, parameter, headers, media) = match location {
        "response" => ("/", String::new(), header.as_str(), "application/json"),
        "form" => ("/", parameter("formData"), "", "application/x-www-form-urlencoded"),
        "part" => ("/", parameter("formData"), "", "multipart/form-data"),
        "path" => ("/{a}", parameter(location), "", "application/json"),
        _ => ("/", parameter(location), "", "application/json"),
    };
    let text = format!(
        "{{swagger: '2.0', info: {{title: t, version: v}}, consumes: [{media}], paths: {{'{path}': {{parameters: [{parameter}],
            post: {{responses: {{200: {{description: d{headers}}}}}}},
            put: {{responses: {{200: {{description: d}}}}}}}}}}}}"
    );
    let (source, document, diagnostics) = read_files(&[("spec.yaml", &text)]);
    let document = document.unwrap();
    let operation = &document.operations[0];
    let shown_list = |list: Option<&ListFormat>| {
        list.map_or(String::new(), |list| {
            format!(" {}{:?}", if list.repeated { "repeated " } else { "" }, list.delimiters)
        })
    };
    let found = match location {
        "response" => format!("-{}", shown_list(operation.responses[0].headers[0].list.as_ref())),
        "part" | "form" => {
            operation.body.as_ref().unwrap().content[0].encoding.get("a").map_or("-".to_owned(), |encoding| {
                let style = encoding.style.map_or("-".to_owned(), |style| format!("{style:?}"));
                let explode = if encoding.explode == Some(true) { "*" } else { "" };
                format!("{style}{explode}{}", shown_list(encoding.list.as_ref()))
            })
        }
        _ => {
            let parameter = &operation.parameters[0];
            let explode = if parameter.explode { "*" } else { "" };
            format!("{:?}{explode}{}", parameter.style, shown_list(parameter.list.as_ref()))
        }
    };
    (found, shown(&source, &diagnostics))
}

#[test]
fn every_list_has_a_format() {
    let check = |locations: &[&str], members: &str, expect: &str, problem: &str| {
        for location in locations {
            let (found, problems) = list(location, members);
            assert_eq!(found, expect, "{location}: {members} {problems:#?}");
            // The parameter of a path is reported once, although two operations have it.
            assert_eq!(problems.len(), usize::from(!problem.is_empty()), "{location}: {members}: {problems:#?}");
            assert!(problems.iter().all(|found| found.contains(problem)), "{location}: {members}: {problems:#?}");
        }
    };
    let format = |format: &str| format!("type: array, items: {{type: string}}, collectionFormat: {format}");
    let (query, single) = (&["query", "form"][..], &["path", "header"][..]);
    check(query, "type: array, items: {type: string}", "Form", "");
    check(query, &format("csv"), "Form", "");
    check(query, &format("null"), "Form", "");
    check(query, &format("multi"), "Form*", "");
    check(query, &format("ssv"), "SpaceDelimited", "");
    check(query, &format("pipes"), "PipeDelimited", "");
    check(query, &format("tsv"), "Form [Tab]", "");
    check(single, "type: array, items: {type: string}", "Simple", "");
    check(single, &format("csv"), "Simple", "");
    check(single, &format("ssv"), "Simple [Space]", "");
    check(single, &format("tsv"), "Simple [Tab]", "");
    check(single, &format("pipes"), "Simple [Pipe]", "");
    check(&["part"], "type: array, items: {type: string}", "- [Comma]", "");
    check(&["part"], &format("pipes"), "- [Pipe]", "");
    check(&["part", "response"], &format("tsv"), "- [Tab]", "");
    check(&["response"], &format("csv"), "-", "");
    check(&["part"], &format("multi"), "-", "");
    let is_not_allowed = "`collectionFormat: multi` is not allowed in a ";
    check(single, &format("multi"), "Simple", is_not_allowed);
    check(&["response"], &format("multi"), "-", is_not_allowed);
    check(query, &format("comma"), "Form", "`collectionFormat` cannot be `comma`; it is read as `csv` | write one of");
    check(query, &format("[csv]"), "Form", "`collectionFormat` cannot be `[\"csv\"]`");
    check(query, &format("MULTI"), "Form*", "`collectionFormat: MULTI` must be in lower case; it is read as `multi`");
    check(&["query"], "type: string, collectionFormat: comma", "Form*", "");
    let nested =
        "type: array, collectionFormat: pipes, items: {type: array, items: {type: array, collectionFormat: ssv}}";
    check(&["query", "form"], nested, "Form [Pipe, Comma, Space]", "");
    check(single, nested, "Simple [Pipe, Comma, Space]", "");
    check(&["part", "response"], nested, "- [Pipe, Comma, Space]", "");
    let nested = "type: array, collectionFormat: multi, items: {type: array, collectionFormat: multi}";
    check(query, nested, "Form* repeated [Comma]", is_not_allowed);
    check(&["part"], nested, "- repeated [Comma]", is_not_allowed);
    // The field is internal.
    check(&["query"], "type: string, x-oasmith-collection-formats: [tsv]", "Form*", "");
}

/// Reads a document with one operation. Returns its body, each media type with its schema as JSON, and the problems.
fn body(operation: &str, members: &str) -> (String, Vec<String>) {
    let text = format!(
        "{{swagger: '2.0', info: {{title: t, version: v}}, {members} paths: {{/a: {{post: {{{operation}, responses: {{}}}}}}}}}}"
    );
    let (source, document, diagnostics) = read_files(&[("spec.yaml", &text)]);
    let document = document.unwrap();
    let show = |schema: Option<SchemaId>| match schema.map(|id| &document.schema(id).kind) {
        Some(SchemaKind::Keywords(keywords)) if !keywords.any_of.is_empty() => {
            format!("any of {}", keywords.any_of.len())
        }
        Some(SchemaKind::Keywords(keywords)) => {
            let names = keywords.properties.keys().map(|name| match keywords.required.contains(name) {
                true => format!("{name}!"),
                false => name.clone(),
            });
            names.collect::<Vec<_>>().join(" ")
        }
        _ => "-".to_owned(),
    };
    let body = document.operations[0].body.as_ref().unwrap();
    let media: Vec<String> =
        body.content.iter().map(|media| format!("{}: {}", media.media_type, show(media.schema))).collect();
    let required = if body.required { "required, " } else { "" };
    (format!("{required}{}", media.join(", ")), shown(&source, &diagnostics))
}

#[test]
fn parameters_for_one_body_are_combined() {
    let check = |parameters: &str, members: &str, expect: &str, problem: &str| {
        let (found, problems) = body(&format!("parameters: [{parameters}]"), members);
        assert_eq!(found, expect, "{parameters}");
        assert_eq!(problems.len(), usize::from(!problem.is_empty()), "{parameters}: {problems:#?}");
        assert!(problems.iter().all(|found| found.contains(problem)), "{parameters}: {problems:#?}");
    };
    let one = "{in: body, name: one, required: true, schema: {properties: {a: {}}}}";
    let two = "{in: body, name: two, schema: {type: string}}";
    let field = "{in: formData, name: field, type: string, required: true}";
    let file = "{in: formData, name: file, type: file}";
    let shared = "parameters: {One: {in: body, name: one, required: true, schema: {properties: {a: {}}}}},";
    let several = "an operation has several parameters with `in: body`";
    let mixed = "an operation has parameters with `in: body` and with `in: formData`";
    check(one, "", "required, application/json: a", "");
    check(&format!("{one}, {two}"), "", "required, application/json: any of 2", several);
    check(&format!("{{$ref: '#/parameters/One'}}, {two}"), shared, "required, application/json: any of 2", several);
    check("{$ref: '#/parameters/One'}", shared, "required, application/json: a", "");
    check(&format!("{two}, {field}"), "", "required, multipart/form-data: field! two", mixed);
    check(&format!("{one}, {file}"), "", "required, multipart/form-data: file one!", mixed);
    check(&format!("{{$ref: '#/parameters/One'}}, {file}"), shared, "required, multipart/form-data: file one!", mixed);
    let form = "consumes: [application/x-www-form-urlencoded],";
    check(&format!("{two}, {field}"), form, "required, application/x-www-form-urlencoded: field! two", mixed);
    check(&format!("{field}, {file}"), "", "required, multipart/form-data: field! file", "");
}

/// `x-webhooks` holds path items of the document's version, as `paths` does.
#[test]
fn webhooks_are_rewritten_as_paths_are() {
    let text = "{swagger: '2.0', info: {title: t, version: v}, paths: {}, consumes: [application/vnd.a+json], \
                x-webhooks: {changed: {post: {parameters: [{$ref: '#/parameters/Id'}, \
                {in: body, name: b, required: true, schema: {$ref: '#/definitions/Pet'}}], \
                responses: {'200': {description: d}}}}}, \
                parameters: {Id: {in: header, name: id, type: integer}}, definitions: {Pet: {type: object}}}";
    let read = read_valid(text);
    let operation = &read.webhooks[0].operation;
    assert_eq!(operation.parameters[0].name, "id");
    let body = operation.body.as_ref().unwrap();
    assert_eq!((body.required, body.content[0].media_type.as_str()), (true, "application/vnd.a+json"));
    assert!(body.content[0].schema.is_some());
}

#[test]
fn host_base_path_and_schemes_are_servers() {
    #[track_caller]
    fn check(members: &str, servers: &[&str], problem: &str) {
        let text = format!("{{swagger: '2.0', info: {{title: t, version: v}}, paths: {{}}, {members}}}");
        let (source, document, diagnostics) = read_files(&[("spec.yaml", &text)]);
        let document = document.unwrap();
        let found: Vec<&str> = document.servers.iter().map(|server| server.url.as_str()).collect();
        assert_eq!(found, servers, "{members}");
        let mut problems = shown(&source, &diagnostics);
        problems.retain(|found| !found.contains("has no operations") && !found.contains("no operation"));
        assert_eq!(problems.len(), usize::from(!problem.is_empty()), "{members}: {problems:#?}");
        assert!(problems.iter().all(|found| found.contains(problem)), "{members}: {problems:#?}");
    }
    check("host: 'a.test:8443', basePath: v1", &["https://a.test:8443/v1"], "");
    check("host: a.test, basePath: /v1/", &["https://a.test/v1"], "");
    check("host: a.test, basePath: /", &["https://a.test"], "");
    check("host: a.test", &["https://a.test"], "");
    check("host: a.test, schemes: [http]", &["http://a.test"], "");
    check("host: a.test, schemes: [WS, HTTP]", &["http://a.test"], "");
    check("host: a.test, schemes: http", &["http://a.test"], "");
    check("host: a.test, schemes: []", &["https://a.test"], "");
    check("host: a.test, schemes: [wss]", &["https://a.test"], "`schemes` lists neither `http` nor `https`");
    check("host: a.test/b/, basePath: /v1", &["https://a.test/b/v1"], "");
    check("host: 'http://a.test/', basePath: v1", &["http://a.test/v1"], "`host` contains a scheme");
    check(
        "host: 'http://a.test', schemes: [https, http]",
        &["http://a.test", "https://a.test"],
        "`host` contains a scheme",
    );
    check("basePath: v1/b", &["/v1/b"], "");
    check("basePath: ''", &[], "");
    check("basePath: /", &[], "");
    check("host: '', basePath: /v1", &["/v1"], "");
    check("basePath: //evil.test", &["/evil.test"], "");
    check("basePath: 'https://a.test/v1'", &["https://a.test/v1"], "`basePath` contains a scheme");
    check("host: '{{host}}', basePath: /v1", &["/v1"], "`host` cannot be `{{host}}`; it is ignored");
    check("basePath: [a]", &[], "`basePath` must be a string; it is ignored");
}
