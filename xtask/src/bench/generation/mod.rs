//! What it takes to generate: time and memory, beside the floor of the same run; by stage; and how it grows with the spec.

pub mod floor;
mod synthetic;

use std::path::{Path, PathBuf};
use std::process::Command;

use oasmith::cli::{Failure, disk};

use super::cost::{self, Cost};
use super::options::Options;
use super::subjects::{self, Spec};
use super::table::{COST, Column, Group, Row, Table, Unit};
use super::tools::Tools;
use crate::workspace;

/// Measures each spec, and synthetic ones.
pub fn run(options: &Options, tools: &Tools) -> Result<Vec<Table>, Failure> {
    let mut specs = Table {
        title: "Generation; × the floor: the file parsed to a value, the same bytes written".to_owned(),
        columns: COST.to_vec(),
        groups: Vec::new(),
    };
    let mut stages = Table {
        title: "Generation by stage, on the clock; × the whole".to_owned(),
        columns: vec![Column { name: "wall", unit: Unit::Seconds }],
        groups: Vec::new(),
    };
    remove(&home())?;
    for spec in subjects::find(options)? {
        let measured = measure(&spec, options.runs, tools)?;
        let rows = vec![Row::of_cost("floor", measured.floor), Row::of_cost("oasmith", measured.ours)];
        specs.groups.push(Group { name: spec.name.clone(), baseline: Some(0), rows });
        stages.groups.push(by_stage(&spec, &measured.log));
    }
    let mut tables = vec![specs, stages];
    if options.includes(SYNTHETIC) {
        tables.push(growth(options, tools)?);
    }
    remove(&home())?;
    Ok(tables)
}

/// The name by which `--only` knows the synthetic specs.
const SYNTHETIC: &str = "synthetic";

/// How many operations the synthetic specs have. The third is what the others are measured against: smaller ones are all start-up.
const SIZES: [usize; 5] = [10, 100, 1_000, 5_000, 20_000];

struct Measured {
    floor: Cost,
    ours: Cost,
    /// What the generator printed at last.
    log: String,
}

fn measure(spec: &Spec, runs: usize, tools: &Tools) -> Result<Measured, Failure> {
    let home = home().join(&spec.name);
    let (pack, log) = (home.join("pack"), home.join("log"));
    let mut floors = Vec::new();
    let mut ours = Vec::new();
    // One more, not counted: it fills the caches, and says what is to be written.
    for run in 0..=runs {
        // A folder of its own for each run: a file system may spend more time on files that replace deleted ones than the run itself.
        let output = home.join(format!("output-{run}"));
        let cost = cost::of(tools.generate(spec, &output).arg("--timings"), &log)?;
        if run == 0 {
            floor::pack(&output, &pack)?;
            continue;
        }
        ours.push(cost);
        let mut floor = Command::new(&tools.xtask);
        floor.arg(floor::COMMAND).arg(&spec.path).arg(&pack).arg(home.join(format!("floor-{run}")));
        floors.push(cost::of(&mut floor, &home.join("floor.log"))?);
    }
    let nothing = || Failure::new("nothing was measured");
    Ok(Measured {
        floor: Cost::median(&floors).ok_or_else(nothing)?,
        ours: Cost::median(&ours).ok_or_else(nothing)?,
        log: std::fs::read_to_string(log)?,
    })
}

/// Reads what `--timings` prints: `  1.234 ms  stage`.
fn by_stage(spec: &Spec, log: &str) -> Group {
    let stage = |line: &str| {
        let (time, stage) = line.trim().split_once(" ms  ")?;
        Some((stage.to_owned(), time.parse::<f64>().ok()? / 1000.0))
    };
    let stages: Vec<_> = log.lines().filter_map(stage).collect();
    let whole = stages.iter().map(|(_, time)| time).sum();
    let row = |(subject, time): (String, f64)| Row { subject, figures: vec![Some(time)], note: String::new() };
    let mut rows = vec![row(("all stages".to_owned(), whole))];
    rows.extend(stages.into_iter().map(row));
    Group { name: spec.name.clone(), baseline: Some(0), rows }
}

fn growth(options: &Options, tools: &Tools) -> Result<Table, Failure> {
    let mut rows = Vec::new();
    for operations in SIZES.into_iter().filter(|&size| !options.quick || size <= 1_000) {
        let name = format!("{SYNTHETIC}-{operations}");
        let path = home().join(format!("{name}.json"));
        disk::write(&path, synthetic::document(operations).to_string().as_bytes())?;
        let measured = measure(&Spec { name, path, overlays: Vec::new() }, options.runs, tools)?;
        let mut row = Row::of_cost(format!("{operations} operations"), measured.ours);
        let cpu = row.figures[0];
        row.figures.push(cpu.map(|cpu| cpu / operations as f64));
        rows.push(row);
    }
    let mut columns = COST.to_vec();
    columns.push(Column { name: "cpu per operation", unit: Unit::Seconds });
    let group = Group { name: SYNTHETIC.to_owned(), baseline: Some(2), rows };
    Ok(Table { title: "Generation as the spec grows".to_owned(), columns, groups: vec![group] })
}

fn home() -> PathBuf {
    PathBuf::from(workspace::REPORTS).join("bench/generation")
}

fn remove(folder: &Path) -> Result<(), Failure> {
    if folder.exists() { Ok(std::fs::remove_dir_all(folder)?) } else { Ok(()) }
}
