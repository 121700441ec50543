//! Tests of reading Swagger 2.0 documents whose form is wrong and whose meaning is clear.

use super::super::{Document, SchemaId, SchemaKind};
use super::{read_files, shown};

/// Reads a document with one operation. Returns its parameters, form fields, servers and media types, and the problems.
fn operation(operation: &str, members: &str, others: &[(&str, &str)]) -> (String, Vec<String>) {
    let text = format!(
        "{{swagger: '2.0', info: {{title: t, version: v}}, host: a.test, {members} paths: {{/a: {{post: {{{operation}}}}}}}}}"
    );
    let mut files = vec![("spec.yaml", text.as_str())];
    files.extend(others);
    let (source, document, diagnostics) = read_files(&files);
    let document = document.unwrap();
    let mut words = Vec::new();
    for operation in &document.operations {
        words.extend(operation.servers.iter().map(|server| server.url.clone()));
        words.extend(operation.parameters.iter().map(|parameter| {
            let schema = parameter.schema.map_or("-", |id| kind(&document, id));
            format!("{:?} {} {schema}", parameter.location, parameter.name)
        }));
        for media in operation.body.iter().flat_map(|body| &body.content) {
            words.push(media.media_type.clone());
            let Some(id) = media.schema else { continue };
            match &document.schema(id).kind {
                SchemaKind::Keywords(keywords) if !keywords.properties.is_empty() => {
                    let fields =
                        keywords.properties.iter().map(|(name, id)| format!("{name} {}", kind(&document, *id)));
                    words.push(fields.collect::<Vec<_>>().join(" + "));
                }
                _ => words.push(kind(&document, id).to_owned()),
            }
        }
        for media in operation.responses.iter().flat_map(|response| &response.content) {
            words.push(format!("-> {} {}", media.media_type, media.schema.map_or("-", |id| kind(&document, id))));
        }
    }
    (words.join(", "), shown(&source, &diagnostics))
}

fn kind(document: &Document, id: SchemaId) -> &'static str {
    let SchemaKind::Keywords(keywords) = &document.schema(id).kind else { return "any" };
    let text = format!("{:?}", keywords.types).to_ascii_lowercase();
    match keywords.reference {
        Some(_) => "$ref",
        None if keywords.format.as_deref() == Some("binary") => "file",
        None => ["string", "integer", "array", "object"].into_iter().find(|name| text.contains(name)).unwrap_or("any"),
    }
}

