//! Failures of a command, with their output and exit codes.

use std::fmt::Display;
use std::process::ExitCode;

use super::console::{self, Stream};
use super::print;
use crate::diag::Style;
use crate::settings::Invalid;

/// Why a command failed.
#[derive(Debug)]
pub enum Failure {
    /// The command could not do its work. Exit code 1.
    Failed(String),
    /// The command could not do its work because of problems in documents. Exit code 1.
    Problems {
        /// The problems as text. Each has its own `error`.
        report: String,
        /// The consequence for the user. It is printed last.
        message: String,
    },
    /// The arguments are invalid. Exit code 2.
    Arguments(String),
    /// The public API has breaking changes. The command already printed them. Exit code 3.
    Breaking,
    /// The files on disk differ from the generated files. The command already printed the differences. Exit code 4.
    Stale,
}

impl Failure {
    /// Creates a [`Failure::Failed`].
    pub fn new(message: impl Display) -> Self {
        Failure::Failed(message.to_string())
    }

    /// Prints the message, if any, to standard error and returns the exit code.
    #[must_use]
    pub fn report(&self) -> ExitCode {
        crate::err!("{}", self.text(console::style(Stream::Stderr)));
        ExitCode::from(match self {
            Failure::Failed(_) | Failure::Problems { .. } => 1,
            Failure::Arguments(_) => 2,
            Failure::Breaking => 3,
            Failure::Stale => 4,
        })
    }

    /// Returns the printed text. Only this function adds the prefix `error: `; messages do not contain it.
    fn text(&self, style: Style) -> String {
        let prefix = print::error_prefix(style);
        match self {
            Failure::Failed(message) | Failure::Arguments(message) => format!("{prefix}{message}\n"),
            Failure::Problems { report, message } => match report.trim_end() {
                "" => format!("{prefix}{message}\n"),
                report => format!("{report}\n\n{prefix}{message}\n"),
            },
            Failure::Breaking | Failure::Stale => String::new(),
        }
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Failure::new(error)
    }
}

/// An argument with an invalid value.
impl From<Invalid> for Failure {
    fn from(Invalid { message, remedy }: Invalid) -> Self {
        Failure::Arguments(format!("{message}\n  = help: {remedy}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_get_the_prefix_error_once() {
        let report = "error[OA0104]: reference target not found\n  `#/x` does not exist\n\n1 error\n".to_owned();
        for (failure, expect) in [
            (Failure::new("cannot read `a`"), "error: cannot read `a`\n"),
            (Failure::Arguments("invalid option '--x'".to_owned()), "error: invalid option '--x'\n"),
            (
                Failure::Problems { report, message: "no files were written".to_owned() },
                "error[OA0104]: reference target not found\n  `#/x` does not exist\n\n1 error\n\nerror: no files were written\n",
            ),
            (Failure::Stale, ""),
        ] {
            assert_eq!(failure.text(Style::Plain), expect);
        }
    }
}
