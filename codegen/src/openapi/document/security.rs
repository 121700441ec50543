//! Security schemes and security requirements (OpenAPI 3.1, 4.8.27 to 4.8.30).

use indexmap::IndexMap;

use super::Location;
use crate::diag::SourceLocation;

/// A combination of security schemes that authorizes an operation; all are required. Empty if anonymous access is allowed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SecurityRequirement {
    /// The names of the schemes with the required scopes.
    pub schemes: Vec<(String, Vec<String>)>,
}

/// A security scheme.
#[derive(Debug, Clone)]
pub struct SecurityScheme {
    /// `description`.
    pub description: Option<String>,
    /// The type and its fields.
    pub kind: SecurityKind,
    /// The place in the document.
    pub place: SourceLocation,
}

/// The type of a [`SecurityScheme`].
#[derive(Debug, Clone)]
pub enum SecurityKind {
    /// `apiKey`.
    ApiKey {
        /// The location of the key.
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
        /// The supported flows.
        flows: Vec<OAuthFlow>,
    },
    /// `openIdConnect`.
    OpenIdConnect {
        /// The URL of the discovery document.
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
    /// The scopes with their descriptions.
    pub scopes: IndexMap<String, String>,
}
