//! Tests of individual elements: the result and the diagnostics of each form.

use super::super::{Document, SchemaId, SchemaKind, SecurityKind};
use super::{read_files, shown};

/// Reads a document with these members. `show` must return `expect`, and each problem must contain the text in `problems`.
#[track_caller]
fn check(members: &str, show: impl Fn(&Document) -> String, expect: &str, problems: &[&str]) {
    let text = format!("{{openapi: 3.2.0, info: {{title: t, version: v}}, {members}}}");
    let (source, document, diagnostics) = read_files(&[("spec.yaml", &text)]);
    assert_eq!(show(&document.unwrap()), expect, "{members}");
    let found = shown(&source, &diagnostics);
    assert_eq!(found.len(), problems.len(), "{members}: {found:#?}");
    for (found, problem) in found.iter().zip(problems) {
        assert!(found.contains(problem), "{members}: {found}\ndoes not contain\n{problem}");
    }
}

#[test]
fn parameters_have_the_styles_of_their_location() {
    let check = |location: &str, fields: &str, expect: &str, problems: &[&str]| {
        let path = if location == "path" { "/{a}" } else { "/" };
        let parameter = format!("{{name: a, in: {location}, required: true, schema: {{}}{fields}}}");
        let show = |document: &Document| match document.operations[0].parameters.as_slice() {
            [parameter] => format!("{:?} {}", parameter.style, parameter.explode),
            other => format!("{} parameters", other.len()),
        };
        check(&format!("paths: {{'{path}': {{get: {{parameters: [{parameter}]}}}}}}"), show, expect, problems);
    };
    for (location, style, name, explode) in [
        ("path", "", "Simple", false),
        ("path", ", style: simple", "Simple", false),
        ("path", ", style: label", "Label", false),
        ("path", ", style: matrix", "Matrix", false),
        ("query", "", "Form", true),
        ("query", ", style: form", "Form", true),
        ("query", ", style: spaceDelimited", "SpaceDelimited", false),
        ("query", ", style: pipeDelimited", "PipeDelimited", false),
        ("query", ", style: deepObject", "DeepObject", true),
        ("querystring", "", "Form", true),
        ("header", "", "Simple", false),
        ("header", ", style: simple", "Simple", false),
        ("cookie", "", "Form", true),
        ("cookie", ", style: form", "Form", true),
        ("cookie", ", style: cookie", "Cookie", true),
    ] {
        check(location, style, &format!("{name} {explode}"), &[]);
        check(location, &format!("{style}, explode: false"), &format!("{name} false"), &[]);
        check(location, &format!("{style}, explode: true"), &format!("{name} true"), &[]);
        check(location, &format!("{style}, explode: null"), &format!("{name} {explode}"), &[]);
        let wrong = "`explode` must be a boolean, but it is a list; it is ignored | write `true` or `false`";
        check(location, &format!("{style}, explode: []"), &format!("{name} {explode}"), &[wrong]);
        let quoted = "`explode` must be a boolean, but it is a string; it is read as false";
        check(location, &format!("{style}, explode: 'false'"), &format!("{name} false"), &[quoted]);
    }
    for (location, style, expect, remedy) in [
        ("path", "form", "Simple false", "set `style` to one of matrix, label, simple, or remove it"),
        ("path", "[]", "Simple false", "set `style` to one of matrix, label, simple, or remove it"),
        (
            "query",
            "simple",
            "Form true",
            "set `style` to one of form, spaceDelimited, pipeDelimited, deepObject, or remove it",
        ),
        (
            "query",
            "Form",
            "Form true",
            "set `style` to one of form, spaceDelimited, pipeDelimited, deepObject, or remove it",
        ),
        ("querystring", "form", "Form true", "the style is ignored | remove `style`"),
        ("header", "form", "Simple false", "the style is ignored | write `style: simple`, or remove `style`"),
        ("cookie", "deepObject", "Form true", "set `style` to one of form, cookie, or remove it"),
        ("cookie", "5", "Form true", "set `style` to one of form, cookie, or remove it"),
    ] {
        check(location, &format!(", style: {style}"), expect, &[remedy]);
    }
    check("quary", "", "0 parameters", &["OA0102 1:91 a parameter cannot be in `quary` | did you mean `query`?"]);
    check("5", "", "0 parameters", &["`in` must be a string, but it is a number", "cannot be in `5`"]);
    check("[]", "", "0 parameters", &["OA0102 1:91 `in` must be a string, but it is a list | write a string"]);
}

