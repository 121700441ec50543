//! The generated clients over real HTTP, against a server on loopback: what is sent, byte for byte, and what becomes of every answer.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a panic is how a test reports")]

mod alguna;
mod diga;
mod every;
mod examples;
mod faults;
mod pages;
