//! The builder of a client: [`Builder`].

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::{HeaderMap, HeaderName, HeaderValue, header};

use super::{BuildError, Client, Limits, Redirects, Settings, Shared};
use crate::runtime::http::auth::{Credentials, SecurityScheme, Token};
use crate::runtime::http::base_url::{BaseUrl, is_absolute};
use crate::runtime::http::hooks::Hook;
use crate::runtime::http::pages::NextPages;
use crate::runtime::http::redacted::RedactedUrl;
use crate::runtime::http::retry::Retries;
use crate::runtime::http::server_url::ServerUrlError;
use crate::runtime::http::transport::Transport;

/// Builds a [`Client`]. [`Builder::build`] reports invalid settings.
///
/// # Limits
///
/// Whatever waits or grows has a limit. All can be changed, and `None` turns one off.
///
/// | setting | limits | default | exceeded |
/// |---|---|---|---|
/// | [`Builder::connect_timeout`] | opening a connection: name, TCP and TLS | 10 s | [`TransportErrorKind::Connect`], and `is_timeout()` |
/// | [`Builder::response_timeout`] | the wait for the head of a response, or until more of the request body is taken | 60 s | [`Error::Timeout`] |
/// | [`Builder::idle_timeout`] | the wait for the next part of a response body, buffered or streamed | 300 s | [`Error::Timeout`]; in a stream [`TransportErrorKind::Idle`] |
/// | [`Builder::timeout`] | one attempt: token, connection, request, response; not a streamed body | 60 s | [`Error::Timeout`] |
/// | [`Builder::deadline`] | a call with all attempts, and its stream | none | [`Error::Timeout`]; in a stream [`TransportErrorKind::Deadline`] |
/// | [`ClientCredentials::timeout`] | a token request with all its attempts, and the wait for that of another call | 30 s | [`TokenError`], and `is_timeout()` |
/// | [`Builder::body_limit`] | a response body in memory, after decompression | 256 MiB | [`TransportErrorKind::TooLarge`]; an error response is cut |
/// | [`Builder::undocumented_body_limit`] | the body of an undocumented response | 64 KiB | cut: [`RawResponse::is_truncated`] |
/// | [`Builder::item_limit`] | an event or JSON value of a stream | 64 MiB | [`StreamError::TooLarge`] |
/// | [`Builder::max_pages`] | the pages of a list | 100000 | [`Error::Request`] after the last page; its subject is `next page` |
/// | [`Builder::retries`] | attempts after the first | 2 | the outcome of the last attempt |
/// | [`Retries::max_wait`] | a wait that `Retry-After` asks for | 60 s | the response, without another attempt |
/// | [`Builder::redirects`] | redirects of a call | 10 | [`Error::Redirect`] |
///
/// - Timeouts need a clock. A mock and a `tower` service without `timer` have none.
/// - A browser has its own limits of connections and redirects, instead of `connect_timeout` and `redirects`.
/// - An attempt that exceeds a time limit is retried if repeating it is safe: see the table of [`Retries`]. The deadline is for all attempts.
/// - If the next attempt could only start after the deadline, the call returns the outcome of the last one at once.
/// - The body of an undocumented response is cut after 10 s.
/// - Without a deadline, a call takes at most three attempts, another one after a rejected token, and the waits between them: six minutes
///   by default.
/// - A list whose next page was already requested ends with an error at once, and so do 1,000 equal or empty pages in a row.
/// - The number and size of response headers are limited by the transport. A response of a token URL has at most 64 KiB.
/// - Memory for a body is reserved as its data arrives, not by its announced length, beyond 16 MiB.
///
/// [`Error::Redirect`]: crate::runtime::http::Error::Redirect
/// [`Error::Request`]: crate::runtime::http::Error::Request
/// [`Error::Timeout`]: crate::runtime::http::Error::Timeout
/// [`ClientCredentials::timeout`]: crate::runtime::http::ClientCredentials::timeout
/// [`RawResponse::is_truncated`]: crate::runtime::http::RawResponse::is_truncated
/// [`StreamError::TooLarge`]: crate::runtime::http::StreamError::TooLarge
/// [`TokenError`]: crate::runtime::http::TokenError
/// [`TransportErrorKind::Connect`]: crate::runtime::http::TransportErrorKind::Connect
/// [`TransportErrorKind::Deadline`]: crate::runtime::http::TransportErrorKind::Deadline
/// [`TransportErrorKind::Idle`]: crate::runtime::http::TransportErrorKind::Idle
/// [`TransportErrorKind::TooLarge`]: crate::runtime::http::TransportErrorKind::TooLarge
#[must_use = "a builder does nothing until `build` is called"]
pub struct Builder {
    settings: Settings,
    /// The URL of the API's first server; only a path if the document names no host, and empty if it is not known.
    default_server: String,
    /// Whether every operation may have its own server, so that the client needs no base URL.
    has_own_servers: bool,
    /// The base URL that the user set.
    base_url: Option<String>,
    /// The server that the user selected. It may be relative.
    server: Option<String>,
    transport: Option<Box<dyn Transport>>,
    #[cfg(feature = "reqwest-without-tls")]
    configure_reqwest: Option<Box<ConfigureReqwest>>,
    problem: Option<BuildError>,
}

