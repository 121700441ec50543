//! The client credentials flow of OAuth 2 (RFC 6749, 4.4): a token is fetched once, kept, and fetched again before it expires.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use http::header::{self, HeaderValue};
use http::{Method, Request};
use serde_json::Value;

use super::{Asked, TokenProvider, basic};
use crate::runtime::http::body::Body;
use crate::runtime::http::error::BoxError;
use crate::runtime::http::future::BoxFuture;
use crate::runtime::http::percent::{Keep, encode};

/// A client's own credentials, exchanged for tokens at the API's token URL. Share one among clients: clones share nothing.
pub struct ClientCredentials {
    token_url: String,
    client_id: String,
    client_secret: String,
    in_body: bool,
    tokens: Mutex<BTreeMap<String, Kept>>,
    /// One of many concurrent calls fetches a token, the others wait for it.
    fetching: async_lock::Mutex<()>,
}

/// A token for a set of scopes.
#[derive(Clone)]
struct Kept {
    token: String,
    expires: Option<Instant>,
}

/// A token is no longer used this long before it expires.
const MARGIN: Duration = Duration::from_secs(30);
/// The largest answer of a token URL that is read.
const LIMIT: usize = 64 * 1024;

impl ClientCredentials {
    /// Credentials for the API's own token URL.
    #[must_use]
    pub fn new(token_url: impl Into<String>, client_id: impl Into<String>, client_secret: impl Into<String>) -> Self {
        Self {
            token_url: token_url.into(),
            client_id: client_id.into(),
            client_secret: client_secret.into(),
            in_body: false,
            tokens: Mutex::default(),
            fetching: async_lock::Mutex::default(),
        }
    }

    /// Sends id and secret in the body of the token request, for servers that do not know the header (RFC 6749, 2.3.1).
    #[must_use]
    pub fn in_body(mut self) -> Self {
        self.in_body = true;
        self
    }

    fn kept(&self, scopes: &str) -> Option<String> {
        let tokens = self.tokens();
        let kept = tokens.get(scopes)?;
        let fresh = now().zip(kept.expires).is_none_or(|(now, expires)| now < expires);
        fresh.then(|| kept.token.clone())
    }

    fn tokens(&self) -> MutexGuard<'_, BTreeMap<String, Kept>> {
        self.tokens.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn token(&self, asked: Asked<'_>) -> Result<String, BoxError> {
        let scopes = asked.scopes.join(" ");
        if let Some(token) = self.kept(&scopes) {
            return Ok(token);
        }
        let _guard = self.fetching.lock().await;
        // Another call may have fetched it while this one waited.
        if let Some(token) = self.kept(&scopes) {
            return Ok(token);
        }
        let response = asked.transport.send(self.request(&scopes)?).await?;
        let status = response.status();
        let body = response.into_body().collect(LIMIT).await?;
        let answer: Value = serde_json::from_slice(&body).unwrap_or_default();
        let token = match answer.get("access_token").and_then(Value::as_str) {
            Some(token) if status.is_success() => token.to_owned(),
            _ => {
                let error = answer.get("error").and_then(Value::as_str).unwrap_or("it gave no `access_token`");
                return Err(format!("the token URL answered {status}: {error}").into());
            }
        };
        let lifetime = answer.get("expires_in").and_then(Value::as_u64).map(Duration::from_secs);
        let expires = lifetime.and_then(|lifetime| now()?.checked_add(lifetime.saturating_sub(MARGIN)));
        self.tokens().insert(scopes, Kept { token: token.clone(), expires });
        Ok(token)
    }

    fn request(&self, scopes: &str) -> Result<Request<Body>, BoxError> {
        let form = |text: &str| encode(text, Keep::Unreserved);
        let (id, secret) = (form(&self.client_id), form(&self.client_secret));
        let mut body = "grant_type=client_credentials".to_owned();
        if !scopes.is_empty() {
            body.push_str(&format!("&scope={}", form(scopes)));
        }
        if self.in_body {
            body.push_str(&format!("&client_id={id}&client_secret={secret}"));
        }
        let mut request = Request::builder()
            .method(Method::POST)
            .uri(&self.token_url)
            .header(header::ACCEPT, "application/json")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body))?;
        if !self.in_body {
            let mut value = HeaderValue::try_from(format!("Basic {}", basic(&id, &secret)))?;
            value.set_sensitive(true);
            request.headers_mut().insert(header::AUTHORIZATION, value);
        }
        Ok(request)
    }
}

impl TokenProvider for ClientCredentials {
    fn token<'a>(&'a self, asked: Asked<'a>) -> BoxFuture<'a, Result<String, BoxError>> {
        Box::pin(self.token(asked))
    }

    fn refused(&self, token: &str) {
        self.tokens().retain(|_, kept| kept.token != token);
    }
}

impl fmt::Debug for ClientCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientCredentials").field("token_url", &self.token_url).finish_non_exhaustive()
    }
}

#[cfg(not(target_arch = "wasm32"))]
fn now() -> Option<Instant> {
    Some(Instant::now())
}

/// The standard library has no clock here: a token is used until the API refuses it, and fetched anew then.
#[cfg(target_arch = "wasm32")]
fn now() -> Option<Instant> {
    None
}
