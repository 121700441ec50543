//! What a program costs: time on the clock, CPU, memory.

use std::fs::File;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use oasmith::cli::Failure;
use wait4::Wait4;

use crate::run;

/// What a program cost, with all that it started.
#[derive(Debug, Clone, Copy)]
pub struct Cost {
    /// Time on the clock. Others on the machine are in it.
    pub wall: Duration,
    /// Time of processors, of the user and of the system.
    pub cpu: Duration,
    /// The most memory that one of its processes held, in bytes; at least what this process held when it started it, which the
    /// system counts too.
    pub memory: u64,
}

/// Runs a program. What it prints is shown only if it fails, and kept beside `log`.
pub fn of(command: &mut Command, log: &Path) -> Result<Cost, Failure> {
    if let Some(folder) = log.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let file = File::create(log)?;
    command.stdin(Stdio::null()).stdout(file.try_clone()?).stderr(file);
    let start = Instant::now();
    let mut child = command.spawn().map_err(|error| Failure::new(format!("{}: {error}", run::line(command))))?;
    let used = child.wait4()?;
    let wall = start.elapsed();
    if !used.status.success() {
        return Err(Failure::new(format!("`{}` failed:\n{}", run::line(command), end_of(log))));
    }
    Ok(Cost { wall, cpu: used.rusage.utime + used.rusage.stime, memory: used.rusage.maxrss })
}

impl Cost {
    /// The middle of several, figure by figure.
    pub fn median(costs: &[Cost]) -> Option<Cost> {
        Some(Cost {
            wall: median(costs.iter().map(|cost| cost.wall))?,
            cpu: median(costs.iter().map(|cost| cost.cpu))?,
            memory: median(costs.iter().map(|cost| cost.memory))?,
        })
    }
}

/// The middle of several; of an even number, the lower of the two.
pub fn median<T: Ord>(figures: impl Iterator<Item = T>) -> Option<T> {
    let mut sorted: Vec<T> = figures.collect();
    sorted.sort();
    let middle = sorted.len().saturating_sub(1) / 2;
    sorted.into_iter().nth(middle)
}

/// The first errors of a log, or its last lines.
fn end_of(log: &Path) -> String {
    const LINES: usize = 12;
    let text = std::fs::read_to_string(log).unwrap_or_default();
    let lines: Vec<&str> = text.lines().collect();
    let from = lines.iter().position(|line| is_complaint(line)).unwrap_or(lines.len().saturating_sub(LINES));
    lines.iter().skip(from).take(LINES).map(|line| format!("    {line}\n")).collect()
}

/// Whether a line says that something went wrong.
pub fn is_complaint(line: &str) -> bool {
    let start: String = line.trim_start().chars().take(12).collect::<String>().to_ascii_lowercase();
    start.starts_with("error") || start.contains("fail")
}

#[cfg(test)]
mod tests {
    use super::median;

    #[test]
    fn the_middle() {
        for (figures, expect) in [(vec![], None), (vec![3], Some(3)), (vec![9, 1], Some(1)), (vec![5, 9, 1], Some(5))] {
            assert_eq!(median(figures.into_iter()), expect);
        }
    }
}
