//! Servers: the positions of their variables, default values, and invalid URLs.

use super::lowered_document;
use crate::ir::{Api, Server, ServerBase, ServerPart};
use crate::settings::ApiSettings;

fn lowered(server: &str, operation: &str) -> (Api, Vec<String>) {
    let text = format!(
        "openapi: 3.0.3\ninfo: {{title: t, version: '1'}}\nservers: [{server}]\n\
         paths: {{/a: {{get: {{{operation}responses: {{'204': {{description: d}}}}}}}}}}"
    );
    lowered_document(text, &ApiSettings::default())
}

/// Returns the positions of the variables, then the default URL (`-` if there is none).
fn text(server: &Server) -> String {
    let ServerBase::Absolute { parts, default_url } = &server.base else { return format!("{:?}", server.base) };
    let mut words: Vec<String> = Vec::new();
    for part in parts {
        if let ServerPart::Variable(index, position) = part {
            words.push(format!("{}:{position:?}", server.variables[*index].name));
        }
    }
    words.push(default_url.as_deref().unwrap_or("-").to_owned());
    words.join(" ")
}

/// Checks a URL with variables, each written as `name`, `name=default` or `name=default|value|…`, and the diagnostics.
#[track_caller]
fn check(url: &str, variables: &[&str], expect: &str, expected_diagnostics: &[&str]) {
    let variables = variables.iter().map(|text| {
        let (name, values) = text.split_once('=').unwrap_or((text, ""));
        let (default, others) = values.split_once('|').unwrap_or((values, ""));
        let others = others.split('|').map(|value| format!("{value:?}")).collect::<Vec<_>>().join(", ");
        let listed = if values.contains('|') { format!(", enum: [{default:?}, {others}]") } else { String::new() };
        format!("{name}: {{default: {default:?}{listed}}}")
    });
    let variables = variables.collect::<Vec<_>>().join(", ");
    let (api, found) = lowered(&format!("{{url: {url:?}, variables: {{{variables}}}}}"), "");
    assert_eq!(text(&api.servers[0]), expect, "{url}");
    assert_eq!(found.len(), expected_diagnostics.len(), "{url}: {found:#?}");
    for (found, expected) in found.iter().zip(expected_diagnostics) {
        assert!(found.starts_with("OA0103") && found.contains(expected), "{url}: {found}");
    }
}