#[test]
fn encodings_allow_the_styles_of_query_parameters() {
    let check = |encoding: &str, expect: &str, problems: &[&str]| {
        let show = |document: &Document| {
            let media = &document.operations[0].body.as_ref().unwrap().content[0];
            let Some(encoding) = media.encoding.get("a") else { return "none".to_owned() };
            let text = encoding.content_type.as_deref().unwrap_or("-");
            format!("{:?} {:?} {:?} {text}", encoding.style, encoding.explode, encoding.allow_reserved)
        };
        let media = format!("{{schema: {{properties: {{a: {{}}}}}}, encoding: {{a: {encoding}}}}}");
        let paths = format!("paths: {{/a: {{post: {{requestBody: {{content: {{multipart/form-data: {media}}}}}}}}}}}");
        check(&paths, show, expect, problems);
    };
    for (style, name) in [
        ("", "None"),
        ("style: form, ", "Some(Form)"),
        ("style: spaceDelimited, ", "Some(SpaceDelimited)"),
        ("style: pipeDelimited, ", "Some(PipeDelimited)"),
        ("style: deepObject, ", "Some(DeepObject)"),
    ] {
        check(&format!("{{{style}}}"), &format!("{name} None None -"), &[]);
        check(&format!("{{{style}explode: false}}"), &format!("{name} Some(false) None -"), &[]);
        check(&format!("{{{style}explode: true}}"), &format!("{name} Some(true) None -"), &[]);
        let wrong = "`explode` must be a boolean, but it is a number";
        check(&format!("{{{style}explode: 1}}"), &format!("{name} None None -"), &[wrong]);
    }
    check("{contentType: a/b, allowReserved: true, x-a: 1}", "None None Some(true) a/b", &[]);
    let styles =
        "the style is ignored | set `style` to one of form, spaceDelimited, pipeDelimited, deepObject, or remove it";
    check(
        "{style: simple, explode: true}",
        "None Some(true) None -",
        &[&format!("an encoding cannot have the style \"simple\"; {styles}")],
    );
    check("{style: [form]}", "None None None -", &[&format!("an encoding cannot have the style [\"form\"]; {styles}")]);
    check(
        "{contentType: [], allowReserved: {}, headers: {}}",
        "None None None -",
        &["`contentType` must be a string, but it is a list", "`allowReserved` must be a boolean, but it is an"],
    );
    check("form", "none", &["OA0103 1:156 an encoding must be an object, but it is a string; it is ignored"]);
}

#[test]
fn headers_allow_one_style() {
    let check = |header: &str, expect: &str, problems: &[&str]| {
        let show = |document: &Document| {
            let [header] = document.operations[0].responses[0].headers.as_slice() else { return "none".to_owned() };
            let (required, deprecated, explode) = (header.required, header.deprecated.is_some(), header.explode);
            let carried = header.content.as_deref().or(header.schema.map(|_| "schema")).unwrap_or("text");
            format!("{required} {deprecated} {explode} {carried} {}", header.description.as_deref().unwrap_or("-"))
        };
        let paths = format!("paths: {{/a: {{get: {{responses: {{'200': {{headers: {{H: {header}}}}}}}}}}}}}");
        check(&paths, show, expect, problems);
    };
    check("{}", "false false false text -", &[]);
    check("{schema: {}, style: simple}", "false false false schema -", &[]);
    check("{content: {a/b: {}}, explode: true}", "false false true a/b -", &[]);
    check("{schema: {}, required: true, deprecated: true, description: d}", "true true false schema d", &[]);
    check("{schema: {}, explode: false}", "false false false schema -", &[]);
    let style =
        "a header cannot have the style \"form\"; the style is ignored | write `style: simple`, or remove `style`";
    check("{schema: {}, style: form}", "false false false schema -", &[style]);
    check("{style: {}}", "false false false text -", &["a header cannot have the style {}; the style is ignored"]);
    check(
        "{description: 5, required: 'true', deprecated: 1, explode: []}",
        "true false false text 5",
        &[
            "`description` must be a string, but it is a number; it is read as \"5\"",
            "`required` must be a boolean, but it is a string; it is read as true",
            "`deprecated` must be a boolean, but it is a number",
            "`explode` must be a boolean, but it is a list",
        ],
    );
    check("5", "none", &["OA0102 1:97 a header must be an object, but it is a number"]);
}

