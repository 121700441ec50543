//! Hostile values: time and memory stay nearly proportional to the size of the input.
//!
//! Each row of a table is an input of any size and what happens to it. The test runs it at sizes n, 2n and 4n, and compares the CPU time and
//! the peak memory of one size with those of the next. All rows run one after the other, so that only one of them uses memory.

#![allow(clippy::unwrap_used, reason = "a panic is the report of a test")]

mod codec;
mod deep;
mod measure;
#[cfg(feature = "http")]
mod streams;
#[cfg(feature = "validate")]
mod validate;

use std::sync::{Mutex, PoisonError};

use peak_alloc::PeakAlloc;

use self::measure::Row;

extern crate oasmith_runtime as runtime;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// Only one test may use memory at a time.
static ALONE: Mutex<()> = Mutex::new(());

#[test]
fn time_and_memory_grow_like_the_input() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    #[cfg_attr(not(any(feature = "http", feature = "validate")), expect(unused_mut, reason = "features add rows"))]
    let mut rows: Vec<&Row> = codec::ROWS.iter().collect();
    #[cfg(feature = "http")]
    rows.extend(streams::ROWS);
    #[cfg(feature = "validate")]
    rows.extend(validate::ROWS);
    #[cfg(feature = "validate")]
    validate::the_list_of_violations_is_limited();
    let faults: Vec<String> = rows.into_iter().filter_map(|row| row.check().err()).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
