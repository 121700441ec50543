//! Who may call.

use crate::ir::{SchemeUse, SecurityKind, SecurityScheme};
use crate::openapi::{self, Document, Location, Operation};

/// The ways to authorise, in the document's order.
pub(super) fn schemes(document: &Document) -> Vec<SecurityScheme> {
    document
        .security_schemes
        .iter()
        .map(|(name, scheme)| SecurityScheme {
            name: name.clone(),
            kind: kind(&scheme.kind),
            description: scheme.description.clone(),
        })
        .collect()
}

fn kind(kind: &openapi::SecurityKind) -> SecurityKind {
    match kind {
        openapi::SecurityKind::ApiKey { location, name } => {
            let name = name.clone();
            match location {
                Location::Query | Location::QueryString => SecurityKind::ApiKeyQuery { name },
                Location::Cookie => SecurityKind::ApiKeyCookie { name },
                Location::Header | Location::Path => SecurityKind::ApiKeyHeader { name },
            }
        }
        openapi::SecurityKind::Http { scheme, bearer_format: _ } => match scheme.as_str() {
            "bearer" => SecurityKind::Bearer,
            "basic" => SecurityKind::Basic,
            other => SecurityKind::OtherHttp { scheme: other.to_owned() },
        },
        openapi::SecurityKind::OAuth2 { flows } => {
            let flow = flows.iter().find(|flow| flow.kind == "clientCredentials");
            SecurityKind::OAuth2 { token_url: flow.and_then(|flow| flow.token_url.clone()) }
        }
        openapi::SecurityKind::OpenIdConnect { url } => SecurityKind::OpenIdConnect { url: url.clone() },
        openapi::SecurityKind::MutualTls => SecurityKind::MutualTls,
    }
}

/// The requirements of an operation. `None` if one names a scheme that is not declared (reported when it was read).
pub(super) fn requirements(document: &Document, operation: &Operation) -> Option<Vec<Vec<SchemeUse>>> {
    let scheme_use = |(name, scopes): &(String, Vec<String>)| {
        let scheme = document.security_schemes.get_index_of(name)?;
        Some(SchemeUse { scheme, scopes: scopes.clone() })
    };
    operation.security.iter().map(|requirement| requirement.schemes.iter().map(scheme_use).collect()).collect()
}
