//! Running other programs.

use std::process::{Command, Stdio};

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
    let program = std::path::Path::new(command.get_program()).file_name().unwrap_or_default().to_string_lossy().into_owned();
    let arguments = command.get_args().map(|argument| argument.to_string_lossy().into_owned());
    std::iter::once(program).chain(arguments).collect::<Vec<_>>().join(" ")
}
