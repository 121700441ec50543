//! The token request (RFC 6749, 4.4.2), and what its answer says.

use std::pin::pin;
use std::time::Duration;

use http::header;
use http::{HeaderMap, Method, Request, StatusCode};
use serde_json::Value;

use super::tokens::Granted;
use super::{ClientCredentials, TokenError};
use crate::runtime::http::auth::{basic, secret as sensitive};
use crate::runtime::http::body::Body;
use crate::runtime::http::future::limited;
use crate::runtime::http::percent::{Keep, encode};
use crate::runtime::http::transport::Transport;
use crate::runtime::http::url::{origin, redirect_target};

/// The largest answer of a token URL that is read.
const BODY_LIMIT: usize = 64 * 1024;
/// How many redirects are followed.
const REDIRECTS: u32 = 5;
/// How much an error shows of what the token URL says.
const SHOWN: usize = 200;

/// An answer of the token URL.
struct TokenResponse {
    status: StatusCode,
    headers: HeaderMap,
    body: Value,
}

impl ClientCredentials {
    /// Fetches a token within the time that is allowed for it.
    pub(super) async fn fetch(&self, transport: &dyn Transport, scopes: &str) -> Result<Granted, TokenError> {
        let late = |after| TokenError::new(format!("no token came within {after:?}"));
        limited(transport, self.timeout, pin!(self.attempts(transport, scopes)), late).await
    }

    /// Sends the token request until it is answered, or another attempt would not help.
    async fn attempts(&self, transport: &dyn Transport, scopes: &str) -> Result<Granted, TokenError> {
        let mut count = 0;
        loop {
            let (delay, outcome) = match self.exchange(transport, scopes).await? {
                Ok(response) => {
                    let delay = self.retries.after_status(count, response.status, &response.headers);
                    (delay, self.granted(&response))
                }
                Err(error) => (self.retries.after_error(count, &error), Err(TokenError::exchange(error))),
            };
            let Some(sleep) = delay.and_then(|delay| transport.sleep(delay)) else { return outcome };
            sleep.await;
            count += 1;
        }
    }

    /// Sends the token request once, and follows redirects to the same origin.
    async fn exchange(
        &self,
        transport: &dyn Transport,
        scopes: &str,
    ) -> Result<Result<TokenResponse, crate::runtime::http::TransportError>, TokenError> {
        let mut url = self.token_url.clone();
        for _ in 0..=REDIRECTS {
            let response = match transport.send(self.request(&url, scopes)?).await {
                Ok(response) => response,
                Err(error) => return Ok(Err(error)),
            };
            let (head, body) = response.into_parts();
            if head.status.is_redirection() && head.headers.contains_key(header::LOCATION) {
                url = self.redirected(&url, head.status, &head.headers)?;
                continue;
            }
            let body = match body.collect(BODY_LIMIT).await {
                Ok(body) => serde_json::from_slice(&body).unwrap_or_default(),
                // The status of a failure is worth knowing even if its body breaks off.
                Err(_) if !head.status.is_success() => Value::Null,
                Err(error) => return Ok(Err(error)),
            };
            return Ok(Ok(TokenResponse { status: head.status, headers: head.headers, body }));
        }
        Err(TokenError::new(format!("the token URL redirects more than {REDIRECTS} times")))
    }

    /// The URL to which the token request is sent again. The secret stays with the origin that the user gave.
    fn redirected(&self, url: &str, status: StatusCode, headers: &HeaderMap) -> Result<String, TokenError> {
        let target = redirect_target(url, headers)
            .map_err(|_| TokenError::answer(status, "it redirects to what is not a URL of HTTP"))?;
        let to = target.origin();
        if origin(&self.token_url).as_ref() != Some(&to) {
            let to = to.ascii_serialization();
            let message = format!("it redirects to another origin, `{to}`; give its URL if it is the right one");
            return Err(TokenError::answer(status, message));
        }
        // 303 asks for a GET, which gives no token.
        if status == StatusCode::SEE_OTHER {
            return Err(TokenError::answer(status, "it redirects in a way that gives no token"));
        }
        Ok(target.into())
    }

