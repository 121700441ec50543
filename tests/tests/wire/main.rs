//! Tests the generated clients over real HTTP against a local server: the exact requests and the result of every response.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a panic is how a test reports")]

mod alguna;
mod diga;
mod every;
mod examples;
mod faults;
mod pages;
