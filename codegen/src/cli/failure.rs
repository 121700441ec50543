//! How a command can end other than well.

use std::fmt::Display;
use std::process::ExitCode;

/// Why a command did not do what it was asked to.
#[derive(Debug)]
pub enum Failure {
    /// It could not be done; the message says why. Exit code 1.
    Failed(String),
    /// It was not understood. Exit code 2.
    Usage(String),
    /// What is there is not what should be; already printed. Exit code 4.
    Stale,
}

impl Failure {
    /// A failure with a message.
    pub fn new(message: impl Display) -> Self {
        Failure::Failed(message.to_string())
    }

    /// Prints the message, if there is one, and gives the exit code.
    #[must_use]
    pub fn report(&self) -> ExitCode {
        match self {
            Failure::Failed(message) => eprintln!("error: {message}"),
            Failure::Usage(message) => eprintln!("usage: {message}"),
            Failure::Stale => {}
        }
        ExitCode::from(match self {
            Failure::Failed(_) => 1,
            Failure::Usage(_) => 2,
            Failure::Stale => 4,
        })
    }
}

impl From<lexopt::Error> for Failure {
    fn from(error: lexopt::Error) -> Self {
        Failure::Usage(error.to_string())
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Failure::new(error)
    }
}
