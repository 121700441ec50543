//! `cargo xtask corpus DIR`: generates and compiles every document below a folder, and prints a table.
//!
//! A child process generates each document with limits of time and memory. Then the modules are compiled in batches. Results are
//! cached, so an interrupted run continues where it stopped. A file that another document references and that has no operations
//! is part of that document and has no row. A document below a folder called `invalid` must cause a diagnostic.

mod compile;
mod compile_cache;
pub mod documents;
mod generate;
mod names;
mod operation_count;
mod row;
pub mod worker;

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};

use oasmith::cli::{Failure, disk};
use oasmith::outln;

use self::compile::{Module, Package};
use self::compile_cache::CompileCache;
use self::documents::Document;
use self::row::Row;
use crate::pins::sha256;
use crate::process;
use crate::progress::{OffTerminal, Progress};
use crate::workspace::{self, REPORTS};

/// The package that generated code depends on.
const RUNTIME: &str = "codegen/runtime";

const EXAMPLES: &str = "\
Examples:
  cargo xtask corpus ~/documents --jobs 4
  cargo xtask corpus ~/documents --only 'stripe*' --no-compile";

/// Generates and compiles every document below a folder.
#[derive(Debug, clap::Args)]
#[command(after_help = crate::help(EXAMPLES))]
pub struct Args {
    /// The folder of the documents.
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Write the results to this file (default: target/oasmith/corpus.json).
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// The number of documents that are generated at once.
    #[arg(long, value_name = "N", default_value_t = 1)]
    jobs: usize,
    /// Only documents whose paths match this pattern.
    #[arg(long, value_name = "GLOB")]
    only: Option<String>,
    /// Generate, but do not compile.
    #[arg(long)]
    no_compile: bool,
}

/// Runs the command.
pub fn run(args: Args) -> Result<(), Failure> {
    let folder = workspace::path(&args.folder);
    let mut documents = documents::find(&folder, args.only.as_deref())?;
    if documents.is_empty() {
        return Err(Failure::new(format!("{} contains no OpenAPI document", folder.display())));
    }
    let generator = build_generator()?;
    let home = PathBuf::from(REPORTS).join("corpus");
    let package = Package::open(&home, Path::new(RUNTIME))?;
    let mut rows = generate::all(&documents, &generator, &package, args.jobs.max(1))?;
    remove_parts(&mut documents, &mut rows);
    if !args.no_compile {
        compile(&documents, &mut rows, &package, &home)?;
    }
    finish(&rows, args.json.map(workspace::path))
}

/// Builds this program in release mode, because times of a debug build are meaningless.
fn build_generator() -> Result<PathBuf, Failure> {
    process::run(process::cargo().args(["build", "--release", "--package", "xtask"]))?;
    let target = std::env::current_exe()?.parent().and_then(Path::parent).map(Path::to_path_buf).unwrap_or_default();
    Ok(target.join("release/xtask"))
}

/// Removes documents that are parts of other documents, because they are counted there.
fn remove_parts(documents: &mut Vec<Document>, rows: &mut Vec<Row>) {
    let canonical = |path: &Path| std::fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    let parts: HashSet<PathBuf> =
        rows.iter().flat_map(|row| &row.parts).map(|part| canonical(Path::new(part))).collect();
    let is_part = |document: &Document, row: &Row| {
        row.operations + row.dropped == 0 && row.has_code() && parts.contains(&canonical(&document.path))
    };
    let keep: Vec<bool> = documents.iter().zip(&*rows).map(|(document, row)| !is_part(document, row)).collect();
    let mut is_kept = keep.iter();
    documents.retain(|_| is_kept.next().copied().unwrap_or(true));
    let mut is_kept = keep.iter();
    rows.retain(|_| is_kept.next().copied().unwrap_or(true));
}

fn compile(documents: &[Document], rows: &mut [Row], package: &Package, home: &Path) -> Result<(), Failure> {
    let mut cache = CompileCache::open(&home.join("compiled.jsonl"))?;
    let runtime = runtime_hash()?;
    let content = |row: &Row| format!("{runtime} {}", row.content);
    let mut waiting = Vec::new();
    let mut by_module = BTreeMap::new();
    for (index, (document, row)) in documents.iter().zip(&mut *rows).enumerate().filter(|(_, (_, row))| row.has_code())
    {
        match cache.get(&content(row)) {
            Some(compiled) => row.add_compiler_result(compiled),
            None => {
                let (name, features) = (document.module.clone(), row.features.clone());
                waiting.push(Module { name, lines: row.lines, features });
                by_module.insert(document.module.clone(), index);
            }
        }
    }
    let progress = Progress::new("compiled", waiting.len(), OffTerminal::Tenths);
    package.check(waiting, |module, compiled| {
        let Some(row) = by_module.get(&module.name).and_then(|index| rows.get_mut(*index)) else { return Ok(()) };
        cache.add(&content(row), &compiled)?;
        row.add_compiler_result(compiled);
        progress.advance();
        Ok(())
    })
}

/// Returns a hash of the runtime that generated code is compiled with.
fn runtime_hash() -> Result<String, Failure> {
    let mut text = Vec::new();
    for file in ["src", "Cargo.toml"] {
        let path = Path::new(RUNTIME).join(file);
        if path.is_file() {
            text.extend(std::fs::read(path)?);
            continue;
        }
        for (path, bytes) in disk::read(&path, &[])? {
            text.extend(path.into_bytes());
            text.extend(bytes);
        }
    }
    Ok(sha256(&text)[..16].to_owned())
}

/// Prints the table and writes the JSON file.
fn finish(rows: &[Row], json: Option<PathBuf>) -> Result<(), Failure> {
    let table = row::table(rows);
    outln!("{table}");
    outln!("\n{}", names::table(rows.iter().map(|row| (row.name.as_str(), row.names))));
    let summary = row::json(rows);
    let json = json.unwrap_or_else(|| PathBuf::from(REPORTS).join("corpus.json"));
    disk::write(&json, format!("{summary:#}\n").as_bytes())?;
    match rows.iter().filter(|row| row.verdict() == row::Verdict::Failed).count() {
        0 => Ok(()),
        failed => Err(Failure::new(format!("{failed} of {} documents failed", rows.len()))),
    }
}
