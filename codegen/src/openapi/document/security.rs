//! Ways to authorise, and the use of them (OpenAPI 3.1, 4.8.27 to 4.8.30).

use indexmap::IndexMap;

use super::Location;
use crate::diag::Place;

/// Schemes that together authorise an operation: all of them are needed. Empty: anonymous access is one of the alternatives.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SecurityRequirement {
    /// The names of the schemes and the scopes that are needed of each.
    pub schemes: Vec<(String, Vec<String>)>,
}

/// A way to authorise.
#[derive(Debug, Clone)]
pub struct SecurityScheme {
    /// What it is.
    pub description: Option<String>,
    /// The way.
    pub kind: SecurityKind,
    /// Where it stands.
    pub place: Place,
}

/// The way of a [`SecurityScheme`].
#[derive(Debug, Clone)]
pub enum SecurityKind {
    /// `apiKey`.
    ApiKey {
        /// Where the key stands.
        location: Location,
        /// The name of the header, query parameter or cookie.
        name: String,
    },
    /// `http` with a scheme of RFC 9110, in lower case: `bearer`, `basic`, `digest`, …
    Http {
        /// The scheme.
        scheme: String,
        /// `bearerFormat`.
        bearer_format: Option<String>,
    },
    /// `oauth2`.
    OAuth2 {
        /// The flows that it offers.
        flows: Vec<OAuthFlow>,
    },
    /// `openIdConnect`.
    OpenIdConnect {
        /// The discovery document.
        url: String,
    },
    /// `mutualTLS`.
    MutualTls,
}

/// One flow of an OAuth 2 scheme.
#[derive(Debug, Clone)]
pub struct OAuthFlow {
    /// `clientCredentials`, `authorizationCode`, `implicit`, `password`, `deviceAuthorization`.
    pub kind: String,
    /// `authorizationUrl`.
    pub authorization_url: Option<String>,
    /// `tokenUrl`.
    pub token_url: Option<String>,
    /// `refreshUrl`.
    pub refresh_url: Option<String>,
    /// Scopes and what each allows.
    pub scopes: IndexMap<String, String>,
}
