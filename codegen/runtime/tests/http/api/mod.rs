//! The client of a fictional API: its models are written by hand, and the rest is the output of the generator's golden test
//! (`tests/golden/api`).

#![allow(missing_docs, dead_code, unused_imports)] // Not every part of it is called here.

#[path = "../../../../../tests/golden/api/client.rs"]
#[rustfmt::skip]
pub mod client;
pub mod models;
#[allow(clippy::new_without_default)]
#[path = "../../../../../tests/golden/api/operations/mod.rs"]
#[rustfmt::skip]
pub mod operations;
#[path = "../../../../../tests/golden/api/webhooks.rs"]
#[rustfmt::skip]
pub mod webhooks;

pub use client::Client;

pub type Error = super::runtime::http::Error<super::runtime::http::Documented<Client>>;
