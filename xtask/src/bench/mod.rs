//! `cargo xtask bench`: measures code generation, compilation and run time.
//!
//! Every figure is compared with a baseline of the same run, because ratios vary less between machines than times. CPU time hardly
//! depends on other load; wall-clock time is the time that a user waits. Each figure is the median of several runs.

mod compilation;
mod cost;
mod generation;
mod inputs;
mod options;
mod runtime;
mod table;
mod tools;

use oasmith::cli::{Failure, disk};
use oasmith::{errln, outln};
use serde_json::json;

pub use self::generation::floor;
pub use self::options::Args;
use self::options::{Options, Part};
use self::tools::Tools;

/// Runs the command.
pub fn run(args: Args) -> Result<(), Failure> {
    let options = Options::from(args);
    let tools = Tools::build()?;
    let mut tables = Vec::new();
    for (part, measure) in PARTS.iter().filter(|(part, _)| options.selects(*part)) {
        errln!("== {part:?}");
        for table in measure(&options, &tools)? {
            outln!("\n{}", table.text());
            tables.push(table);
        }
    }
    let tables: Vec<_> = tables.iter().map(table::Table::json).collect();
    disk::write(&options.json, format!("{:#}\n", json!({ "tables": tables })).as_bytes())?;
    outln!("Wrote all figures as JSON to {}", options.json.display());
    Ok(())
}

/// Measures a part with the release builds.
type Measure = fn(&Options, &Tools) -> Result<Vec<table::Table>, Failure>;

/// All parts in order.
const PARTS: &[(Part, Measure)] =
    &[(Part::Generation, generation::run), (Part::Compilation, compilation::run), (Part::Runtime, runtime::run)];
