//! How long something takes: of this thread's processor, whoever else is on the machine, and on the clock.

use std::ops::Div;
use std::time::{Duration, Instant};

/// How long a batch lasts at least: much longer than the clock's grain.
const BATCH: Duration = Duration::from_millis(5);
/// How many batches the median is of.
const BATCHES: usize = 75;

/// A time, in seconds.
#[derive(Debug, Clone, Copy)]
pub struct Time {
    /// Of this thread's processor.
    pub cpu: f64,
    /// On the clock.
    pub wall: f64,
}

impl Div<usize> for Time {
    type Output = Self;

    fn div(self, by: usize) -> Self {
        Self { cpu: self.cpu / by as f64, wall: self.wall / by as f64 }
    }
}

/// The time of one run of each: medians of batches that take turns, so that a busy moment meets all of them.
pub fn medians(works: &mut [Box<dyn FnMut() + '_>]) -> Vec<Time> {
    let repeats: Vec<usize> = works.iter_mut().map(|work| repeats(work)).collect();
    let mut times = vec![Vec::new(); works.len()];
    for _ in 0..BATCHES {
        for ((work, repeats), times) in works.iter_mut().zip(&repeats).zip(&mut times) {
            times.push(batch(work, *repeats) / *repeats);
        }
    }
    let median = |times: &[Time], of: fn(&Time) -> f64| {
        let mut times: Vec<f64> = times.iter().map(of).collect();
        times.sort_by(f64::total_cmp);
        times.get(times.len() / 2).copied().unwrap_or_default()
    };
    times
        .iter()
        .map(|times| Time { cpu: median(times, |time| time.cpu), wall: median(times, |time| time.wall) })
        .collect()
}

fn repeats(work: &mut dyn FnMut()) -> usize {
    let mut repeats = 1;
    while batch(work, repeats).cpu < BATCH.as_secs_f64() && repeats < 1 << 20 {
        repeats *= 2;
    }
    repeats
}

fn batch(work: &mut dyn FnMut(), repeats: usize) -> Time {
    let (start, wall) = (now(), Instant::now());
    (0..repeats).for_each(|_| work());
    Time { cpu: now().saturating_sub(start).as_secs_f64(), wall: wall.elapsed().as_secs_f64() }
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
