//! The client: where to send, how, and on whose behalf. Generated clients are this with a method for each operation.

mod builder;
mod exchange;
mod redirect;

pub use builder::{BuildError, Builder};

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderMap;

use super::auth::Credentials;
use super::future::BoxFuture;
use super::hooks::Hook;
use super::retry::Retries;
use super::transport::Transport;

/// A client. Clones are cheap and share everything.
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
    redirects: u32,
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
    /// Ends after this time; `None` if the transport has no clock.
    pub(super) fn sleep(&self, duration: Duration) -> Option<BoxFuture<'static, ()>> {
        self.0.transport.sleep(duration)
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("base_url", &self.0.settings.base_url).finish_non_exhaustive()
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

            /// How many redirects are followed. By default ten. Credentials are not sent to another host.
            pub fn redirects(self, redirects: u32) -> Self {
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

            /// A header for every request, unless the call sets it. It counts as a secret: it is not sent to another host.
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

            /// Sends through this client of reqwest. Let it follow no redirects, so that credentials stay with the host they are for.
            #[cfg(feature = "reqwest-without-tls")]
            pub fn reqwest(self, client: crate::runtime::http::reqwest::Client) -> Self {
                Self(self.0.reqwest(client))
            }

            /// The client.
            ///
            /// # Errors
            ///
            /// If the base URL or a header is not one, or the transport cannot be set up.
            pub fn build(self) -> ::std::result::Result<$client, crate::runtime::http::BuildError> {
                ::std::result::Result::Ok($client(self.0.build()?))
            }
        }
    };
}
