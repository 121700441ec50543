//! Measures the CPU time of this thread, which hardly depends on other load, and the wall-clock time.

use std::ops::Div;
use std::time::{Duration, Instant};

/// The minimum duration of a batch, much longer than the clock's resolution.
const BATCH: Duration = Duration::from_millis(5);

/// A time, in seconds.
#[derive(Debug, Clone, Copy)]
pub struct Time {
    /// CPU time of this thread.
    pub cpu: f64,
    /// Wall-clock time.
    pub wall: f64,
}

impl Div<usize> for Time {
    type Output = Self;

    fn div(self, by: usize) -> Self {
        Self { cpu: self.cpu / by as f64, wall: self.wall / by as f64 }
    }
}

/// Returns the time of one run of each work: the median of several batches, in turns, so that other load affects all of them alike.
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

/// Returns the median on each clock.
pub fn median(times: &[Time]) -> Time {
    let middle = |of: fn(&Time) -> f64| {
        let mut times: Vec<f64> = times.iter().map(of).collect();
        times.sort_by(f64::total_cmp);
        times.get(times.len() / 2).copied().unwrap_or_default()
    };
    Time { cpu: middle(|time| time.cpu), wall: middle(|time| time.wall) }
}

/// Pins this thread and the threads that it starts later to one processor. Otherwise, waking another processor for each response would
/// dominate the figures.
#[cfg(target_os = "linux")]
pub fn stay_on_one_processor() {
    use rustix::thread::{CpuSet, sched_getaffinity, sched_setaffinity};

    let Ok(all) = sched_getaffinity(None) else { return };
    if let Some(last) = (0..CpuSet::MAX_CPU).rev().find(|&processor| all.is_set(processor)) {
        let mut one = CpuSet::new();
        one.set(last);
        // If it is not permitted, the figures vary more.
        let _ = sched_setaffinity(None, &one);
    }
}

/// Other systems choose the processor.
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

/// Other systems have only the wall clock.
#[cfg(not(unix))]
fn now() -> Duration {
    std::time::SystemTime::UNIX_EPOCH.elapsed().unwrap_or_default()
}
