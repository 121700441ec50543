//! Names of servers and of the setters for credentials.

use super::lock::Pins;
use super::scope::{CREDENTIAL, PLAIN, Scope, VARIANT, Wanted};
use super::{Name, ServerNames, words};
use crate::ir::keys;
use crate::ir::{Api, SecurityKind, SecurityScheme, Server};

/// Chooses the names of servers.
pub(super) fn choose(servers: &[Server], pins: &mut Pins<'_>) -> Vec<ServerNames> {
    let keys = keys::distinct(servers.iter().map(|server| keys::label(&server.url)).collect());
    let wanted: Vec<Wanted> = servers
        .iter()
        .zip(keys)
        .map(|(server, key)| {
            let host = host_words(&server.url);
            let texts =
                server.description.as_deref().and_then(short).into_iter().chain([host, words::plain(&server.url)]);
            Wanted { key, canonical: false, candidates: texts.map(|words| VARIANT.make(&words)).collect() }
        })
        .collect();
    let names = Scope::default().assign(pins, "server", &wanted);
    servers
        .iter()
        .zip(wanted)
        .zip(names)
        .map(|((server, wanted), name)| ServerNames { name, variables: variables(server, &wanted.key, pins) })
        .collect()
}

fn variables(server: &Server, key: &str, pins: &mut Pins<'_>) -> Vec<Name> {
    let style = super::style::Style::Snake;
    let keys = keys::distinct(
        server.variables.iter().map(|variable| format!("{key}.{}", keys::label(&variable.name))).collect(),
    );
    let wanted: Vec<Wanted> =
        server.variables.iter().zip(keys).map(|(variable, key)| PLAIN.wanted(key, &variable.name, style)).collect();
    Scope::default().assign(pins, "server-variable", &wanted)
}

/// A description of one to three words is a name.
fn short(description: &str) -> Option<String> {
    let text = description.trim().trim_end_matches('.');
    let plain = text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    let letter = text.starts_with(|c: char| c.is_ascii_alphabetic());
    (plain && letter && text.split_whitespace().count() <= 3).then(|| words::plain(text))
}

/// The words of a host, without variables: `https://api.example.com/v1` is `api_example_com`.
fn host_words(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host: String =
        rest.split('/').next().unwrap_or_default().chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    if host.trim().is_empty() { "origin".to_owned() } else { words::plain(&host) }
}

/// Chooses the setters of the client builder that take credentials. The plain name is that of the way, if no other scheme
/// uses it.
pub(super) fn choose_credentials(api: &Api, pins: &mut Pins<'_>) -> Vec<Name> {
    let wanted: Vec<Wanted> = api
        .security_schemes
        .iter()
        .map(|scheme| {
            let own = CREDENTIAL.make(&words::plain(&scheme.name));
            let spelled = CREDENTIAL.make(&words::spelled(&scheme.name));
            let candidates = way(scheme).map(str::to_owned).into_iter().chain([own, spelled]).collect();
            Wanted { key: keys::label(&scheme.name), canonical: false, candidates }
        })
        .collect();
    Scope::default().assign(pins, "credential", &wanted)
}

fn way(scheme: &SecurityScheme) -> Option<&'static str> {
    match scheme.kind {
        SecurityKind::Bearer => Some("bearer_auth"),
        SecurityKind::Basic => Some("basic_auth"),
        SecurityKind::ApiKeyHeader { .. } | SecurityKind::ApiKeyQuery { .. } | SecurityKind::ApiKeyCookie { .. } => {
            Some("api_key")
        }
        SecurityKind::OAuth2 { .. } => Some("oauth2"),
        SecurityKind::OtherHttp { .. } | SecurityKind::OpenIdConnect { .. } | SecurityKind::MutualTls => None,
    }
}
