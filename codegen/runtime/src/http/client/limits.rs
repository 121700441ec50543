//! The limits of a client, and their defaults. The documentation of [`Builder`](super::Builder) has the table.

use std::time::Duration;

use crate::runtime::http::body::BODY_LIMIT;
use crate::runtime::http::stream::ITEM_LIMIT;

/// The limits of a client. `None` turns a limit off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Limits {
    /// Opening a connection: name, TCP and TLS.
    pub(super) connect_timeout: Option<Duration>,
    /// Waiting for the head of a response, while no part of the request body is sent.
    pub(super) response_timeout: Option<Duration>,
    /// Waiting for the next part of a response body.
    pub(super) idle_timeout: Option<Duration>,
    /// One attempt.
    pub(super) timeout: Option<Duration>,
    /// A call with all its attempts.
    pub(super) deadline: Option<Duration>,
    /// A response body in memory, in bytes.
    pub(super) body_limit: Option<usize>,
    /// The body of an undocumented response, in bytes.
    pub(super) undocumented_body_limit: Option<usize>,
    /// An item of a stream, in bytes.
    pub(super) item_limit: Option<usize>,
    /// The pages of a list.
    pub(super) max_pages: Option<u32>,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            // The system's own limit is often two minutes.
            connect_timeout: Some(Duration::from_secs(10)),
            response_timeout: Some(Duration::from_secs(60)),
            idle_timeout: Some(Duration::from_secs(5 * 60)),
            timeout: Some(Duration::from_secs(60)),
            deadline: None,
            body_limit: Some(BODY_LIMIT),
            undocumented_body_limit: Some(64 * 1024),
            item_limit: Some(ITEM_LIMIT),
            // Longer than honest lists: ten million items at a usual hundred a page.
            max_pages: Some(100_000),
        }
    }
}

/// Returns a limit as a number; no limit is the largest one.
pub(super) fn bytes(limit: Option<usize>) -> usize {
    limit.unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a panic of a test is its report")]

    use std::collections::BTreeMap;
    use std::time::Duration;

    use super::{Limits, bytes};

    /// The first and third column of the table of limits in the documentation of `Builder`.
    fn documented() -> BTreeMap<String, String> {
        let lines = include_str!("builder.rs").lines().filter_map(|line| line.strip_prefix("/// | [`"));
        let rows = lines.map(|line| {
            let columns: Vec<&str> = line.split('|').map(str::trim).collect();
            (columns[0].split('`').next().unwrap().to_owned(), columns[2].to_owned())
        });
        rows.collect()
    }

    fn time(limit: Option<Duration>) -> String {
        limit.map_or("none".to_owned(), |limit| format!("{} s", limit.as_secs()))
    }

    fn size(limit: Option<usize>) -> String {
        match bytes(limit) {
            limit if limit % (1024 * 1024) == 0 => format!("{} MiB", limit / 1024 / 1024),
            limit => format!("{} KiB", limit / 1024),
        }
    }

    /// The documented defaults are those of the code, and no row is missing or left over.
    #[test]
    fn the_table_of_limits_is_true() {
        let Limits {
            connect_timeout,
            response_timeout,
            idle_timeout,
            timeout,
            deadline,
            body_limit,
            undocumented_body_limit,
            item_limit,
            max_pages,
        } = Limits::default();
        let token = crate::runtime::http::ClientCredentials::new("", "", "").default_timeout();
        let expected = [
            ("Builder::connect_timeout", time(connect_timeout)),
            ("Builder::response_timeout", time(response_timeout)),
            ("Builder::idle_timeout", time(idle_timeout)),
            ("Builder::timeout", time(timeout)),
            ("Builder::deadline", time(deadline)),
            ("Builder::body_limit", size(body_limit)),
            ("Builder::undocumented_body_limit", size(undocumented_body_limit)),
            ("Builder::item_limit", size(item_limit)),
            ("Builder::max_pages", max_pages.unwrap().to_string()),
            ("ClientCredentials::timeout", time(token)),
            ("Builder::retries", crate::runtime::http::Retries::default().max_retries().to_string()),
            ("Retries::max_wait", time(Some(crate::runtime::http::Retries::default().longest_wait()))),
            ("Builder::redirects", super::super::Redirects::default().count().to_string()),
        ];
        let expected = expected.map(|(name, default)| (name.to_owned(), default));
        assert_eq!(documented(), BTreeMap::from(expected));
    }
}
