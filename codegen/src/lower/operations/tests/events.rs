//! Server-sent events: whether data is text or JSON, and its type.

use super::{lowered, text};
use crate::settings::ApiSettings;

/// Checks the codec of a response with this content, and the diagnostics.
#[track_caller]
fn check(content: &str, expect: &str, diagnostics: &[&str]) {
    let paths = format!(
        "
/a:
  get:
    operationId: a
    responses:
      '200': {{description: d, content: {{text/event-stream: {content}}}}}
"
    );
    let (api, found) = lowered(&paths, &ApiSettings::of_file("a.yaml"));
    assert_eq!(text(&api), format!("a: GET /a\n  ok 200 {expect}\n"), "{content}");
    assert_eq!(found, diagnostics, "{content}");
}

#[track_caller]
fn check_item(item: &str, expect: &str) {
    check(&format!("{{itemSchema: {item}}}"), expect, &[]);
}

/// OpenAPI 3.2: `data` is a string, unless its content is JSON.
#[test]
fn the_field_data_is_text_or_json() {
    check_item("{properties: {data: {type: string}}}", "text_events(String)");
    check_item("{required: [data], properties: {data: {}, retry: {type: integer}}}", "text_events(String)");
    check_item("{properties: {event: {type: string}}}", "text_events(String)");
    check_item("{properties: {data: {type: string, format: uuid}}}", "text_events(Uuid)");
    check_item("{properties: {data: {type: string}, comment: {type: string}}}", "text_events(String)");
    check_item("{properties: {data: {type: [string, 'null']}}}", "text_events(String)");
    let content = "contentSchema: {$ref: '#/components/schemas/Cat'}";
    for data in [
        format!("{{type: string, contentMediaType: application/json, {content}}}"),
        format!("{{type: string, contentMediaType: application/vnd.cat+json, {content}}}"),
        format!("{{{content}}}"),
    ] {
        check_item(&format!("{{properties: {{event: {{type: string}}, data: {data}}}}}"), "events(Cat)");
    }
    let text = "{type: string, contentMediaType: application/json, contentSchema: {type: string}}";
    check_item(&format!("{{properties: {{data: {text}}}}}"), "events(String)");
    check_item("{properties: {data: {type: string, contentMediaType: application/json}}}", "events(Any)");
    check_item("{properties: {data: {type: string, contentMediaType: text/html}}}", "text_events(String)");
    check_item(
        &format!("{{properties: {{data: {{type: string, contentMediaType: application/xml, {content}}}}}}}"),
        "text_events(String)",
    );
}

/// The branches of an event describe it, too.
#[test]
fn the_data_of_several_kinds_of_events() {
    let json = "{contentMediaType: application/json, contentSchema: {$ref: '#/components/schemas/Cat'}}";
    check_item(
        &format!("{{allOf: [{{properties: {{data: {{type: string}}}}}}, {{properties: {{data: {json}}}}}]}}"),
        "events(Cat)",
    );
    let kinds = "oneOf: [{properties: {event: {const: text}}}, {properties: {event: {const: int}, data: {type: string, format: int64}}}";
    check(
        &format!(
            "{{itemSchema: {{properties: {{data: {{type: string}}}}, {kinds}, {{properties: {{data: {json}}}}}]}}}}"
        ),
        "text_events(String)",
        &["OA0301: the data of an event is a string: its content depends on the event"],
    );
}

/// Before 3.2, the schema is that of the data. Servers that send JSON declare more than a string.
#[test]
fn a_plain_schema_describes_the_data() {
    check("{schema: {type: string}}", "text_events(String)", &[]);
    check("{schema: {type: string, format: date}}", "text_events(Date)", &[]);
    check("{schema: {$ref: '#/components/schemas/Cat'}}", "events(Cat)", &[]);
    check("{schema: {type: integer}}", "events(I64)", &[]);
    check("{schema: {anyOf: [{type: string}, {type: integer}]}}", "events(op0.response200.0)", &[]);
    check("{}", "events(Any)", &[]);
    check("{schema: {type: array, items: {type: integer}}}", "events([I64])", &[]);
    check("{itemSchema: {$ref: '#/components/schemas/Cat'}}", "events(Cat)", &[]);
    // A schema for the whole body (3.2) lists the events.
    check("{schema: {type: array, items: {properties: {data: {type: string}}}}}", "text_events(String)", &[]);
}

#[test]
fn data_that_is_not_a_string_is_read_as_json() {
    check(
        "{itemSchema: {properties: {data: {$ref: '#/components/schemas/Cat'}}}}",
        "events(Cat)",
        &["OA0103: the field `data` of an event is a string; its schema allows no string, so it is read as JSON"],
    );
}
