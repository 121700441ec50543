//! Helpers for the integration tests: a local server that records requests and simulates faults, folders of files, and an API that is
//! split into features.

pub mod files;
pub mod server;
pub mod split_api;
