//! Making a client.

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::{HeaderMap, HeaderName, HeaderValue, header};

use super::{Client, Redirects, Settings, Shared};
use crate::runtime::http::auth::{Credentials, SecurityScheme, Token};
use crate::runtime::http::error::BoxError;
use crate::runtime::http::hooks::Hook;
use crate::runtime::http::request;
use crate::runtime::http::retry::Retries;
use crate::runtime::http::server_url::ServerUrlError;
use crate::runtime::http::shown::ShownUrl;
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
    /// A variable of the chosen server has a value that its place in the URL does not allow.
    Server(ServerUrlError),
    /// A default header cannot be sent.
    Header(String),
    /// A text given to [`Redirects::trust`] is not an origin.
    Origin(String),
    /// The transport cannot be set up.
    Transport(BoxError),
}

/// The header `User-Agent` unless another one is given.
pub(super) const USER_AGENT: &str = concat!("oasmith-runtime/", env!("CARGO_PKG_VERSION"));

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
            redirects: Redirects::default(),
            hooks: Vec::new(),
        };
        Self { settings, transport: None, problem: None }.user_agent(USER_AGENT)
    }

    /// Where the API is. A path in it comes before the paths of all operations.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.settings.base_url = url.into();
        self.settings.own_base_url = true;
        self
    }

    /// Sends to one of the API's servers. [`Builder::build`] reports a URL that could not be made.
    pub fn server(mut self, url: Result<String, ServerUrlError>) -> Self {
        match url {
            Ok(url) => self.base_url(url),
            Err(error) => {
                self.problem = Some(BuildError::Server(error));
                self
            }
        }
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

    /// Which redirects are followed, or how many. By default ten of a call. Another origin gets nothing that was set, unless it is trusted.
    pub fn redirects(mut self, redirects: impl Into<Redirects>) -> Self {
        self.settings.redirects = redirects.into();
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

    /// A header for every request, unless the call sets it. It wins over a credential that would be sent under this name. It counts as a
    /// secret: it is not sent to another origin.
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

    /// Changes how the default transport is made: proxies, certificates, timeouts of connections. The function is called once for each pool of
    /// connections. Redirects stay with the client, whatever it sets. Default headers that are set there go along with every request, also to
    /// another origin that a redirect leads to: use [`Builder::default_header`] for secrets.
    #[cfg(feature = "reqwest-without-tls")]
    pub fn configure_reqwest(
        mut self,
        configure: impl Fn(reqwest::ClientBuilder) -> reqwest::ClientBuilder + Send + Sync + 'static,
    ) -> Self {
        match crate::runtime::http::transport::Reqwest::configured(configure) {
            Ok(transport) => self.transport(transport),
            Err(error) => {
                self.problem = Some(BuildError::Transport(error.into()));
                self
            }
        }
    }

    /// Sends through this client of reqwest. Prefer [`Builder::configure_reqwest`] where it is enough.
    ///
    /// A client of your own is not under the client's control:
    ///
    /// - If it follows redirects (it does by default), it hands body and headers to wherever they lead, as reqwest decides, and none of the
    ///   rules of [`Redirects`] hold. Make it with `redirect::Policy::none()`.
    /// - If it has a retry policy, it may send a request again that is not safe to repeat.
    /// - Its default headers and its cookie store go along with every request.
    /// - A call without an idempotency key is not sent again when a connection fails, because the failure may be that of a redirect. For the
    ///   same reason, no failure is told as [`TransportErrorKind::Connect`](super::super::TransportErrorKind::Connect).
    /// - With the feature `blocking`, its connections for calls of this client run on a background thread. A connection that other code has
    ///   opened through it on an async runtime stands still while `send_blocking` holds up that runtime.
    #[cfg(feature = "reqwest-without-tls")]
    pub fn reqwest(self, client: reqwest::Client) -> Self {
        self.transport(crate::runtime::http::transport::Reqwest::from(client))
    }

    /// The client.
    ///
    /// # Errors
    ///
    /// If the base URL, a server variable or a header is invalid, or the transport cannot be set up.
    pub fn build(self) -> Result<Client, BuildError> {
        if let Some(problem) = self.problem {
            return Err(problem);
        }
        let mut settings = self.settings;
        if let Some(origin) = settings.redirects.malformed() {
            return Err(BuildError::Origin(origin));
        }
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
        f.debug_struct("Builder").field("base_url", &ShownUrl(&self.settings.base_url)).finish_non_exhaustive()
    }
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BaseUrl(reason) => write!(f, "the base URL cannot be used: {reason}"),
            Self::Server(error) => write!(f, "{error}"),
            Self::Header(name) => write!(f, "the default header `{name}` cannot be sent"),
            Self::Origin(text) => {
                write!(f, "`{text}` is not an origin: write its scheme, host and port, as `https://files.example.com`")
            }
            Self::Transport(_) => f.write_str("the transport cannot be set up"),
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
