//! The server of an operation: [`Server`].

/// The server that an operation or its path declares (OpenAPI 3.1, 4.8.10: "it will be overridden by this value").
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Server {
    /// None: the server of the API is used.
    None,
    /// An absolute URL. Variables have their defaults.
    Absolute(&'static str),
    /// A relative reference (RFC 3986, 4.2), which is resolved against the client's base URL.
    Relative(&'static str),
    /// A URL that cannot be used: a variable has no default, or the URL is invalid. The call needs another server.
    Unusable(&'static str),
}
