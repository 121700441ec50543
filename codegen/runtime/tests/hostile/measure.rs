//! Measures one hostile value at several sizes.

use rustix::time::{ClockId, clock_gettime};

use crate::MEMORY;

/// A hostile value, and what is done with it.
pub struct Row {
    pub name: &'static str,
    /// The smallest size: large enough to be measured, small enough for exponential time to end.
    pub size: usize,
    /// Creates the input of a size.
    pub input: fn(usize) -> String,
    /// Processes the input.
    pub run: fn(&str),
    /// The largest factor by which the time may grow if the size doubles. 2 is linear, 4 is quadratic; depth is limited, so it may be
    /// quadratic in the depth.
    pub growth: f64,
    /// The limit of the peak memory, in bytes for each byte of the input.
    pub memory: f64,
}

/// Times below it are not compared.
const FLOOR: f64 = 0.002;
/// Memory below it is not compared.
const SMALL: f64 = 65_536.0;

impl Row {
    /// Describes what grows too fast.
    pub fn check(&self) -> Result<(), String> {
        let mut before = f64::INFINITY;
        let mut figures = Vec::new();
        for factor in [1, 2, 4] {
            let input = (self.input)(self.size * factor);
            let size = input.len();
            let (time, memory) = self.measure(&input);
            figures.push(format!("{size} bytes: {:.1} ms, {:.1} times the memory", time * 1e3, memory / size as f64));
            let is_fast = time <= before.max(FLOOR) * self.growth;
            if !is_fast || memory > SMALL + self.memory * size as f64 {
                return Err(format!("{}: {}", self.name, figures.join("; ")));
            }
            before = time;
        }
        println!("{}: {}", self.name, figures.join("; "));
        Ok(())
    }

    /// Returns the shortest of several times, in seconds, and the peak memory, in bytes.
    fn measure(&self, input: &str) -> (f64, f64) {
        let before = MEMORY.current_usage();
        MEMORY.reset_peak_usage();
        let mut shortest = f64::INFINITY;
        for _ in 0..3 {
            let start = cpu_time();
            (self.run)(input);
            shortest = shortest.min(cpu_time() - start);
        }
        (shortest, MEMORY.peak_usage().saturating_sub(before) as f64)
    }
}

/// Returns the CPU time of this thread, which hardly depends on other load.
fn cpu_time() -> f64 {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
}
