//! The client: where to send, how, and on whose behalf. Generated clients are this with a method for each operation.

mod attempts;
mod builder;
mod carrier;
mod exchange;
mod redirect;

pub use builder::{BuildError, Builder};
pub use redirect::Redirects;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderMap;

use self::carrier::Carrier;
use super::auth::Credentials;
use super::call::Call;
use super::future::BoxFuture;
use super::hooks::Hook;
use super::retry::Retries;
use super::shown::ShownUrl;
use super::transport::Transport;

/// A client. Clones are cheap and share everything.
///
/// # Security
///
/// **Who gets what.** The origin is the scheme, host and port of a URL.
///
/// | | the API | a redirect's other origin | an origin trusted by [`Redirects::trust`] |
/// |---|---|---|---|
/// | credentials, default headers, the call's headers | yes | no | yes |
/// | header and cookie parameters, the idempotency key | yes | no | yes |
/// | the body | yes | no: such a redirect is an error | yes |
/// | hooks, which may sign the request | called | not called | called |
/// | `Accept`, the library's own `User-Agent` | yes | yes | yes |
///
/// What a client of reqwest adds by itself (`default_headers` in [`Builder::configure_reqwest`]) goes to every origin.
///
/// **Where requests go.** To the URL of the API's server, or to the base URL that the user gives. The variables of a server are checked by
/// where they stand in the URL, so that no value can choose another host than the document allows. Next pages are requested from the same
/// origin only.
///
/// **Which value wins** where several are given for one header: that of the call (its own header, then its parameter), then the default
/// header of the client, then the credential. A header that a call or the client sets and that a security scheme uses *is* the credential:
/// no other one is sent for that scheme, no token is fetched, and the operation is not refused for want of one.
///
/// **What is sent more than once** is a table in the documentation of [`Retries`].
///
/// **What is shown.** Credentials, header values, bodies of requests and of successful responses, and the path and query of URLs are in no
/// `Debug` and `Display` of this crate's types, and in no span (whose `url.full` has the path, but not the query). Failures of the API
/// show the start of their body, because it says what is wrong. A model shows its values, and the fields of errors hold everything: do not
/// log those.
///
/// **Waiting.** `send_blocking` may be called on any thread, also on one of an async runtime, in a hook or in a
/// [`TokenProvider`](super::TokenProvider). The thread is held up until the call has ended. The default transport has connections of its
/// own for such calls; a [`Transport`] of your own, a `tower` service or a client of reqwest that was made elsewhere may have connections
/// on the runtime that is held up, and then a call ends by its timeout.
#[derive(Clone)]
pub struct Client(Arc<Shared>);

struct Shared {
    settings: Settings,
    transport: Box<dyn Transport>,
}

/// What all calls of a client have in common.
struct Settings {
    base_url: String,
    /// Whether the user gave it: then it is for all operations, also those that have a server of their own.
    own_base_url: bool,
    credentials: Credentials,
    headers: HeaderMap,
    timeout: Option<Duration>,
    deadline: Option<Duration>,
    retries: Retries,
    body_limit: usize,
    redirects: Redirects,
    hooks: Vec<Arc<dyn Hook>>,
}

impl Client {
    /// The base URL, without a slash at its end.
    #[must_use]
    pub fn base_url(&self) -> &str {
        &self.0.settings.base_url
    }
}

impl Client {
    /// The URL of a call, without credentials; `None` if it cannot be sent.
    pub(super) fn url(&self, call: &Call) -> Option<String> {
        Carrier::new(&self.0, false).head(call).ok().map(|head| head.url)
    }

    /// Ends after this time; `None` if the transport has no clock.
    pub(super) fn sleep(&self, duration: Duration) -> Option<BoxFuture<'static, ()>> {
        self.0.transport.sleep(duration)
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("base_url", &ShownUrl(&self.0.settings.base_url)).finish_non_exhaustive()
    }
}

