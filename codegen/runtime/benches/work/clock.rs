//! How long something takes: of this thread's processor, whoever else is on the machine, and on the clock.

use std::ops::Div;
use std::time::{Duration, Instant};

/// How long a batch lasts at least: much longer than the clock's grain.
const BATCH: Duration = Duration::from_millis(5);

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

/// The time of one run of each: medians of so many batches that take turns, so that a busy moment meets all of them.
pub fn medians(works: &mut [Box<dyn FnMut() + '_>], batches: usize) -> Vec<Time> {
    let repeats: Vec<usize> = works.iter_mut().map(|work| repeats(work)).collect();
    let mut times = vec![Vec::new(); works.len()];
    for _ in 0..batches {
        for ((work, repeats), times) in works.iter_mut().zip(&repeats).zip(&mut times) {
            times.push(batch(work, *repeats) / *repeats);
        }
    }
    times.iter().map(|times| median(times)).collect()
}

/// The middle of several, on each clock.
pub fn median(times: &[Time]) -> Time {
    let middle = |of: fn(&Time) -> f64| {
        let mut times: Vec<f64> = times.iter().map(of).collect();
        times.sort_by(f64::total_cmp);
        times.get(times.len() / 2).copied().unwrap_or_default()
    };
    Time { cpu: middle(|time| time.cpu), wall: middle(|time| time.wall) }
}

/// Keeps this thread, and those that it starts from here on, on one processor: whether another one must be woken for each answer
/// would be more of the figures than what is measured.
#[cfg(target_os = "linux")]
pub fn stay_on_one_processor() {
    use rustix::thread::{CpuSet, sched_getaffinity, sched_setaffinity};

    let Ok(all) = sched_getaffinity(None) else { return };
    if let Some(last) = (0..CpuSet::MAX_CPU).rev().find(|&processor| all.is_set(processor)) {
        let mut one = CpuSet::new();
        one.set(last);
        // Where it is not allowed, figures scatter more.
        let _ = sched_setaffinity(None, &one);
    }
}

/// Elsewhere it goes where the system wants.
#[cfg(not(target_os = "linux"))]
pub fn stay_on_one_processor() {}

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
