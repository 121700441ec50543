//! Tests of references to elements of another kind, and of references that are not strings.

use super::{problems, read_files, shown};

/// Checks the problems of a document with these paths and components.
#[track_caller]
fn check(version: &str, paths: &str, components: &str, expect: &[&str]) {
    let text = format!(
        "openapi: {version}\ninfo: {{title: t, version: v}}\npaths: {{{paths}}}\ncomponents: {{{components}}}\n"
    );
    let found = problems(&text);
    let messages: Vec<&str> =
        found.iter().filter_map(|line| line.split_once(' ')?.1.split_once(' ')).map(|line| line.1).collect();
    let messages: Vec<&str> = messages.iter().filter_map(|line| line.split(" | ").next()).collect();
    assert_eq!(messages, expect, "{text}");
}

#[test]
fn elements_refer_to_elements_of_the_same_kind() {
    let components = "schemas: {S: {type: string}}, parameters: {P: {name: p, in: query, schema: {type: string}}}, \
                      responses: {R: {description: d}}, headers: {H: {schema: {type: string}}}";
    let operation = |inside: &str| format!("/a: {{get: {{responses: {{'204': {{description: d}}}}, {inside}}}}}");
    let response = |inside: &str| format!("/a: {{get: {{responses: {{'200': {inside}}}}}}}");
    let check = |paths: &str, expect: &[&str]| check("3.1.0", paths, components, expect);
    check(&operation("parameters: [{$ref: '#/components/parameters/P'}]"), &[]);
    check(
        &operation("parameters: [{$ref: '#/components/headers/H'}]"),
        &["`#/components/headers/H` is a header, not a parameter"],
    );
    check(
        &operation("requestBody: {$ref: '#/components/schemas/S'}"),
        &["`#/components/schemas/S` is a schema, not a request body"],
    );
    check(
        &operation("callbacks: {c: {$ref: '#/components/responses/R'}}"),
        &["`#/components/responses/R` is a response, not a callback"],
    );
    check(&response("{$ref: '#/components/responses/R'}"), &[]);
    check(&response("{$ref: '#/info'}"), &["`#/info` is not a response"]);
    check(&response("{$ref: ''}"), &["an empty reference is the whole document, not a response"]);
    check(&response("{$ref: '#'}"), &["`#` is the whole document, not a response"]);
    // A header has the fields of a parameter.
    check(&response("{description: d, headers: {X: {$ref: '#/components/parameters/P'}}}"), &[]);
    check(
        &response("{description: d, headers: {X: {$ref: '#/components/schemas/S'}}}"),
        &["`#/components/schemas/S` is a schema, not a header"],
    );
    check(
        &response("{description: d, content: {a/b: {$ref: '#/components/schemas/S'}}}"),
        &["`#/components/schemas/S` is a schema, not a media type"],
    );
    // The specification does not define what an extension contains.
    check("/a: {get: {responses: {'200': {$ref: '#/paths/~1a/x-response'}}}, x-response: {description: d}}", &[]);
}

#[test]
fn a_reference_is_a_string() {
    let check = |value: &str, expect: &str| {
        let schema = format!("schemas: {{A: {{$ref: {value}}}}}");
        check("3.0.3", "", &schema, &[expect]);
        let path = format!("/a: {{get: {{responses: {{'200': {{$ref: {value}}}}}}}}}");
        super::targets::check("3.1.0", &path, "", &[expect]);
    };
    check("5", "`$ref` must be a string, but it is a number");
    check("true", "`$ref` must be a string, but it is a boolean");
    check("null", "`$ref` must be a string, but it is null");
    check("[]", "`$ref` must be a string, but it is a list");
    check("{}", "`$ref` must be a string, but it is an object");
}

#[test]
fn null_in_place_of_a_reference_counts_as_absent_next_to_other_members() {
    let ignored = "`$ref` must be a string, but it is null; it is ignored";
    check("3.1.0", "", "schemas: {A: {$ref: null, type: string}}", &[ignored]);
    check("3.1.0", "", "parameters: {P: {$ref: null, name: p, in: query, schema: {type: string}}}", &[ignored]);
    check(
        "3.1.0",
        "",
        "examples: {E: {$ref: 5, value: 1}}",
        &["`$ref` must be a string, but it is a number; it is ignored"],
    );
    // Members with that name are not references.
    check("3.1.0", "", "schemas: {A: {type: object, properties: {$ref: {type: string}}, required: [$ref]}}", &[]);
    check(
        "3.1.0",
        "",
        "schemas: {A: {type: object, default: {$ref: 5}, example: {$ref: null}, enum: [{$ref: 1}]}}",
        &[],
    );
}

