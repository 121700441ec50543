//! How long something takes of this thread's processor, whoever else is on the machine.

use std::time::Duration;

/// How long a batch lasts at least: much longer than the clock's grain.
const BATCH: Duration = Duration::from_millis(20);
/// How many batches the median is of.
const BATCHES: usize = 15;

/// The time of one run of each, in seconds: medians of batches that take turns, so that a busy moment meets all of them.
pub fn medians(works: &mut [Box<dyn FnMut() + '_>]) -> Vec<f64> {
    let repeats: Vec<u32> = works.iter_mut().map(|work| repeats(work)).collect();
    let mut times = vec![Vec::new(); works.len()];
    for _ in 0..BATCHES {
        for ((work, repeats), times) in works.iter_mut().zip(&repeats).zip(&mut times) {
            times.push(batch(work, *repeats).as_secs_f64() / f64::from(*repeats));
        }
    }
    let median = |mut times: Vec<f64>| {
        times.sort_by(f64::total_cmp);
        times.get(times.len() / 2).copied().unwrap_or_default()
    };
    times.into_iter().map(median).collect()
}

fn repeats(work: &mut dyn FnMut()) -> u32 {
    let mut repeats = 1;
    while batch(work, repeats) < BATCH && repeats < 1 << 20 {
        repeats *= 2;
    }
    repeats
}

fn batch(work: &mut dyn FnMut(), repeats: u32) -> Duration {
    let start = now();
    (0..repeats).for_each(|_| work());
    now().saturating_sub(start)
}

#[cfg(unix)]
fn now() -> Duration {
    use rustix::time::{ClockId, clock_gettime};

    Duration::try_from(clock_gettime(ClockId::ThreadCPUTime)).unwrap_or_default()
}

/// Elsewhere by the clock on the wall.
#[cfg(not(unix))]
fn now() -> Duration {
    std::time::SystemTime::UNIX_EPOCH.elapsed().unwrap_or_default()
}
