//! The header `Accept` of an operation, and the media types that a call can ask for alone.

use super::lowered;
use crate::settings::ApiSettings;

/// Checks the header and the media types for responses, such as `200: a/b, c/d; 400: e/f`. A media type may have a schema after ` = `, with `;` instead of commas.
#[track_caller]
fn check(responses: &str, header: &str, choices: &str) {
    check_of("get", responses, header, choices);
}

#[track_caller]
fn check_of(method: &str, responses: &str, header: &str, choices: &str) {
    let mut paths = format!("/a:\n  {method}:\n    responses:\n");
    for response in responses.split(" | ") {
        let (status, media_types) = response.split_once(": ").unwrap_or((response, ""));
        paths.push_str(&format!("      '{status}':\n        description: d\n"));
        if !media_types.is_empty() {
            paths.push_str("        content:\n");
        }
        for media_type in media_types.split(", ").filter(|media_type| !media_type.is_empty()) {
            let (name, schema) =
                media_type.split_once(" = ").unwrap_or((media_type, "$ref: '#/components/schemas/Cat'"));
            paths.push_str(&format!("          '{name}': {{schema: {{{}}}}}\n", schema.replace(';', ",")));
        }
    }
    let (api, diagnostics) = lowered(&paths, &ApiSettings::default());
    let operation = api.operations.first().unwrap_or_else(|| panic!("no operation: {diagnostics:?}"));
    let found = operation.accept_choices();
    let found = found.iter().map(|choice| format!("{} {}", choice.case, choice.media.media_type.name));
    assert_eq!(operation.accept().as_deref().unwrap_or_default(), header, "{responses}");
    assert_eq!(found.collect::<Vec<_>>().join(", "), choices, "{responses}");
}

#[test]
fn the_best_typed_media_type_is_preferred() {
    check("200: application/json", "", "");
    check("204", "", "");
    check("200: application/json | 204", "", "");
    check(
        "200: application/pdf, text/csv, application/x-ndjson, application/json",
        "application/json, application/x-ndjson;q=0.9, text/csv;q=0.8, application/pdf;q=0.7",
        "0 application/pdf, 1 text/csv, 2 application/x-ndjson, 3 application/json",
    );
    check(
        "200: application/x-chess-pgn, application/x-ndjson",
        "application/x-ndjson, application/x-chess-pgn;q=0.7",
        "0 application/x-chess-pgn, 1 application/x-ndjson",
    );
    check(
        "200: text/event-stream, application/json | 202: application/json",
        "application/json, text/event-stream;q=0.9",
        "0 text/event-stream, 1 application/json",
    );
    // The order of the document decides between equals.
    check("200: image/png, image/webp", "image/png, image/webp", "0 image/png, 1 image/webp");
    check(
        "200: application/octet-stream = type: string, application/xml, text/html = type: string",
        "text/html, application/octet-stream;q=0.7, application/xml;q=0.7",
        "0 application/octet-stream, 1 application/xml, 2 text/html",
    );
}

#[test]
fn media_types_of_errors_are_acceptable_and_not_preferred() {
    check(
        "200: application/json | default: application/problem+json",
        "application/json, application/problem+json",
        "",
    );
    check("200: application/pdf | 400: application/json", "application/pdf, application/json;q=0.5", "");
    check("200: application/pdf | 400: application/pdf", "", "");
    check("204 | 400: application/json, application/problem+json", "application/json, application/problem+json", "");
    check("204 | 400: application/json | 500: text/plain = type: string", "application/json, text/plain", "");
    check(
        "200: application/json, text/csv | 400: text/plain = type: string, application/problem+json",
        "application/json, application/problem+json, text/csv;q=0.8, text/plain;q=0.5",
        "0 application/json, 1 text/csv",
    );
}

#[test]
fn ranges_are_asked_for_last() {
    check("200: */* = type: object", "application/json, */*;q=0.7", "");
    check(
        "200: image/*, application/json | 400: application/json",
        "application/json, image/*;q=0.7",
        "0 image/*, 1 application/json",
    );
    // A range that includes another documented media type cannot be asked for alone.
    check("200: image/*, image/png", "image/*, image/png", "1 image/png");
    check("200: */*, text/csv", "application/json, text/csv;q=0.8, */*;q=0.7", "1 text/csv");
    check("200: */* = type: string; format: binary, text/csv", "text/csv, */*;q=0.7", "1 text/csv");
}

#[test]
fn a_media_type_with_several_types_cannot_be_asked_for_alone() {
    check(
        "200: application/json, text/csv | 201: application/json = type: string",
        "application/json, text/csv;q=0.8",
        "1 text/csv",
    );
    check(
        "200: application/json | 202 | 203: application/pdf, application/json",
        "application/json, application/pdf;q=0.7",
        "0 application/json, 2 application/pdf",
    );
    // A range of another status includes it, also next to text of the same schema.
    check(
        "200: text/plain = type: string, */* = type: string | 2XX: application/json = type: string",
        "application/json, text/plain;q=0.8, */*;q=0.7",
        "",
    );
    check(
        "200: application/json, text/csv | 201: application/* = type: string; format: binary",
        "application/json, text/csv;q=0.8, application/*;q=0.7",
        "1 text/csv",
    );
    // Next to the range in the same response, its name fits better.
    check(
        "200: application/json, */* = type: string; format: binary | 201: application/json",
        "application/json, */*;q=0.7",
        "0 application/json",
    );
}

#[test]
fn media_types_keep_their_parameters() {
    check(
        "200: application/json; version=1, application/json; version=2 = type: string, text/csv; q=0.2",
        "application/json; version=1, application/json; version=2, text/csv;q=0.8",
        "0 application/json; version=1, 1 application/json; version=2, 2 text/csv",
    );
    check(
        "200: application/vnd.github.raw+json = type: string, application/json",
        "application/vnd.github.raw+json, application/json",
        "0 application/vnd.github.raw+json, 1 application/json",
    );
}

#[test]
fn a_response_to_head_has_no_media_type() {
    check_of("head", "200: application/json, text/csv", "", "");
}
