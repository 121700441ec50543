//! The target `decode_text` for libFuzzer.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| oasmith_fuzz::run("decode_text", input));
