//! Names of servers, of their variables and of the setters for credentials.

use super::lock::Pins;
use super::scope::{CREDENTIAL, PLAIN, Scope, VARIANT, Wanted};
use super::style::Style;
use super::{Name, ServerNames, ServerVariableNames, server_words, words};
use crate::ir::keys;
use crate::ir::{Api, SecurityKind, SecurityScheme, Server, ServerVariable};

/// Chooses the names of servers: by what they are called, by what they are described as, by their place.
pub(super) fn choose(servers: &[Server], pins: &mut Pins<'_>) -> Vec<ServerNames> {
    let keys = keys::distinct(servers.iter().map(|server| keys::label(&server.url)).collect());
    let names = variants(servers, &keys, pins);
    let types = types(servers, &keys, &names, pins);
    servers
        .iter()
        .zip(&keys)
        .zip(names.into_iter().zip(types))
        .map(|((server, key), (name, (ty, types)))| {
            let fields = fields(server, key, pins);
            let variables = server.variables.iter().zip(fields).zip(types).map(|((variable, field), ty)| {
                let values = values(variable, &format!("{key}.{}", keys::label(&variable.name)), pins);
                ServerVariableNames { field, ty, values }
            });
            ServerNames { name, ty, variables: variables.collect() }
        })
        .collect()
}

/// The variants of `Server`. What a server is described as comes before what another one's URL says.
fn variants(servers: &[Server], keys: &[String], pins: &mut Pins<'_>) -> Vec<Name> {
    let mut scope = Scope::default();
    scope.reserve(pins, "server", keys);
    let mut names = vec![Name::default(); servers.len()];
    let places = server_words::places(servers);
    let called = servers.iter().map(|server| {
        let own = server.name.as_deref().filter(|name| !name.trim().is_empty()).map(words::plain);
        own.into_iter().chain(server.description.as_deref().and_then(server_words::described)).collect()
    });
    let called: Vec<Vec<String>> = called.collect();
    for is_called in [true, false] {
        let indices: Vec<usize> = (0..servers.len()).filter(|index| called[*index].is_empty() != is_called).collect();
        let wanted: Vec<Wanted> = indices
            .iter()
            .map(|index| {
                let texts = called[*index].iter().chain(&places[*index]);
                let candidates = texts.map(|words| VARIANT.make(&words::cut(words.clone()))).collect();
                Wanted { key: keys[*index].clone(), canonical: false, candidates }
            })
            .collect();
        for (index, name) in indices.into_iter().zip(scope.assign(pins, "server", &wanted)) {
            names[index] = name;
        }
    }
    names
}

/// For each server, the struct of its variables and the enums of their values. All stand in one module.
fn types(servers: &[Server], keys: &[String], names: &[Name], pins: &mut Pins<'_>) -> Vec<(Name, Vec<Name>)> {
    let mut wanted = Vec::new();
    for ((server, key), name) in servers.iter().zip(keys).zip(names) {
        if server.variables.is_empty() {
            continue;
        }
        let name = name.as_str().trim_start_matches("r#").trim_end_matches('_');
        let ty = if name.ends_with("Server") && name != "Server" { name.to_owned() } else { format!("{name}Server") };
        let parts = distinct_labels(server);
        let enums = server.variables.iter().zip(parts).map(|(variable, label)| Wanted {
            key: format!("{key}.{label}"),
            canonical: false,
            candidates: [words::plain(&variable.name), words::spelled_wholly(&variable.name)]
                .map(|words| format!("{ty}{}", words::camel(&words)))
                .to_vec(),
        });
        wanted.push(Wanted { key: key.clone(), canonical: false, candidates: vec![ty.clone()] });
        wanted.extend(enums);
    }
    let mut chosen = Scope::default().assign(pins, "server-type", &wanted).into_iter();
    servers
        .iter()
        .map(|server| match server.variables.len() {
            0 => (Name::default(), Vec::new()),
            count => (chosen.next().unwrap_or_default(), chosen.by_ref().take(count).collect()),
        })
        .collect()
}

fn distinct_labels(server: &Server) -> Vec<String> {
    keys::distinct(server.variables.iter().map(|variable| keys::label(&variable.name)).collect())
}

fn fields(server: &Server, key: &str, pins: &mut Pins<'_>) -> Vec<Name> {
    let labels = distinct_labels(server);
    let wanted: Vec<Wanted> = server
        .variables
        .iter()
        .zip(labels)
        .map(|(variable, label)| PLAIN.wanted(format!("{key}.{label}"), &variable.name, Style::Snake))
        .collect();
    Scope::default().assign(pins, "server-variable", &wanted)
}

fn values(variable: &ServerVariable, key: &str, pins: &mut Pins<'_>) -> Vec<Name> {
    let style = pins.styles.values;
    let keys = keys::distinct(variable.values.iter().map(|value| format!("{key}.{}", keys::label(value))).collect());
    let wanted: Vec<Wanted> =
        variable.values.iter().zip(keys).map(|(value, key)| VARIANT.wanted(key, value, style)).collect();
    Scope::default().assign(pins, "server-value", &wanted)
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
