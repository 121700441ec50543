//! Measures the peak memory while payloads are decoded and encoded and while lists and streams are read to their end. A separate program,
//! because counting takes time.

#![allow(missing_docs, reason = "a program")]

mod clock;
mod derived;
mod ours;
mod payloads;
mod server;
mod streams;

use oasmith_runtime as runtime;
use peak_alloc::PeakAlloc;
use serde_json::json;

#[global_allocator]
static COUNTED: PeakAlloc = PeakAlloc;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let cases = payloads::all();
    for case in &cases {
        for subject in &case.subjects {
            let decoding = peak(&mut || _ = (subject.decode)(&case.text));
            let encoding = peak(&mut || _ = (subject.encode)());
            println!(
                "{}",
                json!({
                    "table": "payloads",
                    "group": case.name,
                    "subject": subject.name,
                    "decode": decoding,
                    "encode": encoding,
                })
            );
        }
    }
    let item = cases.first().map(|case| serde_json::from_slice(&case.text)).transpose()?.unwrap_or_default();
    drop(cases);
    for row in streams::measure(&item, peak)? {
        let streams::Row { what, subject, items, time, peak } = row;
        println!(
            "{}",
            json!({
                "table": "streams",
                "group": what,
                "subject": subject,
                "read": items,
                "peak memory": peak,
                "cpu": time.cpu,
                "wall": time.wall,
            })
        );
    }
    Ok(())
}

/// Returns the peak memory of the work, without the memory that was in use before.
fn peak(work: &mut dyn FnMut()) -> usize {
    COUNTED.reset_peak_usage();
    let before = COUNTED.current_usage();
    work();
    COUNTED.peak_usage().saturating_sub(before)
}
