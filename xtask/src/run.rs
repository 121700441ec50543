//! Running other programs, and what the programs that this one starts of itself are told.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use oasmith::cli::Failure;

/// The cargo that started this process.
pub fn cargo() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Runs a program whose output goes to the user's.
pub fn show(command: &mut Command) -> Result<(), Failure> {
    let status = command.status().map_err(|error| Failure::new(format!("{}: {error}", line(command))))?;
    if status.success() { Ok(()) } else { Err(Failure::new(format!("`{}` failed", line(command)))) }
}

/// Runs a program and gives what it prints.
pub fn capture(command: &mut Command) -> Result<String, Failure> {
    let output = command
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| Failure::new(format!("{}: {error}", line(command))))?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    } else {
        Err(Failure::new(format!("`{}` failed", line(command))))
    }
}

/// A command as it would be typed.
pub fn line(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_name().unwrap_or_default().to_string_lossy().into_owned();
    let arguments = command.get_args().map(|argument| argument.to_string_lossy().into_owned());
    std::iter::once(program).chain(arguments).collect::<Vec<_>>().join(" ")
}

/// How much a program may take.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// How long it may run.
    pub time: Duration,
    /// How much memory it may hold, in bytes. Observed where the system shows it (Linux).
    pub memory: u64,
}

/// How a bounded program ended.
pub struct Ended {
    /// How.
    pub how: How,
    /// What it printed.
    pub stdout: String,
    /// What it complained.
    pub stderr: String,
    /// How long it ran.
    pub time: Duration,
    /// The most memory that it was seen to hold, in bytes.
    pub peak_memory: u64,
}

/// How a bounded program ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// With this exit code.
    Exited(i32),
    /// By a signal.
    Crashed,
    /// It took too long, and was ended.
    OutOfTime,
    /// It took too much memory, and was ended.
    OutOfMemory,
}

/// Runs a program within limits. Its output goes through files beside `scratch`, so that nothing can block it.
pub fn bounded(command: &mut Command, limits: Limits, scratch: &Path) -> Result<Ended, Failure> {
    let (stdout, stderr) = (scratch.with_extension("stdout"), scratch.with_extension("stderr"));
    command.stdin(Stdio::null()).stdout(File::create(&stdout)?).stderr(File::create(&stderr)?);
    let start = Instant::now();
    let mut child = command.spawn().map_err(|error| Failure::new(format!("{}: {error}", line(command))))?;
    let mut peak_memory = 0;
    let how = loop {
        peak_memory = peak_memory.max(memory(child.id()));
        if let Some(status) = child.try_wait()? {
            break status.code().map_or(How::Crashed, How::Exited);
        }
        let excess = match (start.elapsed() > limits.time, peak_memory > limits.memory) {
            (true, _) => Some(How::OutOfTime),
            (false, true) => Some(How::OutOfMemory),
            (false, false) => None,
        };
        if let Some(excess) = excess {
            child.kill()?;
            child.wait()?;
            break excess;
        }
        std::thread::sleep(Duration::from_millis(5));
    };
    let read = |path: &Path| std::fs::read(path).map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    let ended = Ended { how, time: start.elapsed(), peak_memory, stdout: read(&stdout)?, stderr: read(&stderr)? };
    std::fs::remove_file(stdout)?;
    std::fs::remove_file(stderr)?;
    Ok(ended)
}

/// The most memory that a process has held so far, in bytes; 0 where the system does not show it.
pub fn memory(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    peak.and_then(|text| text.split_whitespace().next()?.parse::<u64>().ok()).map_or(0, |kilobytes| kilobytes * 1024)
}

/// The arguments of a command that takes paths and no options.
pub fn paths(mut arguments: lexopt::Parser) -> Result<Vec<PathBuf>, Failure> {
    let mut paths = Vec::new();
    while let Some(argument) = arguments.next()? {
        match argument {
            lexopt::Arg::Value(path) => paths.push(path.into()),
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(paths)
}