#[test]
fn the_template_determines_the_positions_of_variables() {
    for (url, variables, expect) in [
        ("https://{a}.x.io", &["a=eu"][..], "a:Label https://eu.x.io"),
        ("https://{a}-{b}.x.io", &["a=eu", "b=1"], "a:Label b:Label https://eu-1.x.io"),
        ("https://api{n}.x.io/v1", &["n=1"], "n:Label https://api1.x.io/v1"),
        ("https://api{n}.x.io/v1", &["n=|-eu"], "n:LabelPart https://api.x.io/v1"),
        ("https://{a}api.x.io", &["a=|eu."], "a:Labels https://api.x.io"),
        ("https://{a}.x.io", &["a=eu.west"], "a:Labels https://eu.west.x.io"),
        ("https://{a}/v1", &["a=x.io"], "a:Host https://x.io/v1"),
        ("https://api.{a}", &["a=x.io"], "a:Host https://api.x.io"),
        ("https://{a}", &["a=[::1]"], "a:Host https://[::1]"),
        ("https://{a}:{b}", &["a=x.io", "b=80"], "a:Host b:Port https://x.io:80"),
        ("https://{a}.x.io:{b}/", &["a=eu", "b=443|8443"], "a:Label b:Port https://eu.x.io:443/"),
        ("https://[::1]:{b}/", &["b=443"], "b:Port https://[::1]:443/"),
        ("https://x.io:80{b}/", &["b=80"], "b:Port https://x.io:8080/"),
        ("{s}://{a}", &["s=http|https", "a=localhost:80"], "s:Scheme a:Authority http://localhost:80"),
        ("http{s}://x.io", &["s=s"], "s:Scheme https://x.io"),
        ("http{s}://x.io", &["s=|s"], "s:Scheme http://x.io"),
        ("https://x.io/{v}/a", &["v=v1"], "v:Path https://x.io/v1/a"),
        ("https://x.io/a{v}", &["v="], "v:Path https://x.io/a"),
        ("https://x.io/{v}", &["v=/a/b"], "v:Path https://x.io/a/b"),
        ("https://x.io{p}", &["p=/a"], "p:PathStart https://x.io/a"),
        ("https://x.io{p}", &["p="], "p:PathStart https://x.io"),
        ("https://x.io{p}/v1", &["p=|/a"], "p:PathStart https://x.io/v1"),
        ("https://{h}{p}", &["h=x.io", "p=/a"], "h:Host p:PathStart https://x.io/a"),
        ("https://x.io:80{p}", &["p=/a"], "p:PathStart https://x.io:80/a"),
        (
            "{s}://{h}:{p}{b}",
            &["s=http", "h=x.io", "p=80", "b=/a"],
            "s:Scheme h:Host p:Port b:PathStart http://x.io:80/a",
        ),
        ("https://{h}{b}", &["h=x.io:80", "b=/a"], "h:Authority b:PathStart https://x.io:80/a"),
        ("https://x.io:80{p}/", &["p=80a"], "p:Port -"),
        ("{u}", &["u=https://x.io/a"], "u:Url https://x.io/a"),
        ("{u}/v1", &["u=https://x.io/"], "u:Url https://x.io/v1"),
        ("{u}{p}", &["u=https://x.io", "p=/a"], "u:Url p:PathStart https://x.io/a"),
        ("https://{a}.{a}.x.io/{a}", &["a=eu"], "a:Label a:Label a:Path https://eu.eu.x.io/eu"),
    ] {
        let diagnostics: &[&str] = if expect.ends_with('-') { &["is not allowed in the URL"] } else { &[] };
        check(url, variables, expect, diagnostics);
    }
}

#[test]
fn unsafe_default_values_are_rejected() {
    for (url, variable) in [
        ("https://{a}.x.io", "a=evil.test/"),
        ("https://{a}.x.io", "a=evil.test#"),
        ("https://{a}.x.io", "a=a@evil.test"),
        ("https://{a}.x.io", "a=evil\u{ff0e}test/"),
        ("https://{a}.x.io", "a="),
        ("https://{a}", "a=https://evil.test"),
        ("https://{a}", "a=localhost:80/a"),
        ("https://x.io:{a}", "a=80@evil.test"),
        ("https://x.io:{a}", "a=70000"),
        ("{a}://x.io", "a=file"),
        ("https://x.io/{a}", "a=../.."),
        ("https://x.io/{a}", "a=a?b"),
        ("{a}", "a=x.io"),
        ("{a}", "a=https://u:p@x.io"),
    ] {
        let (api, found) = {
            let (name, default) = variable.split_once('=').unwrap();
            lowered(&format!("{{url: {url:?}, variables: {{{name}: {{default: {default:?}}}}}}}"), "")
        };
        assert_eq!(api.servers[0].default_url(), None, "{url} {variable}");
        assert!(matches!(api.servers[0].base, ServerBase::Absolute { .. }), "{url} {variable}");
        assert!(found.len() == 1 && found[0].contains("is not allowed in the URL"), "{url}: {found:?}");
    }
    check(
        "https://{a}.x.io",
        &["a=eu|b/c"],
        "a:Label https://eu.x.io",
        &["the value `b/c` of the server variable `a`"],
    );
    check("https://{a}.x.io", &["a=b/c|eu"], "a:Label -", &["the value `b/c` of the server variable `a`"]);
    check("https://x.io:{a}", &["a=0|80"], "a:Port -", &["is not allowed in the URL"]);
}

