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

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("base_url", &self.0.settings.base_url).finish_non_exhaustive()
    }
}
