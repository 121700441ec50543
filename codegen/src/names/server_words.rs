//! Words for the names of servers: from the start of the description, or from the part of the URL that differs from other servers.

use super::words;
use crate::ir::Server;

/// Generic words in the descriptions of servers. They are not part of a name.
const GENERIC: &[&str] = &[
    "server",
    "servers",
    "environment",
    "environments",
    "env",
    "api",
    "apis",
    "endpoint",
    "endpoints",
    "url",
    "urls",
    "uri",
    "host",
    "hostname",
    "base",
    "instance",
    "rest",
    "http",
    "https",
    "generated",
    "access",
];
/// Words that start an explanation.
const EXPLAINING: &[&str] = &[
    "for", "of", "in", "on", "at", "with", "without", "to", "from", "by", "is", "that", "which", "used", "using",
    "where", "via", "as", "when",
];
/// Words without meaning for a name.
const ARTICLES: &[&str] = &["the", "a", "an", "our", "your", "this", "these", "optional"];
/// Common host labels. They are not part of a name.
const COMMON_LABELS: &[&str] = &["api", "www"];
/// Maximum number of words from a description.
const MAX_WORDS: usize = 3;

/// Returns the name in a description: `The production API server` is `production`.
pub(super) fn described(description: &str) -> Option<String> {
    let text = description.trim();
    if text.starts_with("http://") || text.starts_with("https://") {
        return None;
    }
    let clause = text.split(['(', ',', ';', ':', '\n', '\u{2013}', '\u{2014}']).next().unwrap_or_default();
    let clause = clause.split(". ").next().unwrap_or_default().split(" - ").next().unwrap_or_default();
    let mut kept: Vec<&str> = Vec::new();
    let mut subject = false;
    for word in clause.split_whitespace() {
        let word = word.trim_matches(|c| matches!(c, '*' | '_' | '`' | '"' | '\'' | '.' | '!'));
        let lower = word.to_ascii_lowercase();
        let is = |list: &[&str]| list.contains(&lower.as_str());
        match (is(GENERIC), is(EXPLAINING)) {
            _ if word.is_empty() || is(ARTICLES) => {}
            (true, _) | (_, true) if !kept.is_empty() => break,
            (true, _) => subject = true,
            // `API server for staging`: the explanation is the name. Without words before it, it is a sentence.
            (_, true) if !subject => return None,
            (_, true) => {}
            _ => kept.push(word),
        }
    }
    let plain = |word: &&str| word.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
    let letter = kept.first()?.starts_with(|c: char| c.is_ascii_alphabetic());
    (letter && kept.len() <= MAX_WORDS && kept.iter().all(plain)).then(|| words::plain(&kept.join(" ")))
}

/// Returns the candidates for each server from its URL, the simplest first. All servers have the same number of candidates.
pub(super) fn from_urls(servers: &[Server]) -> Vec<Vec<String>> {
    let places: Vec<UrlComponents> = servers.iter().map(|server| UrlComponents::of(&server.url)).collect();
    let distinguished = distinguish(&places);
    servers
        .iter()
        .zip(places.iter().zip(distinguished))
        .map(|(server, (place, (first, second)))| {
            let host = if place.host.is_empty() { vec![place.hostless.to_owned()] } else { place.host.clone() };
            let with_port = [host.clone(), vec![place.port.clone()]].concat();
            let with_path = [host.clone(), place.path.clone()].concat();
            let without_scheme = [with_port.clone(), place.path.clone()].concat();
            let with_scheme = [vec![place.scheme.clone()], without_scheme.clone()].concat();
            let last = vec![server.url.clone()];
            let texts = [first, second, host.clone(), with_port, with_path, without_scheme, with_scheme, last];
            let words = texts.into_iter().map(|parts| parts.join(" ")).map(|text| match text.trim() {
                // The URL does not differ from the others: the host is the name, if no other server has it.
                "" => words::plain(&host.join(" ")),
                text => words::plain(text),
            });
            words.collect()
        })
        .collect()
}

/// The components of a server's URL, without variables.
#[derive(Debug, Default)]
struct UrlComponents {
    scheme: String,
    /// The labels of the host.
    host: Vec<String>,
    /// The name if the URL has no host.
    hostless: &'static str,
    port: String,
    /// The segments of the path.
    path: Vec<String>,
}

