//! The console: standard output and standard error, colors, and how much is printed.
//!
//! All output of the commands goes through this module, because `println!` panics if the reader has closed the pipe, as `head` does.
//! Here such output is dropped and the command goes on: it may be writing files, and its exit code stays meaningful. Any other
//! error of standard output makes the command fail at its end ([`finish`]).

use std::fmt;
use std::io::{self, Write};
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};

use anstream::{AutoStream, ColorChoice};
use clap::ValueEnum;

use super::Failure;
use crate::diag::Style;

/// The options of every command that decide what is printed.
#[derive(Debug, Clone, Copy, Default, clap::Args)]
#[command(next_help_heading = "Global options")]
pub struct ConsoleOptions {
    /// Print only errors.
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    quiet: bool,
    /// Print more: every diagnostic, and each file that is written.
    #[arg(short, long, global = true)]
    verbose: bool,
    /// When to print colors. Without it, NO_COLOR and CLICOLOR_FORCE decide, or else whether the output is a terminal.
    #[arg(long, global = true, value_name = "WHEN", value_enum, default_value_t)]
    color: When,
}

/// When to print colors.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum When {
    #[default]
    Auto,
    Always,
    Never,
}

/// How much is printed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Verbosity {
    /// Only errors, and the output that was asked for.
    Quiet,
    /// Also warnings and the results of the command.
    #[default]
    Normal,
    /// Also every diagnostic and each written file.
    Verbose,
}

/// A stream of the process.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stream {
    /// Standard output.
    Stdout,
    /// Standard error.
    Stderr,
}

static VERBOSITY: OnceLock<Verbosity> = OnceLock::new();
static RESERVED: AtomicBool = AtomicBool::new(false);
static FAILED: Mutex<Option<io::Error>> = Mutex::new(None);

impl ConsoleOptions {
    /// Applies the options to the process. The first call wins.
    pub fn apply(self) {
        self.color.apply();
        VERBOSITY.get_or_init(|| match self {
            Self { quiet: true, .. } => Verbosity::Quiet,
            Self { verbose: true, .. } => Verbosity::Verbose,
            Self { .. } => Verbosity::Normal,
        });
    }

    /// Applies `--color` before the command line is parsed, so that help and errors of the parser follow it too.
    fn apply_color(mut arguments: impl Iterator<Item = std::ffi::OsString>) {
        while let Some(argument) = arguments.next() {
            let value = match argument.to_str() {
                Some("--") => return,
                Some("--color") => arguments.next().and_then(|value| value.into_string().ok()),
                Some(text) => text.strip_prefix("--color=").map(str::to_owned),
                None => None,
            };
            if let Some(when) = value.and_then(|value| When::from_str(&value, false).ok()) {
                when.apply();
            }
        }
    }
}

impl When {
    fn apply(self) {
        let choice = match self {
            Self::Auto => ColorChoice::Auto,
            Self::Always => ColorChoice::Always,
            Self::Never => ColorChoice::Never,
        };
        choice.write_global();
    }
}

/// Parses the arguments of the process. Prints help, or an error with exit code 2, and ends the process if they ask for help or are
/// invalid.
#[must_use]
pub fn parse<T: clap::Parser>() -> T {
    ConsoleOptions::apply_color(std::env::args_os());
    T::parse()
}

/// Returns how much is printed.
#[must_use]
pub fn verbosity() -> Verbosity {
    VERBOSITY.get().copied().unwrap_or_default()
}

/// Returns when to print colors as the values `always` and `never`, or `None` if `--color` leaves it to each program.
#[must_use]
pub fn color() -> Option<&'static str> {
    match ColorChoice::global() {
        ColorChoice::Auto => None,
        ColorChoice::Always | ColorChoice::AlwaysAnsi => Some("always"),
        ColorChoice::Never => Some("never"),
    }
}

/// Returns the style of text for a stream: colored on a terminal, unless an option or a variable of the environment says otherwise.
#[must_use]
pub fn style(stream: Stream) -> Style {
    let choice = match stream {
        Stream::Stdout => AutoStream::choice(&io::stdout()),
        Stream::Stderr => AutoStream::choice(&io::stderr()),
    };
    if choice == ColorChoice::Never { Style::Plain } else { Style::Colour }
}

/// Reserves standard output for [`data`]: all other output goes to standard error.
pub fn reserve_stdout() {
    RESERVED.store(true, Ordering::Relaxed);
}

/// Writes the output of a program-readable format to standard output.
pub fn data(text: fmt::Arguments<'_>) {
    keep_error(anstream::stdout().lock().write_fmt(text));
}

/// Writes text to a stream. Use the macros [`out!`](crate::out), [`outln!`](crate::outln), [`err!`](crate::err),
/// [`errln!`](crate::errln) and [`status!`](crate::status).
pub fn write(stream: Stream, text: fmt::Arguments<'_>) {
    match stream {
        Stream::Stdout if !RESERVED.load(Ordering::Relaxed) => data(text),
        // If standard error fails, nothing is left to report it to.
        Stream::Stdout | Stream::Stderr => _ = anstream::stderr().lock().write_fmt(text),
    }
}

/// Reports the failure of the command, if any, and returns the exit code of the process.
#[must_use]
pub fn finish(result: Result<(), Failure>) -> ExitCode {
    keep_error(io::stdout().flush());
    let failed = FAILED.lock().unwrap_or_else(PoisonError::into_inner).take();
    match (result, failed) {
        (Err(failure), _) => failure.report(),
        (Ok(()), Some(error)) => Failure::new(format!("cannot write to standard output: {error}")).report(),
        (Ok(()), None) => ExitCode::SUCCESS,
    }
}

/// Prints a hint to standard error, unless `--quiet` is set.
pub fn note(text: fmt::Arguments<'_>) {
    let (bold, reset) = match style(Stream::Stderr) {
        Style::Plain => ("", ""),
        Style::Colour => ("\u{1b}[1;32m", "\u{1b}[0m"),
    };
    if verbosity() != Verbosity::Quiet {
        write(Stream::Stderr, format_args!("{bold}note{reset}: {text}\n"));
    }
}

fn keep_error(result: io::Result<()>) {
    if let Err(error) = result
        && error.kind() != io::ErrorKind::BrokenPipe
    {
        FAILED.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
    }
}

/// Prints to standard output.
#[macro_export]
macro_rules! out {
    ($($text:tt)*) => { $crate::cli::console::write($crate::cli::console::Stream::Stdout, format_args!($($text)*)) };
}

/// Prints a line to standard output.
#[macro_export]
macro_rules! outln {
    () => { $crate::out!("\n") };
    ($($text:tt)*) => { $crate::out!("{}\n", format_args!($($text)*)) };
}

/// Prints to standard error.
#[macro_export]
macro_rules! err {
    ($($text:tt)*) => { $crate::cli::console::write($crate::cli::console::Stream::Stderr, format_args!($($text)*)) };
}

/// Prints a line to standard error.
#[macro_export]
macro_rules! errln {
    () => { $crate::err!("\n") };
    ($($text:tt)*) => { $crate::err!("{}\n", format_args!($($text)*)) };
}

/// Prints a line to standard output, unless `--quiet` is set.
#[macro_export]
macro_rules! status {
    ($($text:tt)*) => {
        if $crate::cli::console::verbosity() != $crate::cli::console::Verbosity::Quiet {
            $crate::outln!($($text)*);
        }
    };
}
