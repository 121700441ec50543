//! Security schemes and security requirements.

use crate::ir::{SchemeUse, SecurityKind, SecurityScheme};
use crate::openapi::{self, Document, Location, Operation};

/// Lowers the security schemes, in the document's order.
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

/// Returns the security requirements of an operation, and the names of undeclared schemes in them. The reader has reported undeclared
/// schemes; no credential is sent for them.
pub(super) fn requirements<'d>(document: &Document, operation: &'d Operation) -> (Vec<Vec<SchemeUse>>, Vec<&'d str>) {
    let mut undeclared = Vec::new();
    let mut alternatives = Vec::new();
    for requirement in &operation.security {
        let mut uses = Vec::new();
        for (name, scopes) in &requirement.schemes {
            match document.security_schemes.get_index_of(name) {
                Some(scheme) => uses.push(SchemeUse { scheme, scopes: scopes.clone() }),
                None => undeclared.push(name.as_str()),
            }
        }
        alternatives.push(uses);
    }
    (alternatives, undeclared)
}