impl UrlComponents {
    fn of(url: &str) -> Self {
        let text = without_variables(url);
        let variable = text != url;
        let Some((scheme, rest)) = text.split_once("://") else {
            // A variable may contain the missing components.
            let path = segments(&text);
            let hostless = if variable { "custom" } else { "origin" };
            return Self { hostless, path, ..Self::default() };
        };
        let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
        let (host, port) = match authority.rsplit_once(':') {
            Some((host, port)) if !port.contains(']') => (host, port),
            _ => (authority, ""),
        };
        let host = if host == "[::1]" || host == "0.0.0.0" || host.starts_with("127.") { "loopback" } else { host };
        Self {
            scheme: scheme.to_owned(),
            host: host.split('.').filter(|label| label.contains(char::is_alphanumeric)).map(str::to_owned).collect(),
            hostless: "custom",
            port: port.to_owned(),
            path: segments(path),
        }
    }

    /// Whether the host has a domain, which other hosts can share.
    fn has_domain(&self) -> bool {
        self.host.len() > 1
    }
}

fn segments(path: &str) -> Vec<String> {
    path.split('/').filter(|segment| segment.contains(char::is_alphanumeric)).map(str::to_owned).collect()
}

fn without_variables(url: &str) -> String {
    let mut text = String::with_capacity(url.len());
    let mut rest = url;
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        rest = after.split_once('}').map_or("", |(_, behind)| behind);
    }
    text.push_str(rest);
    text
}

/// Returns for each server the words that distinguish it from the others, in a short and a long form. Both may be empty.
fn distinguish(places: &[UrlComponents]) -> Vec<(Vec<String>, Vec<String>)> {
    let differ =
        |same: fn(&UrlComponents, &UrlComponents) -> bool| places.windows(2).any(|pair| !same(&pair[0], &pair[1]));
    let paths: Vec<&[String]> = places.iter().map(|place| &place.path[..]).collect();
    let common = shared(&paths, |segments, at| segments.get(at));
    let own_path = |place: &UrlComponents| place.path.get(common..).unwrap_or_default().to_vec();
    if differ(|a, b| a.host == b.host) {
        let domains: Vec<&[String]> =
            places.iter().filter(|place| place.has_domain()).map(|place| &place.host[..]).collect();
        // A single label is not a domain, but a top-level domain.
        let domain = Some(shared(&domains, |labels, at| labels.iter().rev().nth(at))).filter(|labels| *labels > 1);
        let domain = domain.unwrap_or_default();
        let both = |place| (own_labels(place, domain), [own_labels(place, domain), own_path(place)].concat());
        return places.iter().map(both).collect();
    }
    let own = |place: &UrlComponents| {
        if differ(|a, b| a.path == b.path) {
            own_path(place)
        } else if differ(|a, b| a.scheme == b.scheme) && !differ(|a, b| a.port == b.port) {
            vec![place.scheme.clone()]
        } else {
            Vec::new()
        }
    };
    places.iter().map(|place| (own(place), own(place))).collect()
}

/// Returns the labels before the shared domain.
fn own_labels(place: &UrlComponents, shared: usize) -> Vec<String> {
    if !place.has_domain() {
        return place.host.clone();
    }
    let own = place.host.get(..place.host.len().saturating_sub(shared)).unwrap_or_default();
    let rare: Vec<String> = own.iter().filter(|label| !COMMON_LABELS.contains(&label.as_str())).cloned().collect();
    if rare.is_empty() { own.to_vec() } else { rare }
}

/// Returns the number of items that all lists have in common, in the order of `get`. Returns 0 if there is only one list.
fn shared<'l>(lists: &[&'l [String]], get: fn(&'l [String], usize) -> Option<&'l String>) -> usize {
    let Some((first, others)) = lists.split_first().filter(|(_, others)| !others.is_empty()) else { return 0 };
    (0..first.len()).take_while(|at| others.iter().all(|other| get(other, *at) == get(first, *at))).count()
}

#[cfg(test)]
mod tests {
    use super::described;
    use crate::ir::{Api, Server, ServerBase};
    use crate::names::{NamesLock, choose};