#[test]
fn operations_are_read_as_meant() {
    #[track_caller]
    fn check(text: &str, members: &str, expect: &str, problems: &[&str]) {
        let files = [(
            "other.yaml",
            "{swagger: '2.0', info: {title: t, version: v}, paths: {}, definitions: {T: {type: object}},
                parameters: {B: {in: body, name: b, schema: {$ref: '#/definitions/T'}},
                             F: {in: formData, name: f, type: string}}}",
        )];
        let (found, shown) = operation(text, members, &files);
        assert_eq!(found, expect, "{text}");
        assert_eq!(shown.len(), problems.len(), "{text}: {shown:#?}");
        assert!(shown.iter().zip(problems).all(|(found, problem)| found.contains(problem)), "{text}: {shown:#?}");
    }
    #[track_caller]
    fn parameters(list: &str, expect: &str, problems: &[&str]) {
        let members = "definitions: {T: {type: object}}, parameters: {A: {$ref: '#/parameters/B'},
                       B: {in: body, name: b, schema: {$ref: '#/definitions/T'}}, F: {in: formData, name: x, type: string}},";
        check(&format!("parameters: [{list}], responses: {{}}"), members, expect, problems);
    }
    // `consumes` and `produces` of an operation replace those of the document, even if they are empty.
    let xml = "consumes: [application/xml], produces: [application/xml],";
    let text = "parameters: [{in: body, name: b, schema: {type: string}}], responses: {200: {description: d, schema: {type: integer}}}";
    check(text, xml, "application/xml, string, -> application/xml integer", &[]);
    let empty = format!("consumes: [], produces: [], {text}");
    check(&empty, xml, "application/json, string, -> application/json integer", &[]);
    let shared = "parameters: {B: {in: body, name: b, schema: {type: string}}}, consumes: [application/xml],";
    let text = "consumes: [text/plain], parameters: [{$ref: '#/parameters/B'}], responses: {}";
    check(text, shared, "text/plain, string", &[]);
    // Only another scheme than that of the document needs a server.
    check("schemes: [http], responses: {}", "", "http://a.test", &[]);
    check("schemes: [http, https], responses: {}", "", "", &[]);
    check(
        "schemes: [wss], responses: {}",
        "",
        "",
        &["OA0103 1:83 `schemes` lists neither `http` nor `https`; those of the document apply"],
    );
    // A user can select the document's second server, which the operation does not allow.
    check("schemes: [https], responses: {}", "schemes: [https, http],", "https://a.test", &[]);
    check("schemes: [http, https], responses: {}", "schemes: [https, http],", "", &[]);
    parameters(
        "{in: Query, name: q, type: string}",
        "Query q string",
        &["cannot be in `Query`; it is read as `query`"],
    );
    parameters(
        "{in: form, name: x, type: string}",
        "application/x-www-form-urlencoded, x string",
        &["read as `formData`"],
    );
    parameters(
        "{in: query, name: q, $ref: '#/definitions/T'}",
        "Query q $ref",
        &["the `$ref` of a parameter leads to a schema"],
    );
    let no_schema = "a parameter with `in: body` describes its value without `schema`";
    parameters("{in: body, name: b, type: array, items: {type: string}}", "application/json, array", &[no_schema]);
    parameters("{in: body, name: b, $ref: '#/definitions/T'}", "application/json, $ref", &["leads to a schema"]);
    parameters("{$ref: '#/parameters/A'}", "application/json, $ref", &[]);
    parameters("{$ref: 'other.yaml#/parameters/B'}", "application/json, $ref", &[]);
    parameters("{$ref: 'other.yaml#/parameters/F'}", "application/x-www-form-urlencoded, f string", &[]);
    parameters(
        "{in: formData, name: f, type: array, items: {type: file}}, {$ref: '#/parameters/F'}",
        "multipart/form-data, f array + x string",
        &[],
    );
    parameters(
        "{in: formData, name: x, type: file}, {$ref: '#/parameters/F'}",
        "multipart/form-data, x file",
        &["the form parameter `x` is declared twice; the first is used"],
    );
    parameters(
        "{in: formData, name: x, type: file}, {in: body, name: x, schema: {type: integer}}",
        "multipart/form-data, x file + x_body integer",
        &["with `in: body` and with `in: formData`"],
    );
    // `file` is a type only in schemas.
    let text = "responses: {200: {description: d, schema: {$ref: '#/definitions/F'}}}";
    check(text, "definitions: {F: {type: file}},", "-> application/json $ref", &[]);
    let default = "parameters: [{in: query, name: q, type: object, default: {type: file}}], responses: {default: {description: d, schema: {type: file}}}";
    check(default, "", "Query q object, -> application/octet-stream file", &[]);
}

#[test]
fn security_definitions_are_read_as_meant() {
    for (scheme, expect, problem) in [
        ("{type: Basic}", "Http", "`Basic` is not a type of security scheme; it is read as `basic`"),
        ("{type: apikey, in: query, name: k}", "ApiKey", "it is read as `apiKey`"),
        ("{type: oauth2, tokenUrl: 'https://a.test'}", "clientCredentials", "it is read as `application`"),
        ("{type: oauth2, authorizationUrl: 'https://a.test'}", "implicit", "it is read as `implicit`"),
        (
            "{type: oauth2, authorizationUrl: 'https://a.test', tokenUrl: 'https://a.test'}",
            "authorizationCode",
            "`accessCode`",
        ),
        (
            "{type: oauth2, flow: accessCode, authorizationUrl: 'https://a.test', tokenUrl: 'https://a.test'}",
            "authorizationCode",
            "",
        ),
    ] {
        let (source, document, diagnostics) = read_files(&[(
            "spec.yaml",
            &format!(
                "{{swagger: '2.0', info: {{title: t, version: v}}, paths: {{/a: {{get: {{responses: {{}}}}}}}}, securityDefinitions: {{s: {scheme}}}}}"
            ),
        )]);
        let kind = format!("{:?}", document.unwrap().security_schemes["s"].kind);
        assert!(kind.contains(expect), "{scheme}: {kind}");
        let problems = shown(&source, &diagnostics);
        assert_eq!(problems.len(), usize::from(!problem.is_empty()), "{scheme}: {problems:#?}");
        assert!(problems.iter().all(|found| found.contains(problem)), "{scheme}: {problems:#?}");
    }
}
