//! URLs that a server sends: redirects and next pages. No secret leaves the API's origin, and both parsers of URLs find the same host.

use std::sync::atomic::{AtomicUsize, Ordering};

use url::Url;

use crate::runtime::http::{Body, HeaderValue, HttpResponse, StatusCode};
use crate::targets::exchange::{SECRETS, Way, requests};

const STATUSES: [u16; 5] = [301, 302, 303, 307, 308];

/// The first byte decides where the URL is sent, and the others are the URL.
pub fn run(input: &[u8]) {
    let (kind, url) = input.split_first().unwrap_or((&0, &[]));
    let way = [Way::Url, Way::Link, Way::Post][usize::from(*kind) % 3];
    let status = STATUSES.get(usize::from(*kind >> 2) % 8).copied();
    let Some(responses) = responses(way, status, url) else { return };
    let number = AtomicUsize::new(0);
    let sent = requests(way, move |request| {
        // The same URL again and again, and then the end. Another origin redirects back to the API.
        let number = number.fetch_add(1, Ordering::Relaxed);
        let (status, location, link, body) = &responses[usize::from(number >= 3)];
        let back = HeaderValue::from_static("https://api.test/v1/list/all?back");
        let is_api = request.uri().host() == Some("api.test");
        let location = location.clone().map(|location| if is_api { location } else { back });
        let mut response = HttpResponse::new(Body::from(body.clone()));
        *response.status_mut() = *status;
        let json = HeaderValue::from_static("application/json");
        let headers = [("content-type", Some(json)), ("location", location), ("link", link.clone())];
        for (name, value) in headers {
            if let Some(value) = value {
                response.headers_mut().insert(name, value);
            }
        }
        response
    });
    let shown = format!("{way:?} {status:?} {:?}", String::from_utf8_lossy(url));
    assert!((1..=4).contains(&sent.len()), "{shown}: {} requests", sent.len());
    let mut is_anonymous = false;
    for (index, request) in sent.iter().enumerate() {
        let uri = request.uri();
        let url = Url::parse(&uri.to_string()).unwrap_or_else(|error| panic!("{shown}: {uri}: {error}"));
        assert_eq!(url.host_str(), uri.host(), "{shown}: {uri}");
        assert!(matches!(url.scheme(), "http" | "https"), "{shown}: {uri}");
        assert!(url.username().is_empty() && url.password().is_none(), "{shown}: {uri}");
        let is_api = url.origin().ascii_serialization() == "https://api.test";
        assert!(is_api || status.is_some(), "{shown}: {uri} is a page of another origin");
        is_anonymous |= !is_api;
        let text = format!("{:?} {:?}", request.headers(), uri);
        let headers = request.headers().values().map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
        let all =
            format!("{text} {} {}", headers.collect::<Vec<_>>().join(" "), String::from_utf8_lossy(request.body()));
        let sends_secrets = SECRETS.iter().any(|secret| all.contains(secret));
        if is_anonymous {
            assert!(!sends_secrets, "{shown}: request {index} to {uri} sends a secret");
        } else {
            assert!(all.contains(SECRETS[0]), "{shown}: request {index} to {uri} has no credentials");
        }
    }
}

/// A response: status, `Location`, `Link`, body.
type Response = (StatusCode, Option<HeaderValue>, Option<HeaderValue>, String);

/// Returns the responses with the URL, and after them. `None` if no response can contain the URL.
fn responses(way: Way, status: Option<u16>, url: &[u8]) -> Option<[Response; 2]> {
    let end = (StatusCode::OK, None, None, r#"{"data":[]}"#.to_owned());
    let page = |next: Option<&str>| serde_json::json!({ "data": [1], "next": next }).to_string();
    let first = match (status, way) {
        (Some(status), _) => {
            (StatusCode::from_u16(status).ok()?, Some(HeaderValue::from_bytes(url).ok()?), None, String::new())
        }
        (None, Way::Url) => (StatusCode::OK, None, None, page(Some(std::str::from_utf8(url).ok()?))),
        (None, Way::Link | Way::Post) => {
            let link = [b"<", url, b">; rel=next"].concat();
            (StatusCode::OK, None, Some(HeaderValue::from_bytes(&link).ok()?), page(None))
        }
    };
    Some([first, end])
}

/// Returns URLs, each as a redirect and as a next page.
pub fn seeds() -> Vec<Vec<u8>> {
    let urls = [
        "/v1/list/all?page=2",
        "?page=2",
        "https://api.test/x",
        "https://other.test/x",
        "//other.test/x",
        "http://api.test/",
        "https://API.test:443/x",
        "https://api.test@other.test/",
        "https://api.test\\@other.test/",
        "\\\\other.test\\x",
        "https:other.test",
        "https:///other.test",
        "../..",
        "https://api.test%2eother.test/",
        "https://api.test:444/",
        "data:text/plain,x",
        "https://api\u{3002}test/",
        "#a",
        ".",
        "",
    ];
    let kinds = [0, 1, 2, 5, 8, 13, 16, 20, 31];
    kinds.iter().flat_map(|kind| urls.map(|url| [&[*kind], url.as_bytes()].concat())).collect()
}