    fn request(&self, url: &str, scopes: &str) -> Result<Request<Body>, TokenError> {
        let form = |text: &str| encode(text, Keep::Unreserved);
        let (id, secret) = (form(&self.client_id), form(&self.client_secret));
        let mut body = "grant_type=client_credentials".to_owned();
        if !scopes.is_empty() {
            body.push_str(&format!("&scope={}", form(scopes)));
        }
        if self.in_body {
            body.push_str(&format!("&client_id={id}&client_secret={secret}"));
        }
        let malformed = |_| TokenError::new("the token URL is not one");
        let mut request = Request::builder()
            .method(Method::POST)
            .uri(url)
            .header(header::ACCEPT, "application/json")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body))
            .map_err(malformed)?;
        if !self.in_body {
            let value = sensitive(format!("Basic {}", basic(&id, &secret)));
            let value = value.map_err(|_| TokenError::new("the client's id and secret cannot be sent"))?;
            request.headers_mut().insert(header::AUTHORIZATION, value);
        }
        Ok(request)
    }

    /// The token in an answer (RFC 6749, 5.1), or why there is none (5.2).
    fn granted(&self, response: &TokenResponse) -> Result<Granted, TokenError> {
        let TokenResponse { status, body, .. } = response;
        let text = |name: &str| body.get(name).and_then(Value::as_str);
        let message = match text("access_token").filter(|_| status.is_success()) {
            Some("") => "it gave an empty `access_token`",
            Some(token) if !token.bytes().all(|byte| byte.is_ascii_graphic()) => "its `access_token` cannot be sent",
            Some(token) => return Ok(Granted { token: token.to_owned(), lifetime: lifetime(&body["expires_in"]) }),
            None => "it gave no `access_token`",
        };
        let shown = |name: &str| text(name).map(|text| self.shown(text)).filter(|text| !text.is_empty());
        let mut error = TokenError::answer(*status, message);
        error.code = shown("error");
        error.description = shown("error_description");
        Err(error)
    }

    /// What the token URL says, as an error shows it: one line, not too long, and without the secret if the token URL repeats that.
    fn shown(&self, text: &str) -> String {
        let mut text = text.to_owned();
        let (id, secret) = (encode(&self.client_id, Keep::Unreserved), encode(&self.client_secret, Keep::Unreserved));
        for secret in [basic(&id, &secret), self.client_secret.clone(), secret] {
            if !secret.is_empty() {
                text = text.replace(&secret, "…");
            }
        }
        let mut shown: String = text.trim().chars().map(|c| if c.is_control() { ' ' } else { c }).take(SHOWN).collect();
        if text.trim().chars().nth(SHOWN).is_some() {
            shown.push('…');
        }
        shown
    }
}

/// A number of seconds. Not every server writes it as the whole number that the specification asks for.
fn lifetime(expires_in: &Value) -> Option<Duration> {
    let seconds = match expires_in {
        Value::Number(number) => number.as_f64()?,
        Value::String(text) => text.trim().parse().ok()?,
        _ => return None,
    };
    match Duration::try_from_secs_f64(seconds) {
        Ok(lifetime) => Some(lifetime),
        Err(_) if seconds < 0.0 => Some(Duration::ZERO),
        Err(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{ClientCredentials, Duration, lifetime};

    #[test]
    fn lifetimes() {
        #[track_caller]
        fn check(expires_in: serde_json::Value, millis: Option<u64>) {
            assert_eq!(lifetime(&expires_in), millis.map(Duration::from_millis), "{expires_in}");
        }
        check(json!(3600), Some(3_600_000));
        check(json!("1"), Some(1000));
        check(json!(1.0), Some(1000));
        check(json!("1.5"), Some(1500));
        check(json!(0), Some(0));
        check(json!(-1), Some(0));
        check(json!(1e300), None);
        check(json!("NaN"), None);
        check(json!("soon"), None);
        check(json!(null), None);
        check(json!([1]), None);
    }

    #[test]
    fn what_the_token_url_says_is_one_line_without_the_secret() {
        let credentials = ClientCredentials::new("http://h", "id", "s/ecret");
        #[track_caller]
        fn check(credentials: &ClientCredentials, text: &str, expect: &str) {
            assert_eq!(credentials.shown(text), expect);
        }
        check(&credentials, " a\r\nb\u{1b}[31m ", "a  b [31m");
        check(&credentials, "s/ecret or s%2Fecret is wrong", "… or … is wrong");
        check(&credentials, &"x".repeat(300), &format!("{}…", "x".repeat(200)));
    }
}