#[test]
fn an_unusable_url_is_reported() {
    for url in [
        "https://x.io?a={a}",
        "https://x.io/#{a}",
        "https://u:p@{a}.io",
        "https://ex ample.{a}",
        "ws://{a}",
        "https://{a}.x.io/{b",
        "https://{a}}.x.io",
        "{a}b",
        "{a}:80/v1",
        "https://{a}:{a}:{a}",
        "https://{a}/../b",
        "https://{a}\\@evil.test",
    ] {
        let (api, found) = lowered(&format!("{{url: {url:?}, variables: {{a: {{default: x}}}}}}"), "");
        assert_eq!(api.servers[0].base, ServerBase::Unusable, "{url}");
        assert_eq!(found.len(), 1, "{url}: {found:?}");
    }
    check("  https://x.io ", &[], "https://x.io", &[]);
}

#[test]
fn a_variable_without_a_default_is_required() {
    let diagnostics = ["the URL names the variable `b`, which is not in `variables`"];
    check("https://{a}.x.io/{b}", &["a=eu"], "a:Label b:Path -", &diagnostics);
    check("https://x.io", &["a=eu"], "https://x.io", &["the URL does not use the variable `a`"]);
    let (api, found) = lowered("{url: 'https://x.io/{a}', variables: {a: {}}}", "");
    assert_eq!((text(&api.servers[0]).as_str(), found.len()), ("a:Path -", 1));
    assert_eq!(api.servers[0].variables[0].default, None);
}

#[test]
fn the_default_is_one_of_the_values() {
    for (variable, values, default, diagnostic) in [
        ("{default: a, enum: [a, b, a]}", &["a", "b"][..], Some("a"), ""),
        ("{default: c, enum: [a, b]}", &["c", "a", "b"], Some("c"), "the default `c` is not in `enum`; it is added"),
        ("{default: '', enum: [a, b]}", &["a", "b"], Some("a"), "the default `` is not in `enum`; the first value"),
        ("{enum: [a, b]}", &["a", "b"], Some("a"), "the server variable `v` has no `default`"),
        ("{default: a, enum: []}", &[], Some("a"), "`enum` has no values"),
    ] {
        let (api, found) = lowered(&format!("{{url: 'https://x.io/{{v}}', variables: {{v: {variable}}}}}"), "");
        let lowered = &api.servers[0].variables[0];
        assert_eq!(
            (&lowered.values[..], lowered.default.as_deref()),
            (&values.iter().map(|value| (*value).to_owned()).collect::<Vec<_>>()[..], default),
            "{variable}"
        );
        assert_eq!(found.len(), usize::from(!diagnostic.is_empty()), "{variable}: {found:?}");
        assert!(found.iter().all(|found| found.contains(diagnostic)), "{variable}: {found:?}");
    }
}

#[test]
fn servers_of_an_operation_are_checked_too() {
    let own = "servers: [{url: 'https://{a}.x.io', variables: {a: {default: 'evil.test/'}}}], ";
    let (api, found) = lowered("{url: 'https://x.io'}", own);
    assert_eq!(text(&api.own_servers[api.operations[0].servers.unwrap()].servers[0]), "a:Labels -");
    assert_eq!(found.len(), 1, "{found:?}");
}

#[test]
fn an_invalid_server_of_a_path_is_reported_once() {
    let text = "openapi: 3.0.3
info: {title: t, version: '1'}
paths:
  /a:
    servers: [{url: 'ftp://x.io'}]
    get: {responses: {'204': {description: d}}}
    put: {responses: {'204': {description: d}}}
";
    let (api, found) = lowered_document(text.to_owned(), &ApiSettings::default());
    assert_eq!((api.operations.len(), found.len()), (2, 1), "{found:?}");
}

/// Returns the default URL of a relative server and its path below the root of a host; `-` if it has none.
fn relative_text(server: &Server) -> String {
    match &server.base {
        ServerBase::Relative { default_url, path, .. } => {
            let shown = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".to_owned());
            format!("{} {}", shown(default_url), shown(path))
        }
        other => format!("{other:?}"),
    }
}