#[test]
fn reads_flows_without_their_urls() {
    let check = |scheme: &str, expect: &str, problems: &[&str]| {
        let show = |document: &Document| {
            let Some(SecurityKind::OAuth2 { flows }) = document.security_schemes.get("a").map(|scheme| &scheme.kind)
            else {
                return "none".to_owned();
            };
            let or_none = |url: &Option<String>| url.as_deref().unwrap_or("-").to_owned();
            let shown = flows.iter().map(|flow| {
                let urls = [&flow.authorization_url, &flow.token_url, &flow.refresh_url].map(or_none).join(" ");
                let scopes: Vec<String> = flow.scopes.iter().map(|(scope, text)| format!("{scope}={text}")).collect();
                format!("{} {urls} {}", flow.kind, scopes.join(","))
            });
            shown.collect::<Vec<_>>().join("; ")
        };
        check(&format!("components: {{securitySchemes: {{a: {{type: oauth2{scheme}}}}}}}"), show, expect, problems);
    };
    let flow = |flow: &str, expect: &str, problems: &[&str]| check(&format!(", flows: {{{flow}}}"), expect, problems);
    flow("implicit: {authorizationUrl: a, scopes: {s: d}}", "implicit a - - s=d", &[]);
    flow("password: {tokenUrl: t, refreshUrl: r, scopes: {}}", "password - t r ", &[]);
    flow("clientCredentials: {tokenUrl: t}", "clientCredentials - t - ", &[]);
    flow("authorizationCode: {authorizationUrl: a, tokenUrl: t}", "authorizationCode a t - ", &[]);
    flow("deviceAuthorization: {deviceAuthorizationUrl: d, tokenUrl: t}", "deviceAuthorization d t - ", &[]);
    // The flows are in the order of the document.
    flow("password: {tokenUrl: t}, implicit: {authorizationUrl: a}", "password - t - ; implicit a - - ", &[]);

    let lacks = |name: &str, url: &str| {
        let effect = match name {
            "clientCredentials" => "the caller must supply a token",
            _ => "the generated client does not need it",
        };
        format!("OA0103 1:105 the flow `{name}` has no `{url}`; {effect} | add `{url}`")
    };
    let check_missing = |given: &str, name: &str, expect: &str, urls: &[&str]| {
        let problems: Vec<String> = urls.iter().map(|url| lacks(name, url)).collect();
        let problems: Vec<&str> = problems.iter().map(String::as_str).collect();
        flow(&format!("{name}: {{{given}}}"), &format!("{name} {expect} "), &problems);
    };
    check_missing("", "implicit", "- - -", &["authorizationUrl"]);
    check_missing("", "password", "- - -", &["tokenUrl"]);
    check_missing("refreshUrl: r", "clientCredentials", "- - r", &["tokenUrl"]);
    check_missing("", "authorizationCode", "- - -", &["authorizationUrl", "tokenUrl"]);
    check_missing("tokenUrl: t", "authorizationCode", "- t -", &["authorizationUrl"]);
    check_missing("authorizationUrl: a", "authorizationCode", "a - -", &["tokenUrl"]);
    check_missing("tokenUrl: t", "deviceAuthorization", "- t -", &["deviceAuthorizationUrl"]);
    check_missing("deviceAuthorizationUrl: d", "deviceAuthorization", "d - -", &["tokenUrl"]);

    flow(
        "password: {tokenUrl: [], scopes: {a: , b: 5, c: []}}",
        "password - - - a=,b=5,c=",
        &[
            "`tokenUrl` must be a string, but it is a list; it is ignored",
            "`b` must be a string, but it is a number; it is read as \"5\"",
            "`c` must be a string, but it is a list; it is read as an empty string",
            "the flow `password` has no `tokenUrl`",
        ],
    );
    flow(
        "password: {tokenUrl: t, scopes: [a]}",
        "password - t - ",
        &["`scopes` must be an object of strings, but it is a list; it is ignored"],
    );
    flow(
        "password: t",
        "",
        &["OA0103 1:105 `password` must be an object, but it is a string; it is ignored, and the caller"],
    );
    flow("passwort: {}", "", &["`passwort` is not an OAuth 2 flow; it is ignored | did you mean `password`?"]);
    check(
        ", flows: []",
        "",
        &["OA0103 1:97 `flows` must be an object, but it is a list; it is ignored, and the caller"],
    );
    check("", "", &["a security scheme of type `oauth2` has no `flows`"]);
}

