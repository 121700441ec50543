//! Runs other programs, with or without limits.

use std::fs::File;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use oasmith::cli::Failure;
use oasmith::cli::console::{self, Verbosity};

/// Returns a command that runs the same `cargo` as the one that started this process, with the same `--color` and `--quiet`.
pub fn cargo() -> Command {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    if let Some(color) = console::color() {
        cargo.env("CARGO_TERM_COLOR", color);
    }
    if console::verbosity() == Verbosity::Quiet {
        cargo.env("CARGO_TERM_QUIET", "true");
    }
    cargo
}

/// Runs a program. Its output goes to the user's terminal.
pub fn run(command: &mut Command) -> Result<(), Failure> {
    let status = command.status().map_err(|error| Failure::new(format!("{}: {error}", command_line(command))))?;
    if status.success() { Ok(()) } else { Err(Failure::new(format!("`{}` failed", command_line(command)))) }
}

/// Runs a program and returns what it prints to standard output.
pub fn capture_stdout(command: &mut Command) -> Result<String, Failure> {
    let output = command
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| Failure::new(format!("{}: {error}", command_line(command))))?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    } else {
        Err(Failure::new(format!("`{}` failed", command_line(command))))
    }
}

/// Returns a command as a user would type it.
pub fn command_line(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_name().unwrap_or_default().to_string_lossy().into_owned();
    let arguments = command.get_args().map(|argument| argument.to_string_lossy().into_owned());
    std::iter::once(program).chain(arguments).collect::<Vec<_>>().join(" ")
}

/// Limits of time and memory for a program.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// The longest time that it may run.
    pub time: Duration,
    /// The most memory that it may use, in bytes. Enforced only where the system reports it (Linux).
    pub memory: u64,
}

/// The result of a program that ran with limits.
pub struct LimitedRun {
    /// Why it ended.
    pub reason: ExitReason,
    /// Its standard output.
    pub stdout: String,
    /// Its standard error.
    pub stderr: String,
    /// How long it ran.
    pub time: Duration,
    /// The most memory that was observed, in bytes.
    pub peak_memory: u64,
}

/// Why a program with limits ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExitReason {
    /// It exited with this code.
    Exited(i32),
    /// A signal ended it.
    Crashed,
    /// It exceeded the time limit and was killed.
    OutOfTime,
    /// It exceeded the memory limit and was killed.
    OutOfMemory,
}

/// Runs a program with limits. Its output goes to files next to `scratch`, so a full pipe cannot block it.
pub fn run_limited(command: &mut Command, limits: Limits, scratch: &Path) -> Result<LimitedRun, Failure> {
    let (stdout, stderr) = (scratch.with_extension("stdout"), scratch.with_extension("stderr"));
    command.stdin(Stdio::null()).stdout(File::create(&stdout)?).stderr(File::create(&stderr)?);
    let start = Instant::now();
    let mut child = command.spawn().map_err(|error| Failure::new(format!("{}: {error}", command_line(command))))?;
    let mut peak_memory = 0;
    let reason = loop {
        peak_memory = peak_memory.max(self::peak_memory(child.id()));
        if let Some(status) = child.try_wait()? {
            break status.code().map_or(ExitReason::Crashed, ExitReason::Exited);
        }
        let exceeded = match (start.elapsed() > limits.time, peak_memory > limits.memory) {
            (true, _) => Some(ExitReason::OutOfTime),
            (false, true) => Some(ExitReason::OutOfMemory),
            (false, false) => None,
        };
        if let Some(reason) = exceeded {
            child.kill()?;
            child.wait()?;
            break reason;
        }
        std::thread::sleep(Duration::from_millis(5));
    };
    let read = |path: &Path| std::fs::read(path).map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    let ended =
        LimitedRun { reason, time: start.elapsed(), peak_memory, stdout: read(&stdout)?, stderr: read(&stderr)? };
    std::fs::remove_file(stdout)?;
    std::fs::remove_file(stderr)?;
    Ok(ended)
}

/// Returns the most memory that a process has used so far, in bytes, or 0 where the system does not report it.
pub fn peak_memory(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    peak.and_then(|text| text.split_whitespace().next()?.parse::<u64>().ok()).map_or(0, |kilobytes| kilobytes * 1024)
}
