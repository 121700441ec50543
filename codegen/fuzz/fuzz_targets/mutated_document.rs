//! The target `mutated_document` for libFuzzer.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| oasmith_fuzz::run("mutated_document", input));