#[test]
fn security_schemes_require_their_fields() {
    let check = |scheme: &str, expect: &str, problems: &[&str]| {
        let show = |document: &Document| {
            let Some(scheme) = document.security_schemes.get("a") else { return "none".to_owned() };
            let kind = match &scheme.kind {
                SecurityKind::ApiKey { location, name } => format!("{location:?} {name}"),
                SecurityKind::Http { scheme, bearer_format } => format!("{scheme} {bearer_format:?}"),
                SecurityKind::OpenIdConnect { url } => url.clone(),
                SecurityKind::OAuth2 { flows } => format!("{} flows", flows.len()),
                SecurityKind::MutualTls => "tls".to_owned(),
            };
            format!("{kind} {}", scheme.description.as_deref().unwrap_or("-"))
        };
        let paths = "paths: {/a: {get: {security: [{a: []}]}}}";
        check(&format!("{paths}, components: {{securitySchemes: {{a: {{{scheme}}}}}}}"), show, expect, problems);
    };
    check("type: apiKey, in: query, name: k, x-a: 1", "Query k -", &[]);
    check("type: apiKey, in: header, name: k, description: d", "Header k d", &[]);
    check("type: apiKey, in: cookie, name: k", "Cookie k -", &[]);
    check("type: http, scheme: Basic, description: d", "basic None d", &[]);
    check("type: http, scheme: bearer, bearerFormat: JWT", "bearer Some(\"JWT\") -", &[]);
    check("type: openIdConnect, openIdConnectUrl: 'https://a.io', description: d", "https://a.io d", &[]);
    check("type: mutualTLS, description: d", "tls d", &[]);
    check("type: oauth2, flows: {}, description: d", "0 flows d", &[]);
    let place = "an API key must be in `query`, `header` or `cookie`";
    check("type: apiKey, in: path, name: k", "none", &[place]);
    check("type: apiKey, in: [], name: k", "none", &["`in` must be a string, but it is a list"]);
    check("type: apiKey, in: query", "none", &["a security scheme requires `name` | add `name`"]);
    check("type: apiKey", "none", &["a security scheme requires `name`", "a security scheme requires `in`"]);
    check("type: apiKey, in: query, name: 5", "Query 5 -", &["`name` must be a string, but it is a number"]);
    check("type: http", "none", &["a security scheme requires `scheme`"]);
    check("type: http, scheme: {}", "none", &["`scheme` must be a string, but it is an object"]);
    check(
        "type: http, scheme: a, bearerFormat: [], description: []",
        "a None -",
        &["`bearerFormat` must be a string", "`description` must be a string"],
    );
    check("type: openIdConnect", "none", &["a security scheme requires `openIdConnectUrl`"]);
    check(
        "type: openIdConnect, openIdConnectUrl: /a",
        "/a -",
        &["`/a` is not an absolute URL; the generated client does not need it"],
    );
    check("type: []", "none", &["`type` must be a string, but it is a list | write a string"]);
}

