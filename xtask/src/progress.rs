//! Shows the progress of long work: a bar with the elapsed time if standard error is a terminal, or else lines.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use oasmith::cli::console::{self, Verbosity};
use oasmith::errln;

/// The output if standard error is not a terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OffTerminal {
    /// No output.
    Nothing,
    /// A line for each step that [`Progress::begin`] names.
    Steps,
    /// A line for every tenth of the work.
    Tenths,
}

/// The progress of some work. The bar disappears when it is dropped.
pub struct Progress {
    title: &'static str,
    all: usize,
    done: AtomicUsize,
    /// `None` if standard error is not a terminal.
    bar: Option<ProgressBar>,
    off_terminal: OffTerminal,
}

impl Progress {
    /// Shows that work of `all` steps or items begins. Shows nothing with `--quiet`.
    pub fn new(title: &'static str, all: usize, off_terminal: OffTerminal) -> Self {
        let is_quiet = console::verbosity() == Verbosity::Quiet;
        let target = if is_quiet { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() };
        let bar = (!target.is_hidden()).then(|| {
            let bar = ProgressBar::with_draw_target(Some(all as u64), target).with_style(style()).with_prefix(title);
            // Steps may take minutes, so the elapsed time must move while a step runs.
            bar.enable_steady_tick(Duration::from_millis(200));
            bar
        });
        let off_terminal = if is_quiet { OffTerminal::Nothing } else { off_terminal };
        Self { title, all, done: AtomicUsize::new(0), bar, off_terminal }
    }

    /// Names the step that begins.
    pub fn begin(&self, step: &str) {
        match &self.bar {
            Some(bar) => bar.set_message(step.to_owned()),
            None if self.off_terminal == OffTerminal::Steps => {
                errln!("[{}/{}] {step}", self.done.load(Ordering::Relaxed) + 1, self.all);
            }
            None => {}
        }
    }

    /// Counts a step or an item that is done.
    pub fn advance(&self) {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        match &self.bar {
            Some(bar) => bar.set_position(done as u64),
            None if self.off_terminal == OffTerminal::Tenths && completes_tenth(done, self.all) => {
                errln!("{} {done}/{}", self.title, self.all);
            }
            None => {}
        }
    }

    /// Prints above the bar.
    pub fn above(&self, print: impl FnOnce()) {
        match &self.bar {
            Some(bar) => bar.suspend(print),
            None => print(),
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

fn style() -> ProgressStyle {
    let bar = ProgressStyle::with_template("{prefix} [{bar:30}] {pos}/{len} {elapsed} {wide_msg}");
    bar.unwrap_or_else(|_| ProgressStyle::default_bar()).progress_chars("=> ")
}

fn completes_tenth(done: usize, all: usize) -> bool {
    10 * done / all.max(1) > 10 * done.saturating_sub(1) / all.max(1)
}

#[cfg(test)]
mod tests {
    use super::completes_tenth;

    #[test]
    fn a_line_is_printed_for_every_tenth() {
        for (all, expect) in [(0, vec![]), (1, vec![1]), (3, vec![1, 2, 3]), (20, (1..=10).map(|n| 2 * n).collect())] {
            let lines: Vec<usize> = (1..=all).filter(|&done| completes_tenth(done, all)).collect();
            assert_eq!(lines, expect, "{all}");
        }
    }
}
