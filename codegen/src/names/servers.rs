//! Names of servers, of their variables, and of the methods that set credentials.

use super::lock::Pins;
use super::operations::path_words;
use super::scope::{CREDENTIAL, NameRequest, PLAIN, Scope, VARIANT, bare};
use super::style::Style;
use super::{Name, OperationNames, OwnServerNames, ServerNames, ServerVariableNames, server_words, words};
use crate::ir::keys;
use crate::ir::{Api, OwnServers, SecurityKind, SecurityScheme, Server, ServerVariable};

/// Chooses the names of the API's servers: from their name, their description or their URL.
pub(super) fn choose(servers: &[Server], pins: &mut Pins<'_>) -> Vec<ServerNames> {
    let list = ServerList { owner: String::new(), prefix: String::new(), servers };
    choose_lists(&[list], &mut Scope::default(), pins).pop().unwrap_or_default()
}

/// Chooses the names of the servers of operations. A list that only one operation has is named after that; another one after its path.
pub(super) fn choose_own(api: &Api, operations: &[OperationNames], pins: &mut Pins<'_>) -> Vec<OwnServerNames> {
    // Other lists have no types.
    let chosen = || api.own_servers.iter().enumerate().filter(|(_, own)| !own.choices().is_empty());
    let urls = chosen().map(|(_, own)| {
        let labels: Vec<String> = own.servers.iter().map(|server| keys::label(&server.url)).collect();
        labels.join("|")
    });
    let keys = keys::distinct(urls.collect());
    let wanted: Vec<NameRequest> =
        chosen().zip(&keys).map(|((_, own), key)| own_type(api, own, operations, key)).collect();
    // The types of all lists share a module.
    let mut scope = Scope::default();
    let types = scope.assign(pins, "own-server", &wanted);
    let lists: Vec<ServerList<'_>> = chosen()
        .zip(keys.iter().zip(&types))
        .map(|((_, own), (key, ty))| {
            let prefix = bare(ty.as_str()).trim_end_matches("Server").to_owned();
            ServerList { owner: format!("{key}:"), prefix, servers: &own.servers }
        })
        .collect();
    let servers = choose_lists(&lists, &mut scope, pins);
    let mut names = vec![OwnServerNames::default(); api.own_servers.len()];
    for ((index, _), (ty, servers)) in chosen().zip(types.into_iter().zip(servers)) {
        names[index] = OwnServerNames { ty, servers };
    }
    names
}

/// Returns the request for the name of the enum of an operation's servers: `UploadFileServer`.
fn own_type(api: &Api, own: &OwnServers, operations: &[OperationNames], key: &str) -> NameRequest {
    let first = own.operations.first().copied().unwrap_or_default();
    let by_call = operations.get(first).map(|names| format!("{}Server", bare(names.ty.as_str())));
    let by_path = api.operations.get(first).map(|operation| format!("{}Server", words::camel(&path_words(operation))));
    let by_path = by_path.filter(|name| name != "Server" && name.starts_with(|c: char| c.is_alphabetic()));
    let mut candidates: Vec<String> = by_path.into_iter().chain(by_call).collect();
    if own.operations.len() == 1 {
        candidates.reverse();
    }
    NameRequest::new(key.to_owned(), candidates)
}

/// A list of servers to be named.
struct ServerList<'a> {
    /// The start of all keys.
    owner: String,
    /// The start of all names of types.
    prefix: String,
    servers: &'a [Server],
}

/// Chooses the names of the servers of each list, with types in this scope.
fn choose_lists(lists: &[ServerList<'_>], scope: &mut Scope, pins: &mut Pins<'_>) -> Vec<Vec<ServerNames>> {
    let mut named = Vec::with_capacity(lists.len());
    let mut wanted = Vec::new();
    for list in lists {
        let variants = variants(list, pins);
        // The names of variants are unique and pinned, and shorter than URLs. So they are the keys of the servers' types and fields.
        let unprefixed = |name: &Name| bare(name.as_str()).trim_matches('_').to_owned();
        let keys = keys::distinct(variants.iter().map(unprefixed).collect());
        let fields: Vec<Vec<Name>> = list
            .servers
            .iter()
            .zip(&keys)
            .map(|(server, key)| fields(server, &format!("{}{key}", list.owner), pins))
            .collect();
        wanted.extend(types(list, &keys, &fields));
        named.push((variants, keys, fields));
    }
    let mut types = scope.assign(pins, "server-type", &wanted).into_iter();
    let mut names = Vec::with_capacity(lists.len());
    for (list, (variants, keys, fields)) in lists.iter().zip(named) {
        let mut of_list = Vec::with_capacity(list.servers.len());
        for (((server, key), name), fields) in list.servers.iter().zip(&keys).zip(variants).zip(fields) {
            let mut ty = |is_needed: bool| if is_needed { types.next().unwrap_or_default() } else { Name::default() };
            let of_struct = ty(!server.variables.is_empty());
            let variables = server.variables.iter().zip(fields).map(|(variable, field)| ServerVariableNames {
                field,
                ty: ty(!variable.values.is_empty()),
                values: values(variable, &format!("{}{key}.{}", list.owner, keys::label(&variable.name)), pins),
            });
            let variables = variables.collect();
            of_list.push(ServerNames { name, ty: of_struct, variables });
        }
        names.push(of_list);
    }
    names
}

/// Names the variants of `Server`. Descriptions take precedence over the URLs of other servers.
fn variants(list: &ServerList<'_>, pins: &mut Pins<'_>) -> Vec<Name> {
    let servers = list.servers;
    let key = |server: &Server| format!("{}{}", list.owner, keys::label(&server.url));
    let keys = keys::distinct(servers.iter().map(key).collect());
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

/// Requests a name for the struct of each server with variables, and for the enum of each variable with values.
fn types(list: &ServerList<'_>, keys: &[String], fields: &[Vec<Name>]) -> Vec<NameRequest> {
    let mut wanted = Vec::new();
    for ((server, key), fields) in list.servers.iter().zip(keys).zip(fields) {
        if server.variables.is_empty() {
            continue;
        }
        let is_server = key.ends_with("Server") && key != "Server";
        let (owner, prefix) = (&list.owner, &list.prefix);
        let ty = if is_server { format!("{prefix}{key}") } else { format!("{prefix}{key}Server") };
        wanted.push(NameRequest::new(format!("{owner}{key}"), vec![ty.clone()]));
        let listed = server.variables.iter().zip(fields).filter(|(variable, _)| !variable.values.is_empty());
        wanted.extend(listed.map(|(variable, field)| {
            let name = format!("{ty}{}", words::camel(bare(field.as_str())));
            NameRequest::new(format!("{owner}{key}.{}", keys::label(&variable.name)), vec![name])
        }));
    }
    wanted
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