#[cfg(feature = "reqwest-without-tls")]
type ConfigureReqwest = dyn Fn(reqwest::ClientBuilder) -> reqwest::ClientBuilder + Send + Sync;

/// The default of the header `User-Agent`.
pub(super) const USER_AGENT: &str = concat!("oasmith-runtime/", env!("CARGO_PKG_VERSION"));

impl Builder {
    /// Creates a builder with the API's security schemes and the URL of its first server. It is only a path if the API declares no host, and
    /// empty if the API declares no server.
    pub fn new(schemes: &'static [SecurityScheme], default_server: impl Into<String>) -> Self {
        let settings = Settings {
            base_url: BaseUrl::default(),
            credentials: Credentials::new(schemes),
            headers: HeaderMap::new(),
            limits: Limits::default(),
            retries: Retries::default(),
            redirects: Redirects::default(),
            next_pages: NextPages::default(),
            hooks: Vec::new(),
        };
        let builder = Self {
            settings,
            default_server: default_server.into(),
            has_own_servers: false,
            base_url: None,
            server: None,
            transport: None,
            #[cfg(feature = "reqwest-without-tls")]
            configure_reqwest: None,
            problem: None,
        };
        // A browser sends its own. To set another one, some ask the API for permission (CORS), which it may refuse.
        if cfg!(target_arch = "wasm32") { builder } else { builder.user_agent(USER_AGENT) }
    }

    /// Allows a client without a base URL: the API declares no server, but operations have their own.
    #[doc(hidden)]
    pub fn own_servers(mut self) -> Self {
        self.has_own_servers = true;
        self
    }