/// The URL of the document is not known. A URL keeps its `../`, because the client resolves it against the base URL.
#[test]
fn relative_urls_stay_relative() {
    for (url, variables, expect) in [
        ("/v1", &[][..], "/v1 /v1"),
        ("/v1/", &[], "/v1/ /v1"),
        ("v1", &[], "./v1 /v1"),
        ("v1.0/", &[], "./v1.0/ /v1.0"),
        ("./v1", &[], "./v1 /v1"),
        ("../api/v1", &[], "../api/v1 /api/v1"),
        ("./../../api", &[], "../../api /api"),
        ("a/../b", &[], "./b /b"),
        ("..", &[], "../ "),
        ("/", &[], "/ "),
        ("", &[], " "),
        (".", &[], "./ "),
        ("/{v}/a", &["v=v1|v2"], "/v1/a /v1/a"),
        ("../{v}/a", &["v=v1"], "../v1/a /v1/a"),
        ("v{v}", &["v=1"], "./v1 /v1"),
        ("/a/{v}", &["v="], "/a/ /a"),
        ("/a{v}", &["v=/../b"], "- -"),
        ("/a/{v}", &[], "- -"),
        ("/a?b=c", &[], "Unusable"),
        ("/a b", &[], "Unusable"),
        ("/a//..//b", &[], "/a//b /a//b"),
        ("a:b", &[], "Unusable"),
    ] {
        let (name, default) = variables.first().map_or(("", ""), |text| text.split_once('=').unwrap());
        let default = default.split('|').next().unwrap();
        let declared = if name.is_empty() { String::new() } else { format!("{name}: {{default: {default:?}}}") };
        let (api, found) = lowered(&format!("{{url: {url:?}, variables: {{{declared}}}}}"), "");
        assert_eq!(relative_text(&api.servers[0]), expect, "{url} {found:?}");
        assert_eq!(found.is_empty(), !matches!(expect, "- -" | "Unusable"), "{url}: {found:?}");
    }
    // Only the scheme is that of the document.
    check("//x.io/v1", &[], "https://x.io/v1", &[]);
    check("//{a}.x.io/v1", &["a=eu"], "a:Label https://eu.x.io/v1", &[]);
    for url in ["x.io/v1", "api.example.com", "localhost:8080", "localhost", "127.0.0.1/v1", "https", "index.php/v1"] {
        check(url, &[], "Unusable", &["starts with neither a scheme nor a slash"]);
    }
}

/// Operations with equal lists share one. A list that equals that of the API is the API's.
#[test]
fn equal_lists_of_servers_are_shared() {
    let text = "openapi: 3.0.3
info: {title: t, version: '1'}
servers: [{url: 'https://x.io'}, {url: 'https://y.io'}]
paths:
  /a:
    servers: [{url: 'https://a.io'}]
    get: {responses: {'204': {description: d}}}
    put: {servers: [{url: 'https://b.io'}], responses: {'204': {description: d}}}
    post: {servers: [{url: 'https://x.io'}, {url: 'https://y.io'}], responses: {'204': {description: d}}}
  /b:
    get: {servers: [{url: 'https://a.io'}], responses: {'204': {description: d}}}
    put: {servers: [{url: 'https://x.io'}], responses: {'204': {description: d}}}
    post: {servers: [], responses: {'204': {description: d}}}
";
    let (api, found) = lowered_document(text.to_owned(), &ApiSettings::default());
    assert_eq!(found.len(), 0, "{found:?}");
    let url = |index: usize| api.own_servers[index].servers[0].url.as_str();
    let mut of_operations: Vec<(&str, &str, &str)> = api
        .operations
        .iter()
        .map(|operation| {
            (operation.path_template.as_str(), operation.method.as_str(), operation.servers.map_or("-", url))
        })
        .collect();
    of_operations.sort_unstable();
    assert_eq!(
        of_operations,
        [
            ("/a", "GET", "https://a.io"),
            ("/a", "POST", "-"),
            ("/a", "PUT", "https://b.io"),
            ("/b", "GET", "https://a.io"),
            ("/b", "POST", "-"),
            ("/b", "PUT", "https://x.io"),
        ]
    );
    assert_eq!(api.own_servers.len(), 3);
}
