//! Measures models and calls, compared with serde's derive, `serde_json::Value` and reqwest. Prints one line of JSON for each figure;
//! `cargo xtask bench runtime` turns them into tables.

#![allow(missing_docs, reason = "a program")]

mod calls;
mod clock;
mod derived;
mod ours;
mod payloads;
mod server;

use std::hint::black_box;

use oasmith_runtime as runtime;
use serde_json::json;

/// The number of batches per figure, which is their median.
const BATCHES: usize = 45;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let cases = payloads::all();
    for case in &cases {
        let mut decoding: Vec<Box<dyn FnMut() + '_>> = Vec::new();
        let mut encoding: Vec<Box<dyn FnMut() + '_>> = Vec::new();
        for subject in &case.subjects {
            decoding.push(Box::new(|| _ = black_box((subject.decode)(black_box(&case.text)))));
            encoding.push(Box::new(|| _ = black_box((subject.encode)())));
        }
        let decoding = clock::medians(&mut decoding, BATCHES);
        let times = decoding.into_iter().zip(clock::medians(&mut encoding, BATCHES));
        for (subject, (decode, encode)) in case.subjects.iter().zip(times) {
            println!(
                "{}",
                json!({
                    "table": "codec",
                    "group": case.name,
                    "subject": subject.name,
                    "decode cpu": decode.cpu,
                    "decode wall": decode.wall,
                    "encode cpu": encode.cpu,
                    "encode wall": encode.wall,
                })
            );
        }
    }
    let body = cases.first().map(|case| serde_json::from_slice(&case.text)).transpose()?.unwrap_or_default();
    for row in calls::measure(&body)? {
        let calls::Row { what, subject, time } = row;
        println!(
            "{}",
            json!({ "table": "calls", "group": what, "subject": subject, "cpu": time.cpu, "wall": time.wall })
        );
    }
    Ok(())
}
