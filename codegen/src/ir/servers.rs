//! Servers: those of the API, and those of operations.

use super::server_url::ServerPosition;

/// A server (OpenAPI "Server Object").
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Server {
    /// The URL template. A relative URL is resolved against the URL of the document if that is known.
    pub url: String,
    /// The name (`name`, OpenAPI 3.2).
    pub name: Option<String>,
    /// The description.
    pub description: Option<String>,
    /// The variables of the template, in order.
    pub variables: Vec<ServerVariable>,
    /// How the URL is composed.
    pub base: ServerBase,
}

/// The composition of a server's URL.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum ServerBase {
    /// An absolute URL.
    Absolute {
        /// The parts of the template, in order.
        parts: Vec<ServerPart>,
        /// The URL with the default of every variable; `None` if that is not a valid base URL.
        default_url: Option<String>,
    },
    /// A URL relative to the URL of the document, which is not known.
    Relative {
        /// The start of the path, which has no variables: `/`, `./`, or one or more `../`.
        prefix: String,
        /// The parts of the path after the prefix, in order.
        parts: Vec<ServerPart>,
        /// The relative URL with the default of every variable; `None` if that is not valid.
        default_url: Option<String>,
        /// The path of `default_url` if the document is at the root of its host, without a slash at its end.
        path: Option<String>,
    },
    /// The template is not a valid base URL for any values of its variables.
    Unusable,
}

/// A part of a server's URL template.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum ServerPart {
    /// Literal text.
    Text(String),
    /// The value of the variable with this index, and its position in the URL.
    Variable(usize, ServerPosition),
}

/// A variable of a server's URL template (OpenAPI "Server Variable Object").
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ServerVariable {
    /// The name in the template.
    pub name: String,
    /// The default value; one of `values` unless that is empty. `None` if the user must set a value.
    pub default: Option<String>,
    /// The allowed values (`enum`). Empty if every value is allowed.
    pub values: Vec<String>,
    /// The description.
    pub description: Option<String>,
}

/// The servers of one or more operations, which these use instead of those of the API.
#[derive(Debug, Clone)]
pub struct OwnServers {
    /// The servers, in order. The first one is the default. Not empty.
    pub servers: Vec<Server>,
    /// The operations that have this list: indices into [`super::Api::operations`]. Not empty.
    pub operations: Vec<usize>,
}

impl Server {
    /// Returns the absolute URL with the default of every variable, if that is a valid base URL.
    #[must_use]
    pub fn default_url(&self) -> Option<&str> {
        match &self.base {
            ServerBase::Absolute { default_url, .. } => default_url.as_deref(),
            ServerBase::Relative { .. } | ServerBase::Unusable => None,
        }
    }

    /// Returns the path of a relative URL, without a slash at its end. Empty for other URLs.
    #[must_use]
    pub fn relative_path(&self) -> &str {
        match &self.base {
            ServerBase::Relative { path, .. } => path.as_deref().unwrap_or_default(),
            ServerBase::Absolute { .. } | ServerBase::Unusable => "",
        }
    }

    /// Returns whether the URL is absolute.
    #[must_use]
    pub fn is_absolute(&self) -> bool {
        matches!(self.base, ServerBase::Absolute { .. })
    }

    /// Returns whether the template is valid for some values of its variables.
    #[must_use]
    pub fn is_usable(&self) -> bool {
        self.base != ServerBase::Unusable
    }
}

/// Returns the servers of the API that a user can select, with their indices. None if there is only a relative URL without variables: then the
/// user sets the base URL.
#[must_use]
pub fn selectable_servers(servers: &[Server]) -> Vec<(usize, &Server)> {
    let usable: Vec<_> = servers.iter().enumerate().filter(|(_, server)| server.is_usable()).collect();
    match usable.as_slice() {
        [(_, only)] if !only.is_absolute() && only.variables.is_empty() => Vec::new(),
        _ => usable,
    }
}

impl OwnServers {
    /// Returns the servers that a caller can choose, with their indices. None if only one URL is possible.
    #[must_use]
    pub fn choices(&self) -> Vec<(usize, &Server)> {
        let usable: Vec<_> = self.servers.iter().enumerate().filter(|(_, server)| server.is_usable()).collect();
        let is_first = |index: usize| index == 0;
        match usable.as_slice() {
            [(index, only)] if is_first(*index) && only.variables.is_empty() => Vec::new(),
            _ => usable,
        }
    }
}
