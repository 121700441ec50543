//! The client of a made-up API: all files beside this one and `models` are printed by the generator's golden test.

#![allow(missing_docs, dead_code, unused_imports)] // Not every part of it is called here.

#[rustfmt::skip]
pub mod client;
pub mod models;
#[allow(clippy::new_without_default)]
#[rustfmt::skip]
pub mod operations;
#[rustfmt::skip]
pub mod webhooks;
