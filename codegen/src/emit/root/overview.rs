//! The documentation of an API's root: what a user needs for the first call, and where everything else is.

use super::{example, operations};
use crate::emit::docs;
use crate::emit::rust::{Lookup, bare};
use crate::ir::{SecurityKind, selectable_servers};

/// Maximum number of lines of a description above the example. A longer one comes last.
const SHORT_DESCRIPTION: usize = 12;

/// Returns the documentation.
pub(super) fn docs(lookup: Lookup<'_>) -> String {
    let api = lookup.api;
    let description = docs::safe_option(api.description.as_ref());
    let (above, below) =
        if description.len() <= SHORT_DESCRIPTION { (description, Vec::new()) } else { (Vec::new(), description) };
    let below = if below.is_empty() { below } else { docs::sections([vec!["# Description".to_owned()], below]) };
    let example = if api.operations.is_empty() {
        Vec::new()
    } else {
        docs::sections([vec!["# Example".to_owned()], example::lines(lookup)])
    };
    docs::sections([
        vec![title(lookup)],
        above,
        example,
        authentication(lookup),
        servers(lookup),
        operations::section(lookup),
        features(lookup),
        nesting(lookup),
        below,
        origin(lookup),
    ])
    .join("\n")
}

fn title(lookup: Lookup<'_>) -> String {
    let (title, version) = (docs::cell(&lookup.api.title), docs::cell(&lookup.api.version));
    match (title.trim(), version.trim()) {
        ("", "") => "Client for an API without a title.".to_owned(),
        ("", version) => format!("Client for an API without a title, version {version}."),
        (title, "") => format!("Client for {title}."),
        (title, version) => format!("Client for {title}, version {version}."),
    }
}

/// Returns a list of the builder's methods that set credentials.
fn authentication(lookup: Lookup<'_>) -> Vec<String> {
    let schemes = lookup.api.security_schemes.iter().zip(&lookup.names.security_schemes);
    let methods = schemes.map(|(scheme, name)| {
        let label = docs::code_cell(&scheme.name);
        let text = match &scheme.kind {
            SecurityKind::ApiKeyHeader { name } => format!("API key in the header {}", docs::code_cell(name)),
            SecurityKind::ApiKeyQuery { name } => format!("API key in the query parameter {}", docs::code_cell(name)),
            SecurityKind::ApiKeyCookie { name } => format!("API key in the cookie {}", docs::code_cell(name)),
            SecurityKind::Bearer => "bearer token".to_owned(),
            SecurityKind::Basic => "user name and password".to_owned(),
            SecurityKind::OtherHttp { .. } => "value of the header `Authorization`".to_owned(),
            SecurityKind::OAuth2 { .. } => "OAuth 2.0 token".to_owned(),
            SecurityKind::OpenIdConnect { .. } => "OpenID Connect token".to_owned(),
            SecurityKind::MutualTls => {
                return format!("- {label}: client certificate, set with `configure_reqwest`");
            }
        };
        let method = bare(name);
        format!("- [`{method}`](client::ClientBuilder::{method}): {text} (security scheme {label})")
    });
    let methods: Vec<String> = methods.collect();
    if methods.is_empty() {
        return methods;
    }
    let about = "These methods of [`ClientBuilder`](client::ClientBuilder) set credentials. \
                 An operation sends only those that it requires.";
    docs::sections([vec!["# Authentication".to_owned()], docs::paragraph(about), methods])
}

