//! `cargo xtask bench`: what it takes to generate code, to compile it, and to run it.
//!
//! Every figure stands beside a baseline of the same run: machines differ, ratios hardly. CPU time counts what the work takes whoever
//! else is on the machine; time on the clock is what a user waits for. Each figure is the median of several runs.

mod compilation;
mod cost;
mod generation;
mod options;
mod runtime;
mod subjects;
mod table;
mod tools;

use oasmith::cli::{Failure, disk};
use serde_json::json;

pub use self::generation::floor;
use self::options::{Options, Part};
use self::tools::Tools;

/// Runs the command.
pub fn run(arguments: lexopt::Parser) -> Result<(), Failure> {
    let options = Options::parse(arguments)?;
    let tools = Tools::build()?;
    let mut tables = Vec::new();
    for (part, measure) in PARTS.iter().filter(|(part, _)| options.wants(*part)) {
        eprintln!("== {part:?}");
        for table in measure(&options, &tools)? {
            println!("\n{}", table.text());
            tables.push(table);
        }
    }
    let tables: Vec<_> = tables.iter().map(table::Table::json).collect();
    disk::write(&options.json, format!("{:#}\n", json!({ "tables": tables })).as_bytes())?;
    println!("as JSON: {}", options.json.display());
    Ok(())
}

/// Measures a part, with the release builds.
type Measure = fn(&Options, &Tools) -> Result<Vec<table::Table>, Failure>;

/// The parts, in order.
const PARTS: &[(Part, Measure)] =
    &[(Part::Generation, generation::run), (Part::Compilation, compilation::run), (Part::Runtime, runtime::run)];
