//! Measures the time and memory of generation: compared with the floor, by stage, and for growing documents.

pub mod floor;
mod synthetic;

use std::path::{Path, PathBuf};
use std::process::Command;

use oasmith::cli::{Failure, disk};

use super::cost::{self, Cost};
use super::inputs::{self, Spec};
use super::options::Options;
use super::table::{COST, Column, Group, Row, Table, Unit};
use super::tools::Tools;
use crate::progress::{OffTerminal, Progress};
use crate::workspace;

/// Measures each document and synthetic documents.
pub fn run(options: &Options, tools: &Tools) -> Result<Vec<Table>, Failure> {
    let mut specs = Table {
        title: "Generation; × the floor (parse the file to a value, write the same bytes)".to_owned(),
        columns: COST.to_vec(),
        groups: Vec::new(),
    };
    let mut stages = Table {
        title: "Generation by stage, wall-clock time; × all stages".to_owned(),
        columns: vec![Column { name: "wall", unit: Unit::Seconds }],
        groups: Vec::new(),
    };
    remove(&home())?;
    let inputs = inputs::find(options)?;
    let progress = Progress::new("generating", inputs.len(), OffTerminal::Steps);
    for spec in inputs {
        progress.begin(&spec.name);
        let measured = measure(&spec, options.runs, tools)?;
        let rows = vec![Row::of_cost("floor", measured.floor), Row::of_cost("oasmith", measured.generator)];
        specs.groups.push(Group { name: spec.name.clone(), baseline: Some(0), rows });
        stages.groups.push(by_stage(&spec, &measured.log));
        progress.advance();
    }
    drop(progress);
    let mut tables = vec![specs, stages];
    if options.includes(SYNTHETIC) {
        tables.push(growth(options, tools)?);
    }
    remove(&home())?;
    Ok(tables)
}

/// The name of the synthetic documents for `--only`.
const SYNTHETIC: &str = "synthetic";

/// The numbers of operations of the synthetic documents. The third is the baseline, because start-up dominates the smaller ones.
const SIZES: [usize; 5] = [10, 100, 1_000, 5_000, 20_000];

struct Measured {
    floor: Cost,
    generator: Cost,
    /// The generator's last output.
    log: String,
}

fn measure(spec: &Spec, runs: usize, tools: &Tools) -> Result<Measured, Failure> {
    let home = home().join(&spec.name);
    let (pack, log) = (home.join("pack"), home.join("log"));
    let mut floors = Vec::new();
    let mut generator = Vec::new();
    // The first run is not measured. It fills the caches and creates the output that the floor writes.
    for run in 0..=runs {
        // Each run has its own folder, because a file system may need longer to replace deleted files than the run takes.
        let output = home.join(format!("output-{run}"));
        let cost = cost::measure(tools.generate(spec, &output).arg("--timings"), &log)?;
        if run == 0 {
            floor::pack(&output, &pack)?;
            continue;
        }
        generator.push(cost);
        let mut floor = Command::new(&tools.xtask);
        floor.arg(floor::COMMAND).arg(&spec.path).arg(&pack).arg(home.join(format!("floor-{run}")));
        floors.push(cost::measure(&mut floor, &home.join("floor.log"))?);
    }
    let not_measured = || Failure::new("there are no measurements");
    Ok(Measured {
        floor: Cost::median(&floors).ok_or_else(not_measured)?,
        generator: Cost::median(&generator).ok_or_else(not_measured)?,
        log: std::fs::read_to_string(log)?,
    })
}

/// Parses the output of `--timings`: `  1.234 ms  stage`.
fn by_stage(spec: &Spec, log: &str) -> Group {
    let stage = |line: &str| {
        let (time, stage) = line.trim().split_once(" ms  ")?;
        Some((stage.to_owned(), time.parse::<f64>().ok()? / 1000.0))
    };
    let stages: Vec<_> = log.lines().filter_map(stage).collect();
    let total = stages.iter().map(|(_, time)| time).sum();
    let row = |(subject, time): (String, f64)| Row { subject, figures: vec![Some(time)], note: String::new() };
    let mut rows = vec![row(("all stages".to_owned(), total))];
    rows.extend(stages.into_iter().map(row));
    Group { name: spec.name.clone(), baseline: Some(0), rows }
}

fn growth(options: &Options, tools: &Tools) -> Result<Table, Failure> {
    let mut rows = Vec::new();
    let sizes: Vec<usize> = SIZES.into_iter().filter(|&size| !options.quick || size <= 1_000).collect();
    let progress = Progress::new("generating", sizes.len(), OffTerminal::Steps);
    for operations in sizes {
        let name = format!("{SYNTHETIC}-{operations}");
        progress.begin(&name);
        let path = home().join(format!("{name}.json"));
        disk::write(&path, synthetic::document(operations).to_string().as_bytes())?;
        let measured = measure(&Spec { name, path, overlays: Vec::new() }, options.runs, tools)?;
        let mut row = Row::of_cost(format!("{operations} operations"), measured.generator);
        let cpu = row.figures[0];
        row.figures.push(cpu.map(|cpu| cpu / operations as f64));
        rows.push(row);
        progress.advance();
    }
    let mut columns = COST.to_vec();
    columns.push(Column { name: "cpu per operation", unit: Unit::Seconds });
    let group = Group { name: SYNTHETIC.to_owned(), baseline: Some(2), rows };
    Ok(Table { title: "Generation of growing documents".to_owned(), columns, groups: vec![group] })
}

fn home() -> PathBuf {
    PathBuf::from(workspace::REPORTS).join("bench/generation")
}

fn remove(folder: &Path) -> Result<(), Failure> {
    if folder.exists() { Ok(std::fs::remove_dir_all(folder)?) } else { Ok(()) }
}