impl AsRef<Client> for Client {
    fn as_ref(&self) -> &Client {
        self
    }
}

/// A client and its builder of one API: the runtime's own, under the API's names.
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
    ($client:ident, $builder:ident, $schemes:ident, $base_url:literal) => {
        impl $client {
            /// A client to be made.
            pub fn builder() -> $builder {
                $builder(crate::runtime::http::Builder::new($schemes, $base_url))
            }
        }

        impl ::std::convert::AsRef<crate::runtime::http::Client> for $client {
            fn as_ref(&self) -> &crate::runtime::http::Client {
                &self.0
            }
        }

        impl $builder {
            /// Where the API is. A path in it comes before the paths of all operations.
            pub fn base_url(self, url: impl ::std::convert::Into<::std::string::String>) -> Self {
                Self(self.0.base_url(url))
            }

            /// How long one attempt of a call may take, until its body was read (of a stream: until its head was). By default a minute.
            pub fn timeout(
                self,
                timeout: impl ::std::convert::Into<::std::option::Option<::std::time::Duration>>,
            ) -> Self {
                Self(self.0.timeout(timeout))
            }

            /// How long a call may take with all its attempts. By default no limit.
            pub fn deadline(
                self,
                deadline: impl ::std::convert::Into<::std::option::Option<::std::time::Duration>>,
            ) -> Self {
                Self(self.0.deadline(deadline))
            }

            /// How often and when to try again. By default twice, where repeating is safe.
            pub fn retries(self, retries: crate::runtime::http::Retries) -> Self {
                Self(self.0.retries(retries))
            }

            /// Which redirects are followed, or how many. By default ten of a call. Another origin gets nothing that was set, unless it is
            /// trusted.
            pub fn redirects(self, redirects: impl ::std::convert::Into<crate::runtime::http::Redirects>) -> Self {
                Self(self.0.redirects(redirects))
            }

            /// The largest response body that is held in memory. Streams have no limit. By default 256 MiB.
            pub fn body_limit(self, bytes: usize) -> Self {
                Self(self.0.body_limit(bytes))
            }

            /// The header `User-Agent`.
            pub fn user_agent(self, user_agent: &str) -> Self {
                Self(self.0.user_agent(user_agent))
            }

            /// A header for every request, unless the call sets it. It wins over a credential that would be sent under this name. It counts
            /// as a secret: it is not sent to another origin.
            pub fn default_header(self, name: &str, value: &str) -> Self {
                Self(self.0.default_header(name, value))
            }

            /// Is called around every attempt.
            pub fn hook(self, hook: impl crate::runtime::http::Hook + 'static) -> Self {
                Self(self.0.hook(hook))
            }

            /// Sends through this transport.
            pub fn transport(self, transport: impl crate::runtime::http::Transport + 'static) -> Self {
                Self(self.0.transport(transport))
            }

            /// Changes how the default transport is made: proxies, certificates, timeouts of connections. The function is called once for
            /// each pool of connections. Redirects stay with the client, whatever it sets. Default headers that are set there go along with every
            /// request, also to another origin that a redirect leads to: use `default_header` for secrets.
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

            /// Sends through this client of reqwest. Let it follow no redirects and retry nothing, as neither is under this client's
            /// control: [`Builder::reqwest`](crate::runtime::http::Builder::reqwest) says what cannot be guarded. Prefer
            /// `configure_reqwest` where it is enough.
            #[cfg(feature = "reqwest-without-tls")]
            pub fn reqwest(self, client: crate::runtime::http::reqwest::Client) -> Self {
                Self(self.0.reqwest(client))
            }

            /// The client.
            ///
            /// # Errors
            ///
            /// If the base URL, a server variable or a header is invalid, or the transport cannot be set up.
            pub fn build(self) -> ::std::result::Result<$client, crate::runtime::http::BuildError> {
                ::std::result::Result::Ok($client(self.0.build()?))
            }
        }
    };
}
