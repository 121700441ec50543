//! The error of a client that cannot be built: [`BuildError`].

use std::error::Error as StdError;
use std::fmt;

use crate::runtime::http::error::BoxError;
use crate::runtime::http::server_url::ServerUrlError;

/// The error returned when a client cannot be built.
#[derive(Debug)]
#[non_exhaustive]
pub enum BuildError {
    /// The base URL is missing or invalid.
    BaseUrl(String),
    /// A server variable has a value that its position in the URL does not allow.
    Server(ServerUrlError),
    /// A default header has an invalid name or value.
    Header(String),
    /// The argument of [`Redirects::trust`](super::Redirects::trust), or of [`trust`](crate::runtime::http::NextPages::trust) or
    /// [`allow`](crate::runtime::http::NextPages::allow) of `NextPages`, is not an origin.
    Origin(String),
    /// The transport could not be set up.
    Transport(BoxError),
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BaseUrl(reason) => write!(f, "invalid base URL: {reason}"),
            Self::Server(error) => write!(f, "{error}"),
            Self::Header(name) => write!(f, "the default header `{name}` has an invalid name or value"),
            Self::Origin(text) => {
                write!(
                    f,
                    "`{text}` is not an origin; write its scheme, host and port, for example `https://files.example.com`"
                )
            }
            Self::Transport(_) => f.write_str("could not set up the transport"),
        }
    }
}

impl StdError for BuildError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Transport(source) => Some(source.as_ref()),
            Self::BaseUrl(_) | Self::Server(_) | Self::Header(_) | Self::Origin(_) => None,
        }
    }
}
