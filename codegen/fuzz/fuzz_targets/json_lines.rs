//! The target `json_lines` for libFuzzer.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| oasmith_fuzz::run("json_lines", input));
