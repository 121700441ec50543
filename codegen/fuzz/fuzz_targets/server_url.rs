//! The target `server_url` for libFuzzer.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| oasmith_fuzz::run("server_url", input));
