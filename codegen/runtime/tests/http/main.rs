//! Calls over real HTTP on loopback. The generator printed the call types (`api`).

#![allow(clippy::unwrap_used, reason = "a panic is the report of a test")]

use oasmith_runtime as runtime;

mod api;
mod auth;
mod blocking;
mod bodies;
#[cfg(all(feature = "gzip", feature = "brotli", feature = "zstd"))]
mod compressed;
mod content_length;
mod errors;
#[cfg(feature = "mock")]
mod expectations;
mod faults;
mod limits;
mod media_ranges;
mod mocks;
mod optional;
mod own_clients;
mod pages;
mod parameters;
mod parts;
mod precedence;
mod redirects;
mod requests;
mod responses;
mod retries;
mod secrets;
mod server;
mod servers;
mod streams;
mod tokens;
#[cfg(feature = "tracing")]
mod tracing;
mod unencoded_values;
mod webhooks;
mod writes;

use std::time::Duration;

use api::client::Client;
use runtime::http::Retries;
use server::Server;

/// Retries with very short delays.
fn quick() -> Retries {
    Retries::default().delays(Duration::from_millis(1), Duration::from_millis(2))
}

/// A client of a server, with a token and very short delays between attempts.
fn client(server: &Server) -> Client {
    Client::builder().base_url(server.url()).bearer_auth("secret-token").retries(quick()).build().unwrap()
}
