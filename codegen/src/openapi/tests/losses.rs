//! Tests of the parts that errors cost.

#[test]
fn an_operation_is_read_without_optional_parts_with_errors() {
    let check = |operation: &str, expect: Option<&[&str]>| {
        let text =
            format!("{{openapi: 3.1.0, info: {{title: t, version: v}}, paths: {{'/a/{{id}}': {{get: {operation}}}}}}}");
        let (_, document, diagnostics) = super::read_files(&[("spec.yaml", &text)]);
        let document = document.unwrap();
        let unread: Vec<String> = document
            .unread
            .iter()
            .map(|part| format!("{} {}", part.part.construct(), part.place.pointer.last().unwrap_or_default()))
            .collect();
        assert!(diagnostics.has_errors(), "{operation}");
        match expect {
            Some(expect) => {
                assert!(!document.operations[0].broken, "{operation}");
                assert_eq!(unread, expect, "{operation}");
            }
            None => assert!(document.operations[0].broken, "{operation}"),
        }
    };
    let id = "{name: id, in: path, required: true}";
    check(&format!("{{parameters: [{id}, {{$ref: '#/x'}}]}}"), Some(&["parameter 1"]));
    check(&format!("{{parameters: [{id}, {{in: query}}]}}"), Some(&["parameter 1"]));
    check(&format!("{{parameters: [{id}], responses: {{'200': {{$ref: '#/x'}}}}}}"), Some(&["response 200"]));
    check(
        &format!("{{parameters: [{id}], responses: {{'200': {{content: {{a/b: {{$ref: '#/x'}}}}}}}}}}"),
        Some(&["response 200"]),
    );
    check(
        &format!("{{parameters: [{id}], responses: {{'200': {{headers: {{A: {{$ref: '#/x'}}}}}}}}}}"),
        Some(&["header A"]),
    );
    check(&format!("{{parameters: [{id}], callbacks: {{a: {{$ref: '#/x'}}}}}}"), Some(&["callback a"]));
    check("{parameters: [{$ref: '#/x'}]}", Some(&["parameter 0"]));
    // A request without these parts would be incorrect.
    check(&format!("{{parameters: [{id}, {{in: query, required: true}}]}}"), None);
    check(&format!("{{parameters: [{id}], requestBody: {{$ref: '#/x'}}}}"), None);
}

#[test]
fn errors_cost_the_parts_that_cannot_be_read() {
    let check = |members: &str, expect: &[&str]| {
        let text = format!("{{openapi: 3.1.0, info: {{title: t, version: v}}, {members}}}");
        let (_, document, diagnostics) = super::read_files(&[("spec.yaml", &text)]);
        let document = document.unwrap();
        let unread = document.unread.iter();
        let mut found: Vec<String> =
            unread.map(|part| format!("{} {}", part.part.construct(), part.place.pointer)).collect();
        let broken = document.operations.iter().filter(|operation| operation.broken);
        found.extend(broken.map(|operation| format!("operation {}", operation.place.pointer)));
        assert_eq!(found, expect, "{members}");
        assert_eq!(diagnostics.has_errors(), !expect.is_empty(), "{members}");
    };
    check("paths: 5", &["path item /paths"]);
    check("paths: {/a: 5}", &["path item /paths/~1a"]);
    check("paths: {/a: {$ref: '#/x', get: {}}}", &["path item /paths/~1a", "operation /paths/~1a/get"]);
    check("paths: {/a: {get: 5, post: {}}}", &["operation /paths/~1a/get"]);
    check("paths: {/a: {additionalOperations: {'a b': {}}}}", &["operation /paths/~1a/additionalOperations/a b"]);
    check("paths: {/a: {additionalOperations: []}}", &["path item /paths/~1a/additionalOperations"]);
    check("paths: {'/a{': {get: {}, post: {}}}", &["operation /paths/~1a{/get", "operation /paths/~1a{/post"]);
    check("webhooks: []", &["webhook /webhooks"]);
    check("webhooks: {a: {post: {requestBody: {$ref: '#/x'}}}, b: {}}", &["webhook /webhooks/a"]);
    check("security: 5", &["security /security"]);
    let scheme = "components: {securitySchemes: {a: {type: x}}}";
    check(&format!("security: [{{a: []}}], {scheme}"), &[]);
    check(
        &format!("security: [{{a: []}}], paths: {{/a: {{get: {{}}}}}}, {scheme}"),
        &["security /components/securitySchemes/a"],
    );
    check("components: []", &["schema /components"]);
    check("components: {schemas: 5, headers: 5}", &["schema /components/schemas"]);
    let schemas = |schemas: &str, expect: &[&str]| check(&format!("components: {{schemas: {{{schemas}}}}}"), expect);
    schemas(
        "A: {type: x}, B: {properties: {b: {$ref: '#/x'}}}",
        &["schema /components/schemas/A", "schema /components/schemas/B/properties/b"],
    );
    schemas("A: {type: x, items: {}}", &[]);
    schemas("A: {oneOf: [{$ref: '#/components/schemas/A'}]}", &["schema /components/schemas/A"]);
    // A parameter that no operation uses refers to a schema that is used, and to one that is not.
    check(
        "components: {parameters: {P: {name: p, in: query, schema: {$ref: '#/components/schemas/A'}}, \
         Q: {name: q, in: query, schema: {type: x}}}, schemas: {A: {type: x}}}",
        &["schema /components/schemas/A"],
    );
    // A component that no operation uses contains the schema of one.
    check(
        "paths: {/a: {get: {parameters: [{name: a, in: query, schema: {$ref: '#/components/headers/H/schema'}}]}}}, \
         components: {headers: {H: {schema: {type: x}}}}",
        &["schema /components/headers/H/schema"],
    );
}
