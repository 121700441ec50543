//! Generates each document in a child process with limits of time and memory, so that no document can stop the others.

use std::collections::VecDeque;
use std::path::Path;
use std::process::Command;
use std::sync::Mutex;
use std::time::Duration;

use oasmith::cli::Failure;

use super::compile::Package;
use super::documents::Document;
use super::row::{Row, State};
use super::worker;
use crate::process::{self, ExitReason, Limits};
use crate::progress::{OffTerminal, Progress};

/// The limits for generating one document.
const LIMITS: Limits = Limits { time: Duration::from_secs(180), memory: 4 << 30 };

/// Generates all documents into the package. Returns a row for each, in order.
pub fn all(documents: &[Document], generator: &Path, package: &Package, jobs: usize) -> Result<Vec<Row>, Failure> {
    let queue = Mutex::new(documents.iter().enumerate().collect::<VecDeque<_>>());
    let rows = Mutex::new(vec![None; documents.len()]);
    let progress = Progress::new("generated", documents.len(), OffTerminal::Tenths);
    let next = || locked(&queue).pop_front();
    let work = || -> Result<(), Failure> {
        while let Some((index, document)) = next() {
            let row = generate_one(document, generator, package)?;
            locked(&rows)[index] = Some(row);
            progress.advance();
        }
        Ok(())
    };
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..jobs).map(|_| scope.spawn(work)).collect();
        workers
            .into_iter()
            .try_for_each(|worker| worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    })?;
    let rows = rows.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    Ok(rows.into_iter().flatten().collect())
}

fn generate_one(document: &Document, generator: &Path, package: &Package) -> Result<Row, Failure> {
    let folder = package.folder(&document.module);
    if folder.exists() {
        std::fs::remove_dir_all(&folder)?;
    }
    std::fs::create_dir_all(&folder)?;
    let mut command = Command::new(generator);
    command.arg(worker::COMMAND).arg(&document.path).arg(&folder).arg(&document.module);
    let ended = process::run_limited(&mut command, LIMITS, &folder.with_extension("child"))?;
    let mut row = Row::new(document);
    row.generate_ms = ended.time.as_millis() as u64;
    row.peak_mb = ended.peak_memory >> 20;
    match ended.reason {
        ExitReason::Exited(0) => row.add_worker_result(&ended.stdout)?,
        ExitReason::OutOfTime => row.state = State::Hung,
        ExitReason::OutOfMemory => row.state = State::OutOfMemory,
        ExitReason::Exited(_) | ExitReason::Crashed => {
            row.state = State::Crashed;
            row.note = ended.stderr.lines().find(|line| !line.trim().is_empty()).unwrap_or_default().to_owned();
        }
    }
    Ok(row)
}

/// Locks a mutex. Ignores poisoning, because no worker can panic between two related changes.
fn locked<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}
