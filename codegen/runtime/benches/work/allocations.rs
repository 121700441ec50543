//! Measures the number and size of allocations while models are decoded and encoded. A separate program, because counting takes time.

#![allow(missing_docs, reason = "a program")]

mod derived;
mod ours;
mod payloads;

use std::alloc::System;

use oasmith_runtime as runtime;
use serde_json::json;
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static COUNTED: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

fn main() {
    for case in payloads::all() {
        for subject in &case.subjects {
            let region = Region::new(COUNTED);
            (subject.decode)(&case.text);
            let decoding = region.change();
            let region = Region::new(COUNTED);
            (subject.encode)();
            let encoding = region.change();
            println!(
                "{}",
                json!({
                    "group": case.name,
                    "subject": subject.name,
                    "decode allocations": decoding.allocations + decoding.reallocations,
                    "decode bytes": decoding.bytes_allocated,
                    "encode allocations": encoding.allocations + encoding.reallocations,
                    "encode bytes": encoding.bytes_allocated,
                })
            );
        }
    }
}
