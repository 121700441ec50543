//! Relative server URLs that may have been meant as absolute ones.

use std::net::Ipv4Addr;

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