    /// Sets the base URL of the API. All requests are sent to it, also those of operations with servers of their own:
    ///
    /// - Its path is prepended to the paths of all operations. If the API declares a path but no host, that path is appended to a URL without
    ///   a path.
    /// - It replaces an absolute server of an operation completely: scheme, host, port and path.
    /// - A relative server of an operation, such as `/v2` or `../upload`, is resolved against it (RFC 3986, section 5).
    ///
    /// It replaces an absolute server that was selected with [`server`](Self::server) before. Only a server that is set on a call takes
    /// precedence.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
        if self.server.as_deref().is_some_and(is_absolute) {
            self.server = None;
        }
        self
    }

    /// Selects one of the API's servers. It applies to operations without servers of their own; a relative server of an operation is
    /// resolved against it. [`Builder::build`] reports an invalid server variable.
    ///
    /// An absolute server replaces a base URL that was set before. A relative one is resolved against the base URL, or else against the API's
    /// first server.
    pub fn server(mut self, url: Result<String, ServerUrlError>) -> Self {
        match url {
            Ok(url) => {
                if is_absolute(&url) {
                    self.base_url = None;
                }
                self.server = Some(url);
            }
            Err(error) => self.problem = Some(BuildError::Server(error)),
        }
        self
    }

    /// Sets the credential of the security scheme with this index.
    pub fn credential(mut self, scheme: usize, token: impl Into<Token>) -> Self {
        self.settings.credentials.set(scheme, token.into());
        self
    }

    /// Sets the time limit of opening a connection: resolving the name, TCP and TLS. The default is ten seconds; `None` leaves the system's
    /// limit. A transport or reqwest client of your own has its own limit.
    #[cfg(feature = "reqwest-without-tls")]
    pub fn connect_timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.settings.limits.connect_timeout = timeout.into();
        self
    }

    /// Sets the longest wait for the head of a response. Each part of a streamed request body that the transport takes restarts it, so a
    /// stalled upload ends after at most twice this time. Time during which such a body has no data to send does not count. A body in memory
    /// has one more second for each 64 KiB. The default is one minute; `None` removes the limit. It has no effect unless the limit of the
    /// attempt ([`timeout`](Self::timeout)) is longer.
    pub fn response_timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.settings.limits.response_timeout = timeout.into();
        self
    }

    /// Sets the time limit of one attempt. The limit includes reading the body, unless the body is streamed. The default is one minute;
    /// `None` removes the limit.
    pub fn timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.settings.limits.timeout = timeout.into();
        self
    }

    /// Sets the time limit of a call with all its attempts, and with its streamed response until the end of the stream, including
    /// reconnections. A stream ends with [`TransportErrorKind::Deadline`](super::super::TransportErrorKind::Deadline). By default, a call has no
    /// limit.
    pub fn deadline(mut self, deadline: impl Into<Option<Duration>>) -> Self {
        self.settings.limits.deadline = deadline.into();
        self
    }

    /// Sets the longest time without data while the body of a response is read. A stream (events, JSON lines or a download) then ends with
    /// [`TransportErrorKind::Idle`](super::super::TransportErrorKind::Idle), or reconnects if that is on. Time during which you do not read does
    /// not count. The default is five minutes; `None` removes the limit.
    pub fn idle_timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.settings.limits.idle_timeout = timeout.into();
        self
    }

    /// Sets the retry policy. By default, a request is retried at most twice, and only if repeating it is safe.
    pub fn retries(mut self, retries: Retries) -> Self {
        self.settings.retries = retries;
        self
    }

    /// Sets the redirect policy. By default, a call follows at most ten redirects. Untrusted origins receive no credentials, custom headers
    /// or body.
    pub fn redirects(mut self, redirects: impl Into<Redirects>) -> Self {
        self.settings.redirects = redirects.into();
        self
    }

    /// Sets the largest response body that is buffered in memory, in bytes. Streams have no limit, except when the methods `bytes` and
    /// `text` of a [`ByteStream`](super::super::ByteStream) read them into memory. The default is 256 MiB; `None` removes the limit.
    pub fn body_limit(mut self, bytes: impl Into<Option<usize>>) -> Self {
        self.settings.limits.body_limit = bytes.into();
        self
    }

    /// Sets the largest part of an undocumented response's body that is read, in bytes. The rest is cut off:
    /// [`RawResponse::is_truncated`](crate::runtime::http::RawResponse::is_truncated). The default is 64 KiB; `None` leaves `body_limit`.
    pub fn undocumented_body_limit(mut self, bytes: impl Into<Option<usize>>) -> Self {
        self.settings.limits.undocumented_body_limit = bytes.into();
        self
    }

    /// Sets the largest item of a stream, an event or a JSON value, in bytes. The default is 64 MiB; `None` removes the limit.
    pub fn item_limit(mut self, bytes: impl Into<Option<usize>>) -> Self {
        self.settings.limits.item_limit = bytes.into();
        self
    }

    /// Sets the largest number of pages of a list. A longer list ends with an error after that many pages. The default is 100,000; `None`
    /// removes the limit.
    pub fn max_pages(mut self, pages: impl Into<Option<u32>>) -> Self {
        self.settings.limits.max_pages = pages.into();
        self
    }

    /// Sets which URLs of next pages are requested if they are not at the API's origin, and what is sent to them. By default, such a URL ends
    /// the list with an error.
    pub fn next_pages(mut self, next_pages: NextPages) -> Self {
        self.settings.next_pages = next_pages;
        self
    }

    /// Sets the header `User-Agent`. In a browser, it has no default.
    pub fn user_agent(self, user_agent: &str) -> Self {
        self.default_header(header::USER_AGENT.as_str(), user_agent)
    }

    /// Adds a header to every request, unless the call sets it. It overrides a credential that uses the same header. It is treated as a
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

    /// Adds a hook, which runs before and after every attempt. Hooks run in the order in which they were added.
    pub fn hook(mut self, hook: impl Hook + 'static) -> Self {
        self.settings.hooks.push(Arc::new(hook));
        self
    }

    /// Sets the transport.
    pub fn transport(mut self, transport: impl Transport + 'static) -> Self {
        self.transport = Some(Box::new(transport));
        #[cfg(feature = "reqwest-without-tls")]
        {
            self.configure_reqwest = None;
        }
        self
    }

    /// Configures the reqwest client of the default transport: proxies, certificates, connection pools. The function is called once for
    /// each connection pool. It overrides [`connect_timeout`](Self::connect_timeout) if it sets one. A redirect policy that it sets has no effect. Default headers that it sets are sent with every request, even
    /// if a redirect leads to another origin. For secrets, use [`Builder::default_header`].
    #[cfg(feature = "reqwest-without-tls")]
    pub fn configure_reqwest(
        mut self,
        configure: impl Fn(reqwest::ClientBuilder) -> reqwest::ClientBuilder + Send + Sync + 'static,
    ) -> Self {
        self.transport = None;
        self.configure_reqwest = Some(Box::new(configure));
        self
    }

    /// Sends requests through your own [`reqwest::Client`]. Prefer [`Builder::configure_reqwest`] if it suffices.
    ///
    /// Such a client has these limits:
    ///
    /// - If it follows redirects (the default), reqwest decides which headers and body it sends to their targets, and the rules of
    ///   [`Redirects`] do not apply. Build it with `redirect::Policy::none()`.
    /// - If it has a retry policy, it may repeat a request that is not safe to repeat.
    /// - Its default headers and its cookie store apply to every request.
    /// - A call that is not safe to repeat is not retried when a connection fails, because a redirect may have caused the failure. For the
    ///   same reason, no failure is reported as [`TransportErrorKind::Connect`](super::super::TransportErrorKind::Connect).
    /// - With the feature `blocking`, connections for calls of this client run on a background thread. A connection that other code opened
    ///   through it on an async runtime makes no progress while `send_blocking` blocks that runtime.
    #[doc(alias = "client")]
    #[doc(alias = "reqwest")]
    #[cfg(feature = "reqwest-without-tls")]
    pub fn http_client(self, client: reqwest::Client) -> Self {
        self.transport(crate::runtime::http::transport::Reqwest::from(client))
    }

    /// Builds the client.
    ///
    /// # Errors
    ///
    /// Returns an error if the base URL, a server variable, a trusted origin or a header is invalid, or the transport cannot be set up.
    pub fn build(self) -> Result<Client, BuildError> {
        if let Some(problem) = self.problem {
            return Err(problem);
        }
        let mut settings = self.settings;
        if let Some(origin) = settings.redirects.invalid_origin().or_else(|| settings.next_pages.invalid_origin()) {
            return Err(BuildError::Origin(origin));
        }
        settings.base_url = BaseUrl::of_client(
            &self.default_server,
            self.base_url.as_deref(),
            self.server.as_deref(),
            self.has_own_servers,
        )
        .map_err(BuildError::BaseUrl)?;
        let transport = match self.transport {
            Some(transport) => transport,
            #[cfg(feature = "reqwest-without-tls")]
            None => default_transport(settings.limits.connect_timeout, self.configure_reqwest)?,
            #[cfg(not(feature = "reqwest-without-tls"))]
            None => default_transport()?,
        };
        Ok(Client(Arc::new(Shared { settings, transport })))
    }
}

#[cfg(feature = "reqwest-without-tls")]
fn default_transport(
    connect_timeout: Option<Duration>,
    configure: Option<Box<ConfigureReqwest>>,
) -> Result<Box<dyn Transport>, BuildError> {
    let configure = configure.unwrap_or_else(|| Box::new(|builder| builder));
    let transport = crate::runtime::http::transport::Reqwest::with_connect_timeout(connect_timeout, configure);
    transport.map(|transport| Box::new(transport) as _).map_err(|error| BuildError::Transport(error.into()))
}

#[cfg(not(feature = "reqwest-without-tls"))]
fn default_transport() -> Result<Box<dyn Transport>, BuildError> {
    Err(BuildError::Transport(
        "no transport is set, and the feature `reqwest` is disabled; enable it, or set a transport".into(),
    ))
}

impl fmt::Debug for Builder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder")
            .field(
                "base_url",
                &RedactedUrl(self.base_url.as_ref().or(self.server.as_ref()).unwrap_or(&self.default_server)),
            )
            .finish_non_exhaustive()
    }
}
