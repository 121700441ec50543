//! The clients of reqwest, each with its pool of connections: one for calls with `async`, one for calls that a thread waits for.
//!
//! A connection belongs to the async runtime on which it was made, and stands still while a thread of that runtime waits. So the two kinds
//! of calls share no connection.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use crate::runtime::http::error::{TransportError, TransportErrorKind};

/// Changes how a client is made.
type Configure = dyn Fn(reqwest::ClientBuilder) -> reqwest::ClientBuilder + Send + Sync;

/// Which calls a pool is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Calls {
    Async,
    #[cfg(feature = "blocking")]
    Blocking,
}

pub(super) struct Pools {
    /// How clients are made; `None` if the only one is the user's own.
    configure: Option<Arc<Configure>>,
    /// Made at once, so that what is wrong with the settings is an error at once. Goes to the kind of calls that comes first: most programs
    /// make only one kind.
    spare: Mutex<Option<reqwest::Client>>,
    plain: Pool,
    #[cfg(feature = "blocking")]
    blocking: Pool,
}

/// Made when it is needed.
type Pool = OnceLock<Result<reqwest::Client, String>>;

impl Pools {
    pub(super) fn configured(
        configure: impl Fn(reqwest::ClientBuilder) -> reqwest::ClientBuilder + Send + Sync + 'static,
    ) -> Result<Self, reqwest::Error> {
        let spare = made(&configure)?;
        Ok(Self { configure: Some(Arc::new(configure)), ..Self::of(spare) })
    }

    pub(super) fn of(client: reqwest::Client) -> Self {
        Self {
            configure: None,
            spare: Mutex::new(Some(client)),
            plain: Pool::new(),
            #[cfg(feature = "blocking")]
            blocking: Pool::new(),
        }
    }

    /// Whether the client is the user's own, and so the only one.
    pub(super) fn is_own(&self) -> bool {
        self.configure.is_none()
    }

    pub(super) fn client(&self, calls: Calls) -> Result<&reqwest::Client, TransportError> {
        let pool = match calls {
            #[cfg(feature = "blocking")]
            Calls::Blocking if !self.is_own() => &self.blocking,
            _ => &self.plain,
        };
        let client = pool.get_or_init(|| {
            let spare = self.spare.lock().unwrap_or_else(PoisonError::into_inner).take();
            match (spare, &self.configure) {
                (Some(client), _) => Ok(client),
                (None, Some(configure)) => made(configure.as_ref()).map_err(|error| error.to_string()),
                (None, None) => Err("the client of reqwest is gone".to_owned()),
            }
        });
        client.as_ref().map_err(|message| TransportError::new(TransportErrorKind::Other, message.as_str()))
    }
}

fn made(
    configure: &dyn Fn(reqwest::ClientBuilder) -> reqwest::ClientBuilder,
) -> Result<reqwest::Client, reqwest::Error> {
    let builder = configure(reqwest::Client::builder());
    #[cfg(not(target_arch = "wasm32"))]
    let builder = builder.redirect(reqwest::redirect::Policy::none());
    builder.build()
}
