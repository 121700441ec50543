//! Tests of reading Swagger 2.0.

use serde_json::json;

use super::super::{Document, Location, SchemaId, SchemaKind, SecurityKind, Style, Version};
use super::{problems, read_valid};

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
    assert_eq!(upload.content[0].encoding["labels"].explode, Some(false));
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
    assert_eq!(places, ["15:9", "8:32", "11:20", "13:40"], "{found:#?}");
    assert!(
        found[2].ends_with("`#/definitions/Pett` does not exist | did you mean `#/definitions/Pet`?"),
        "{found:#?}"
    );
}