fn servers(lookup: Lookup<'_>) -> Vec<String> {
    let Lookup { api, names } = lookup;
    let default = api.servers.first().and_then(crate::ir::Server::default_url);
    let named: Vec<String> = selectable_servers(&api.servers)
        .into_iter()
        .filter_map(|(index, server)| Some((server, names.servers.get(index)?)))
        .map(|(server, names)| {
            let (name, url) = (bare(&names.name), docs::code_cell(&server.url));
            let text = server.description.as_deref().map(docs::cell).filter(|text| !text.is_empty() && text != name);
            let text = text.map(|text| format!(": {text}")).unwrap_or_default();
            format!("- [`Server::{name}`](client::Server::{name}): {url}{text}")
        })
        .collect();
    let base_url = "[`base_url`](client::ClientBuilder::base_url)";
    let about = match (default, named.len()) {
        (Some(url), 0 | 1) if api.own_servers.is_empty() => {
            return docs::sections([
                vec!["# Server".to_owned()],
                docs::paragraph(&format!(
                    "Requests are sent to {}. To change that, set {base_url}.",
                    docs::code_cell(url)
                )),
            ]);
        }
        (Some(url), _) => format!(
            "Requests are sent to {}, unless the builder's [`server`](client::ClientBuilder::server) or {base_url} is set.",
            docs::code_cell(url)
        ),
        (None, 0) => match api.servers.first().map_or("", crate::ir::Server::relative_path) {
            "" => format!("The document names no absolute URL. Set {base_url}."),
            path => format!(
                "The document names no host. Set {base_url}; {} is appended to a URL without a path.",
                docs::code_cell(path)
            ),
        },
        (None, _) => format!("Set the builder's [`server`](client::ClientBuilder::server) or {base_url}."),
    };
    let own = if api.own_servers.is_empty() {
        Vec::new()
    } else {
        let own = format!(
            "Some operations have servers of their own; their documentation names them. {base_url} applies to them, too."
        );
        docs::paragraph(&own)
    };
    docs::sections([vec!["# Servers".to_owned()], docs::paragraph(&about), named, own])
}

fn features(lookup: Lookup<'_>) -> Vec<String> {
    let mut table = [
        "| Cargo feature | enables |",
        "|---|---|",
        "| `reqwest` (default) | the client with its transport: reqwest with rustls |",
        "| `native-tls`, `reqwest-without-tls` | the same transport with another TLS backend |",
        "| `http` | the client without a transport |",
        "| `tower` | any `tower::Service` as the transport |",
        "| `blocking` | `send_blocking()` and other methods that block |",
        "| `mock` | mocks for tests |",
        "| `tracing` | a `tracing` span for each call |",
        "| `validate` | `validate()` on every model, and checks of parameters before sending |",
        "| `standard-webhooks` | verification of signed webhooks |",
        "| `time`, `jiff` | conversions of dates and times |",
        "| `gzip`, `brotli`, `zstd` | compressed responses |",
    ]
    .map(str::to_owned)
    .to_vec();
    if let (Some(first), count @ 1..) = (lookup.names.features.first(), lookup.names.features.len()) {
        let others = if count > 1 { ", …" } else { "" };
        table.push(format!(
            "| {}{others} | parts of the API: the operations of a tag, and their models |",
            docs::code_cell(first)
        ));
    }
    docs::sections([vec!["# Cargo features".to_owned()], table])
}

/// Returns a hint for crates that own values of deeply nested types.
fn nesting(lookup: Lookup<'_>) -> Vec<String> {
    let Some(limit) = lookup.api.recursion_limit else { return Vec::new() };
    let text = format!(
        "Types of this API are nested more deeply than the compiler follows by default. A crate that owns values of these types may need \
         `#![recursion_limit = \"{limit}\"]` at the top of its root file. Without it, the compiler reports an overflow (E0320, E0275)."
    );
    docs::sections([vec!["# Deeply nested types".to_owned()], docs::paragraph(&text)])
}

fn origin(lookup: Lookup<'_>) -> Vec<String> {
    let file = &lookup.api.file;
    if file.is_empty() {
        return Vec::new();
    }
    let text = format!(
        "Generated by oasmith from {}. The file `coverage.json` lists the constructs of this document that are not fully supported.",
        docs::code_cell(file)
    );
    docs::sections([vec!["# Source".to_owned()], docs::paragraph(&text)])
}
