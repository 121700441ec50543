//! Measures the cost of a program: wall-clock time, CPU time and memory.

use std::fs::File;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use oasmith::cli::Failure;
use wait4::Wait4;

use crate::process;

/// The cost of a program, including its child processes.
#[derive(Debug, Clone, Copy)]
pub struct Cost {
    /// Wall-clock time. Other load on the machine affects it.
    pub wall: Duration,
    /// CPU time, user and system.
    pub cpu: Duration,
    /// The peak memory of one of its processes, in bytes. It is at least the memory of this process when it started the program,
    /// because the system includes that.
    pub memory: u64,
}

/// Runs a program. Writes its output to `log` and shows an excerpt only if the program fails.
pub fn measure(command: &mut Command, log: &Path) -> Result<Cost, Failure> {
    if let Some(folder) = log.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let file = File::create(log)?;
    command.stdin(Stdio::null()).stdout(file.try_clone()?).stderr(file);
    let start = Instant::now();
    let mut child =
        command.spawn().map_err(|error| Failure::new(format!("{}: {error}", process::command_line(command))))?;
    let used = child.wait4()?;
    let wall = start.elapsed();
    if !used.status.success() {
        return Err(Failure::new(format!("`{}` failed:\n{}", process::command_line(command), error_excerpt(log))));
    }
    Ok(Cost { wall, cpu: used.rusage.utime + used.rusage.stime, memory: used.rusage.maxrss })
}

impl Cost {
    /// Returns the median of each figure.
    pub fn median(costs: &[Cost]) -> Option<Cost> {
        Some(Cost {
            wall: median(costs.iter().map(|cost| cost.wall))?,
            cpu: median(costs.iter().map(|cost| cost.cpu))?,
            memory: median(costs.iter().map(|cost| cost.memory))?,
        })
    }
}

/// Returns the median, or the lower of the two middle values.
pub fn median<T: Ord>(figures: impl Iterator<Item = T>) -> Option<T> {
    let mut sorted: Vec<T> = figures.collect();
    sorted.sort();
    let middle = sorted.len().saturating_sub(1) / 2;
    sorted.into_iter().nth(middle)
}

/// Returns the first errors of a log, or else its last lines.
fn error_excerpt(log: &Path) -> String {
    const LINES: usize = 12;
    let text = std::fs::read_to_string(log).unwrap_or_default();
    let lines: Vec<&str> = text.lines().collect();
    let from = lines.iter().position(|line| is_error_line(line)).unwrap_or(lines.len().saturating_sub(LINES));
    lines.iter().skip(from).take(LINES).map(|line| format!("    {line}\n")).collect()
}

/// Returns whether a line reports an error.
pub fn is_error_line(line: &str) -> bool {
    let start: String = line.trim_start().chars().take(12).collect::<String>().to_ascii_lowercase();
    start.starts_with("error") || start.contains("fail")
}

#[cfg(test)]
mod tests {
    use super::median;

    #[test]
    fn the_median_of_an_even_number_is_the_lower_one() {
        for (figures, expect) in [(vec![], None), (vec![3], Some(3)), (vec![9, 1], Some(1)), (vec![5, 9, 1], Some(5))] {
            assert_eq!(median(figures.into_iter()), expect);
        }
    }
}
