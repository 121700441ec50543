//! What a user wants to see or change of every exchange.

pub use http::request::Parts as RequestParts;
pub use http::response::Parts as ResponseParts;

use super::error::TransportError;
use super::table::Operation;

/// Is called around every attempt. Credentials are marked sensitive in the headers; do not log those.
pub trait Hook: Send + Sync {
    /// Just before a request is sent. What is changed here is sent.
    fn before(&self, operation: &'static Operation, request: &mut RequestParts) {
        let _ = (operation, request);
    }

    /// When the head of the response is there, or the exchange failed.
    fn after(&self, operation: &'static Operation, outcome: Result<&ResponseParts, &TransportError>) {
        let _ = (operation, outcome);
    }
}
