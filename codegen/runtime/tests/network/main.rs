//! Calls over real transports on loopback: TLS, HTTP/2, proxies, broken connections, compressed bombs, and a loaded tower service.

#![allow(clippy::unwrap_used, reason = "a panic is the report of a test")]

use oasmith_runtime as runtime;

#[path = "../http/api/mod.rs"]
mod api;
#[allow(dead_code, reason = "the tests of `http` use the rest")]
#[path = "../http/server.rs"]
mod server;
#[allow(dead_code, reason = "the tests of `http` use the rest")]
#[path = "../http/writes.rs"]
mod writes;

mod bombs;
mod certificates;
mod frames;
mod http2;
mod proxy;
mod resets;
mod tls;
mod tower_load;

use std::error::Error as StdError;
use std::sync::LazyLock;
use std::time::Duration;

use api::client::Client;
use api::client::ClientBuilder;
use runtime::http::{Reqwest, Retries};

const PAGE: &str = r#"{"data":[{"id":"a"}]}"#;

/// A builder with a token and very short delays between attempts.
fn builder(url: &str) -> ClientBuilder {
    let quick = Retries::default().delays(Duration::from_millis(1), Duration::from_millis(2));
    Client::builder().base_url(url).bearer_auth("secret-token").retries(quick)
}

/// A transport that all clients share, because creating one reads the system's certificates.
fn transport() -> Reqwest {
    static SHARED: LazyLock<Reqwest> = LazyLock::new(|| Reqwest::new().unwrap());
    SHARED.clone()
}

/// A client without TLS.
fn client(url: &str) -> Client {
    builder(url).transport(transport()).build().unwrap()
}

/// The texts of an error and its sources, as programs print them.
fn chain(error: &dyn StdError) -> String {
    match error.source() {
        Some(source) => format!("{error}: {}", chain(source)),
        None => error.to_string(),
    }
}
