//! Hooks: user code that observes or changes every request and response.

pub use http::request::Parts as RequestParts;
pub use http::response::Parts as ResponseParts;

use super::error::TransportError;
use super::table::Operation;

/// User code that runs before and after every attempt. Credentials are marked sensitive in the headers; do not log them.
pub trait Hook: Send + Sync {
    /// Runs just before a request is sent. Changes to `request` are sent.
    fn before(&self, operation: &'static Operation, request: &mut RequestParts) {
        let _ = (operation, request);
    }

    /// Runs when the head of the response has arrived, or the exchange has failed.
    fn after(&self, operation: &'static Operation, outcome: Result<&ResponseParts, &TransportError>) {
        let _ = (operation, outcome);
    }
}
