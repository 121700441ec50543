//! Making a client.

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::{HeaderMap, HeaderName, HeaderValue, header};

use super::{Client, Settings, Shared};
use crate::runtime::http::auth::{Credentials, SecurityScheme, Token};
use crate::runtime::http::error::BoxError;
use crate::runtime::http::hooks::Hook;
use crate::runtime::http::request;
use crate::runtime::http::retry::Retries;
use crate::runtime::http::transport::Transport;

/// Makes a [`Client`]. What is wrong with a value is told by [`Builder::build`].
#[must_use]
pub struct Builder {
    settings: Settings,
    transport: Option<Box<dyn Transport>>,
    problem: Option<BuildError>,
}

/// Why a client cannot be made.
#[derive(Debug)]
#[non_exhaustive]
pub enum BuildError {
    /// The base URL is missing, or is none.
    BaseUrl(String),
    /// A default header cannot be sent.
    Header(String),
    /// The transport cannot be set up.
    Transport(BoxError),
}

/// The largest body that is held in memory unless another limit is given.
const BODY_LIMIT: usize = 256 * 1024 * 1024;

impl Builder {
    /// A client for an API with these security schemes, at this URL unless another is given; empty if the API names none.
    pub fn new(schemes: &'static [SecurityScheme], base_url: impl Into<String>) -> Self {
        let settings = Settings {
            base_url: base_url.into(),
            own_base_url: false,
            credentials: Credentials::new(schemes),
            headers: HeaderMap::new(),
            timeout: Some(Duration::from_secs(60)),
            deadline: None,
            retries: Retries::default(),
            body_limit: BODY_LIMIT,
            redirects: 10,
            hooks: Vec::new(),
        };
        let user_agent = concat!("oasmith-runtime/", env!("CARGO_PKG_VERSION"));
        Self { settings, transport: None, problem: None }.user_agent(user_agent)
    }

    /// Where the API is. A path in it comes before the paths of all operations.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.settings.base_url = url.into();
        self.settings.own_base_url = true;
        self
    }

    /// The credential of the security scheme with this index.
    pub fn credential(mut self, scheme: usize, token: impl Into<Token>) -> Self {
        self.settings.credentials.set(scheme, token.into());
        self
    }

    /// How long one attempt of a call may take, until its body was read (of a stream: until its head was). By default a minute.
    pub fn timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.settings.timeout = timeout.into();
        self
    }

    /// How long a call may take with all its attempts. By default no limit.
    pub fn deadline(mut self, deadline: impl Into<Option<Duration>>) -> Self {
        self.settings.deadline = deadline.into();
        self
    }

    /// How often and when to try again.
    pub fn retries(mut self, retries: Retries) -> Self {
        self.settings.retries = retries;
        self
    }

    /// How many redirects are followed. By default ten. Credentials are not sent to another host.
    pub fn redirects(mut self, redirects: u32) -> Self {
        self.settings.redirects = redirects;
        self
    }

    /// The largest response body that is held in memory. Streams have no limit. By default 256 MiB.
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.settings.body_limit = bytes;
        self
    }

    /// The header `User-Agent`.
    pub fn user_agent(self, user_agent: &str) -> Self {
        self.default_header(header::USER_AGENT.as_str(), user_agent)
    }

    /// A header for every request, unless the call sets it. It counts as a secret: it is not sent to another host.
    pub fn default_header(mut self, name: &str, value: &str) -> Self {
        match (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            (Ok(name), Ok(mut value)) => {
                value.set_sensitive(name != header::USER_AGENT);
                self.settings.headers.insert(name, value);
            }
            _ => self.problem = Some(BuildError::Header(name.to_owned())),
        }
        self
    }

    /// Is called around every attempt; several are called in the order in which they were added.
    pub fn hook(mut self, hook: impl Hook + 'static) -> Self {
        self.settings.hooks.push(Arc::new(hook));
        self
    }

    /// Sends through this transport.
    pub fn transport(mut self, transport: impl Transport + 'static) -> Self {
        self.transport = Some(Box::new(transport));
        self
    }

    /// Sends through this client of reqwest. Let it follow no redirects, so that credentials stay with the host they are for.
    #[cfg(feature = "reqwest-without-tls")]
    pub fn reqwest(self, client: reqwest::Client) -> Self {
        self.transport(crate::runtime::http::transport::Reqwest::from(client))
    }

    /// The client.
    ///
    /// # Errors
    ///
    /// If the base URL or a header is not one, or the transport cannot be set up.
    pub fn build(self) -> Result<Client, BuildError> {
        if let Some(problem) = self.problem {
            return Err(problem);
        }
        let mut settings = self.settings;
        if settings.base_url.is_empty() {
            return Err(BuildError::BaseUrl("the API names no server: give its URL".to_owned()));
        }
        settings.base_url = request::base(&settings.base_url).map_err(BuildError::BaseUrl)?;
        let transport = self.transport.map_or_else(default_transport, Ok)?;
        Ok(Client(Arc::new(Shared { settings, transport })))
    }
}

#[cfg(feature = "reqwest-without-tls")]
fn default_transport() -> Result<Box<dyn Transport>, BuildError> {
    let transport = crate::runtime::http::transport::Reqwest::new();
    transport.map(|transport| Box::new(transport) as _).map_err(|error| BuildError::Transport(error.into()))
}

#[cfg(not(feature = "reqwest-without-tls"))]
fn default_transport() -> Result<Box<dyn Transport>, BuildError> {
    Err(BuildError::Transport("none was given, and the feature `reqwest` is not enabled".into()))
}

impl fmt::Debug for Builder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder").field("base_url", &self.settings.base_url).finish_non_exhaustive()
    }
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BaseUrl(reason) => write!(f, "the base URL cannot be used: {reason}"),
            Self::Header(name) => write!(f, "the default header `{name}` cannot be sent"),
            Self::Transport(_) => f.write_str("the transport cannot be set up"),
        }
    }
}

impl StdError for BuildError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Transport(source) => Some(source.as_ref()),
            Self::BaseUrl(_) | Self::Header(_) => None,
        }
    }
}
