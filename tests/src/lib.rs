//! Helpers for the integration tests: folders of files, an API that is split into features, and the local server of `harness`.

pub mod files;
pub mod split_api;

pub use harness::server;
