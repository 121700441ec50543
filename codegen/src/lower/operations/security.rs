//! Who may call.

use crate::diag::{Code, Diagnostic, Diagnostics};
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

/// The requirements of an operation. `None` if one names a scheme that is not declared (then reported).
pub(super) fn requirements(
    document: &Document,
    operation: &Operation,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<Vec<SchemeUse>>> {
    let mut known = true;
    let mut alternatives = Vec::with_capacity(operation.security.len());
    for requirement in &operation.security {
        let mut uses = Vec::with_capacity(requirement.schemes.len());
        for (name, scopes) in &requirement.schemes {
            match document.security_schemes.get_index_of(name) {
                Some(scheme) => uses.push(SchemeUse { scheme, scopes: scopes.clone() }),
                None => {
                    known = false;
                    diagnostics.push(unknown(document, operation, name));
                }
            }
        }
        alternatives.push(uses);
    }
    known.then_some(alternatives)
}

fn unknown(document: &Document, operation: &Operation, name: &str) -> Diagnostic {
    let declared: Vec<String> = document.security_schemes.keys().map(|name| format!("`{name}`")).collect();
    let message =
        format!("{} {} needs the security scheme `{name}`, which is not declared", operation.method, operation.path);
    let remedy = if declared.is_empty() {
        format!("declare `{name}` under `components.securitySchemes`")
    } else {
        format!("declare it under `components.securitySchemes`, where there is: {}", declared.join(", "))
    };
    Diagnostic::new(Code::UnknownSecurityScheme, &operation.place, message, remedy)
}
