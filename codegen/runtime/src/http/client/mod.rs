//! The HTTP client. Generated clients wrap it and add a method for each operation.

mod attempts;
mod build_error;
mod builder;
mod exchange;
mod limits;
mod redirect;
mod sender;
mod waiting;

pub use build_error::BuildError;
pub use builder::Builder;
pub use redirect::Redirects;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderMap;

use self::limits::Limits;
use self::sender::RequestSender;
use super::auth::Credentials;
use super::base_url::BaseUrl;
use super::call::Call;
use super::future::BoxFuture;
use super::hooks::Hook;
use super::pages::NextPages;
use super::redacted::RedactedUrl;
use super::retry::Retries;
use super::transport::Transport;

/// The HTTP client behind a generated client. Clones are cheap and share everything.
///
/// # Security
///
/// **What is sent to whom.** An origin is the scheme, host and port of a URL.
///
/// | | the API | another origin, after a redirect | an origin trusted by [`Redirects::trust`] |
/// |---|---|---|---|
/// | credentials, default headers, the call's headers | yes | no | yes |
/// | header and cookie parameters, the idempotency key | yes | no | yes |
/// | the body | yes | no: such a redirect is an error | yes |
/// | hooks, which may sign the request | called | not called | called |
/// | `Accept`, the library's own `User-Agent` | yes | yes | yes |
///
/// Headers that a reqwest client adds by itself (`default_headers` in [`Builder::configure_reqwest`]) are sent to every origin.
///
/// **Where requests are sent.** To the API's server, or to the operation's own server, or to the base URL that the user sets: see
/// [`Builder::base_url`]. "The API" in the table includes all servers that the document names, also those of operations, because credentials
/// belong to the API and not to one of its hosts. A redirect from one of them to another leads to another origin. Server variables are checked
/// by their position in the URL, so that no value can select a host that the document does not allow. The URLs of next
/// pages, which the API sends, must be at the origin of the call's own URL, unless [`NextPages`] says otherwise.
///
/// **Precedence.** If several values exist for one header, only the first of these is sent: the call's own header, the call's parameter,
/// the client's default header, the credential. Cookies of all these are joined into one header `Cookie`, where the order holds for each
/// cookie. If the call or the client sets a header that a security scheme uses, its value replaces the
/// credential: no other credential is sent for that scheme, no token is requested, and the call does not fail if the client has none.
///
/// **Retries.** See the table in the documentation of [`Retries`].
///
/// **What is logged.** `Debug` and `Display` of this crate's types never show credentials, header values, bodies of requests and successful
/// responses, or the path and query of URLs. Neither do spans, except that `url.full` has the path, without the query. Error responses of
/// the API show the start of their body, because it explains the error. Models show their values, and the fields of errors contain the
/// complete response. Do not log them.
///
/// **Blocking.** `send_blocking` and the other blocking methods may be called on any thread: on one of an async runtime, in a hook, or in a
/// [`TokenProvider`](super::TokenProvider). They block the thread until the call ends, or the next element of a stream arrives. The default
/// transport has separate connections for such calls. A [`Transport`] of your own, a `tower` service or a reqwest client that was built
/// elsewhere may have connections on the async runtime that the call blocks. Such a call makes no progress and fails with a timeout.
#[derive(Clone)]
pub struct Client(Arc<Shared>);

struct Shared {
    settings: Settings,
    transport: Box<dyn Transport>,
}

/// The settings that all calls of a client share.
struct Settings {
    base_url: BaseUrl,
    credentials: Credentials,
    headers: HeaderMap,
    limits: Limits,
    retries: Retries,
    redirects: Redirects,
    next_pages: NextPages,
    hooks: Vec<Arc<dyn Hook>>,
}

impl Client {
    /// Returns the base URL without trailing slashes. Empty if the API has no server, but each operation may have its own.
    #[must_use]
    pub fn base_url(&self) -> &str {
        self.0.settings.base_url.as_str()
    }
}

impl Client {
    /// Returns the URL of a call without credentials, or `None` if the call is invalid.
    pub(super) fn url(&self, call: &Call) -> Option<String> {
        RequestSender::new(&self.0, false).head(call).ok().map(|head| head.url)
    }

    /// Returns the maximum number of pages of a list.
    pub(super) fn max_pages(&self) -> Option<u32> {
        self.0.settings.limits.max_pages
    }

    /// Returns which URLs of next pages are requested.
    pub(super) fn next_pages(&self) -> &NextPages {
        &self.0.settings.next_pages
    }