#[test]
fn reads_all_forms_of_discriminators() {
    let check = |discriminator: &str, expect: &str, problems: &[&str]| {
        let show = |document: &Document| {
            let SchemaKind::Keywords(keywords) = &document.schema(SchemaId(0)).kind else { return String::new() };
            let Some(found) = &keywords.discriminator else { return "none".to_owned() };
            let name = |id: SchemaId| document.component_name(id).unwrap_or("-");
            let entries: Vec<String> = found.mapping.iter().map(|(tag, id)| format!("{tag}={}", name(*id))).collect();
            format!("{} {} {}", found.property, entries.join(","), found.default_mapping.map_or("-", name))
        };
        let schemas = format!("schemas: {{A: {{discriminator: {discriminator}}}, B: {{}}, x-c: {{}}}}");
        check(&format!("components: {{{schemas}}}"), show, expect, problems);
    };
    check("k", "k  -", &[]);
    check("{propertyName: k}", "k  -", &[]);
    check("{propertyName: k, mapping: {}, x-a: 1}", "k  -", &[]);
    check("{propertyName: k, mapping: {b: B, x-b: '#/components/schemas/B'}}", "k b=B,x-b=B -", &[]);
    check("{propertyName: k, mapping: {a: A}, defaultMapping: B}", "k a=A B", &[]);
    check("{propertyName: 5}", "5  -", &["`propertyName` must be a string, but it is a number"]);
    check(
        "{propertyName: []}",
        "none",
        &["`propertyName` must be a string, but it is a list; the discriminator is ignored"],
    );
    check("{mapping: {b: B}}", "none", &["a discriminator requires `propertyName`"]);
    check("[k]", "none", &["OA0103 1:75 `discriminator` must be an object, but it is a list; it is ignored"]);
    check("{propertyName: k, mapping: [B]}", "k  -", &["`mapping` must be an object that maps tags to schemas"]);
    let name = "must be the name of a schema or a reference to it, but it is a number; it is ignored";
    check("{propertyName: k, mapping: {a: 5, b: B}}", "k b=B -", &[&format!("`a` {name}")]);
    check("{propertyName: k, defaultMapping: 5}", "k  -", &[&format!("`defaultMapping` {name}")]);
    check(
        "{propertyName: k, mapping: {a: Aa, b: B}}",
        "k b=B -",
        &[
            "OA0103 1:118 `#/components/schemas/Aa` does not exist; this entry is ignored: a value whose `k` is `a` is decoded as an unknown \
           value, unless a branch lists `a` itself | did you mean `#/components/schemas/A`?",
        ],
    );
    check(
        "{propertyName: k, mapping: {a: '#/info', b: B}, defaultMapping: C}",
        "k b=B -",
        &[
            "OA0103 1:118 `#/info` is not a schema; this entry is ignored: a value whose `k` is `a` is",
            "OA0103 1:138 `#/components/schemas/C` does not exist; it is ignored: a value with another tag is decoded as an unknown value",
        ],
    );
}

