//! The token request (RFC 6749, 4.4.2) and its response.

use std::pin::pin;
use std::time::Duration;

use http::header;
use http::{HeaderMap, Method, Request, StatusCode};
use serde_json::Value;

use super::tokens::Granted;
use super::{ClientCredentials, TokenError};
use crate::runtime::http::auth::{basic, sensitive};
use crate::runtime::http::body::Body;
use crate::runtime::http::charset;
use crate::runtime::http::future::with_timeout;
use crate::runtime::http::percent::{Keep, encode};
use crate::runtime::http::raw::content_type;
use crate::runtime::http::transport::Transport;
use crate::runtime::http::url::{origin, redirect_target};

/// The largest token response that is read, in bytes.
const BODY_LIMIT: usize = 64 * 1024;
/// The maximum number of redirects.
const MAX_REDIRECTS: u32 = 5;
/// The number of characters that an error shows of a text from the token URL.
const TEXT_LENGTH: usize = 200;

/// A response of the token URL.
struct TokenResponse {
    status: StatusCode,
    headers: HeaderMap,
    body: Value,
}

impl ClientCredentials {
    /// Fetches a token within the time limit.
    pub(super) async fn fetch(&self, transport: &dyn Transport, scopes: &str) -> Result<Granted, TokenError> {
        let timeout_error = |after| TokenError::timeout(format!("the token request timed out after {after:?}"));
        with_timeout(transport, self.timeout, pin!(self.attempts(transport, scopes)), timeout_error).await
    }

    /// Sends the token request until it succeeds, or another attempt is useless.
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
        for _ in 0..=MAX_REDIRECTS {
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
                Ok(body) => {
                    let json = charset::json(content_type(&head.headers), &body);
                    json.ok().and_then(|json| serde_json::from_slice(&json).ok()).unwrap_or_default()
                }
                // The status of an error response is useful even if its body is incomplete.
                Err(_) if !head.status.is_success() => Value::Null,
                Err(error) => return Ok(Err(error)),
            };
            return Ok(Ok(TokenResponse { status: head.status, headers: head.headers, body }));
        }
        Err(TokenError::new(format!("the token URL redirects more than {MAX_REDIRECTS} times")))
    }

    /// Returns the target of a redirect. The secret is sent only to the origin that the user gave.
    fn redirected(&self, url: &str, status: StatusCode, headers: &HeaderMap) -> Result<String, TokenError> {
        let target = redirect_target(url, headers)
            .map_err(|_| TokenError::response(status, "its redirect target is not an HTTP URL"))?;
        let target_origin = target.origin();
        if origin(&self.token_url).as_ref() != Some(&target_origin) {
            let target_origin = target_origin.ascii_serialization();
            let message =
                format!("it redirects to another origin, `{target_origin}`; if that is right, set its token URL");
            return Err(TokenError::response(status, message));
        }
        // 303 requires GET, but a token request is a POST.
        if status == StatusCode::SEE_OTHER {
            return Err(TokenError::response(status, "its redirect requires GET, which cannot return a token"));
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
        let malformed = |_| TokenError::new("the token URL is not a valid URL");
        let mut request = Request::builder()
            .method(Method::POST)
            .uri(url)
            .header(header::ACCEPT, "application/json")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body))
            .map_err(malformed)?;
        if !self.in_body {
            let value = sensitive(format!("Basic {}", basic(&id, &secret)));
            let value =
                value.map_err(|_| TokenError::new("the client's id and secret are not a valid header value"))?;
            request.headers_mut().insert(header::AUTHORIZATION, value);
        }
        Ok(request)
    }

    /// Returns the token of a response (RFC 6749, 5.1), or its error (5.2).
    fn granted(&self, response: &TokenResponse) -> Result<Granted, TokenError> {
        let TokenResponse { status, body, .. } = response;
        let text = |name: &str| body.get(name).and_then(Value::as_str);
        let message = match text("access_token").filter(|_| status.is_success()) {
            Some("") => "its `access_token` is empty",
            Some(token) if !token.bytes().all(|byte| byte.is_ascii_graphic()) => {
                "its `access_token` contains invalid characters"
            }
            Some(token) => return Ok(Granted { token: token.to_owned(), lifetime: lifetime(&body["expires_in"]) }),
            None => "its response has no `access_token`",
        };
        let field = |name: &str| text(name).map(|text| self.redacted(text)).filter(|text| !text.is_empty());
        let mut error = TokenError::response(*status, message);
        error.code = field("error");
        error.description = field("error_description");
        Err(error)
    }

    /// Prepares a text from the token URL for an error: one line, shortened, with the secret redacted if the text repeats it.
    fn redacted(&self, text: &str) -> String {
        let mut text = text.to_owned();
        let (id, secret) = (encode(&self.client_id, Keep::Unreserved), encode(&self.client_secret, Keep::Unreserved));
        for secret in [basic(&id, &secret), self.client_secret.clone(), secret] {
            if !secret.is_empty() {
                text = text.replace(&secret, "…");
            }
        }
        let mut line: String =
            text.trim().chars().map(|c| if c.is_control() { ' ' } else { c }).take(TEXT_LENGTH).collect();
        if text.trim().chars().nth(TEXT_LENGTH).is_some() {
            line.push('…');
        }
        line
    }
}

/// Parses a number of seconds. Some servers do not write an integer, as the specification requires.
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
            assert_eq!(credentials.redacted(text), expect);
        }
        check(&credentials, " a\r\nb\u{1b}[31m ", "a  b [31m");
        check(&credentials, "s/ecret or s%2Fecret is wrong", "… or … is wrong");
        check(&credentials, &"x".repeat(300), &format!("{}…", "x".repeat(200)));
    }
}