    /// Returns a future that completes after this time, or `None` if the transport has no clock.
    pub(super) fn sleep(&self, duration: Duration) -> Option<BoxFuture<'static, ()>> {
        self.0.transport.sleep(duration)
    }

    /// Returns a timer for a time limit, or `None` if the transport has no clock.
    pub(super) fn timer(&self, duration: Duration) -> Option<BoxFuture<'static, ()>> {
        self.0.transport.timer(duration)
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("base_url", &RedactedUrl(self.base_url())).finish_non_exhaustive()
    }
}

impl AsRef<Client> for Client {
    fn as_ref(&self) -> &Client {
        self
    }
}

/// Implements an API's client and builder, which wrap the runtime's.
///
/// ```text
/// client_type!(Client, ClientBuilder, SCHEMES, "https://api.example.com");
/// ```
#[macro_export]
#[doc(hidden)]
#[allow(
    clippy::crate_in_macro_def,
    reason = "every crate that holds or imports the runtime has it as `crate::runtime`"
)]
macro_rules! client_type {
    ($client:ident, $builder:ident, $schemes:ident, $server:literal $(, $own_servers:ident)?) => {
        impl $client {
            /// Creates a builder.
            pub fn builder() -> $builder {
                $builder(crate::runtime::http::Builder::new($schemes, $server)$(.$own_servers())?)
            }
        }

        impl ::std::convert::AsRef<crate::runtime::http::Client> for $client {
            fn as_ref(&self) -> &crate::runtime::http::Client {
                &self.0
            }
        }

        impl $builder {
            /// Sets the base URL of the API. All requests are sent to it, also those of operations with servers of their own:
            ///
            /// - Its path is prepended to the paths of all operations. If the API declares a path but no host, that path is appended to a
            ///   URL without a path.
            /// - It replaces an absolute server of an operation completely: scheme, host, port and path.
            /// - A relative server of an operation, such as `/v2` or `../upload`, is resolved against it (RFC 3986, section 5).
            ///
            /// Only a server that is set on a call takes precedence.
            pub fn base_url(self, url: impl ::std::convert::Into<::std::string::String>) -> Self {
                Self(self.0.base_url(url))
            }

            /// Sets the time limit of opening a connection: resolving the name, TCP and TLS. The default is ten seconds; `None` leaves the
            /// system's limit. A transport or reqwest client of your own has its own limit.
            ///
            /// All limits and their defaults are in the table of [`Builder`](crate::runtime::http::Builder).
            #[cfg(feature = "reqwest-without-tls")]
            pub fn connect_timeout(
                self,
                timeout: impl ::std::convert::Into<::std::option::Option<::std::time::Duration>>,
            ) -> Self {
                Self(self.0.connect_timeout(timeout))
            }

            /// Sets the longest wait for the head of a response, or until the transport takes more of a streamed request body. The default
            /// is one minute; `None` removes the limit. It has no effect unless the limit of the attempt is longer.
            pub fn response_timeout(
                self,
                timeout: impl ::std::convert::Into<::std::option::Option<::std::time::Duration>>,
            ) -> Self {
                Self(self.0.response_timeout(timeout))
            }

            /// Sets the time limit of one attempt. The limit includes reading the body, unless the body is streamed. The default is one
            /// minute; `None` removes the limit.
            pub fn timeout(
                self,
                timeout: impl ::std::convert::Into<::std::option::Option<::std::time::Duration>>,
            ) -> Self {
                Self(self.0.timeout(timeout))
            }

            /// Sets the time limit of a call with all its attempts, and with its streamed response until the end of the stream, including
            /// reconnections. By default, a call has no limit.
            pub fn deadline(
                self,
                deadline: impl ::std::convert::Into<::std::option::Option<::std::time::Duration>>,
            ) -> Self {
                Self(self.0.deadline(deadline))
            }

            /// Sets the longest time without data while the body of a response is read, buffered or streamed. Time during which you do
            /// not read does not count. The default is five minutes; `None` removes the limit.
            pub fn idle_timeout(
                self,
                timeout: impl ::std::convert::Into<::std::option::Option<::std::time::Duration>>,
            ) -> Self {
                Self(self.0.idle_timeout(timeout))
            }

            /// Sets the retry policy. By default, a request is retried at most twice, and only if repeating it is safe.
            pub fn retries(self, retries: crate::runtime::http::Retries) -> Self {
                Self(self.0.retries(retries))
            }

            /// Sets the redirect policy. By default, a call follows at most ten redirects. Untrusted origins receive no credentials,
            /// custom headers or body.
            pub fn redirects(self, redirects: impl ::std::convert::Into<crate::runtime::http::Redirects>) -> Self {
                Self(self.0.redirects(redirects))
            }

            /// Sets the largest response body that is buffered in memory, in bytes. Streams have no limit, except when
            /// they are read into memory (`bytes`, `text`). The default is 256 MiB; `None` removes the limit.
            pub fn body_limit(self, bytes: impl ::std::convert::Into<::std::option::Option<usize>>) -> Self {
                Self(self.0.body_limit(bytes))
            }

            /// Sets the largest part of an undocumented response's body that is read, in bytes. The rest is cut off:
            /// `RawResponse::is_truncated`. The default is 64 KiB; `None` leaves `body_limit`.
            pub fn undocumented_body_limit(
                self,
                bytes: impl ::std::convert::Into<::std::option::Option<usize>>,
            ) -> Self {
                Self(self.0.undocumented_body_limit(bytes))
            }

            /// Sets the largest item of a stream, an event or a JSON value, in bytes. The default is 64 MiB; `None` removes the limit.
            pub fn item_limit(self, bytes: impl ::std::convert::Into<::std::option::Option<usize>>) -> Self {
                Self(self.0.item_limit(bytes))
            }

            /// Sets the largest number of pages of a list. A longer list ends with an error after that many pages. The default is
            /// 100,000; `None` removes the limit.
            pub fn max_pages(self, pages: impl ::std::convert::Into<::std::option::Option<u32>>) -> Self {
                Self(self.0.max_pages(pages))
            }

            /// Sets which URLs of next pages are requested if they are not at the API's origin, and what is sent to them. By default, such
            /// a URL ends the list with an error.
            pub fn next_pages(self, next_pages: crate::runtime::http::NextPages) -> Self {
                Self(self.0.next_pages(next_pages))
            }

            /// Sets the header `User-Agent`.
            pub fn user_agent(self, user_agent: &str) -> Self {
                Self(self.0.user_agent(user_agent))
            }

            /// Adds a header to every request, unless the call sets it. It overrides a credential that uses the same header. It is treated
            /// as a secret: it is not sent to another origin.
            pub fn default_header(self, name: &str, value: &str) -> Self {
                Self(self.0.default_header(name, value))
            }

            /// Adds a hook, which runs before and after every attempt.
            pub fn hook(self, hook: impl crate::runtime::http::Hook + 'static) -> Self {
                Self(self.0.hook(hook))
            }

            /// Sets the transport.
            pub fn transport(self, transport: impl crate::runtime::http::Transport + 'static) -> Self {
                Self(self.0.transport(transport))
            }

            /// Configures the default transport: proxies, certificates, connection pools. The function is called once for each
            /// connection pool. It overrides `connect_timeout` if it sets one. A redirect policy that it sets has no effect. Default headers that it sets are sent with every request,
            /// even if a redirect leads to another origin. For secrets, use `default_header`.
            #[cfg(feature = "reqwest-without-tls")]
            pub fn configure_reqwest(
                self,
                configure: impl ::std::ops::Fn(
                    crate::runtime::http::reqwest::ClientBuilder,
                ) -> crate::runtime::http::reqwest::ClientBuilder
                + ::std::marker::Send
                + ::std::marker::Sync
                + 'static,
            ) -> Self {
                Self(self.0.configure_reqwest(configure))
            }

            /// Sends requests through your own `reqwest::Client`. Build it without redirects and retries, because this client cannot
            /// control them: see [`Builder::http_client`](crate::runtime::http::Builder::http_client). Prefer `configure_reqwest` if it
            /// suffices.
            #[doc(alias = "client")]
            #[doc(alias = "reqwest")]
            #[cfg(feature = "reqwest-without-tls")]
            pub fn http_client(self, client: crate::runtime::http::reqwest::Client) -> Self {
                Self(self.0.http_client(client))
            }

            /// Builds the client.
            ///
            /// # Errors
            ///
            /// Returns an error if the base URL, a server variable, a trusted origin or a header is invalid, or if the transport cannot be set
            /// up.
            pub fn build(self) -> ::std::result::Result<$client, crate::runtime::http::BuildError> {
                ::std::result::Result::Ok($client(self.0.build()?))
            }
        }
    };
}
