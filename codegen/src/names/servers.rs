//! Names of servers, of their variables, and of the methods that set credentials.

use super::lock::Pins;
use super::scope::{CREDENTIAL, NameRequest, PLAIN, Scope, VARIANT, bare};
use super::style::Style;
use super::{Name, ServerNames, ServerVariableNames, server_words, words};
use crate::ir::keys;
use crate::ir::{Api, SecurityKind, SecurityScheme, Server, ServerVariable};

/// Chooses the names of servers: from their name, their description or their URL.
pub(super) fn choose(servers: &[Server], pins: &mut Pins<'_>) -> Vec<ServerNames> {
    let variants = variants(servers, pins);
    // The names of variants are unique and pinned, and shorter than URLs. So they are the keys of the servers' types and fields.
    let unprefixed = |name: &Name| bare(name.as_str()).trim_matches('_').to_owned();
    let keys = keys::distinct(variants.iter().map(unprefixed).collect());
    let fields: Vec<Vec<Name>> = servers.iter().zip(&keys).map(|(server, key)| fields(server, key, pins)).collect();
    let mut types = types(servers, &keys, &fields, pins).into_iter();
    let mut names = Vec::with_capacity(servers.len());
    for (((server, key), name), fields) in servers.iter().zip(&keys).zip(variants).zip(fields) {
        let mut ty = |is_needed: bool| if is_needed { types.next().unwrap_or_default() } else { Name::default() };
        let of_struct = ty(!server.variables.is_empty());
        let variables = server.variables.iter().zip(fields).map(|(variable, field)| ServerVariableNames {
            field,
            ty: ty(!variable.values.is_empty()),
            values: values(variable, &format!("{key}.{}", keys::label(&variable.name)), pins),
        });
        let variables = variables.collect();
        names.push(ServerNames { name, ty: of_struct, variables });
    }
    names
}

/// Names the variants of `Server`. Descriptions take precedence over the URLs of other servers.
fn variants(servers: &[Server], pins: &mut Pins<'_>) -> Vec<Name> {
    let keys = keys::distinct(servers.iter().map(|server| keys::label(&server.url)).collect());
    let mut scope = Scope::default();
    scope.reserve(pins, "server", &keys);
    let mut names = vec![Name::default(); servers.len()];
    let places = server_words::from_urls(servers);
    let called = servers.iter().map(|server| {
        let own = server.name.as_deref().filter(|name| !name.trim().is_empty()).map(words::plain);
        own.into_iter().chain(server.description.as_deref().and_then(server_words::described)).collect()
    });
    let called: Vec<Vec<String>> = called.collect();
    for is_called in [true, false] {
        let indices: Vec<usize> = (0..servers.len()).filter(|index| called[*index].is_empty() != is_called).collect();
        let wanted: Vec<NameRequest> = indices
            .iter()
            .map(|index| {
                let texts = called[*index].iter().chain(&places[*index]);
                let candidates = texts.map(|words| VARIANT.ident_of(&words::cut(words.clone()))).collect();
                NameRequest::new(keys[*index].clone(), candidates)
            })
            .collect();
        for (index, name) in indices.into_iter().zip(scope.assign(pins, "server", &wanted)) {
            names[index] = name;
        }
    }
    names
}

/// Names the struct of each server with variables, and the enum of each variable with values. They share a module.
fn types(servers: &[Server], keys: &[String], fields: &[Vec<Name>], pins: &mut Pins<'_>) -> Vec<Name> {
    let mut wanted = Vec::new();
    for ((server, key), fields) in servers.iter().zip(keys).zip(fields) {
        if server.variables.is_empty() {
            continue;
        }
        let is_server = key.ends_with("Server") && key != "Server";
        let ty = if is_server { key.clone() } else { format!("{key}Server") };
        wanted.push(NameRequest::new(key.clone(), vec![ty.clone()]));
        let listed = server.variables.iter().zip(fields).filter(|(variable, _)| !variable.values.is_empty());
        wanted.extend(listed.map(|(variable, field)| {
            let name = format!("{ty}{}", words::camel(bare(field.as_str())));
            NameRequest::new(format!("{key}.{}", keys::label(&variable.name)), vec![name])
        }));
    }
    Scope::default().assign(pins, "server-type", &wanted)
}

fn fields(server: &Server, key: &str, pins: &mut Pins<'_>) -> Vec<Name> {
    let labels = keys::distinct(server.variables.iter().map(|variable| keys::label(&variable.name)).collect());
    let wanted: Vec<NameRequest> = server
        .variables
        .iter()
        .zip(labels)
        .map(|(variable, label)| PLAIN.request(format!("{key}.{label}"), &variable.name, Style::Snake))
        .collect();
    Scope::default().assign(pins, "server-variable", &wanted)
}

fn values(variable: &ServerVariable, key: &str, pins: &mut Pins<'_>) -> Vec<Name> {
    let style = pins.styles.values;
    let keys = keys::distinct(variable.values.iter().map(|value| format!("{key}.{}", keys::label(value))).collect());
    let wanted: Vec<NameRequest> =
        variable.values.iter().zip(keys).map(|(value, key)| VARIANT.request(key, value, style)).collect();
    Scope::default().assign(pins, "server-value", &wanted)
}

/// Names the methods of the client builder that set credentials. The simplest name is that of the kind (`bearer_auth`), if only one
/// scheme has this kind.
pub(super) fn choose_credentials(api: &Api, pins: &mut Pins<'_>) -> Vec<Name> {
    let wanted: Vec<NameRequest> = api
        .security_schemes
        .iter()
        .map(|scheme| {
            let own = CREDENTIAL.ident_of(&words::plain(&scheme.name));
            let spelled = CREDENTIAL.ident_of(&words::spelled(&scheme.name));
            let candidates = kind_name(scheme).map(str::to_owned).into_iter().chain([own, spelled]).collect();
            NameRequest::new(keys::label(&scheme.name), candidates)
        })
        .collect();
    Scope::default().assign(pins, "credential", &wanted)
}

fn kind_name(scheme: &SecurityScheme) -> Option<&'static str> {
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
