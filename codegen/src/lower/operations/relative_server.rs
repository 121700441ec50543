//! Relative server URLs: how they are composed, and whether they may have been meant as absolute ones.

use std::net::Ipv4Addr;

use crate::ir::{ServerBase, ServerPart};
use crate::openapi::resolve_url;

/// Stands for the origin of the document if that is not known. The host is reserved (RFC 2606), so no document names it.
pub(super) const UNKNOWN_ORIGIN: &str = "https://document.invalid";

/// Splits a relative URL into its start, which has no variables, and the rest: `../` and `v1` for `./../v1`. The start is `/`, `./`, or one or
/// more `../`. With `./`, a colon in the rest does not end a scheme.
pub(super) fn split_prefix(url: &str) -> (String, &str) {
    if let Some(rest) = url.strip_prefix('/') {
        return ("/".to_owned(), rest);
    }
    let mut ups = 0;
    let mut rest = url;
    loop {
        let (segment, after) = rest.split_once('/').unwrap_or((rest, ""));
        match segment {
            "." => {}
            ".." => ups += 1,
            _ => break,
        }
        rest = after;
    }
    (if ups == 0 { "./".to_owned() } else { "../".repeat(ups) }, rest)
}

/// Returns the composition of an empty URL, which is the base URL itself.
pub(super) fn same_url() -> ServerBase {
    let (prefix, parts) = (String::new(), Vec::new());
    ServerBase::Relative { prefix, parts, default_url: Some(String::new()), path: Some(String::new()) }
}

/// Returns the composition of a relative URL. `parts` and `default_url` are those of its rest below [`UNKNOWN_ORIGIN`].
pub(super) fn base(prefix: String, parts: Vec<ServerPart>, default_url: Option<String>) -> ServerBase {
    let mut parts = parts;
    if let Some(ServerPart::Text(text)) = parts.first_mut() {
        let rest = text.strip_prefix(UNKNOWN_ORIGIN).map(|path| path.trim_start_matches('/').to_owned());
        *text = rest.unwrap_or_default();
    }
    parts.retain(|part| *part != ServerPart::Text(String::new()));
    let rest = default_url
        .as_deref()
        .and_then(|url| url.strip_prefix(UNKNOWN_ORIGIN))
        .map(|path| path.trim_start_matches('/'));
    let default_url = rest.map(|rest| format!("{prefix}{rest}"));
    let path = default_url.as_deref().map(|url| resolve_url(&format!("{UNKNOWN_ORIGIN}/"), url));
    let path = path.and_then(|url| url.strip_prefix(UNKNOWN_ORIGIN).map(|path| path.trim_end_matches('/').to_owned()));
    ServerBase::Relative { prefix, parts, default_url, path }
}

/// Whether the author of a relative URL may have meant a host: `api.example.com/v1`, `localhost:8080`, `https`.
pub(super) fn may_be_host(url: &str) -> bool {
    let first = url.split(['/', '?', '#']).next().unwrap_or_default();
    // `v1.0` is a version.
    let has_domain = first.rsplit_once('.').is_some_and(|(name, domain)| {
        !name.trim_matches('.').is_empty() && domain.len() > 1 && domain.chars().all(|c| c.is_ascii_alphabetic())
    });
    has_domain
        || first.contains(':')
        || matches!(first, "http" | "https" | "localhost")
        || first.parse::<Ipv4Addr>().is_ok()
}