#[test]
fn reads_all_forms_of_servers_and_tags() {
    let server = |server: &str, expect: &str, problems: &[&str]| {
        let show = |document: &Document| {
            let shown = document.servers.iter().map(|server| {
                let variables = server
                    .variables
                    .iter()
                    .map(|variable| format!(" {}={:?}|{}", variable.name, variable.default, variable.values.join("|")));
                format!("{}{}", server.url, variables.collect::<String>())
            });
            shown.collect::<Vec<_>>().join("; ")
        };
        check(&format!("servers: [{server}]"), show, expect, problems);
    };
    let variable = |variable: &str, expect: &str, problems: &[&str]| {
        let expect = if expect.is_empty() { String::new() } else { format!(" v={expect}") };
        server(&format!("{{url: '/{{v}}', variables: {{v: {variable}}}}}"), &format!("/{{v}}{expect}"), problems);
    };
    variable("{default: a}", "Some(\"a\")|", &[]);
    variable("{default: ''}", "Some(\"\")|", &[]);
    variable("{default: a, enum: [b, a, b]}", "Some(\"a\")|b|a", &[]);
    let none = "OA0103 1:84 the server variable `v` has no `default`; callers must supply a value | add `default`";
    variable("{}", "None|", &[none]);
    let first = "the first value of `enum`, `a`, is used";
    variable("{enum: [a, b]}", "None|a|b", &[&format!("the server variable `v` has no `default`; {first}")]);
    variable("{default: 5}", "Some(\"5\")|", &["`default` must be a string, but it is a number"]);
    variable("{default: [], enum: [a]}", "None|a", &[&format!("must be a string, but it is a list; {first}")]);
    variable("{default: {}}", "None|", &["must be a string, but it is an object; callers must supply a value"]);
    variable(
        "{default: a, enum: {}}",
        "Some(\"a\")|",
        &["`enum` must be a list of strings, but it is an object; it is ignored"],
    );
    variable("{default: a, enum: []}", "Some(\"a\")|", &["`enum` has no values; any value is allowed"]);
    variable("{default: c, enum: [a]}", "Some(\"c\")|c|a", &["the default `c` is not in `enum`; it is added"]);
    variable("{default: '', enum: [a]}", "Some(\"\")|a", &[&format!("the default `` is not in `enum`; {first}")]);
    server("{url: 5}", "5", &["`url` must be a string, but it is a number"]);
    server(
        "{url: []}, {description: d}",
        "",
        &[
            "OA0103 1:59 `url` must be a string, but it is a list; the server is ignored",
            "a server has no `url`; it is ignored",
        ],
    );
    server(
        "{url: /a, name: [], description: {}}",
        "/a",
        &["`description` must be a string, but it is an object; it is ignored", "`name` must be a string"],
    );

    let tag = |tag: &str, expect: &str, problems: &[&str]| {
        let show = |document: &Document| {
            let shown = document.tags.iter().map(|tag| format!("{} {:?}", tag.name, tag.description));
            shown.collect::<Vec<_>>().join("; ")
        };
        check(&format!("tags: [{tag}]"), show, expect, problems);
    };
    tag("{name: a}, {name: b, description: d, externalDocs: 5, x-a: 1}", "a None; b Some(\"d\")", &[]);
    tag(
        "a",
        "a None",
        &["a tag must be an object, but it is a string; it is read as the name of the tag | write `{name: …}`"],
    );
    tag(
        "{description: d}, 5",
        "",
        &["a tag has no `name`; it is ignored", "a tag must be an object, but it is a number; it is ignored"],
    );
    tag("{name: 5, description: []}", "5 None", &["`name` must be a string", "`description` must be a string"]);
}

#[test]
fn path_parameters_in_the_syntax_of_web_frameworks_are_read() {
    let show = |document: &Document| {
        let operation = &document.operations[0];
        let names: Vec<&str> = operation.parameters.iter().map(|parameter| parameter.name.as_str()).collect();
        format!("{} {}", operation.path, names.join(","))
    };
    let check = |path: &str, expect: &str, problems: &[&str]| {
        let parameter = "{name: id, in: path, required: true, schema: {type: string}}";
        check(&format!("paths: {{'{path}': {{parameters: [{parameter}], get: {{}}}}}}"), show, expect, problems);
    };
    let read = ["is not a parameter of a path in OpenAPI; it is read as `{id}` | write `{id}`"];
    check("/groups/:id", "/groups/{id} id", &read);
    check("/groups/<id>/members", "/groups/{id}/members id", &read);
    check("/groups/<int:id>", "/groups/{id} id", &read);
    check("/groups/{id}/:verb", "/groups/{id}/:verb id", &[]);
    check("/groups/{id}:cancel", "/groups/{id}:cancel id", &[]);
    check("/groups/:name", "/groups/:name ", &["the path parameter `id` does not occur in the path `/groups/:name`"]);
}