    #[track_caller]
    fn check(servers: &[(&str, &str)], expect: &[&str]) {
        let server = |(url, description): &(&str, &str)| Server {
            url: (*url).to_owned(),
            name: None,
            description: (!description.is_empty()).then(|| (*description).to_owned()),
            variables: Vec::new(),
            base: ServerBase::Unusable,
        };
        let api = Api { servers: servers.iter().map(server).collect(), ..Api::default() };
        let (names, lock) = choose(&api, &NamesLock::default());
        let names: Vec<&str> = names.servers.iter().map(|names| names.name.as_str()).collect();
        assert_eq!(names, expect, "{servers:?}");
        // A server that is added does not change the names of the others.
        let mut more = api.clone();
        more.servers.insert(0, server(&("https://added.example.org/v9", servers[0].1)));
        let (again, _) = choose(&more, &lock);
        let again: Vec<&str> = again.servers.iter().skip(1).map(|names| names.name.as_str()).collect();
        assert_eq!(again, expect, "{servers:?}");
    }

    /// OpenAPI 3.2 allows a server to have a `name`.
    #[test]
    fn the_name_of_a_server_takes_precedence() {
        let server = Server {
            url: "https://a.io".to_owned(),
            name: Some("prod-eu".to_owned()),
            description: Some("Sandbox".to_owned()),
            variables: Vec::new(),
            base: ServerBase::Unusable,
        };
        let (names, _) = choose(&Api { servers: vec![server], ..Api::default() }, &NamesLock::default());
        assert_eq!(names.servers[0].name.as_str(), "ProdEu");
    }

    #[test]
    fn short_descriptions_become_names() {
        for (description, expect) in [
            ("Production", Some("production")),
            ("Production server", Some("production")),
            ("Production server (uses live data)", Some("production")),
            ("The production API server", Some("production")),
            ("Sandbox environment", Some("sandbox")),
            ("Sandbox server for testing your integration", Some("sandbox")),
            ("API server for staging", Some("staging")),
            ("EU: our servers in Frankfurt", Some("eu")),
            ("**Live** API endpoint.", Some("live")),
            ("Local development server", Some("local_development")),
            ("EU data center", Some("eu_data_center")),
            ("US - west coast", Some("us")),
            ("Server", None),
            ("Generated server url", None),
            ("The base URL of the API", None),
            ("Where all of our customers send their requests", None),
            ("https://api.example.com", None),
            ("api.example.com", None),
            ("Работа с биржей", None),
            ("\"}{\\ \n#![x]", None),
            ("", None),
        ] {
            assert_eq!(described(description).as_deref(), expect, "{description:?}");
        }
    }

    #[test]
    fn servers_are_named_after_the_parts_of_the_url_that_differ() {
        check(&[("https://api.example.com/v1", "")], &["ApiExampleCom"]);
        check(&[("https://api.a.io", ""), ("https://eu.api.a.io", "")], &["ApiAIo", "Eu"]);
        check(&[("https://api.a.io", ""), ("https://api-eu.a.io", "")], &["Api", "ApiEu"]);
        check(&[("https://a.io", ""), ("https://sandbox.a.io", "")], &["AIo", "Sandbox"]);
        check(&[("https://api.a.io/v1", ""), ("https://api.a.io/v2", "")], &["V1", "V2"]);
        check(&[("https://api.a.io", ""), ("https://api.a.io/sandbox", "")], &["ApiAIo", "Sandbox"]);
        check(&[("https://api.a.io", ""), ("http://api.a.io", "")], &["Https", "Http"]);
        check(&[("http://localhost:80", ""), ("https://localhost:81", "")], &["Localhost80", "Localhost81"]);
        check(
            &[("https://a.io", ""), ("https://a.dev", ""), ("http://127.0.0.1:80", "")],
            &["AIo", "ADev", "Loopback"],
        );
        check(&[("https://{region}.a.io", ""), ("https://eu.a.io", "")], &["AIo", "Eu"]);
        check(&[("{scheme}://{host}:{port}/v2", "")], &["Custom"]);
        check(&[("{url}", ""), ("{url}/v1", "")], &["Custom", "V1"]);
        check(&[("/", ""), ("/v1", "")], &["Origin", "V1"]);
        check(&[("https://us.a.io", "Production server"), ("https://eu.a.io", "Production server")], &["Us", "Eu"]);
        check(&[("https://us.a.io", "Sandbox"), ("https://sandbox.a.io", "")], &["Sandbox", "SandboxAIo"]);
        check(&[("https://a.io", "Production"), ("https://a.io", "Production")], &["HttpsAIo2", "HttpsAIo3"]);
    }
}