#[test]
fn the_schema_of_an_element_is_meant() {
    let elements = "parameters: {P: {name: p, in: query, schema: {type: string}}}, \
                    responses: {R: {description: d, content: {a/b: {schema: {type: string}}}}, N: {description: d}}, ";
    let check = |target: &str, expect: &str| {
        let components = format!("{elements}schemas: {{A: {{$ref: '#/components/{target}'}}}}");
        check("3.1.0", "", &components, &[expect]);
    };
    check("parameters/P", "`#/components/parameters/P` is a parameter, not a schema; its schema is read");
    check("responses/R", "`#/components/responses/R` is a response, not a schema; its schema is read");
    check(
        "responses/R/content/a~1b",
        "`#/components/responses/R/content/a~1b` is a media type, not a schema; its schema is read",
    );
    check("responses/N", "`#/components/responses/N` is a response, not a schema");
    check("responses", "`#/components/responses` is a collection of other elements, not a schema");
}

#[test]
fn a_whole_file_is_a_schema_unless_it_is_a_document() {
    let main = "openapi: 3.0.3\ninfo: {title: t, version: v}\npaths: {}\ncomponents: {schemas: {A: {$ref: tree.yaml}, B: {$ref: other.yaml}}}\n";
    let (source, document, diagnostics) = read_files(&[
        ("spec.yaml", main),
        ("tree.yaml", "type: object\nproperties: {children: {type: array, items: {$ref: '#'}}, next: {$ref: ''}}\n"),
        ("other.yaml", "openapi: 3.0.3\ninfo: {title: t, version: v}\npaths: {}\n"),
    ]);
    assert_eq!(document.unwrap().components.len(), 2);
    assert_eq!(
        shown(&source, &diagnostics),
        [
            "OA0102 4:50 `other.yaml` is the whole document, not a schema | refer to a schema, such as `#/components/schemas/NAME`"
        ]
    );
}

#[test]
fn messages_show_the_references_of_swagger() {
    let found = problems(
        "swagger: '2.0'\ninfo: {title: t, version: v}\npaths: {}\nresponses: {R: {description: d}}\ndefinitions: {A: {$ref: '#/responses/R'}, B: {$ref: 5}}\n",
    );
    assert_eq!(found.len(), 2, "{found:#?}");
    assert!(
        found[0]
            .contains("`#/responses/R` is a response, not a schema | refer to a schema, such as `#/definitions/NAME`"),
        "{found:#?}"
    );
    assert!(found[1].contains("`$ref` must be a string, but it is a number"), "{found:#?}");
}

#[test]
fn members_tell_the_kind_of_an_element_in_another_file() {
    let main = "openapi: 3.0.3
info: {title: t, version: v}
paths:
  /a:
    get:
      responses:
        '200': {$ref: 'parts.yaml#/Pet'}
        '400': {$ref: 'parts.yaml#/Error'}
        '500': {description: d, content: {application/json: {schema: {$ref: 'parts.yaml#/Error'}}}}
        '502': {description: d, content: {application/json: {schema: {$ref: 'parts.yaml#/Pet'}}}}
";
    let parts = "Pet: {type: object}
Error: {description: d, content: {application/json: {schema: {type: object, properties: {content: {type: string}, schema: {type: string}}}}}}
";
    let (source, _, diagnostics) = read_files(&[("spec.yaml", main), ("parts.yaml", parts)]);
    assert_eq!(
        shown(&source, &diagnostics),
        [
            "OA0102 7:17 `parts.yaml#/Pet` is a schema, not a response | refer to a response, such as `#/components/responses/NAME`",
            "OA0103 9:71 `parts.yaml#/Error` is a response, not a schema; its schema is read | refer to the schema inside it, or write it in `components.schemas`"
        ]
    );
}
